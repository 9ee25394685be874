"""Duties that someone takes on or is placed under: in running text and in resolutions."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator

from msgspec import structs

from sayso.coding.duties import find_duties
from sayso.coding.learned import FoundCommitment, infer_commitments
from sayso.coding.operative import Operative, find_operatives
from sayso.coding.roles import make_participant, name_participant
from sayso.coding.source_chains import SourceChains
from sayso.heads import load_heads
from sayso.model import (
    Attribution,
    Claim,
    Commitment,
    Grounding,
    IntervalIndex,
    Mint,
    Parse,
    Participant,
    Span,
    Strength,
    TimeExpression,
)
from sayso.model.base import Struct
from sayso.model.encoding import CueReading, Encoding

__all__ = ["extract_commitments_by_rules", "extract_commitments_with_encoder"]

# More words between a debtor and a deed are a clause of their own.
_MAX_OPERATIVE_WORDS = 6
_Attributed = tuple[tuple[Attribution, ...], tuple[CueReading, ...]]


class _StatedDuty(Struct, frozen=True, kw_only=True):
    """A duty as the text states it; `chains` is None where the attributions around the deed decide."""

    debtor: Participant | None
    deed: Span
    strength: Strength
    verb: str
    chains: tuple[tuple[str, ...], ...] | None = None


def extract_commitments_by_rules(
    parse: Parse,
    grounding: Grounding,
    attributions: tuple[Attribution, ...],
    claims: tuple[Claim, ...],
    mint: Mint,
) -> tuple[Commitment, ...]:
    """Extract the commitments of a text by rules, in text order (fast tier)."""
    operatives = tuple(operative for operative in find_operatives(parse) if operative.binds)
    stated = [
        *_operative_duties(parse, grounding, operatives),
        *_running_duties(parse, grounding, operatives),
    ]
    return _commitments(stated, grounding, attributions, claims, mint)


def extract_commitments_with_encoder(  # noqa: PLR0913 - one argument for each stage before it
    parse: Parse,
    encoding: Encoding,
    grounding: Grounding,
    attributed: _Attributed,
    claims: tuple[Claim, ...],
    mint: Mint,
) -> tuple[Commitment, ...]:
    """Extract commitments with the learned heads; those of resolutions by their form (full tier)."""
    attributions, cues = attributed
    operatives = tuple(operative for operative in find_operatives(parse) if operative.binds)
    stated = [*_operative_duties(parse, grounding, operatives)]
    by_rules = _DutyIndex(_running_duties(parse, grounding, operatives))
    paragraphs, chains = _paragraphs(operatives), SourceChains(attributions)
    for found in infer_commitments(encoding, load_heads(), cues):
        if not paragraphs.covering(found.deed[0]):
            stated.append(_settle(parse, grounding, found, by_rules, chains.begun_by(found.cue)))
    return _commitments(stated, grounding, attributions, claims, mint)


def _commitments(
    stated: list[_StatedDuty],
    grounding: Grounding,
    attributions: tuple[Attribution, ...],
    claims: tuple[Claim, ...],
    mint: Mint,
) -> tuple[Commitment, ...]:
    found: list[Commitment] = []
    around = SourceChains(attributions)
    triggers = IntervalIndex((claim.trigger.start, claim.trigger.end) for claim in claims)
    for duty in sorted(stated, key=lambda duty: (duty.deed.start, duty.deed.end)):
        identifier, key = mint.stamp("m", duty.deed)
        found.append(
            Commitment(
                id=identifier,
                key=key,
                claim=_claim_in(duty.deed, claims, triggers),
                debtor=duty.debtor,
                deed=duty.deed,
                strength=duty.strength,
                verb=duty.verb,
                due=_due(grounding, duty.deed),
                chains=around.around(duty.deed) if duty.chains is None else duty.chains,
            )
        )
    return tuple(found)


def _claim_in(deed: Span, claims: tuple[Claim, ...], triggers: IntervalIndex) -> str | None:
    """Return the id of the first claim whose trigger stands in a deed."""
    inside = (claims[n] for n in triggers.overlapping(deed.start, deed.end))
    return next((claim.id for claim in inside if deed.contains(claim.trigger)), None)


def _operative_duties(
    parse: Parse, grounding: Grounding, operatives: tuple[Operative, ...]
) -> Iterator[_StatedDuty]:
    for operative in operatives:
        debtor = (
            name_participant(parse, grounding, operative.debtor) if operative.debtor is not None else None
        )
        yield _StatedDuty(
            debtor=debtor, deed=operative.deed, strength=operative.strength, verb=operative.verb.text
        )


def _running_duties(
    parse: Parse, grounding: Grounding, operatives: tuple[Operative, ...]
) -> Iterator[_StatedDuty]:
    """Yield the duties of all text outside the operative paragraphs."""
    paragraphs = _paragraphs(operatives)
    for token in parse.tokens:
        if paragraphs.covering(token.start):
            continue
        for duty in find_duties(parse, token):
            yield _StatedDuty(
                debtor=make_participant(parse, grounding, duty.debtor),
                deed=parse.span(*duty.deed),
                strength=duty.strength,
                verb=duty.verb.text,
            )


def _settle(
    parse: Parse,
    grounding: Grounding,
    found: FoundCommitment,
    by_rules: "_DutyIndex",
    chains: tuple[tuple[str, ...], ...],
) -> _StatedDuty:
    """Return a learned duty; the edges, strength and words of a rule's duty with nearly the same deed win."""
    deed = Span.of(parse.text, *found.deed)
    debtor = None
    if found.debtor is not None:
        debtor = name_participant(parse, grounding, Span.of(parse.text, *found.debtor))
    near = by_rules.near(deed)
    if near is not None:
        return structs.replace(near, debtor=near.debtor or debtor, chains=chains)
    verb = _operative_words(parse.text, debtor, found)
    return _StatedDuty(debtor=debtor, deed=deed, strength=Strength(found.strength), verb=verb, chains=chains)


def _overlap_mostly(a: Span, b: Span) -> bool:
    """Return whether two spans share more than half of their characters (Dice's coefficient)."""
    common = min(a.end, b.end) - max(a.start, b.start)
    return 4 * common > (a.end - a.start) + (b.end - b.start)


def _operative_words(text: str, debtor: Span | None, found: FoundCommitment) -> str:
    """Return the words between debtor and deed ("must", "has agreed to"), or the strength if too many."""
    between = text[debtor.end : found.deed[0]].strip(" ,") if debtor is not None else ""
    return between if 0 < len(between.split()) <= _MAX_OPERATIVE_WORDS else found.strength


class _DutyIndex:
    """Stated duties, indexed by the spans of their deeds."""

    def __init__(self, stated: Iterable[_StatedDuty]) -> None:
        self._stated = tuple(stated)
        self._deeds = IntervalIndex((duty.deed.start, duty.deed.end) for duty in self._stated)

    def near(self, deed: Span) -> _StatedDuty | None:
        """Return the first duty whose deed overlaps mostly, or None."""
        found = (self._stated[n] for n in self._deeds.overlapping(deed.start, deed.end))
        return next((duty for duty in found if _overlap_mostly(duty.deed, deed)), None)


def _paragraphs(operatives: tuple[Operative, ...]) -> IntervalIndex:
    return IntervalIndex((operative.verb.start, operative.deed.end) for operative in operatives)


def _due(grounding: Grounding, deed: Span) -> TimeExpression | None:
    """Return the time named inside the deed."""
    begin = bisect_left(grounding.times, deed.start, key=lambda time: time.start)
    end = bisect_left(grounding.times, deed.end, key=lambda time: time.start)
    return next((time for time in grounding.times[begin:end] if time.end <= deed.end), None)
