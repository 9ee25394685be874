"""Timeline of claims by day of the event or of publication: a row of bars for each status."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import accumulate
from typing import NamedTuple

from markupsafe import Markup

from sayso.web.figures.markup import draw_mark, element, percent
from sayso.web.figures.scales import (
    Moments,
    anchor_of,
    bin_of,
    format_bin,
    moment_of,
    moved,
    next_bin,
    unit_for,
)
from sayso.web.figures.shapes import SHAPES

__all__ = ["Dated", "draw_days"]

_ROW, _BAR, _FOOT = 56, 30, 26
# The share of its day that a bar fills.
_FULL = 0.94
# What is drawn of a long time: from the day that so many claims in a hundred precede to the one that so many
# follow, and no more years than this, so that one old date does not make all others a single bar. Chosen by
# looking at records of news: old dates are more than late ones, and what is new should be seen.
_EARLY, _LATE, _YEARS = 3, 1, 150

# The address of what lies between two days, inclusive.
Link = Callable[[str, str], str]


class Dated(NamedTuple):
    """Claims or events of one day and status. `day` is ISO 8601, or None where the text gives none.

    With `last`, somewhere between both days.
    """

    day: str | None
    status: str
    number: int = 1
    last: str | None = None


class _Spread(NamedTuple):
    """Number of claims of one status, with the first and last moment of their time."""

    first: datetime
    last: datetime
    status: str
    number: int


class _Bars(NamedTuple):
    """Counts by status and time; `totals` count each claim once, `wide` those in several bars."""

    unit: str
    line: Moments
    counts: Counter[tuple[str, datetime]]
    totals: Counter[str]
    wide: int
    before: int
    after: int
    links: dict[datetime, str]

    @property
    def most(self) -> int:
        return max(self.counts.values())

    def of(self, status: str) -> list[tuple[datetime, int]]:
        return sorted((start, count) for (each, start), count in self.counts.items() if each == status)

    def by_start(self) -> Counter[datetime]:
        sums: Counter[datetime] = Counter()
        for (_, start), count in self.counts.items():
            sums[start] += count
        return sums


def draw_days(
    dated: Iterable[Dated],
    *,
    noun: str = "claim",
    title: str = "By day",
    within: tuple[str | None, str | None] = (None, None),
    link: Link | None = None,
) -> Markup:
    """Return a figure: bars by day and status, a table of the numbers, and the number without a day.

    A claim is counted in each bar that its time overlaps, as a query for that time finds it. `within` is the
    range of the query; `link` returns the address of the claims of a bar.
    """
    rows = list(dated)
    known = list(_spreads(rows))
    undated = sum(row.number for row in rows) - sum(row.number for row in known)
    if not known:
        return element("p", f"None of the {undated:,} {noun}s has a day.", class_="fig-empty")
    bars = _gather(known, (moment_of(within[0]), moment_of(within[1])), link)
    words = f"{title}: {_summary(bars, noun)}" if title else _summary(bars, noun)
    return element(
        "figure",
        element("div", _picture(bars, words), class_="fig-stage"),
        element("figcaption", words, *_left_out(bars, noun), _without_day(undated, noun)),
        _table(bars),
        class_="fig fig-days",
    )


def _spreads(rows: Iterable[Dated]) -> Iterator[_Spread]:
    for row in rows:
        first = moment_of(row.day)
        if first is not None:
            last = moment_of(row.last) or first
            yield _Spread(first, max(first, last), row.status, row.number)


def _gather(known: list[_Spread], asked: tuple[datetime | None, datetime | None], link: Link | None) -> _Bars:
    least, most = _frame(known, asked)
    shown = [row for row in known if row.last >= least and row.first <= most]
    unit = unit_for(least, most)
    starts = list(_starts(least, most, unit))
    # What begins in a bar, and what has ended before it.
    steps: dict[str, list[int]] = {row.status: [0] * (len(starts) + 1) for row in shown}
    wide = 0
    for row in shown:
        begins = max(bisect_right(starts, row.first) - 1, 0)
        ends = bisect_right(starts, row.last)
        steps[row.status][begins] += row.number
        steps[row.status][ends] -= row.number
        wide += row.number * (ends - begins > 1)
    counts = Counter({key: count for key, count in _sums(steps, starts) if count})
    totals: Counter[str] = Counter()
    for row in shown:
        totals[row.status] += row.number
    filled = sorted({start for _, start in counts})
    return _Bars(
        unit=unit,
        line=Moments(filled[0], next_bin(filled[-1], unit)),
        counts=counts,
        totals=totals,
        wide=wide,
        before=sum(row.number for row in known if row.last < least),
        after=sum(row.number for row in known if row.first > most),
        links={start: link(*_days_of(start, unit, asked)) for start in filled} if link else {},
    )


def _frame(known: list[_Spread], asked: tuple[datetime | None, datetime | None]) -> tuple[datetime, datetime]:
    """Return the first and the last moment to draw."""
    least, most = min(row.first for row in known), max(row.last for row in known)
    if unit_for(least, most) != "day":
        least = _beyond(_EARLY, sorted((row.first, row.number) for row in known))
        most = _beyond(_LATE, sorted(((row.last, row.number) for row in known), reverse=True))
        least, most = min(least, most), max(least, most)
    least, most = max(least, asked[0] or least), min(most, asked[1] or most)
    if least > most:
        least, most = asked[0] or most, asked[1] or least
    return max(least, moved(most, timedelta(days=-365.25 * _YEARS))), most


def _beyond(hundredths: int, ordered: Sequence[tuple[datetime, int]]) -> datetime:
    """Return the last moment before which at most `hundredths` percent of the claims lie."""
    left = sum(number for _, number in ordered) * hundredths // 100
    for moment, number in ordered:
        left -= number
        if left < 0:
            return moment
    return ordered[-1][0]


def _starts(least: datetime, most: datetime, unit: str) -> Iterator[datetime]:
    start = bin_of(least, unit)
    while start <= most:
        yield start
        following = next_bin(start, unit)
        if following <= start:
            return
        start = following


def _sums(steps: dict[str, list[int]], starts: list[datetime]) -> Iterator[tuple[tuple[str, datetime], int]]:
    for status, changes in steps.items():
        for start, number in zip(starts, accumulate(changes), strict=False):
            yield (status, start), number


def _days_of(start: datetime, unit: str, asked: tuple[datetime | None, datetime | None]) -> tuple[str, str]:
    """Return the first and last day of a bar, within the range of the query."""
    last = moved(next_bin(start, unit), timedelta(days=-1))
    first, last = max(start, asked[0] or start), min(last, asked[1] or last)
    return first.date().isoformat(), last.date().isoformat()


def _statuses(bars: _Bars) -> list[str]:
    shown = {status for status, _ in bars.counts}
    return [status for status in SHAPES if status in shown] + sorted(shown - set(SHAPES))


def _summary(bars: _Bars, noun: str) -> str:
    total, by_start = bars.totals.total(), bars.by_start()
    start, most = min(by_start.items(), key=lambda pair: (-pair[1], pair[0]))
    if len(by_start) == 1:
        return f"{total:,} {noun}{'s' * (total != 1)}, all of {format_bin(start, bars.unit)}."
    spread = f"{format_bin(min(by_start), bars.unit)} to {format_bin(max(by_start), bars.unit)}"
    return (
        f"{total:,} {noun}{'s' * (total != 1)} by {bars.unit}, {spread};"
        f" most ({most:,}) {format_bin(start, bars.unit)}."
    )


def _left_out(bars: _Bars, noun: str) -> Iterator[str]:
    if bars.wide:
        which = f"{bars.wide:,} {noun}{'s' * (bars.wide != 1)} of a longer time"
        yield f" {which} stand{'s' * (bars.wide == 1)} in each {bars.unit} of it."
    outside = [(bars.before, "earlier"), (bars.after, "later")]
    words = " and ".join(f"{number:,} {word}" for number, word in outside if number)
    if words:
        yield f" Not drawn: {words}."


def _without_day(undated: int, noun: str) -> str:
    return f" {undated:,} more {noun}{'s have' if undated != 1 else ' has'} no day." if undated else ""


def _picture(bars: _Bars, words: str) -> Markup:
    statuses = _statuses(bars)
    height = _ROW * len(statuses)
    return element(
        "svg",
        *(
            element("svg", *_row(bars, status), y=_ROW * number, width="100%", height=_ROW)
            for number, status in enumerate(statuses)
        ),
        *_dates(bars.line, height),
        class_="fig-svg",
        role="group",
        aria_label=words,
        width="100%",
        height=height + _FOOT,
    )


def _row(bars: _Bars, status: str) -> Iterable[Markup]:
    shape, found = SHAPES.get(status), bars.of(status)
    total = f"{bars.totals[status]:,}"
    word = shape.word if shape else status
    yield element("path", d=shape.path if shape else "", class_=f"shape shape-{status}", **_small)
    yield element("text", word, " ", element("tspan", total, class_="fig-count"), x=20, y=13)
    yield element("line", x1="0", x2="100%", y1=_ROW - 4, y2=_ROW - 4, class_="fig-base")
    for start, count in found:
        left, right = bars.line.at(start), bars.line.at(next_bin(start, bars.unit))
        height = max(2.0, _BAR * count / bars.most)
        place = {"x": percent(left), "width": percent((right - left) * _FULL)}
        size = {"y": f"{_ROW - 4 - height:.1f}", "height": f"{height:.1f}"}
        bar = element("rect", class_=f"fig-bar fig-{status}", **place, **size)
        # Low bars are pointed at as easily as high ones.
        reach = element("rect", class_="fig-reach", y=_ROW - 4 - _BAR, height=_BAR, **place)
        title = f"{format_bin(start, bars.unit)}: {count:,} {word}"
        yield draw_mark(title, reach, bar, href=bars.links.get(start))


_small = {"transform": "translate(8 8.5) scale(.8)", "fill_rule": "evenodd"}


def _dates(line: Moments, top: int) -> Iterable[Markup]:
    for moment, words in line.dates():
        share = line.at(moment)
        anchor = anchor_of(share)
        yield element("line", x1=percent(share), x2=percent(share), y1=top - 4, y2=top + 2, class_="fig-base")
        yield element("text", words, x=percent(share), y=top + 17, text_anchor=anchor, class_="fig-date")


def _table(bars: _Bars) -> Markup:
    """Return the numbers of the bars as a table, for readers and screen readers."""
    statuses, starts = _statuses(bars), sorted({start for _, start in bars.counts})
    words = [SHAPES[status].word if status in SHAPES else status for status in statuses]
    head = element("tr", *(element("th", heading, scope="col") for heading in (bars.unit, *words)))
    body = (
        element(
            "tr",
            element("th", _linked(format_bin(start, bars.unit), bars.links.get(start)), scope="row"),
            *(element("td", f"{bars.counts[status, start]:,}") for status in statuses),
        )
        for start in starts
    )
    table = element("table", element("thead", head), element("tbody", *body))
    region = element("div", table, class_="fig-scroll", tabindex="0", role="region", aria_label="The numbers")
    return element("details", element("summary", "The numbers"), region, class_="fig-numbers")


def _linked(words: str, href: str | None) -> str | Markup:
    return element("a", words, href=href) if href else words
