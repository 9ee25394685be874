"""Marks in the text of a report, cut wherever one begins or ends: they may overlap and nest."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from sayso.model import AttributionRow, Claim, ClaimRow, Span
from sayso.web.descriptions import describe_status

__all__ = ["Mark", "Paragraph", "Piece", "mark_text", "marks_of"]

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


def marks_of(
    claims: Sequence[ClaimRow], attributions: Sequence[AttributionRow], chosen: ClaimRow | None
) -> list[Mark]:
    """Return the marks of a report: attributions, triggers of claims, and the parts of the chosen claim."""
    marks = [mark for row in attributions for mark in _attribution_marks(row, chosen)]
    for row in claims:
        status = describe_status(row.claim)
        looks = ["trigger", status.slug, *(["chosen"] if row is chosen else [])]
        trigger = row.claim.trigger
        marks.append(Mark(trigger.start, trigger.end, tuple(looks), row.claim.id))
    return marks + ([*_parts(chosen.claim)] if chosen else [])


def _attribution_marks(row: AttributionRow, chosen: ClaimRow | None) -> Iterator[Mark]:
    attribution = row.attribution
    step = _step(attribution.id, chosen)
    lit = (f"lit-{min(step, 4)}",) if step else ()
    for part, spans in (
        ("source", attribution.source),
        ("cue", attribution.cue),
        ("content", attribution.content),
    ):
        for number, span in enumerate(spans):
            label = f"source {step}" if step and part == "source" and not number else ""
            yield Mark(span.start, span.end, (part, *(f"{part}-{look}" for look in lit)), label=label)


def _step(attribution: str, chosen: ClaimRow | None) -> int:
    """Return the position of an attribution in the chains of the chosen claim, from 1; 0 if it has none."""
    chains = chosen.claim.chains if chosen else ()
    return next((chain.index(attribution) + 1 for chain in chains if attribution in chain), 0)


def _parts(claim: Claim) -> Iterator[Mark]:
    """Yield the marks of the sentence, arguments, places, time and quantities of the chosen claim."""
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
