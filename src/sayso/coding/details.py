"""Assignment of the places, times and amounts of a sentence to its events (fast tier)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice
from typing import TypeVar

from sayso.codebook import word_set
from sayso.coding.places import described_place, innermost
from sayso.coding.trigger import Trigger
from sayso.model import Grounding, Parse, Quantity, Span, TimeExpression, Toponym
from sayso.model.base import Struct

__all__ = ["Details", "assign_details", "is_time_of_saying"]

_Located = TypeVar("_Located", bound=Span)
# How many steps up and down the parse a detail may stand from its event.
_MAX_STEPS = 6
_VAGUE = ("PRESENT_REF", "PAST_REF", "FUTURE_REF")


class Details(Struct, frozen=True, kw_only=True):
    """The places, the time and the amounts of one event."""

    places: tuple[Toponym, ...] = ()
    time: TimeExpression | None = None
    quantities: tuple[Quantity, ...] = ()


def assign_details(
    parse: Parse, triggers: tuple[Trigger, ...], grounding: Grounding, cues: frozenset[int]
) -> dict[int, Details]:
    """Give each place, time and amount to the nearest event of its sentence; by head token of the event.

    A place needs a preposition before it. `cues` are the tokens of attribution cues: a time that depends
    on a cue is the time of the statement, not of the event.
    """
    named = [place for place in grounding.toponyms if _is_locative(parse, place)]
    places = _by_event(parse, triggers, [*named, *_described(parse, grounding)])
    times = _by_event(
        parse, triggers, _event_times(parse, grounding.times, cues - {trigger.head for trigger in triggers})
    )
    quantities = _by_event(parse, triggers, grounding.quantities)
    return {
        trigger.head: Details(
            places=innermost(parse, tuple(places[trigger.head])),
            time=_best_time(times[trigger.head]),
            quantities=tuple(
                quantity for quantity in quantities[trigger.head] if _can_have(trigger, quantity)
            ),
        )
        for trigger in triggers
    }


def _can_have(trigger: Trigger, quantity: Quantity) -> bool:
    """Return whether a quantity can belong to a trigger; lengths of time ("24 years") only to some types."""
    is_length = quantity.unit in word_set("details", "units_of_time")
    return not is_length or trigger.type in word_set("details", "measured_in_time")


def _by_event(
    parse: Parse, triggers: tuple[Trigger, ...], details: Iterable[_Located]
) -> defaultdict[int, list[_Located]]:
    """Return the details of each event: those nearest to its trigger of all triggers of the sentence."""
    in_sentence: defaultdict[int, list[Trigger]] = defaultdict(list)
    for trigger in triggers:
        in_sentence[parse.sentence_index(trigger.head)].append(trigger)
    paths = {trigger.head: _path_up(parse, trigger.head) for trigger in triggers}
    assigned: defaultdict[int, list[_Located]] = defaultdict(list)
    for detail in details:
        head = parse.head_of(detail.start, detail.end)
        if head is None:
            continue
        here = in_sentence.get(parse.sentence_index(head.i), [])
        up = {i: n for n, i in enumerate(_path_up(parse, head.i))}
        nearest = min(
            ((_steps(up, paths[trigger.head]), abs(head.i - trigger.head), trigger.head) for trigger in here),
            default=None,
        )
        if nearest is not None and nearest[0] <= _MAX_STEPS:
            assigned[nearest[2]].append(detail)
    return assigned


def _best_time(times: list[TimeExpression]) -> TimeExpression | None:
    """Return the first dated time, else the first vague time; a duration is no time of an event."""
    kept = [time for time in times if not time.value.startswith("P") or time.value in _VAGUE]
    dated = [time for time in kept if time.value not in _VAGUE]
    return next(iter(dated or kept), None)


def _event_times(
    parse: Parse, times: Iterable[TimeExpression], cues: frozenset[int]
) -> Iterator[TimeExpression]:
    """Yield the times that do not depend on an attribution cue."""
    return (time for time in times if not is_time_of_saying(parse, time, cues))


def is_time_of_saying(parse: Parse, time: Span | TimeExpression, cues: Collection[int]) -> bool:
    """Return whether a time depends on one of the tokens of attribution cues ("it said on Saturday")."""
    head = parse.head_of(time.start, time.end)
    above = parse.ancestors(head.i) if head is not None else iter(())
    verb = next((token for token in above if token.pos in ("VERB", "AUX")), None)
    return verb is not None and verb.i in cues


def _path_up(parse: Parse, i: int) -> list[int]:
    """Return a token and its ancestors, at most `_MAX_STEPS`."""
    return [i, *(above.i for above in islice(parse.ancestors(i), _MAX_STEPS))]


def _steps(up: Mapping[int, int], path: list[int]) -> int:
    """Return the length of the path between two tokens (`up`: steps to the ancestors of the first); or 99."""
    return next((n + up[i] for n, i in enumerate(path) if i in up), 99)


def _described(parse: Parse, grounding: Grounding) -> Iterator[Toponym]:
    """Yield the places of descriptions behind a preposition: "in the capital"."""
    named = {i for place in grounding.toponyms for i in parse.tokens_in(place.start, place.end)}
    for token in parse.tokens:
        above = parse.tokens[token.head]
        if (
            token.dep != "pobj"
            or token.i in named
            or above.lower not in word_set("details", "described_behind")
        ):
            continue
        place = described_place(parse, grounding, token)
        if place is not None:
            yield place


def _is_locative(parse: Parse, place: Toponym) -> bool:
    """Return whether a preposition or a comma precedes the place: "in Mosul", "Mosul, Iraq"."""
    head = parse.head_of(place.start, place.end)
    if head is None:
        return False
    if head.dep in ("appos", "conj", "npadvmod"):
        return True
    above = parse.tokens[head.head]
    return head.dep == "pobj" and above.lower in word_set("details", "place_prepositions")
