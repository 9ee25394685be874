"""Extraction of claims with the learned heads: events, corrected by the parse and grounded (full tier)."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Generic, TypeVar

from sayso.coding.contexts import contexts_of, sentence_span
from sayso.coding.hedges import find_hedges
from sayso.coding.learned import FoundEvent, infer_events
from sayso.coding.places import described_place, innermost
from sayso.coding.roles import find_roles, make_participant, name_participant
from sayso.coding.source_chains import SourceChains
from sayso.coding.speakers import name_speakers
from sayso.coding.status import certain_status, is_denied
from sayso.coding.trigger import Trigger
from sayso.heads import load_heads
from sayso.model import (
    Attribution,
    Claim,
    ClaimObject,
    Event,
    Grounding,
    IntervalIndex,
    Mint,
    ObjectEvent,
    Parse,
    Participant,
    Quantity,
    Span,
    Status,
    TimeExpression,
    Token,
    Toponym,
)
from sayso.model.base import Struct
from sayso.model.encoding import CueReading, Encoding

__all__ = ["extract_claims_with_encoder"]

# A noun phrase many times as long as what was read means something else.
_MAX_GROWTH = 3
# ... but a fragment of a few letters may grow to a whole phrase, in characters.
_MAX_FRAGMENT = 40
# Words that say nothing by themselves: an object of these alone is the beginning of one.
_EMPTY = frozenset({"DET", "ADP", "PUNCT"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
_WITHIN_NOUN_PHRASE = frozenset(
    {"det", "amod", "case", "nummod", "compound", "poss", "nmod", "predet", "quantmod"}
)
_Located = TypeVar("_Located", bound=Span)


class _MentionIndex(Generic[_Located]):
    """Grounded mentions of a text, indexed by their spans."""

    def __init__(self, located: tuple[_Located, ...]) -> None:
        self._located = located
        self._index = IntervalIndex((mention.start, mention.end) for mention in located)

    def overlap(self, start: int, end: int) -> bool:
        """Return whether a mention shares a character with `start` to `end`."""
        return bool(self._index.overlapping(start, end))

    def within(self, spans: tuple[tuple[int, int], ...]) -> tuple[_Located, ...]:
        """Return the mentions that overlap the spans of a role, those that share most with a span first."""
        found = []
        for n in sorted({n for span in spans for n in self._index.overlapping(*span)}):
            mention = self._located[n]
            shared = max(min(end, mention.end) - max(start, mention.start) for start, end in spans)
            if shared > 0:
                found.append((-shared, n, mention))
        return tuple(mention for _, _, mention in sorted(found, key=lambda scored: scored[:2]))


class _Text(Struct, frozen=True, kw_only=True):
    """A grounded text with its events, as input to its claims."""

    parse: Parse
    grounding: Grounding
    chains: SourceChains
    events: tuple[FoundEvent, ...]
    triggers: IntervalIndex
    toponyms: _MentionIndex[Toponym]
    times: _MentionIndex[TimeExpression]
    quantities: _MentionIndex[Quantity]


def extract_claims_with_encoder(
    parse: Parse,
    encoding: Encoding,
    grounding: Grounding,
    attributed: tuple[tuple[Attribution, ...], tuple[CueReading, ...]],
    mint: Mint,
) -> tuple[Claim, ...]:
    """Extract the claims of a text with the learned heads, in order of their triggers.

    `attributed` is the result of `attribution.extract_attributions_with_encoder`: attributions, and the
    reading of each one's cue.
    """
    attributions, cues = attributed
    events = _without_fragments(parse, infer_events(encoding, load_heads(), cues))
    text = _Text(
        parse=parse,
        grounding=grounding,
        chains=SourceChains(attributions),
        events=events,
        triggers=IntervalIndex(event.trigger for event in events),
        toponyms=_MentionIndex(grounding.toponyms),
        times=_MentionIndex(grounding.times),
        quantities=_MentionIndex(grounding.quantities),
    )
    known = {attribution.id: attribution for attribution in attributions}
    return tuple(name_speakers(_claim(text, event, mint), known) for event in events)


def _without_fragments(parse: Parse, events: Sequence[FoundEvent]) -> tuple[FoundEvent, ...]:
    """Leave out a trigger that only modifies another trigger: "military | operations"."""
    kept = []
    triggers = IntervalIndex(event.trigger for event in events)
    for n, event in enumerate(events):
        head = parse.head_of(*event.trigger)
        above = parse.tokens[head.head] if head is not None and head.dep in _WITHIN_NOUN_PHRASE else None
        if above is None or not {*triggers.covering(above.start)} - {n}:
            kept.append(replace(event, trigger=_content_words(parse, event.trigger)))
    return tuple(kept)


def _content_words(parse: Parse, trigger: tuple[int, int]) -> tuple[int, int]:
    """Return a trigger without the article or pronoun at its end ("pressing its")."""
    inside = parse.tokens_in(*trigger)
    last = inside.stop
    while last - inside.start > 1 and parse.tokens[last - 1].pos in ("DET", "PRON"):
        last -= 1
    return (trigger[0], parse.tokens[last - 1].end) if last < inside.stop else trigger


def _claim(text: _Text, event: FoundEvent, mint: Mint) -> Claim:
    parse = text.parse
    trigger = Span.of(parse.text, *event.trigger)
    identifier, key = mint.stamp("c", trigger)
    sentence = parse.sentence_at(trigger.start)
    times = text.times.within(event.roles["time"])
    hedges = find_hedges(parse, parse.head_of(*event.trigger))
    return Claim(
        id=identifier,
        key=key,
        trigger=trigger,
        sentence=sentence_span(parse, sentence, trigger) if sentence is not None else trigger,
        event=Event(
            type=event.type,
            mode=(event.mode,) if event.mode else (),
            context=contexts_of(parse, sentence) if sentence is not None else (),
        ),
        object=_object(text, event),
        actors=_participants(text, event.roles["actors"]),
        recipients=_participants(text, event.roles["recipients"]),
        places=_places(text, event),
        time=times[0] if times else None,
        quantities=text.quantities.within(event.roles["quantities"]),
        status=_status(parse, event),
        negated=event.negated or _is_denied(parse, event),
        certainty=hedges.certainty,
        hedge=hedges.spans,
        chains=text.chains.begun_by(event.cue),
    )


def _status(parse: Parse, event: FoundEvent) -> Status:
    """Return the learned status, unless the words leave no doubt about another."""
    head = parse.head_of(*event.trigger)
    certain = certain_status(parse, head) if head is not None else None
    return Status(event.status) if certain is None else certain


def _is_denied(parse: Parse, event: FoundEvent) -> bool:
    """Return whether the words leave no doubt that an event is denied."""
    head = parse.head_of(*event.trigger)
    return head is not None and is_denied(parse, head)


def _participants(text: _Text, spans: tuple[tuple[int, int], ...]) -> tuple[Participant, ...]:
    """Return the participants that the spans of a role name, each once, as fullest noun phrases."""
    found: dict[tuple[int, int], Participant] = {}
    for start, end in spans:
        participant = _noun_phrase(text, Span.of(text.parse.text, start, end))
        found.setdefault((participant.start, participant.end), participant)
    return tuple(found.values())


def _noun_phrase(text: _Text, span: Span) -> Participant:
    """Return the noun phrase of the parse around a span if it is little longer, else the span."""
    head = _noun_in(text.parse, span)
    if head is not None:
        whole = make_participant(text.parse, text.grounding, head.i)
        longest = max(_MAX_GROWTH * (span.end - span.start), _MAX_FRAGMENT)
        if whole.overlaps(span) and whole.end - whole.start <= longest:
            return whole
    return name_participant(text.parse, text.grounding, span)


def _noun_in(parse: Parse, span: Span) -> Token | None:
    """Return the noun that governs a span; from a fragment ("the", "s") up to the noun it belongs to."""
    inside = parse.tokens_in(span.start, span.end)
    tops = [
        parse.tokens[i] for i in inside if parse.tokens[i].head not in inside or parse.tokens[i].head == i
    ]
    nouns = [token for token in tops if token.pos in _NOMINAL]
    if nouns:
        return nouns[0]
    for token in tops:
        above = parse.tokens[token.head]
        if token.dep in _WITHIN_NOUN_PHRASE and above.pos in _NOMINAL:
            return above
    return None


def _places(text: _Text, event: FoundEvent) -> tuple[Toponym, ...]:
    """Return the places of an event, named or described; adjectives ("Iraqi forces") are no places."""
    found = [
        toponym
        for toponym in text.toponyms.within(event.roles["places"])
        if not _is_adjective(text.parse, toponym)
    ]
    for start, end in event.roles["places"]:
        head = text.parse.head_of(start, end)
        if head is not None and not text.toponyms.overlap(start, end):
            described = described_place(text.parse, text.grounding, head)
            found += [described] if described is not None else []
    return innermost(text.parse, tuple(dict.fromkeys(found)))


def _is_adjective(parse: Parse, place: Toponym) -> bool:
    head = parse.head_of(place.start, place.end)
    return head is not None and head.pos == "ADJ"


def _object(text: _Text, event: FoundEvent) -> ClaimObject | None:
    """Return the object of an event, with the event inside it if the heads found one."""
    if not event.roles["object"]:
        return None
    start, end = _object_edges(text.parse, event)
    words = [text.parse.tokens[i] for i in text.parse.tokens_in(start, end)]
    if all(token.pos in _EMPTY for token in words):
        whole = _noun_phrase(text, Span.of(text.parse.text, start, end))
        start, end = whole.start, whole.end
    near = (text.events[n] for n in text.triggers.overlapping(start, end))
    inside = next(
        (
            found
            for found in near
            if found is not event and start <= found.trigger[0] and found.trigger[1] <= end
        ),
        None,
    )
    span = Span.of(text.parse.text, start, end)
    if inside is None:
        return ClaimObject(span=span)
    return ClaimObject(
        span=span,
        event=ObjectEvent(type=inside.type, mode=(inside.mode,) if inside.mode else ()),
        actors=_participants(text, inside.roles["actors"]),
        recipients=_participants(text, inside.roles["recipients"]),
        places=_places(text, inside),
    )


def _object_edges(parse: Parse, event: FoundEvent) -> tuple[int, int]:
    """Return the span read as object, with the edges of the complement that the parse has there."""
    start, end = event.roles["object"][0]
    head = parse.head_of(*event.trigger)
    if head is None:
        return start, end
    trigger = Trigger(head=head.i, first=head.i, last=head.i + 1, type=event.type)
    complement = find_roles(parse, trigger).object
    if complement is None:
        return start, end
    span = parse.span(*complement)
    return (span.start, span.end) if span.start < end and start < span.end else (start, end)
