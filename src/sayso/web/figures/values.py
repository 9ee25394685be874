"""Timeline of the values of one slot by origin, which shows disagreements without deciding them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from markupsafe import Markup

from sayso.model import EventGroup, Origin
from sayso.web.figures.markup import element, embed, percent
from sayso.web.figures.scales import Amounts, Moments, anchor_of, format_moment, moment_of, moved

__all__ = ["Valued", "draw_values", "values_of"]

_TOP, _PLOT, _FOOT = 16, 190, 26
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# Marks nearer than this to each other (a share of the width; of the height) are drawn side by side.
_NEAR_X, _NEAR_Y = 0.055, 0.1
_APART = 19


class Valued(NamedTuple):
    """Value of a claim, in its words; `origin` is its origin's name, `kind` the kind of origin.

    `id` marks the row of the page that it belongs to; `at` is when it was published (ISO 8601).
    """

    id: str
    at: str | None
    text: str
    origin: str
    kind: str = ""
    value: float | None = None
    min: float | None = None
    max: float | None = None
    approximate: bool = False
    href: str | None = None


# Of a text that has a value in its own words, and quotes others for the event.
_OWN_WORDS = ", own words"


class _Mark(NamedTuple):
    letter: str
    at: datetime
    low: float | None
    high: float | None
    y: float
    row: Valued
    aside: int = 0


def values_of(event: EventGroup, slot: str, of: str | None = None) -> list[Valued]:
    """Return the values of one slot of an event, each with its origin and the time of its report."""
    published = {(claim.report, claim.claim): claim.published for claim in event.claims}
    origins = defaultdict[tuple[str, str], list[Origin]](list)
    for origin in event.origins:
        for ref in origin.claims:
            origins[ref.report, ref.claim].append(origin)
    own_words = defaultdict[tuple[str, str], list[str]](list)
    for origin in event.own_words:
        for ref in origin.claims:
            own_words[ref.report, ref.claim].append(origin.name)
    found = []
    for value in event.values:
        if value.slot != slot or of not in (None, value.of):
            continue
        claim_origins = origins[value.report, value.claim]
        names = list(dict.fromkeys(origin.name for origin in claim_origins)) or list(value.sources[:1])
        names = names or [f"{name}{_OWN_WORDS}" for name in own_words[value.report, value.claim]]
        kinds = {str(origin.kind) for origin in claim_origins}
        found.append(
            Valued(
                id=f"{value.report}/{value.claim}",
                at=published.get((value.report, value.claim)),
                text=value.text,
                # A claim may rest on any of several, as far as its report tells.
                origin=" or ".join(names) or "origin not known",
                kind=kinds.pop() if len(kinds) == 1 else "",
                value=value.value,
                min=value.min,
                max=value.max,
                approximate=value.approximate,
            )
        )
    return found


def draw_values(valued: Iterable[Valued], *, slot: str, title: str | None = None) -> Markup:
    """Return a figure: a mark for each origin and value by time of publication, ranges as lines, and a key.

    Values without a number or a time are only in the key, and counted.
    """
    rows = sorted(dict.fromkeys(valued), key=lambda row: (row.at is None, row.at or "", row.origin, row.id))
    if not rows:
        return element("p", f"No report gives a number for {slot}.", class_="fig-empty")
    letters = _letters(rows)
    marks = _dodge(list(_place(rows, letters)))
    summary = _summary(rows, letters)
    words = f"{title or slot}: {summary}"
    left_out = len(rows) - len({mark.row for mark in marks})
    without = f" {left_out} without a number or a date {'is' if left_out == 1 else 'are'} in the list alone."
    drawn = marks and element("div", _picture(marks, words), class_="fig-stage", data_stage=True)
    return element(
        "figure",
        drawn or "",
        element("figcaption", element("bdi", title or slot), f": {summary}", without if left_out else ""),
        _key(rows, letters),
        embed(_payload(marks, slot, words)),
        class_="fig fig-values",
        data_timeline="values" if marks else None,
    )


def _letters(rows: list[Valued]) -> dict[str, str]:
    names = dict.fromkeys(row.origin for row in rows)
    return {name: _LETTERS[n] if n < len(_LETTERS) else str(n + 1) for n, name in enumerate(names)}


def _summary(rows: list[Valued], letters: dict[str, str]) -> str:
    amounts = [n for row in rows for n in (row.value, row.min, row.max) if n is not None]
    origins, has = _origins(letters)
    if not amounts:
        return f"{len(rows)} in words alone, from {origins}."
    spread = f"{min(amounts):,g} to {max(amounts):,g}" if min(amounts) < max(amounts) else f"{amounts[0]:,g}"
    return f"{spread}, as {origins} {has} it, by time of publication (UTC)."


def _origins(letters: dict[str, str]) -> tuple[str, str]:
    """Return how many origins give the numbers, and the verb that goes with them."""
    count = sum(not name.endswith(_OWN_WORDS) for name in letters)
    if not count:
        return "texts in their own words", "have"
    named = f"{count} origin{'s' * (count != 1)}"
    if count < len(letters):
        return f"{named} and own words", "have"
    return named, "has" if count == 1 else "have"


def _place(rows: list[Valued], letters: dict[str, str]) -> Iterator[_Mark]:
    """Yield a mark for each value that has a number and a time."""
    for row in rows:
        at = moment_of(row.at)
        y = next((n for n in (row.value, row.min, row.max) if n is not None), None)
        if at is not None and y is not None:
            yield _Mark(letters[row.origin], at, row.min, row.max, y, row)


def _scales(marks: list[_Mark]) -> tuple[Moments, Amounts]:
    first, last = min(mark.at for mark in marks), max(mark.at for mark in marks)
    if last - first < timedelta(hours=2):
        first, last = moved(first, timedelta(hours=-12)), moved(last, timedelta(hours=12))
    amounts = [float(n) for mark in marks for n in (mark.y, mark.low, mark.high) if n is not None]
    return Moments(first, last, 0.08), Amounts.spanning(amounts)


def _dodge(marks: list[_Mark]) -> list[_Mark]:
    """Move overlapping marks aside by steps."""
    if not marks:
        return []
    line, amounts = _scales(marks)
    placed: list[_Mark] = []
    for mark in marks:
        near = [
            neighbour
            for neighbour in placed
            if abs(line.at(neighbour.at) - line.at(mark.at)) < _NEAR_X
            and abs(amounts.at(neighbour.y) - amounts.at(mark.y)) < _NEAR_Y
        ]
        taken = {neighbour.aside for neighbour in near}
        placed.append(mark._replace(aside=next(n for n in range(len(near) + 1) if n not in taken)))
    return placed


def _picture(marks: list[_Mark], words: str) -> Markup:
    line, amounts = _scales(marks)

    def high(amount: float) -> float:
        return round(_TOP + _PLOT * (1 - amounts.at(amount)), 1)

    grid = [part for tick in amounts.ticks() for part in _tick(tick, high(tick))]
    return element(
        "svg",
        *grid,
        *_dates(line),
        *(_thread(a, b, line, high(a.y), high(b.y)) for a, b in _threads(marks)),
        *(_mark(mark, line, high(mark.y), _span(mark, amounts, high)) for mark in marks),
        class_="fig-svg",
        role="img",
        aria_label=words,
        width="100%",
        height=_TOP + _PLOT + _FOOT,
    )


def _tick(amount: float, y: float) -> Iterator[Markup]:
    yield element("line", x1="0", x2="100%", y1=y, y2=y, class_="fig-grid" if amount else "fig-base")
    yield element("text", f"{amount:,g}", x="0", y=y - 4, class_="fig-date")


def _dates(line: Moments) -> Iterator[Markup]:
    for moment, words in line.dates():
        share = line.at(moment)
        anchor = anchor_of(share)
        foot = _TOP + _PLOT
        yield element("line", x1=percent(share), x2=percent(share), y1=foot, y2=foot + 5, class_="fig-base")
        yield element("text", words, x=percent(share), y=foot + 20, text_anchor=anchor, class_="fig-date")


def _threads(marks: list[_Mark]) -> Iterator[tuple[_Mark, _Mark]]:
    """Yield each mark with the previous mark of the same origin."""
    last: dict[str, _Mark] = {}
    for mark in marks:
        if mark.letter in last:
            yield last[mark.letter], mark
        last[mark.letter] = mark


def _thread(a: _Mark, b: _Mark, line: Moments, y1: float, y2: float) -> Markup:
    ends = {"x1": percent(line.at(a.at)), "x2": percent(line.at(b.at)), "y1": y1, "y2": y2}
    return element("line", class_="fig-thread", **ends)


def _span(
    mark: _Mark, amounts: Amounts, high: Callable[[float], float]
) -> tuple[float, float, bool, bool] | None:
    """Return the top and bottom of the range of a value, and whether each end is open."""
    if mark.low is None and mark.high is None:
        return None
    top = high(mark.high) if mark.high is not None else high(min(amounts.most, mark.y + _reach(amounts)))
    foot = high(mark.low) if mark.low is not None else high(max(amounts.least, mark.y - _reach(amounts)))
    return top, foot, mark.high is None, mark.low is None


def _reach(amounts: Amounts) -> float:
    return (amounts.most - amounts.least) * 0.16


def _mark(mark: _Mark, line: Moments, y: float, span: tuple[float, float, bool, bool] | None) -> Markup:
    row = mark.row
    said = f"{mark.letter}: {row.text}, {row.origin}, {format_moment(mark.at)}"
    parts = [element("title", said), *(_range(span) if span else ())]
    look = "fig-mark fig-about" if row.approximate else "fig-mark"
    parts += [
        element("circle", cx=0, cy=y, r=9, class_=look),
        element("text", mark.letter, x=0, y=y + 4, text_anchor="middle", class_=look),
    ]
    moved = element("g", *parts, transform=f"translate({_APART * mark.aside} 0)")
    return element("svg", moved, x=percent(line.at(mark.at)), overflow="visible", data_feature=row.id)


def _range(span: tuple[float, float, bool, bool]) -> Iterator[Markup]:
    top, foot, open_above, open_below = span
    yield element("line", x1=0, x2=0, y1=top, y2=foot, class_="fig-range")
    for y, is_open, way in ((top, open_above, 1), (foot, open_below, -1)):
        shape = f"M-4,{y + 5 * way}L0,{y}L4,{y + 5 * way}" if is_open else f"M-5,{y}H5"
        yield element("path", d=shape, class_="fig-range")


def _key(rows: list[Valued], letters: dict[str, str]) -> Markup:
    """Return the list of all values by origin, in their words, equivalent to the picture."""
    parts = []
    for origin, letter in letters.items():
        own = [row for row in rows if row.origin == origin]
        kind = f" ({own[0].kind})" if own[0].kind else ""
        parts.append(
            element(
                "li",
                element("span", letter, class_="fig-letter", aria_hidden="true"),
                element("span", element("bdi", origin), element("small", kind), class_="fig-origin"),
                element("ul", *(_said(row) for row in own)),
            )
        )
    return element("ol", *parts, class_="fig-key")


def _said(row: Valued) -> Markup:
    words = element("q", element("bdi", row.text))
    at = moment_of(row.at)
    when = element("time", format_moment(at), datetime=row.at) if at else "no date"
    shown = element("a", words, href=row.href) if row.href else words
    return element("li", shown, " ", element("small", when), data_feature=row.id)


def _payload(marks: list[_Mark], slot: str, words: str) -> dict[str, object]:
    found = [
        {
            "id": mark.row.id,
            "letter": mark.letter,
            "at": mark.at.isoformat(),
            "y": mark.y,
            "low": mark.low,
            "high": mark.high,
            "approximate": mark.row.approximate,
            "aside": mark.aside,
            "text": mark.row.text,
            "origin": mark.row.origin,
            "when": format_moment(mark.at),
        }
        for mark in marks
    ]
    return {"slot": slot, "words": words, "marks": found, **_sheet(marks)}


def _sheet(marks: list[_Mark]) -> dict[str, object]:
    """Return the scales, so that a script draws the same edges and dates."""
    if not marks:
        return {}
    line, amounts = _scales(marks)
    edge = (line.last - line.first) * line.margin / (1 - 2 * line.margin)
    return {
        "from": moved(line.first, -edge).isoformat(),
        "to": moved(line.last, edge).isoformat(),
        "least": amounts.least,
        "most": amounts.most,
        "reach": _reach(amounts),
        "ticks": amounts.ticks(),
        "dates": [{"at": at.isoformat(), "words": said} for at, said in line.dates()],
    }
