"""Extraction of claims by rules over the parse (fast tier)."""

from bisect import bisect_left

from sayso.coding.contexts import contexts_of, sentence_span
from sayso.coding.details import Details, assign_details
from sayso.coding.hedges import find_hedges
from sayso.coding.roles import Roles, find_roles, make_participant
from sayso.coding.source_chains import SourceChains
from sayso.coding.speakers import name_speakers
from sayso.coding.status import classify_factuality
from sayso.coding.trigger import Trigger
from sayso.coding.triggers import find_triggers, match_triggers
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
    Toponym,
)
from sayso.model.base import Struct

__all__ = ["extract_claims_by_rules"]

_WITH_OBJECT = frozenset({"REQUEST", "ACCUSE", "REJECT", "THREATEN", "AGREE", "CONCEDE", "DECIDE", "SUPPORT"})


class _Text(Struct, frozen=True, kw_only=True):
    """A grounded text with its triggers, as input to its claims."""

    parse: Parse
    grounding: Grounding
    chains: SourceChains
    matches: tuple[Trigger, ...]
    times: IntervalIndex


def extract_claims_by_rules(
    parse: Parse, grounding: Grounding, attributions: tuple[Attribution, ...], mint: Mint
) -> tuple[Claim, ...]:
    """Extract the claims of a text by rules over its parse, in order of their triggers."""
    matches = match_triggers(parse)
    triggers = find_triggers(parse, matches)
    cues = frozenset(
        i
        for attribution in attributions
        for cue in attribution.cue
        for i in parse.tokens_in(cue.start, cue.end)
    )
    text = _Text(
        parse=parse,
        grounding=grounding,
        chains=SourceChains(attributions),
        matches=matches,
        times=IntervalIndex((time.start, time.end) for time in grounding.times),
    )
    details = assign_details(parse, triggers, grounding, cues)
    known = {attribution.id: attribution for attribution in attributions}
    claims = (_claim(text, trigger, details[trigger.head], mint) for trigger in triggers)
    return tuple(name_speakers(claim, known) for claim in claims)


def _claim(text: _Text, trigger: Trigger, details: Details, mint: Mint) -> Claim:
    parse = text.parse
    span = trigger.span(parse)
    identifier, key = mint.stamp("c", span)
    sentence = parse.sentence_of(trigger.head)
    roles = find_roles(parse, trigger)
    factuality = classify_factuality(parse, trigger)
    hedges = find_hedges(parse, parse.tokens[trigger.head])
    return Claim(
        id=identifier,
        key=key,
        trigger=span,
        sentence=sentence_span(parse, sentence, span),
        event=Event(
            type=trigger.type,
            mode=(trigger.mode,) if trigger.mode else (),
            context=contexts_of(parse, sentence),
        ),
        object=_object(text, trigger, roles),
        actors=_participants(text, roles.actors),
        recipients=_participants(text, roles.recipients),
        places=details.places,
        time=details.time,
        quantities=details.quantities,
        status=factuality.status,
        negated=factuality.negated,
        certainty=hedges.certainty,
        hedge=hedges.spans,
        chains=text.chains.around(span),
    )


def _participants(text: _Text, heads: tuple[int, ...]) -> tuple[Participant, ...]:
    """Return the participants of the given head tokens; a day or an hour is none."""
    tokens = (text.parse.tokens[head] for head in heads)
    return tuple(
        make_participant(text.parse, text.grounding, token.i)
        for token in tokens
        if not text.times.covering(token.start)
    )


def _object(text: _Text, trigger: Trigger, roles: Roles) -> ClaimObject | None:
    """Return the object of an event that asks, promises, threatens or denies, with the event inside it."""
    if roles.object is None or trigger.type not in _WITH_OBJECT:
        return None
    first, last = roles.object
    begin = bisect_left(text.matches, first, key=lambda match: match.head)
    inside = next((match for match in text.matches[begin : begin + 2] if match.head != trigger.head), None)
    if inside is None or inside.head >= last:
        return ClaimObject(span=text.parse.span(first, last))
    wanted = find_roles(text.parse, inside)
    return ClaimObject(
        span=text.parse.span(first, last),
        event=ObjectEvent(type=inside.type, mode=(inside.mode,) if inside.mode else ()),
        actors=_participants(text, wanted.actors),
        recipients=_participants(text, wanted.recipients),
        places=_places_in(text, first, last),
    )


def _places_in(text: _Text, first: int, last: int) -> tuple[Toponym, ...]:
    """Return the places named among the tokens [first, last)."""
    span = text.parse.span(first, last)
    toponyms = text.grounding.toponyms
    begin = bisect_left(toponyms, span.start, key=lambda place: place.start)
    end = bisect_left(toponyms, span.end, key=lambda place: place.start)
    return tuple(place for place in toponyms[begin:end] if span.contains(place))
