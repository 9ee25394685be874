"""Markdown tables."""

from collections.abc import Sequence

__all__ = ["make_table"]

Cell = str | float | int | None


def make_table(head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    """A Markdown table; numbers keep three digits, None is an empty cell."""
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(_show(cell) for cell in row) + " |" for row in rows]
    return "\n".join(lines)


def _show(cell: Cell) -> str:
    if cell is None:
        return ""
    return f"{cell:.3f}".rstrip("0").rstrip(".") if isinstance(cell, float) else str(cell)
