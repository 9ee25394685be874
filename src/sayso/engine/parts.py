"""Parts of large stories, so that their claims can be compared pairwise within each part."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from sayso.model import CopyGroup
from sayso.model.dates import date_part, known_day
from sayso.record import DatedReport

__all__ = ["split_story"]

# Texts whose claims are all compared. The time for it grows with the square of their number: 0.6 s for 31
# reports of 12 claims each, so that 150 take about 14 s.
_MOST = 150


def split_story(
    reports: Sequence[DatedReport], copies: Mapping[str, CopyGroup], *, most: int = _MOST
) -> Iterator[list[DatedReport]]:
    """Split the reports of a story into parts of about `most` texts; one part if there are no more.

    Parts are weeks of publication; a week with too many texts is split into days, a day with too many into
    as many buckets as needed. Reports of one event are published close together, and copies of one day stay
    in one part. The parts do not depend on the order of the reports.
    """
    yield from _split(list(reports), [_week, _day], copies, most)


def _split(
    reports: list[DatedReport],
    by: Sequence[Callable[[DatedReport], str]],
    copies: Mapping[str, CopyGroup],
    most: int,
) -> Iterator[list[DatedReport]]:
    texts = {report.document for report in reports}
    if len(texts) <= most:
        yield reports
        return
    first, *rest = by if by else [_bucket(copies, -(-len(texts) // most))]
    parts = defaultdict[str, list[DatedReport]](list)
    for report in reports:
        parts[first(report)].append(report)
    for _, part in sorted(parts.items()):
        if by:
            yield from _split(part, rest, copies, most)
        else:
            yield part


def _week(report: DatedReport) -> str:
    day = known_day(report.published)
    if day is None:
        return ""
    year, week, _ = day.isocalendar()
    return f"{year}-{week:02}"


def _day(report: DatedReport) -> str:
    return date_part(report.published)


def _bucket(copies: Mapping[str, CopyGroup], number: int) -> Callable[[DatedReport], str]:
    """Return a function from a report to one of `number` buckets, the same for its copies."""

    def bucket(report: DatedReport) -> str:
        group = copies[report.id].id if report.id in copies else report.id
        return str(int(group.rpartition("_")[2], 16) % number)

    return bucket
