"""Table for the terminal: one line per row, fitted to its width; rows are shown as they arrive."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from sayso.cli.inert import make_inert
from sayso.cli.layout import cell_len, paint, shorten

__all__ = ["GRIDS", "Grid", "Shown"]

_GAP = "  "


class Shown(NamedTuple):
    """Column of the table: its share of the width, at least `least` characters."""

    heading: str
    least: int
    share: int
    get: Callable[[dict[str, Any]], object]


class Grid:
    """Layout of rows in columns."""

    def __init__(self, columns: Sequence[Shown], width: int, *, colour: bool) -> None:
        self._columns = columns
        self._colour = colour
        spare = width - sum(column.least for column in columns) - len(_GAP) * (len(columns) - 1)
        shares = sum(column.share for column in columns) or 1
        self._widths = [column.least + max(spare, 0) * column.share // shares for column in columns]

    def head(self) -> str:
        """Return the line of headings."""
        return paint(self._line([column.heading for column in self._columns]), "bold", colour=self._colour)

    def row(self, values: dict[str, Any]) -> str:
        """Return a row as one line; long cells end in an ellipsis, control sequences have no effect."""
        cells = (column.get(values) for column in self._columns)
        return self._line(["" if cell is None else str(cell) for cell in cells])

    def _line(self, cells: Sequence[str]) -> str:
        fitted = (_fit(cell, width) for cell, width in zip(cells, self._widths, strict=True))
        return _GAP.join(fitted).rstrip()


def _fit(text: str, width: int) -> str:
    room = width
    shown = make_inert(shorten(text, room))
    while cell_len(shown) > width and room > 1:
        room -= 1
        shown = make_inert(shorten(text, room))
    return shown + " " * max(width - cell_len(shown), 0)


def _named(name: str) -> Callable[[dict[str, Any]], object]:
    return lambda row: row[name]


def _outlet(row: dict[str, Any]) -> object:
    return row["publisher"] or row["input_id"] or row["url"]


def _day(row: dict[str, Any]) -> str:
    return (row["published"] or "")[:10]


def _status(row: dict[str, Any]) -> str:
    return f"not {row['status']}" if row["negated"] else str(row["status"])


def _participants(row: dict[str, Any]) -> str:
    return f"{row['actors'] or '?'} → {row['recipients']}" if row["recipients"] else str(row["actors"])


_PUBLISHED = Shown("published", 10, 0, _day)
_OUTLET = Shown("outlet", 8, 2, _outlet)

GRIDS: dict[str, tuple[Shown, ...]] = {
    "report": (
        _PUBLISHED,
        _OUTLET,
        Shown("title", 20, 6, _named("title")),
        Shown("claims", 6, 0, _named("claims")),
        Shown("report", 22, 0, _named("report")),
    ),
    "claim": (
        _PUBLISHED,
        Shown("status", 12, 0, _status),
        Shown("type", 9, 0, _named("type")),
        Shown("who", 14, 4, _participants),
        Shown("where", 8, 1, _named("places")),
        Shown("source", 10, 3, _named("sources")),
        Shown("claim", 18, 0, _named("claim")),
    ),
    "attribution": (
        _PUBLISHED,
        Shown("source", 12, 2, _named("chain")),
        Shown("says", 16, 5, _named("content")),
        Shown("attribution", 18, 0, _named("attribution")),
    ),
    "commitment": (
        _PUBLISHED,
        Shown("debtor", 10, 2, _named("debtor")),
        Shown("strength", 8, 0, _named("strength")),
        Shown("deed", 14, 5, _named("deed")),
        Shown("due", 6, 1, _named("due")),
        Shown("state", 8, 0, _named("state")),
        Shown("source", 8, 2, _named("sources")),
        Shown("commitment", 18, 0, _named("commitment")),
    ),
    "event": (
        Shown("from", 10, 0, _named("from")),
        Shown("event", 20, 6, _named("label")),
        Shown("where", 8, 2, _named("places")),
        Shown("sources", 7, 0, _named("independent_sources")),
        Shown("reports", 7, 0, _named("reports")),
        Shown("disagree", 8, 1, _named("disagree_on")),
        Shown("id", 22, 0, _named("event")),
    ),
    "situation": (
        Shown("relation", 12, 0, _named("relation")),
        Shown("who", 10, 3, _named("subject")),
        Shown("what, where", 12, 3, lambda row: row["object"] or row["place"]),
        Shown("holds", 8, 0, _named("holds")),
        Shown("from", 10, 0, _named("from")),
        Shown("to", 10, 0, _named("to")),
        Shown("source", 10, 3, _named("sources")),
    ),
    "turn": (
        Shown("day", 10, 0, lambda row: row["happened"] or (row["published"] or "")[:10]),
        Shown("change", 8, 0, _named("change")),
        Shown("words", 16, 5, _named("words")),
        Shown("source", 10, 3, _named("sources")),
        Shown("situation", 18, 0, _named("situation")),
    ),
    "disagreement": (
        Shown("event", 16, 4, _named("label")),
        Shown("on", 8, 1, _named("slot")),
        Shown("kind", 12, 0, _named("kind")),
        Shown("sides", 16, 4, _named("sides")),
        Shown("sources", 7, 0, _named("origins")),
        Shown("id", 22, 0, _named("event")),
    ),
}
