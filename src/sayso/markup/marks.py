"""Marks in the text of a report, cut wherever one begins or ends: they may overlap and nest."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

__all__ = ["Mark", "Paragraph", "Piece", "mark_text"]

# Blank lines part paragraphs; single line ends stay within.
_BREAK = re.compile(r"\n(?:[ \t]*\n)+")


class Mark(NamedTuple):
    """Span with its style: `looks` are classes of the style sheet, `claim` is the claim that it links to."""

    start: int
    end: int
    looks: tuple[str, ...]
    claim: str = ""
    label: str = ""


class Piece(NamedTuple):
    """Part of a paragraph under one set of marks.

    `claims` are ids of the claims whose trigger it is of; `starts` those whose trigger begins here. `label`
    says in words what begins here.
    """

    text: str
    looks: tuple[str, ...]
    claims: tuple[str, ...]
    starts: tuple[str, ...]
    label: str


class Paragraph(NamedTuple):
    """Paragraph in pieces."""

    start: int
    pieces: tuple[Piece, ...]


def mark_text(text: str, marks: Sequence[Mark]) -> list[Paragraph]:
    """Return the paragraphs of a text in pieces, which together are the text without its blank lines."""
    length = len(text)
    sound = [mark for mark in marks if 0 <= mark.start < mark.end <= length]
    cuts = sorted({0, length, *(cut for mark in sound for cut in (mark.start, mark.end))})
    covering: list[list[Mark]] = [[] for _ in cuts]
    for mark in sound:
        for i in range(bisect_right(cuts, mark.start) - 1, bisect_right(cuts, mark.end) - 1):
            covering[i].append(mark)
    return [_paragraph(text, start, end, cuts, covering) for start, end in _paragraphs(text)]


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _BREAK.finditer(text):
        if match.start() > start:
            yield start, match.start()
        start = match.end()
    if start < len(text):
        yield start, len(text)


def _paragraph(
    text: str, start: int, end: int, cuts: Sequence[int], covering: Sequence[list[Mark]]
) -> Paragraph:
    pieces = []
    at, i = start, bisect_right(cuts, start) - 1
    while at < end:
        stop = min(cuts[i + 1], end)
        pieces.append(_piece(text[at:stop], at, covering[i]))
        at, i = stop, i + 1
    return Paragraph(start, tuple(pieces))


def _piece(text: str, at: int, marks: Sequence[Mark]) -> Piece:
    looks = dict.fromkeys(look for mark in marks for look in mark.looks)
    depth = sum("content" in mark.looks for mark in marks)
    claims = tuple(dict.fromkeys(mark.claim for mark in marks if mark.claim))
    starts = tuple(mark.claim for mark in marks if mark.claim and mark.start == at)
    label = ", ".join(dict.fromkeys(mark.label for mark in marks if mark.label and mark.start == at))
    deeper = (f"depth-{min(depth, 3)}",) if depth > 1 else ()
    return Piece(text, (*looks, *deeper), claims, starts, label)
