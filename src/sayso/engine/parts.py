"""A story that very many texts tell is taken apart before its claims are compared with one another."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from sayso.model import CopyGroup, Report
from sayso.model.dates import known_day

__all__ = ["split_story"]

# Texts whose claims are all compared. The time for it grows with the square of their number: 0.6 s for 31
# reports of 12 claims each, so that 150 take about 14 s.
_MOST = 150


def split_story(
    reports: Sequence[Report], copies: Mapping[str, CopyGroup], *, most: int = _MOST
) -> Iterator[list[Report]]:
    """The reports of a story in parts of about `most` texts; one part where they are no more.

    Parts are weeks of publication; of a week with too many days; of a day with too many as many heaps as it
    takes. Reports of one event come close together, and within a day copies stay together. Which part a
    report is in depends on the reports of the story, and not on their order.
    """
    yield from _split(list(reports), [_week, _day], copies, most)


def _split(
    reports: list[Report],
    by: Sequence[Callable[[Report], str]],
    copies: Mapping[str, CopyGroup],
    most: int,
) -> Iterator[list[Report]]:
    texts = {one.document for one in reports}
    if len(texts) <= most:
        yield reports
        return
    first, *rest = by if by else [_heap(copies, -(-len(texts) // most))]
    parts = defaultdict[str, list[Report]](list)
    for one in reports:
        parts[first(one)].append(one)
    for _, part in sorted(parts.items()):
        if by:
            yield from _split(part, rest, copies, most)
        else:
            yield part


def _week(report: Report) -> str:
    day = known_day(report.published)
    if day is None:
        return ""
    year, week, _ = day.isocalendar()
    return f"{year}-{week:02}"


def _day(report: Report) -> str:
    return (report.published or "")[:10]


def _heap(copies: Mapping[str, CopyGroup], number: int) -> Callable[[Report], str]:
    """One of so many heaps for each report; its copies come to the same."""

    def heap(report: Report) -> str:
        group = copies[report.id].id if report.id in copies else report.id
        return str(int(group.rpartition("_")[2], 16) % number)

    return heap
