"""Timeline of the values of one slot by origin, which shows disagreements without deciding them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from markupsafe import Markup

from sayso.model import ClaimRef, EventGroup, Origin
from sayso.web.figures.markup import draw_mark, element, link_within, percent
from sayso.web.figures.scales import Amounts, Moments, anchor_of, format_moment, moment_of, moved

__all__ = ["Valued", "draw_values", "values_of"]

_TOP, _PLOT, _FOOT = 16, 190, 26
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# Marks nearer than this share of the width, which is 20 dots on a telephone, may touch: they are drawn so
# many dots apart, one above the other, each over its day.
_NEAR, _APART = 0.055, 19
# Free at each side, as a share of the width: the amounts stand at the left.
_MARGIN = 0.12
# A range without an end is an arrow of this share of the height.
_REACH = 0.16


class Valued(NamedTuple):
    """Value of a claim, in its words; `origin` is its origin's name, `kind` the kind of origin.

    `source` tells origins of one name apart; it is None where the value may be that of several, or no origin
    is known. `at` is when it was published (ISO 8601).
    """

    at: str | None
    text: str
    origin: str
    kind: str = ""
    value: float | None = None
    min: float | None = None
    max: float | None = None
    approximate: bool = False
    href: str | None = None
    source: str | None = None


# The source of a value and the name of its origin.
_OriginKey = tuple[str | None, str]
# Of a text that has a value in its own words, and quotes others for the event.
_OWN_WORDS = ", own words"


class _Mark(NamedTuple):
    """A value of one origin and day, as one report gives it or several.

    `y` is how far below the top its letter stands, `level` how far its amount does.
    """

    letter: str
    at: datetime
    rows: tuple[Valued, ...]
    y: float = 0.0
    level: float = 0.0

    @property
    def row(self) -> Valued:
        return self.rows[0]

    @property
    def amount(self) -> float:
        return next(n for n in (self.row.value, self.row.min, self.row.max) if n is not None)

    @property
    def opens(self) -> int:
        """Return 1 for a range without an upper end ("at least"), -1 without a lower one, otherwise 0."""
        return (self.row.min is not None) - (self.row.max is not None)


def values_of(
    event: EventGroup, slot: str, of: str | None = None, *, link: Callable[[ClaimRef], str | None]
) -> list[Valued]:
    """Return the values of one slot of an event, each with its origin and the time of its report.

    `link` returns the address of a claim.
    """
    published = {(claim.report, claim.claim): claim.published for claim in event.claims}
    origins, own_words = _by_claim(event.origins), _by_claim(event.own_words)
    found = []
    for value in event.values:
        if value.slot != slot or of not in (None, value.of):
            continue
        claim = value.report, value.claim
        known = origins[claim]
        names = list(dict.fromkeys(origin.name for _, origin in known)) or list(value.sources[:1])
        own = [] if names else own_words[claim]
        names = names or [f"{origin.name}{_OWN_WORDS}" for _, origin in own]
        kinds = {str(origin.kind) for _, origin in known}
        numbers = [number for number, _ in known or own]
        found.append(
            Valued(
                at=published.get(claim),
                text=value.text,
                # A claim may rest on any of several, as far as its report tells.
                origin=" or ".join(names) or "origin not known",
                kind=kinds.pop() if len(kinds) == 1 else "",
                value=value.value,
                min=value.min,
                max=value.max,
                approximate=value.approximate,
                href=link(value),
                source=str(numbers[0]) if len(numbers) == 1 else None,
            )
        )
    return found


def _by_claim(origins: Iterable[Origin]) -> defaultdict[tuple[str, str], list[tuple[int, Origin]]]:
    """Return the origins of each claim, numbered."""
    found = defaultdict[tuple[str, str], list[tuple[int, Origin]]](list)
    for number, origin in enumerate(origins):
        for ref in origin.claims:
            found[ref.report, ref.claim].append((number, origin))
    return found


def draw_values(valued: Iterable[Valued], *, slot: str, title: str | None = None) -> Markup:
    """Return a figure: a mark for each origin and value by time of publication, ranges as lines, and a key.

    Values without a number or a time are only in the key, and counted.
    """
    rows = sorted(dict.fromkeys(valued), key=_row_key)
    if not rows:
        return element("p", f"No report gives a number for {slot}.", class_="fig-empty")
    letters = _letters(rows)
    marks = _marks(rows, letters)
    summary = _summary(rows, letters)
    words = f"{title or slot}: {summary}"
    left_out = len(rows) - sum(len(mark.rows) for mark in marks)
    without = f" {left_out} without a number or a date {'is' if left_out == 1 else 'are'} in the list alone."
    return element(
        "figure",
        element("div", _picture(marks, words), class_="fig-stage") if marks else "",
        element("figcaption", element("bdi", title or slot), f": {summary}", without if left_out else ""),
        _key(rows, letters),
        class_="fig fig-values",
    )


def _row_key(row: Valued) -> tuple[object, ...]:
    return row.at is None, row.at or "", row.origin, row.source or "", row.text, row.href or "", repr(row)


def _origin_key(row: Valued) -> _OriginKey:
    return row.source, row.origin


def _letters(rows: list[Valued]) -> dict[_OriginKey, str]:
    keys = dict.fromkeys(map(_origin_key, rows))
    return {key: _LETTERS[n] if n < len(_LETTERS) else str(n + 1) for n, key in enumerate(keys)}


def _summary(rows: list[Valued], letters: dict[_OriginKey, str]) -> str:
    amounts = [n for row in rows for n in (row.value, row.min, row.max) if n is not None]
    origins, has = _origins(letters)
    if not amounts:
        return f"{len(rows)} in words alone, from {origins}."
    spread = f"{min(amounts):,g} to {max(amounts):,g}" if min(amounts) < max(amounts) else f"{amounts[0]:,g}"
    return f"{spread}, as {origins} {has} it, by time of publication (UTC)."


def _origins(letters: dict[_OriginKey, str]) -> tuple[str, str]:
    """Return how many origins give the numbers, and the verb that goes with them."""
    count = sum(not name.endswith(_OWN_WORDS) for _, name in letters)
    if not count:
        return "texts in their own words", "have"
    named = f"{count} origin{'s' * (count != 1)}"
    if count < len(letters):
        return f"{named} and own words", "have"
    return named, "has" if count == 1 else "have"


def _marks(rows: list[Valued], letters: dict[_OriginKey, str]) -> list[_Mark]:
    """Return a mark for each origin, value and day, of the values that have a number and a time."""
    marks: dict[tuple[object, ...], _Mark] = {}
    for row in rows:
        at = moment_of(row.at)
        if at is None or (row.value, row.min, row.max) == (None, None, None):
            continue
        letter = letters[_origin_key(row)]
        key = letter, at.date(), row.value, row.min, row.max, row.approximate
        known = marks.get(key)
        marks[key] = known._replace(rows=(*known.rows, row)) if known else _Mark(letter, at, (row,))
    return list(marks.values())


class _Sheet(NamedTuple):
    """Scales of a picture; `top` dots are free above it."""

    line: Moments
    amounts: Amounts
    top: float = _TOP

    def level(self, amount: float) -> float:
        return round(self.top + _PLOT * (1 - self.amounts.at(amount)), 1)

    def dates(self) -> Iterator[Markup]:
        foot = self.top + _PLOT
        for moment, words in self.line.dates():
            share = self.line.at(moment)
            tick = {"x1": percent(share), "x2": percent(share), "y1": foot, "y2": foot + 5}
            yield element("line", **tick, class_="fig-base")
            place = {"x": percent(share), "y": foot + 20, "text_anchor": anchor_of(share)}
            yield element("text", words, **place, class_="fig-date")


def _scales(marks: list[_Mark]) -> _Sheet:
    first, last = min(mark.at for mark in marks), max(mark.at for mark in marks)
    if last - first < timedelta(hours=2):
        first, last = moved(first, timedelta(hours=-12)), moved(last, timedelta(hours=12))
    rows = [mark.row for mark in marks]
    amounts = [float(n) for row in rows for n in (row.value, row.min, row.max) if n is not None]
    return _Sheet(Moments(first, last, _MARGIN), Amounts.spanning(amounts))


def _stack(marks: list[_Mark], sheet: _Sheet) -> list[_Mark]:
    """Raise each mark above those that it would touch: each stays over its day, higher amounts higher."""
    placed: list[_Mark] = []
    for mark in sorted(marks, key=lambda mark: (mark.amount, mark.opens, mark.at, mark.letter)):
        level = y = sheet.level(mark.amount)
        share = sheet.line.at(mark.at)
        near = (below.y for below in placed if abs(sheet.line.at(below.at) - share) < _NEAR)
        for taken in sorted(near, reverse=True):
            if abs(taken - y) < _APART:
                y = taken - _APART
        placed.append(mark._replace(y=round(y, 1), level=level))
    return sorted(placed, key=lambda mark: (mark.at, mark.letter))


def _picture(marks: list[_Mark], words: str) -> Markup:
    sheet = _scales(marks)
    highest = min(mark.y - (_REACH * _PLOT if mark.opens > 0 else 0) for mark in _stack(marks, sheet))
    sheet = sheet._replace(top=_TOP + max(0.0, _TOP - highest))
    marks = _stack(marks, sheet)
    return element(
        "svg",
        *(part for tick in sheet.amounts.ticks() for part in _tick(tick, sheet.level(tick))),
        *sheet.dates(),
        *(_thread(a, b, sheet.line) for a, b in _threads(marks)),
        *(
            _at(mark, sheet.line, *_range(mark, sheet))
            for mark in marks
            if not _is_covered(mark, marks, sheet)
        ),
        *(_at(mark, sheet.line, _letter(mark)) for mark in marks),
        class_="fig-svg",
        role="group",
        aria_label=words,
        width="100%",
        height=round(sheet.top + _PLOT + _FOOT, 1),
    )


def _at(mark: _Mark, line: Moments, *drawn: Markup) -> Markup:
    return element("svg", *drawn, x=percent(line.at(mark.at)), overflow="visible", data_kind=mark.letter)


def _tick(amount: float, y: float) -> Iterator[Markup]:
    yield element("line", x1="0", x2="100%", y1=y, y2=y, class_="fig-grid" if amount else "fig-base")
    yield element("text", f"{amount:,g}", x="0", y=y - 4, class_="fig-date")


def _threads(marks: list[_Mark]) -> Iterator[tuple[_Mark, _Mark]]:
    """Yield each mark with the previous one of its source; values that may be of several stand alone."""
    last: dict[str, _Mark] = {}
    for mark in marks:
        if mark.row.source is None:
            continue
        if mark.letter in last:
            yield last[mark.letter], mark
        last[mark.letter] = mark


def _thread(a: _Mark, b: _Mark, line: Moments) -> Markup:
    ends = {"x1": percent(line.at(a.at)), "x2": percent(line.at(b.at)), "y1": a.y, "y2": b.y}
    return element("line", class_="fig-thread", data_kind=a.letter, **ends)


def _is_covered(mark: _Mark, marks: list[_Mark], sheet: _Sheet) -> bool:
    """Return whether the arrow of a mark would end behind a mark above it."""
    at = sheet.line.at(mark.at)
    return mark.opens > 0 and any(
        0 < mark.y - above.y < _REACH * _PLOT + _APART / 2 and abs(sheet.line.at(above.at) - at) < _NEAR / 2
        for above in marks
    )


def _range(mark: _Mark, sheet: _Sheet) -> Iterator[Markup]:
    """Yield the line from the least to the most of a range, or an arrow where it has no end."""
    row, reach = mark.row, _REACH * _PLOT
    low = sheet.level(row.min) if row.min is not None else min(mark.level + reach, sheet.top + _PLOT)
    high = sheet.level(row.max) if row.max is not None else mark.y - reach
    if row.min is None and row.max is None:
        yield element("line", x1=0, x2=0, y1=mark.y, y2=mark.level, class_="fig-thread")
        return
    yield element("line", x1=0, x2=0, y1=min(high, mark.y), y2=low, class_="fig-range")
    for y, is_open, way in ((high, row.max is None, 1), (low, row.min is None, -1)):
        shape = f"M-4,{y + 5 * way:.1f}L0,{y:.1f}L4,{y + 5 * way:.1f}" if is_open else f"M-5,{y:.1f}H5"
        yield element("path", d=shape, class_="fig-range")


def _letter(mark: _Mark) -> Markup:
    row, more = mark.row, len(mark.rows) - 1
    title = f"{mark.letter}: {row.text}, {row.origin}, {format_moment(mark.at)}"
    look = "fig-mark fig-about" if row.approximate else "fig-mark"
    return draw_mark(
        f"{title}; {more} more of the same day" if more else title,
        element("circle", cx=0, cy=mark.y, r=9, class_=look),
        element("text", mark.letter, x=0, y=round(mark.y + 4, 1), text_anchor="middle", class_=look),
        href=row.href,
    )


def _key(rows: list[Valued], letters: dict[_OriginKey, str]) -> Markup:
    """Return the list of all values by origin, in their words, equivalent to the picture."""
    parts = []
    for key, letter in letters.items():
        own = [row for row in rows if _origin_key(row) == key]
        kind = f" ({own[0].kind})" if own[0].kind else ""
        parts.append(
            element(
                "li",
                element("span", letter, class_="fig-letter", aria_hidden="true"),
                element("span", element("bdi", own[0].origin), element("small", kind), class_="fig-origin"),
                element("ul", *map(_said, own)),
                data_only=letter,
            )
        )
    return element("ol", *parts, class_="fig-key")


def _said(row: Valued) -> Markup:
    words, href = element("q", element("bdi", row.text)), link_within(row.href)
    at = moment_of(row.at)
    when = element("time", format_moment(at), datetime=row.at) if at else "no date"
    return element("li", element("a", words, href=href) if href else words, " ", element("small", when))
