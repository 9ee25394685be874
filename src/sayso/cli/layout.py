"""Styled words, wrapped to the width of a terminal."""

import itertools
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from rich.cells import cell_len

from sayso.cli.inert import make_inert
from sayso.codebook import least_confidence

__all__ = ["Piece", "Style", "cell_len", "paint", "shorten", "wrap"]

_ISOLATE, _POP = "\u2068", "\u2069"
_ANSI = {
    "": "",
    "bold": "1",
    "dim": "2",
    "italic": "3",
    "underline": "1;4",
    "red": "31",
    "green": "32",
    "yellow": "33",
    "blue": "34",
    "magenta": "35",
    "cyan": "36",
}

_LOOKS = re.compile(r"\x1b\[[0-9;]*m")


class Style(NamedTuple):
    """Width in columns, colour, whether attributions without a claim are shown, and which claims are."""

    width: int = 80
    colour: bool = False
    attributions: bool = False
    min_confidence: float = least_confidence()


class Piece(NamedTuple):
    """Some words and how they look ("bold", "underline", "cyan", ...); `whole` ones keep to one line."""

    text: str
    look: str = ""
    whole: bool = False


def wrap(pieces: Iterable[Piece], style: Style, *, first: str = "", indent: str = "") -> list[str]:
    """Set pieces in lines no wider than the style allows, the first after `first`, the others after `indent`.

    `first` and `indent` are taken as they are; all else is made inert.
    """
    room = max(style.width - cell_len(_LOOKS.sub("", indent)), 10)
    lines = (_paint_line(line, style) for line in _balance(_fill(_words(pieces, room), room)))
    return [((indent if n else first) + line).rstrip() for n, line in enumerate(lines)]


def shorten(text: str, room: int, *, keep_end: bool = False) -> str:
    """Cut a text at a space to at most `room` characters, with an ellipsis where it was cut.

    >>> shorten("The troops left the base on Monday", 20)
    'The troops left the…'
    """
    text = " ".join(text.split())
    if len(text) <= room:
        return text
    room = max(room - 1, 0)
    if keep_end:
        return "…" + _cut(text[::-1], room)[::-1]
    return _cut(text, room) + "…"


def _cut(text: str, room: int) -> str:
    """Return the first words that fit; a word longer than half the room is cut."""
    head, space, tail = text[: room + 1].rpartition(" ")
    return head if space and len(tail) <= max(room // 2, 1) else text[:room]


def paint(text: str, look: str, *, colour: bool) -> str:
    """Give inert text its look."""
    return f"\x1b[{_ANSI[look]}m{text}\x1b[0m" if colour and _ANSI[look] else text


def _paint_line(line: Iterable[Piece], style: Style) -> str:
    runs = itertools.groupby(line, key=lambda piece: piece.look)
    return "".join(
        paint("".join(piece.text for piece in run), look, colour=style.colour) for look, run in runs
    )


def _words(pieces: Iterable[Piece], room: int) -> Iterator[Piece]:
    """Cut pieces into words and the spaces between."""
    for text, look, whole in pieces:
        inert = make_inert(text)
        if whole and cell_len(inert) <= room:
            yield Piece(inert, look)
        else:
            yield from (Piece(word, look) for word in re.findall(r" +|[^ ]+", inert))


def _fill(words: Iterable[Piece], room: int) -> list[list[Piece]]:
    """Put words into lines; words without a space between them (a word and its comma) stay together."""
    lines: list[list[Piece]] = [[]]
    used = 0
    for group in _groups(words):
        width = sum(cell_len(word.text) for word in group)
        if group[0].text.isspace():
            if used and used + width <= room:
                lines[-1].extend(group)
                used += width
            continue
        if used and used + width > room:
            lines.append([])
            used = 0
        for word in group:
            for part in _break(word, room):
                if used + cell_len(part.text) > room:
                    lines.append([])
                    used = 0
                lines[-1].append(part)
                used += cell_len(part.text)
    return [_trim(line) for line in lines]


def _trim(line: list[Piece]) -> list[Piece]:
    """Leave out the spaces and separators that a line break has made needless."""
    kept = [bool(piece.text.strip(" ·")) for piece in line]
    if not any(kept):
        return line
    return line[kept.index(True) : len(kept) - kept[::-1].index(True)]


def _groups(words: Iterable[Piece]) -> Iterator[list[Piece]]:
    group: list[Piece] = []
    for word in words:
        if group and word.text.isspace() != group[-1].text.isspace():
            yield group
            group = []
        group.append(word)
    if group:
        yield group


def _break(word: Piece, room: int) -> Iterator[Piece]:
    """Break a word that is wider than a whole line."""
    if cell_len(word.text) <= room:
        yield word
        return
    part, used = "", 0
    for sign in word.text:
        width = cell_len(sign)
        if part and used + width > room:
            yield Piece(part, word.look)
            part, used = "", 0
        part += sign
        used += width
    yield Piece(part, word.look)


def _balance(lines: Iterable[list[Piece]]) -> Iterator[list[Piece]]:
    """Close a right-to-left span at the end of a line and open it again on the next."""
    carried = 0
    for line in lines:
        text = "".join(piece.text for piece in line)
        open_ = carried + text.count(_ISOLATE) - text.count(_POP)
        yield [Piece(_ISOLATE * carried), *line, Piece(_POP * open_)]
        carried = open_
