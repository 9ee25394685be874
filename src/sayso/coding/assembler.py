"""Assembly of claims and commitments: drafts of any reader, checked against the text and made records."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import Generic, TypeVar

from msgspec.structs import replace

from sayso.codebook import read_codebook
from sayso.coding.commitments import with_whole_quotations
from sayso.coding.contexts import contexts_of, sentence_span
from sayso.coding.hedges import find_hedges
from sayso.coding.places import described_place, innermost
from sayso.coding.roles import make_participant, name_participant, noun_around
from sayso.coding.speakers import name_speakers
from sayso.model import (
    Attribution,
    Claim,
    ClaimObject,
    Commitment,
    Event,
    Grounding,
    IntervalIndex,
    ObjectEvent,
    Parse,
    Participant,
    Quantity,
    Span,
    TimeExpression,
    Toponym,
)
from sayso.model.base import Struct
from sayso.model.drafts import (
    AssemblyContext,
    ClaimDraft,
    CommitmentDraft,
    DraftCheck,
    EventDraft,
    ObjectDraft,
)
from sayso.model.quotations import find_quotations

__all__ = ["assemble_claims", "assemble_commitments"]

# Sources behind one another; the longest chain of 364 reports has 4.
_MAX_CHAIN = 16
# More words between a debtor and a deed are a clause of their own.
_MAX_OPERATIVE_WORDS = 6
_Located = TypeVar("_Located", bound=Span)


def assemble_claims(
    context: AssemblyContext, drafts: Sequence[ClaimDraft], attributions: Sequence[Attribution | None]
) -> tuple[Claim, ...]:
    """Return the claims of drafts, in their order, without those whose trigger is not in the text.

    `attributions` are those of `attribution.assemble_attributions`, aligned with the drafts that links count.
    """
    checked = [_checked_claim(context.check, draft) for draft in drafts]
    kept = tuple(draft for draft in checked if draft is not None)
    text = _Text(
        context=context,
        parse=context.parse,
        drafts=kept,
        chains=_Chains(context.check, attributions),
        triggers=IntervalIndex((draft.trigger.start, draft.trigger.end) for draft in kept),
        toponyms=_Mentions(context.grounding.toponyms),
        times=_Mentions(context.grounding.times),
        quantities=_Mentions(context.grounding.quantities),
    )
    return tuple(_claim(text, draft) for draft in kept)


def assemble_commitments(
    context: AssemblyContext,
    drafts: Sequence[CommitmentDraft],
    attributions: Sequence[Attribution | None],
    claims: Sequence[Claim],
) -> tuple[Commitment, ...]:
    """Return the commitments of drafts by the order of their deeds, without those not in the text.

    A commitment names the first of `claims` whose trigger stands in its deed.
    """
    chains = _Chains(context.check, attributions)
    triggers = IntervalIndex((claim.trigger.start, claim.trigger.end) for claim in claims)
    found: list[Commitment] = []
    quotations = find_quotations(context.parse.text) if drafts else ()
    for given in sorted(drafts, key=lambda draft: (draft.deed.start, draft.deed.end)):
        if context.check.span(given.deed, "commitment.deed") is None:
            continue
        draft = replace(given, deed=with_whole_quotations(context.parse, given.deed, quotations))
        inside = (claims[n] for n in triggers.overlapping(draft.deed.start, draft.deed.end))
        claim = next((claim.id for claim in inside if draft.deed.contains(claim.trigger)), None)
        commitment = _commitment(context, draft, chains)
        found.append(commitment if claim is None else replace(commitment, claim=claim))
    return tuple(found)


class _Mentions(Generic[_Located]):
    """Grounded mentions of a text, indexed by their spans."""

    def __init__(self, located: tuple[_Located, ...]) -> None:
        self._located = located
        self._index = IntervalIndex((mention.start, mention.end) for mention in located)

    def overlap(self, span: Span) -> bool:
        """Return whether a mention shares a character with a span."""
        return bool(self._index.overlapping(span.start, span.end))

    def within(self, spans: Sequence[Span]) -> tuple[_Located, ...]:
        """Return the mentions that overlap the spans of a role, those that share most with a span first."""
        found = []
        for n in sorted({n for span in spans for n in self._index.overlapping(span.start, span.end)}):
            mention = self._located[n]
            shared = max(min(span.end, mention.end) - max(span.start, mention.start) for span in spans)
            if shared > 0:
                found.append((-shared, n, mention))
        return tuple(mention for _, _, mention in sorted(found, key=lambda scored: scored[:2]))


class _Chains:
    """Source chains from the links of drafts."""

    def __init__(self, check: DraftCheck, attributions: Sequence[Attribution | None]) -> None:
        self._check = check
        self._attributions = attributions
        self.by_id = {attribution.id: attribution for attribution in attributions if attribution is not None}

    def begun_by(self, link: int | None, part: str) -> tuple[tuple[str, ...], ...]:
        """Return the chain of a link: its attribution, then the parents of that; none for None."""
        if link is None:
            return ()
        innermost = self._attributions[link] if 0 <= link < len(self._attributions) else None
        if not self._check.holds(innermost is not None, part) or innermost is None:
            return ()
        chain, parent = [innermost.id], innermost.parent
        while parent in self.by_id and parent not in chain and len(chain) < _MAX_CHAIN:
            chain.append(parent)
            parent = self.by_id[parent].parent
        return (tuple(chain),)


class _Text(Struct, frozen=True, kw_only=True):
    """A grounded text with its checked drafts of claims, as input to its claims."""

    context: AssemblyContext
    parse: Parse
    drafts: tuple[ClaimDraft, ...]
    chains: _Chains
    triggers: IntervalIndex
    toponyms: _Mentions[Toponym]
    times: _Mentions[TimeExpression]
    quantities: _Mentions[Quantity]


def _checked_claim(check: DraftCheck, draft: ClaimDraft) -> ClaimDraft | None:
    """Return a draft with the parts that stand in the text; None without a trigger or a known type."""
    trigger = check.span(draft.trigger, "claim.trigger")
    event = _checked_event(check, draft.event, "claim")
    if trigger is None or event is None:
        return None
    return replace(
        draft,
        event=event,
        object=_checked_object(check, draft.object),
        time=check.span(draft.time, "claim.time"),
        quantities=check.spans(draft.quantities, "claim.quantities"),
    )


def _checked_event(check: DraftCheck, event: EventDraft, part: str) -> EventDraft | None:
    plover = read_codebook("plover")
    if not check.holds(event.type in plover, f"{part}.type"):
        return None
    known = not event.mode or event.mode in plover[event.type]["modes"]
    return replace(
        event,
        mode=event.mode if check.holds(known, f"{part}.mode") else "",
        actors=check.spans(event.actors, f"{part}.actors"),
        recipients=check.spans(event.recipients, f"{part}.recipients"),
        places=check.spans(event.places, f"{part}.places"),
    )


def _checked_object(check: DraftCheck, draft: ObjectDraft | None) -> ObjectDraft | None:
    if draft is None or check.span(draft.span, "claim.object") is None:
        return None
    event = draft.event and _checked_event(check, draft.event, "claim.object")
    return replace(draft, event=event)


def _claim(text: _Text, draft: ClaimDraft) -> Claim:
    identifier, key = text.context.mint.stamp("c", draft.trigger)
    sentence = text.parse.sentence_at(draft.trigger.start)
    hedges = find_hedges(text.parse, text.parse.head_of(draft.trigger.start, draft.trigger.end))
    claim = Claim(
        id=identifier,
        key=key,
        trigger=draft.trigger,
        sentence=draft.trigger if sentence is None else sentence_span(text.parse, sentence, draft.trigger),
        event=Event(
            type=draft.event.type,
            mode=_modes(draft.event),
            context=() if sentence is None else contexts_of(text.parse, sentence),
        ),
        object=_object(text, draft),
        actors=_participants(text.context, draft.event.actors),
        recipients=_participants(text.context, draft.event.recipients),
        places=_places(text, draft.event.places),
        time=_time(text, draft.time),
        quantities=_quantities(text, draft.quantities),
        status=draft.status,
        negated=draft.negated,
        certainty=hedges.certainty,
        hedge=hedges.spans,
        chains=text.chains.begun_by(draft.attribution, "claim.attribution"),
    )
    return name_speakers(claim, text.chains.by_id)


def _modes(event: EventDraft) -> tuple[str, ...]:
    return (event.mode,) if event.mode else ()


def _participants(context: AssemblyContext, spans: Sequence[Span]) -> tuple[Participant, ...]:
    """Return the participants that the spans of a role name, each once, as fullest noun phrases."""
    kept = tuple(span for span in spans if isinstance(span, Participant))
    found: dict[tuple[int, int], Participant] = {}
    for span in spans:
        if not isinstance(span, Participant):
            participant = _participant(context, span)
            found.setdefault((participant.start, participant.end), participant)
    return kept + tuple(found.values())


def _participant(context: AssemblyContext, span: Span) -> Participant:
    """Return the participant of the noun phrase around a span if that is little longer, else of the span."""
    head = noun_around(context.parse, span)
    if head is None:
        return name_participant(context.parse, context.grounding, span)
    return make_participant(context.parse, context.grounding, head.i)


def _places(text: _Text, spans: Sequence[Span]) -> tuple[Toponym, ...]:
    """Return the places of an event, named or described; adjectives ("Iraqi forces") are no places."""
    kept = tuple(span for span in spans if isinstance(span, Toponym))
    bare = [span for span in spans if not isinstance(span, Toponym)]
    found = [toponym for toponym in text.toponyms.within(bare) if not _is_adjective(text.parse, toponym)]
    for span in bare:
        head = text.parse.head_of(span.start, span.end)
        if head is not None and not text.toponyms.overlap(span):
            described = described_place(text.parse, text.context.grounding, head)
            found += [described] if described is not None else []
    return kept + innermost(text.parse, tuple(dict.fromkeys(found)))


def _is_adjective(parse: Parse, place: Toponym) -> bool:
    head = parse.head_of(place.start, place.end)
    return head is not None and head.pos == "ADJ"


def _time(text: _Text, span: Span | None) -> TimeExpression | None:
    if span is None or isinstance(span, TimeExpression):
        return span
    return next(iter(text.times.within((span,))), None)


def _quantities(text: _Text, spans: Sequence[Span]) -> tuple[Quantity, ...]:
    kept = tuple(span for span in spans if isinstance(span, Quantity))
    return kept + text.quantities.within([span for span in spans if not isinstance(span, Quantity)])


def _object(text: _Text, draft: ClaimDraft) -> ClaimObject | None:
    """Return the object of an event, with the event drafted with it, else the first one drafted inside it."""
    if draft.object is None:
        return None
    span, event = draft.object.span, draft.object.event
    if event is None:
        near = (text.drafts[n] for n in text.triggers.overlapping(span.start, span.end))
        inside = (found for found in near if found is not draft and span.contains(found.trigger))
        event = next((found.event for found in inside), None)
    if event is None:
        return ClaimObject(span=span)
    return ClaimObject(
        span=span,
        event=ObjectEvent(type=event.type, mode=_modes(event)),
        actors=_participants(text.context, event.actors),
        recipients=_participants(text.context, event.recipients),
        places=_places(text, event.places),
    )


def _commitment(context: AssemblyContext, draft: CommitmentDraft, chains: _Chains) -> Commitment:
    """Return the record of a draft, without its claim."""
    debtor = context.check.span(draft.debtor, "commitment.debtor")
    if debtor is not None and not isinstance(debtor, Participant):
        debtor = name_participant(context.parse, context.grounding, debtor)
    verb = context.check.span(draft.verb, "commitment.verb")
    identifier, key = context.mint.stamp("m", draft.deed)
    return Commitment(
        id=identifier,
        key=key,
        debtor=debtor,
        deed=draft.deed,
        strength=draft.strength,
        verb=_operative_words(context.parse.text, debtor, draft) if verb is None else verb.text,
        due=_due(context.grounding, draft.deed),
        chains=chains.begun_by(draft.attribution, "commitment.attribution"),
    )


def _operative_words(text: str, debtor: Span | None, draft: CommitmentDraft) -> str:
    """Return the words between debtor and deed ("must", "has agreed to"), or the strength if too many."""
    between = text[debtor.end : draft.deed.start].strip(" ,") if debtor is not None else ""
    return between if 0 < len(between.split()) <= _MAX_OPERATIVE_WORDS else str(draft.strength)


def _due(grounding: Grounding, deed: Span) -> TimeExpression | None:
    """Return the time named inside the deed."""
    begin = bisect_left(grounding.times, deed.start, key=lambda time: time.start)
    end = bisect_left(grounding.times, deed.end, key=lambda time: time.start)
    return next((time for time in grounding.times[begin:end] if time.end <= deed.end), None)
