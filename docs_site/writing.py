"""Pieces of Markdown."""

import re
from collections.abc import Iterable, Sequence

__all__ = ["as_code", "as_prose", "make_head", "make_table"]

_LITERAL_BLOCK = re.compile(r"\x08\n(.*?)(?:\n\n|\Z)", re.DOTALL)


def make_head(title: str, origin: str) -> str:
    """The title of a made page, and how to make it anew."""
    return f"<!-- Made from {origin} by `make reference`: change that, not this page. -->\n# {title}\n"


def make_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; what would end a cell is escaped."""
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines) + "\n"


def as_code(words: Iterable[str]) -> str:
    """Each word as code, with commas between."""
    return ", ".join(f"`{word}`" for word in words)


def as_prose(docstring: str) -> str:
    r"""A help text or docstring as Markdown: after `\b` or `>>>` a block, a paragraph on one line."""
    text = _LITERAL_BLOCK.sub(lambda found: f"\x00{found.group(1)}\n\n", docstring.strip() + "\n\n")
    return "\n\n".join(_paragraph(one) for one in re.split(r"\n\n+", text.strip()))


def _paragraph(text: str) -> str:
    if text.startswith("\x00"):
        title, _, lines = text[1:].partition("\n")
        return f"{title.strip()}\n\n```text\n{_dedent(lines)}\n```"
    if text.lstrip().startswith(">>>"):
        return f"```python\n{text}\n```"
    if text.startswith("    "):
        return f"```text\n{_dedent(text)}\n```"
    return " ".join(text.split())


def _dedent(lines: str) -> str:
    return "\n".join(line.strip() for line in lines.splitlines())


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
