"""Drafts of claims by rules over the parse (fast tier)."""

from bisect import bisect_left
from collections.abc import Sequence

from sayso.codebook import word_set
from sayso.coding.attribution_links import AttributionLinks
from sayso.coding.details import Details, assign_details
from sayso.coding.roles import Roles, find_roles, make_participant
from sayso.coding.status import classify_factuality
from sayso.coding.trigger import Trigger
from sayso.coding.triggers import find_triggers, match_triggers
from sayso.model import Grounding, IntervalIndex, Parse, Participant, Toponym
from sayso.model.base import Struct
from sayso.model.drafts import AttributionDraft, ClaimDraft, EventDraft, ObjectDraft

__all__ = ["draft_claims_by_rules"]


class _Text(Struct, frozen=True, kw_only=True):
    """A grounded text with its triggers, as input to its claims."""

    parse: Parse
    grounding: Grounding
    links: AttributionLinks
    matches: tuple[Trigger, ...]
    times: IntervalIndex


def draft_claims_by_rules(
    parse: Parse, grounding: Grounding, attributions: Sequence[AttributionDraft]
) -> tuple[ClaimDraft, ...]:
    """Draft the claims of a text by rules over its parse, in order of their triggers."""
    matches = match_triggers(parse)
    triggers = find_triggers(parse, matches)
    cues = frozenset(i for draft in attributions for i in parse.tokens_in(draft.cue.start, draft.cue.end))
    text = _Text(
        parse=parse,
        grounding=grounding,
        links=AttributionLinks(attributions),
        matches=matches,
        times=IntervalIndex((time.start, time.end) for time in grounding.times),
    )
    details = assign_details(parse, triggers, grounding, cues)
    return tuple(_claim(text, trigger, details[trigger.head]) for trigger in triggers)


def _claim(text: _Text, trigger: Trigger, details: Details) -> ClaimDraft:
    span = trigger.span(text.parse)
    roles = find_roles(text.parse, text.parse.tokens[trigger.head])
    factuality = classify_factuality(text.parse, trigger)
    return ClaimDraft(
        trigger=span,
        event=_event(text, trigger, roles, details.places),
        object=_object(text, trigger, roles),
        time=details.time,
        quantities=details.quantities,
        status=factuality.status,
        negated=factuality.negated,
        attribution=text.links.innermost(span),
    )


def _event(text: _Text, trigger: Trigger, roles: Roles, places: tuple[Toponym, ...]) -> EventDraft:
    return EventDraft(
        type=trigger.type,
        mode=trigger.mode,
        actors=_participants(text, roles.actors),
        recipients=_participants(text, roles.recipients),
        places=places,
    )


def _participants(text: _Text, heads: tuple[int, ...]) -> tuple[Participant, ...]:
    """Return the participants of the given head tokens; a day or an hour is none."""
    tokens = (text.parse.tokens[head] for head in heads)
    return tuple(
        make_participant(text.parse, text.grounding, token.i)
        for token in tokens
        if not text.times.covering(token.start)
    )


def _object(text: _Text, trigger: Trigger, roles: Roles) -> ObjectDraft | None:
    """Return the object of an event that asks, promises, threatens or denies, with the event inside it."""
    if roles.object is None or trigger.type not in word_set("speech_acts", "types"):
        return None
    first, last = roles.object
    span = text.parse.span(first, last)
    begin = bisect_left(text.matches, first, key=lambda match: match.head)
    inside = next((match for match in text.matches[begin : begin + 2] if match.head != trigger.head), None)
    if inside is None or inside.head >= last:
        return ObjectDraft(span=span)
    wanted = find_roles(text.parse, text.parse.tokens[inside.head])
    return ObjectDraft(span=span, event=_event(text, inside, wanted, _places_in(text, first, last)))


def _places_in(text: _Text, first: int, last: int) -> tuple[Toponym, ...]:
    """Return the places named among the tokens [first, last)."""
    span = text.parse.span(first, last)
    toponyms = text.grounding.toponyms
    begin = bisect_left(toponyms, span.start, key=lambda place: place.start)
    end = bisect_left(toponyms, span.end, key=lambda place: place.start)
    return tuple(place for place in toponyms[begin:end] if span.contains(place))
