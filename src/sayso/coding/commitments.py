"""Duties that someone takes on or is placed under: in running text and in resolutions."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator

from msgspec import structs

from sayso.coding.binding import SourceChains
from sayso.coding.duties import find_duties
from sayso.coding.learned import FoundCommitment, infer_commitments
from sayso.coding.operative import Operative, find_operatives
from sayso.coding.roles import make_participant, name_participant
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

__all__ = ["find_commitments", "read_commitments"]

# More words between a debtor and a deed are a clause of their own.
_MAX_OPERATIVE_WORDS = 6
_Said = tuple[tuple[Attribution, ...], tuple[CueReading, ...]]


class _Stated(Struct, frozen=True, kw_only=True):
    """A duty as the text states it; `chains` is None where the attributions around the deed decide."""

    debtor: Participant | None
    deed: Span
    strength: Strength
    verb: str
    chains: tuple[tuple[str, ...], ...] | None = None


def find_commitments(
    parse: Parse,
    grounding: Grounding,
    attributions: tuple[Attribution, ...],
    claims: tuple[Claim, ...],
    mint: Mint,
) -> tuple[Commitment, ...]:
    """Find by rules who owes which deed, in text order (fast tier)."""
    operatives = tuple(one for one in find_operatives(parse) if one.binds)
    stated = [
        *_operative_duties(parse, grounding, operatives),
        *_running_duties(parse, grounding, operatives),
    ]
    return _commitments(stated, grounding, attributions, claims, mint)


def read_commitments(  # noqa: PLR0913 - what the stages before it made, one by one
    parse: Parse,
    encoding: Encoding,
    grounding: Grounding,
    said: _Said,
    claims: tuple[Claim, ...],
    mint: Mint,
) -> tuple[Commitment, ...]:
    """Read with the learned heads who owes which deed; resolutions by their form (full tier)."""
    attributions, cues = said
    operatives = tuple(one for one in find_operatives(parse) if one.binds)
    stated = [*_operative_duties(parse, grounding, operatives)]
    ruled = _Duties(_running_duties(parse, grounding, operatives))
    paragraphs, chains = _paragraphs(operatives), SourceChains(attributions)
    for one in infer_commitments(encoding, load_heads(), cues):
        if not paragraphs.covering(one.deed[0]):
            stated.append(_settle(parse, grounding, one, ruled, chains.begun_by(one.cue)))
    return _commitments(stated, grounding, attributions, claims, mint)


def _commitments(
    stated: list[_Stated],
    grounding: Grounding,
    attributions: tuple[Attribution, ...],
    claims: tuple[Claim, ...],
    mint: Mint,
) -> tuple[Commitment, ...]:
    found: list[Commitment] = []
    around = SourceChains(attributions)
    triggers = IntervalIndex((claim.trigger.start, claim.trigger.end) for claim in claims)
    for one in sorted(stated, key=lambda one: (one.deed.start, one.deed.end)):
        identifier, key = mint.stamp("m", one.deed)
        found.append(
            Commitment(
                id=identifier,
                key=key,
                claim=_claim_in(one.deed, claims, triggers),
                debtor=one.debtor,
                deed=one.deed,
                strength=one.strength,
                verb=one.verb,
                due=_due(grounding, one.deed),
                chains=around.around(one.deed) if one.chains is None else one.chains,
            )
        )
    return tuple(found)


def _claim_in(deed: Span, claims: tuple[Claim, ...], triggers: IntervalIndex) -> str | None:
    """The id of the first claim whose trigger stands in a deed."""
    inside = (claims[n] for n in triggers.overlapping(deed.start, deed.end))
    return next((claim.id for claim in inside if deed.contains(claim.trigger)), None)


def _operative_duties(
    parse: Parse, grounding: Grounding, operatives: tuple[Operative, ...]
) -> Iterator[_Stated]:
    for one in operatives:
        debtor = name_participant(parse, grounding, one.debtor) if one.debtor is not None else None
        yield _Stated(debtor=debtor, deed=one.deed, strength=one.strength, verb=one.verb.text)


def _running_duties(
    parse: Parse, grounding: Grounding, operatives: tuple[Operative, ...]
) -> Iterator[_Stated]:
    """The duties of all text outside the operative paragraphs."""
    paragraphs = _paragraphs(operatives)
    for token in parse.tokens:
        if paragraphs.covering(token.start):
            continue
        for duty in find_duties(parse, token):
            yield _Stated(
                debtor=make_participant(parse, grounding, duty.debtor),
                deed=parse.span(*duty.deed),
                strength=duty.strength,
                verb=duty.verb.text,
            )


def _settle(
    parse: Parse,
    grounding: Grounding,
    found: FoundCommitment,
    ruled: "_Duties",
    chains: tuple[tuple[str, ...], ...],
) -> _Stated:
    """A learned duty, with the edges, strength and words of a rule's duty that has nearly the same deed."""
    deed = Span.of(parse.text, *found.deed)
    debtor = None
    if found.debtor is not None:
        debtor = name_participant(parse, grounding, Span.of(parse.text, *found.debtor))
    near = ruled.near(deed)
    if near is not None:
        return structs.replace(near, debtor=near.debtor or debtor, chains=chains)
    verb = _operative_words(parse.text, debtor, found)
    return _Stated(debtor=debtor, deed=deed, strength=Strength(found.strength), verb=verb, chains=chains)


def _is_nearly(one: Span, other: Span) -> bool:
    """Whether two stretches share more than half of their characters (Dice's coefficient)."""
    common = min(one.end, other.end) - max(one.start, other.start)
    return 4 * common > (one.end - one.start) + (other.end - other.start)


def _operative_words(text: str, debtor: Span | None, found: FoundCommitment) -> str:
    """The words between debtor and deed ("must", "has agreed to"); where they are far apart, the strength."""
    between = text[debtor.end : found.deed[0]].strip(" ,") if debtor is not None else ""
    return between if 0 < len(between.split()) <= _MAX_OPERATIVE_WORDS else found.strength


class _Duties:
    """Stated duties, by the place of their deeds."""

    def __init__(self, stated: Iterable[_Stated]) -> None:
        self._stated = tuple(stated)
        self._deeds = IntervalIndex((one.deed.start, one.deed.end) for one in self._stated)

    def near(self, deed: Span) -> _Stated | None:
        """The first duty that has nearly the same deed."""
        found = (self._stated[n] for n in self._deeds.overlapping(deed.start, deed.end))
        return next((one for one in found if _is_nearly(one.deed, deed)), None)


def _paragraphs(operatives: tuple[Operative, ...]) -> IntervalIndex:
    return IntervalIndex((one.verb.start, one.deed.end) for one in operatives)


def _due(grounding: Grounding, deed: Span) -> TimeExpression | None:
    """The time named inside the deed."""
    begin = bisect_left(grounding.times, deed.start, key=lambda time: time.start)
    end = bisect_left(grounding.times, deed.end, key=lambda time: time.start)
    return next((time for time in grounding.times[begin:end] if time.end <= deed.end), None)
