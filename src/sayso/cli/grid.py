"""Table for the terminal: one line per row, fitted to its width; rows are shown as they arrive."""

from collections.abc import Sequence
from typing import Any

from sayso.cli.inert import make_inert
from sayso.cli.layout import cell_len, paint, shorten
from sayso.tables import TerminalColumn

__all__ = ["Grid"]

_GAP = "  "


# Flexible columns that stay in a narrow terminal, and the least width to which they shrink.
_FLEXIBLE, _NARROW = 2, 6


class Grid:
    """Layout of rows in columns, no wider than the terminal where that can be.

    In a narrow terminal the columns with the smallest shares are left out, then the others shrink.
    """

    def __init__(self, columns: Sequence[TerminalColumn], width: int, *, colour: bool) -> None:
        self._columns = _fitting(columns, width)
        self._colour = colour
        self._widths = _widths(self._columns, width)

    def head(self) -> str:
        """Return the line of headings."""
        return paint(self._line([column.heading for column in self._columns]), "bold", colour=self._colour)

    def row(self, values: dict[str, Any]) -> str:
        """Return a row as one line; long cells end in an ellipsis, control sequences have no effect."""
        cells = (column.cell(values) for column in self._columns)
        return self._line(["" if cell is None else str(cell) for cell in cells])

    def _line(self, cells: Sequence[str]) -> str:
        fitted = (_fit(cell, width) for cell, width in zip(cells, self._widths, strict=True))
        return _GAP.join(fitted).rstrip()


def _spare(columns: Sequence[TerminalColumn], width: int) -> int:
    """Return the width that is left beside the least widths; negative if they do not fit."""
    return width - sum(column.least for column in columns) - len(_GAP) * (len(columns) - 1)


def _widths(columns: Sequence[TerminalColumn], width: int) -> list[int]:
    """Return the widths: spare room goes by shares; where it lacks, the widest flexible columns shrink."""
    spare = _spare(columns, width)
    shares = sum(column.share for column in columns) or 1
    widths = [column.least + max(spare, 0) * column.share // shares for column in columns]
    flexible = [n for n, column in enumerate(columns) if column.share]
    for _ in range(-spare):
        widest = max(flexible, key=widths.__getitem__, default=None)
        if widest is None or widths[widest] <= _NARROW:
            break
        widths[widest] -= 1
    return widths


def _fitting(columns: Sequence[TerminalColumn], width: int) -> list[TerminalColumn]:
    """Return the columns without those with the smallest shares, as long as they are too wide.

    If the fixed ones are too wide even beside the narrowest flexible ones, the last of them are left out, but
    not the very last column: it has the id that other commands ask for.
    """
    kept = list(columns)
    while _spare(kept, width) < 0:
        flexible = [column for column in kept if column.share]
        if len(flexible) <= _FLEXIBLE:
            break
        kept.remove(min(reversed(flexible), key=lambda column: column.share))
    shrinks = sum(max(column.least - _NARROW, 0) for column in kept if column.share)
    while _spare(kept, width) + shrinks < 0:
        fixed = [column for column in kept[:-1] if not column.share]
        if not fixed:
            break
        kept.remove(fixed[-1])
    return kept


def _fit(text: str, width: int) -> str:
    room = width
    shown = make_inert(shorten(text, room))
    while cell_len(shown) > width and room > 1:
        room -= 1
        shown = make_inert(shorten(text, room))
    return shown + " " * max(width - cell_len(shown), 0)
