"""Drafts: the output of a reader, before the assemblers check it and make records of it.

A reader (rules, the encoder's heads, a language model) gives the spans of a text, the choices among the
labels of the codebook, and the links from claims to attributions, each list in text order. Ids, entities,
places, times, quantities and chains are the work of the assemblers (`attribution.assembler`,
`coding.assembler`), the same for all readers.

A link is the index of an `AttributionDraft` in the reader's list. Probabilities are those of the reader's own
decisions: not calibrated, None where the reader has none.
"""

from collections import Counter
from collections.abc import Iterable
from typing import TypeVar

from sayso.model.attribution import SourceKind
from sayso.model.base import Struct
from sayso.model.claim import Status
from sayso.model.commitment import Strength
from sayso.model.grounding import Grounding
from sayso.model.identity import Mint
from sayso.model.issue import Issue
from sayso.model.parse import Parse
from sayso.model.span import Span

__all__ = [
    "AssemblyContext",
    "AttributionDraft",
    "AttributionProbabilities",
    "ClaimDraft",
    "ClaimProbabilities",
    "CommitmentDraft",
    "CommitmentProbabilities",
    "DraftCheck",
    "Drafts",
    "EventDraft",
    "ObjectDraft",
]

_Located = TypeVar("_Located", bound=Span)


class AttributionProbabilities(Struct, frozen=True, kw_only=True):
    """Probabilities of the decisions of one attribution, each from 0 to 1.

    `cue`: that the words are a cue. `source` and `content`: that the surest word of the window is part of it,
    also where no source was found. `source_kind`: of the kind chosen. `parent`: of the parent chosen, or of
    there being none; None if the cue is alone in its window.
    """

    cue: float
    source: float
    source_kind: float | None = None
    content: float
    parent: float | None = None


class AttributionDraft(Struct, frozen=True, kw_only=True):
    """One "X says Y".

    `source` is None where the text leaves it unsaid. `source_kind` is None where the reader does not say: the
    assembler then takes it from the source's words. `parent` links to the attribution that relays this one or
    contains it.
    """

    cue: Span
    source: Span | None = None
    content: tuple[Span, ...]
    source_kind: SourceKind | None = None
    parent: int | None = None
    probabilities: AttributionProbabilities | None = None


class EventDraft(Struct, frozen=True, kw_only=True):
    """Type, mode and arguments of an event.

    An argument that the reader took from the grounding (`Participant`, `Toponym`) is kept; any other span is
    resolved: a participant to the noun phrase around it, a place to the toponyms named or described in it.
    """

    type: str
    mode: str = ""
    actors: tuple[Span, ...] = ()
    recipients: tuple[Span, ...] = ()
    places: tuple[Span, ...] = ()


class ObjectDraft(Struct, frozen=True, kw_only=True):
    """The words of an event's object; without an `event` it is that of the claim drafted inside, if any."""

    span: Span
    event: EventDraft | None = None


class ClaimProbabilities(Struct, frozen=True, kw_only=True):
    """Probabilities of the decisions of one claim, each from 0 to 1, and the score of factuality.

    `trigger`: that the words express an event. `type`, `mode`, `status`: of the label chosen (a mode among
    those of its type). `negated`: that the event is negated, whatever was decided. `attribution`: of the
    link chosen, or of the report's own voice; None if the window has no cue. `factuality` runs from -3
    (certainly not) to 3 (certainly). A correction by the parse leaves all of them as they were.
    """

    trigger: float
    type: float
    mode: float | None = None
    status: float
    negated: float
    attribution: float | None = None
    factuality: float


class ClaimDraft(Struct, frozen=True, kw_only=True):
    """One statement of one event.

    `time` and `quantities` are mentions of the grounding, kept, or spans in which those are looked up.
    `attribution` is the innermost source, None for the report's own voice.
    """

    trigger: Span
    event: EventDraft
    object: ObjectDraft | None = None
    time: Span | None = None
    quantities: tuple[Span, ...] = ()
    status: Status = Status.OCCURRED
    negated: bool = False
    attribution: int | None = None
    probabilities: ClaimProbabilities | None = None


class CommitmentProbabilities(Struct, frozen=True, kw_only=True):
    """Probabilities of the decisions of one commitment, each from 0 to 1.

    `deed`: that the words state a duty. `strength`: of the strength chosen. `attribution`: as in
    `ClaimProbabilities`.
    """

    deed: float
    strength: float
    attribution: float | None = None


class CommitmentDraft(Struct, frozen=True, kw_only=True):
    """One duty. Without the operative words in `verb`, they are those between debtor and deed."""

    debtor: Span | None = None
    deed: Span
    strength: Strength
    verb: Span | None = None
    attribution: int | None = None
    probabilities: CommitmentProbabilities | None = None


class Drafts(Struct, frozen=True, kw_only=True):
    """All that one reader drafts of one report."""

    attributions: tuple[AttributionDraft, ...] = ()
    claims: tuple[ClaimDraft, ...] = ()
    commitments: tuple[CommitmentDraft, ...] = ()


class DraftCheck:
    """A check of drafts against their text; `dropped` counts the parts that failed, by name.

    >>> check = DraftCheck("Troops left.")
    >>> check.span(Span(start=0, end=6, text="Rebels"), "claim.actors")
    >>> check.dropped
    Counter({'claim.actors': 1})
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self.dropped: Counter[str] = Counter()

    def holds(self, condition: bool, part: str) -> bool:
        """Return the condition; where it is false, count the part as dropped."""
        if not condition:
            self.dropped[part] += 1
        return condition

    def span(self, span: _Located | None, part: str) -> _Located | None:
        """Return the span if its words stand at its place in the text, else None; no span is no fault."""
        if span is None:
            return None
        stands = span.start >= 0 and self._text[span.start : span.end] == span.text
        return span if self.holds(stands and bool(span.text.strip()), part) else None

    def spans(self, spans: Iterable[_Located], part: str) -> tuple[_Located, ...]:
        """Return the spans whose words stand at their places in the text."""
        return tuple(span for span in spans if self.span(span, part) is not None)

    def issues(self) -> tuple[Issue, ...]:
        """Return an issue that says what was dropped, if anything was."""
        if not self.dropped:
            return ()
        parts = ", ".join(f"{part} {count}" for part, count in sorted(self.dropped.items()))
        return (
            Issue(
                code="dropped",
                message=f"left out, as the text or the codebook does not bear them out: {parts}",
            ),
        )


class AssemblyContext(Struct, frozen=True, kw_only=True):
    """One report as the assemblers need it: parse, grounding, the ids to give, the check of its drafts."""

    parse: Parse
    grounding: Grounding
    mint: Mint
    check: DraftCheck
