"""When claims have happened, or were published: a row of bars for each status, on one line of time."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from markupsafe import Markup

from sayso.web.figures.markup import element, embed, percent
from sayso.web.figures.scales import Moments, anchor_of, bin_of, moment_of, next_bin, say_bin, unit_for
from sayso.web.figures.shapes import SHAPES

__all__ = ["Dated", "draw_days"]

_ROW, _BAR, _FOOT = 56, 30, 26
# The share of its day that a bar fills.
_FULL = 0.94


class Dated(NamedTuple):
    """Claims or events of one day and status. `day` is ISO 8601, or None where the text gives none."""

    day: str | None
    status: str
    number: int = 1


class _Bars(NamedTuple):
    unit: str
    line: Moments
    counts: Counter[tuple[str, datetime]]

    @property
    def most(self) -> int:
        return max(self.counts.values())

    def of(self, status: str) -> list[tuple[datetime, int]]:
        return sorted((start, count) for (one, start), count in self.counts.items() if one == status)


def draw_days(dated: Iterable[Dated], *, one: str = "claim", title: str = "By day") -> Markup:
    """A figure: bars by day and status, the same numbers as a table, and those without a day counted."""
    rows = list(dated)
    known = [(moment, row) for row in rows if (moment := moment_of(row.day)) is not None]
    undated = sum(row.number for row in rows) - sum(row.number for _, row in known)
    if not known:
        return element("p", f"None of the {undated:,} {one}s has a day.", class_="fig-empty")
    bars = _gather(known)
    words = f"{title}: {_summary(bars, one)}"
    return element(
        "figure",
        element("div", _picture(bars, words), class_="fig-stage", data_stage=True),
        element("figcaption", words, _without_day(undated, one)),
        _table(bars),
        embed(_payload(bars, one, words)),
        class_="fig fig-days",
        data_timeline="days",
    )


def _gather(known: list[tuple[datetime, Dated]]) -> _Bars:
    moments = [moment for moment, _ in known]
    unit = unit_for(min(moments), max(moments))
    counts: Counter[tuple[str, datetime]] = Counter()
    for moment, row in known:
        counts[row.status, bin_of(moment, unit)] += row.number
    starts = [start for _, start in counts]
    return _Bars(unit, Moments(min(starts), next_bin(max(starts), unit)), counts)


def _statuses(bars: _Bars) -> list[str]:
    shown = {status for status, _ in bars.counts}
    return [status for status in SHAPES if status in shown] + sorted(shown - set(SHAPES))


def _summary(bars: _Bars, one: str) -> str:
    total = sum(bars.counts.values())
    by_start: Counter[datetime] = Counter()
    for (_, start), count in bars.counts.items():
        by_start[start] += count
    start, most = min(by_start.items(), key=lambda pair: (-pair[1], pair[0]))
    if len(by_start) == 1:
        return f"{total:,} {one}{'s' * (total != 1)}, all of {say_bin(start, bars.unit)}."
    spread = f"{say_bin(min(by_start), bars.unit)} to {say_bin(max(by_start), bars.unit)}"
    return f"{total:,} {one}s by {bars.unit}, {spread}; most ({most:,}) {say_bin(start, bars.unit)}."


def _without_day(undated: int, one: str) -> str:
    return f" {undated:,} more {one}{'s have' if undated != 1 else ' has'} no day." if undated else ""


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
        role="img",
        aria_label=words,
        width="100%",
        height=height + _FOOT,
    )


def _row(bars: _Bars, status: str) -> Iterable[Markup]:
    shape, found = SHAPES.get(status), bars.of(status)
    total = f"{sum(count for _, count in found):,}"
    word = shape.word if shape else status
    yield element("path", d=shape.path if shape else "", class_=f"shape shape-{status}", **_small)
    yield element("text", word, " ", element("tspan", total, class_="fig-count"), x=20, y=13)
    yield element("line", x1="0", x2="100%", y1=_ROW - 4, y2=_ROW - 4, class_="fig-base")
    for start, count in found:
        left, right = bars.line.at(start), bars.line.at(next_bin(start, bars.unit))
        height = max(2.0, _BAR * count / bars.most)
        said = element("title", f"{say_bin(start, bars.unit)}: {count:,} {word}")
        place = {"x": percent(left), "width": percent((right - left) * _FULL)}
        size = {"y": f"{_ROW - 4 - height:.1f}", "height": f"{height:.1f}"}
        yield element("rect", said, class_=f"fig-bar fig-{status}", **place, **size)


_small = {"transform": "translate(8 8.5) scale(.8)", "fill_rule": "evenodd"}


def _dates(line: Moments, top: int) -> Iterable[Markup]:
    for moment, words in line.dates():
        share = line.at(moment)
        anchor = anchor_of(share)
        yield element("line", x1=percent(share), x2=percent(share), y1=top - 4, y2=top + 2, class_="fig-base")
        yield element("text", words, x=percent(share), y=top + 17, text_anchor=anchor, class_="fig-date")


def _table(bars: _Bars) -> Markup:
    """The numbers behind the bars, for those who would rather read or hear them."""
    statuses, starts = _statuses(bars), sorted({start for _, start in bars.counts})
    words = [SHAPES[status].word if status in SHAPES else status for status in statuses]
    head = element(
        "tr", element("th", bars.unit, scope="col"), *(element("th", one, scope="col") for one in words)
    )
    body = (
        element(
            "tr",
            element("th", say_bin(start, bars.unit), scope="row"),
            *(element("td", f"{bars.counts[status, start]:,}") for status in statuses),
        )
        for start in starts
    )
    table = element("table", element("thead", head), element("tbody", *body))
    held = element("div", table, class_="fig-scroll", tabindex="0", role="region", aria_label="The numbers")
    return element("details", element("summary", "The numbers"), held, class_="fig-numbers")


def _payload(bars: _Bars, one: str, words: str) -> dict[str, object]:
    found = [
        {
            "status": status,
            "start": start.date().isoformat(),
            "end": next_bin(start, bars.unit).date().isoformat(),
            "count": count,
            "words": say_bin(start, bars.unit),
        }
        for (status, start), count in sorted(bars.counts.items())
    ]
    shapes = [{"status": one, **_shape(one)} for one in _statuses(bars)]
    dates = [{"at": at.isoformat(), "words": said} for at, said in bars.line.dates()]
    return {"one": one, "words": words, "statuses": shapes, "bars": found, "dates": dates}


def _shape(status: str) -> dict[str, str]:
    return SHAPES[status]._asdict() if status in SHAPES else {"word": status, "path": ""}
