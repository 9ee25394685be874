"""A report's text with marks in place, cut wherever one begins or ends: they may overlap and nest."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from sayso.model import AttributionRow, Claim, ClaimRow, Span
from sayso.web.wording import describe_status

__all__ = ["Mark", "Paragraph", "Piece", "mark_text", "marks_of"]

# Blank lines part paragraphs; single line ends stay within.
_BREAK = re.compile(r"\n(?:[ \t]*\n)+")


class Mark(NamedTuple):
    """A span and what it is: `looks` are names of the style sheet, `claim` the claim that it opens."""

    start: int
    end: int
    looks: tuple[str, ...]
    claim: str = ""
    label: str = ""


class Piece(NamedTuple):
    """A part of a paragraph under one set of marks.

    `claims` are ids of the claims whose trigger it is of; `starts` those whose trigger begins here. `label`
    says in words what begins here.
    """

    text: str
    looks: tuple[str, ...]
    claims: tuple[str, ...]
    starts: tuple[str, ...]
    label: str


class Paragraph(NamedTuple):
    """A paragraph in pieces."""

    start: int
    pieces: tuple[Piece, ...]


def marks_of(
    claims: Sequence[ClaimRow], attributions: Sequence[AttributionRow], chosen: ClaimRow | None
) -> list[Mark]:
    """The marks of a report: who says what, each claim, and all that belongs to the one chosen."""
    marks = [mark for row in attributions for mark in _attribution_marks(row, chosen)]
    for row in claims:
        status = describe_status(row.claim)
        looks = ["trigger", status.slug, *(["chosen"] if row is chosen else [])]
        trigger = row.claim.trigger
        marks.append(Mark(trigger.start, trigger.end, tuple(looks), row.claim.id))
    return marks + ([*_parts(chosen.claim)] if chosen else [])


def _attribution_marks(row: AttributionRow, chosen: ClaimRow | None) -> Iterator[Mark]:
    one = row.attribution
    step = _step(one.id, chosen)
    lit = (f"lit-{min(step, 4)}",) if step else ()
    for part, spans in (("source", one.source), ("cue", one.cue), ("content", one.content)):
        for number, span in enumerate(spans):
            label = f"source {step}" if step and part == "source" and not number else ""
            yield Mark(span.start, span.end, (part, *(f"{part}-{look}" for look in lit)), label=label)


def _step(attribution: str, chosen: ClaimRow | None) -> int:
    """Which step of the chosen claim's chain an attribution is, from 1; 0 for none."""
    chains = chosen.claim.chains if chosen else ()
    return next((chain.index(attribution) + 1 for chain in chains if attribution in chain), 0)


def _parts(claim: Claim) -> Iterator[Mark]:
    """Sentence, roles, place, time and numbers of the chosen claim."""
    parts: tuple[tuple[str, str, Iterable[Span]], ...] = (
        ("sentence", "", (claim.sentence,)),
        ("actor", "who", claim.actors),
        ("recipient", "to whom", claim.recipients),
        ("place", "where", claim.places),
        ("time", "when", (claim.time,) if claim.time else ()),
        ("quantity", "how many", claim.quantities),
        ("object", "of what", (claim.object.span,) if claim.object else ()),
    )
    for look, label, spans in parts:
        for span in spans:
            yield Mark(span.start, span.end, (look,), label=label)


def mark_text(text: str, marks: Sequence[Mark]) -> list[Paragraph]:
    """Paragraphs in pieces; put together they are the text, but for the blank lines between them."""
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
