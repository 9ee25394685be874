"""Table for the terminal: one line per row, fitted to its width; rows are shown as they arrive."""

from collections.abc import Sequence
from typing import Any

from sayso.cli.inert import make_inert
from sayso.cli.layout import cell_len, paint, shorten
from sayso.tables import TerminalColumn

__all__ = ["Grid"]

_GAP = "  "


class Grid:
    """Layout of rows in columns."""

    def __init__(self, columns: Sequence[TerminalColumn], width: int, *, colour: bool) -> None:
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
        cells = (column.cell(values) for column in self._columns)
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
