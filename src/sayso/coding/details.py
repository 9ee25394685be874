"""Which place, time and amounts of a sentence belong to which of its events (fast tier)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import TypeVar

from sayso.codebook import word_set
from sayso.coding.places import described_place, innermost
from sayso.coding.trigger import Trigger
from sayso.model import Grounding, Parse, Quantity, Span, TimeExpression, Toponym
from sayso.model.base import Struct

__all__ = ["Details", "assign_details"]

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

    A place needs a preposition before it. `cues` are the tokens of reporting words: a time that hangs on one
    of them says when it was said, not when it happened.
    """
    named = [one for one in grounding.toponyms if _is_locative(parse, one)]
    places = _by_event(parse, triggers, [*named, *_described(parse, grounding)])
    times = _by_event(parse, triggers, _told(parse, grounding.times, cues - {one.head for one in triggers}))
    quantities = _by_event(parse, triggers, grounding.quantities)
    return {
        trigger.head: Details(
            places=innermost(parse, tuple(places[trigger.head])),
            time=_best_time(times[trigger.head]),
            quantities=tuple(one for one in quantities[trigger.head] if _counts(trigger, one)),
        )
        for trigger in triggers
    }


def _counts(trigger: Trigger, quantity: Quantity) -> bool:
    """A length of time is an amount of a sentence ("24 years"), not of other events."""
    is_length = quantity.unit in word_set("details", "units_of_time")
    return not is_length or trigger.type in word_set("details", "measured_in_time")


def _by_event(
    parse: Parse, triggers: tuple[Trigger, ...], details: Iterable[_Located]
) -> defaultdict[int, list[_Located]]:
    """The details of each event: those nearer to it than to any other event word of the sentence."""
    in_sentence: defaultdict[int, list[Trigger]] = defaultdict(list)
    for trigger in triggers:
        in_sentence[parse.sentence_index(trigger.head)].append(trigger)
    ways = {trigger.head: _way_up(parse, trigger.head) for trigger in triggers}
    assigned: defaultdict[int, list[_Located]] = defaultdict(list)
    for detail in details:
        head = parse.head_of(detail.start, detail.end)
        if head is None:
            continue
        here = in_sentence.get(parse.sentence_index(head.i), [])
        up = {i: n for n, i in enumerate(_way_up(parse, head.i))}
        nearest = min(
            ((_steps(up, ways[one.head]), abs(head.i - one.head), one.head) for one in here), default=None
        )
        if nearest is not None and nearest[0] <= _MAX_STEPS:
            assigned[nearest[2]].append(detail)
    return assigned


def _best_time(times: list[TimeExpression]) -> TimeExpression | None:
    """The first dated time, else the first vague one; a duration is no time of an event."""
    kept = [one for one in times if not one.value.startswith("P") or one.value in _VAGUE]
    dated = [one for one in kept if one.value not in _VAGUE]
    return next(iter(dated or kept), None)


def _told(parse: Parse, times: Iterable[TimeExpression], cues: frozenset[int]) -> Iterator[TimeExpression]:
    """The times that do not hang on a reporting word."""
    for one in times:
        head = parse.head_of(one.start, one.end)
        verb = (
            next((up for up in parse.ancestors(head.i) if up.pos in ("VERB", "AUX")), None) if head else None
        )
        if verb is None or verb.i not in cues:
            yield one


def _way_up(parse: Parse, i: int) -> list[int]:
    """A token and those above it, as far as counts."""
    return [i, *(above.i for above in islice(parse.ancestors(i), _MAX_STEPS))]


def _steps(up: Mapping[int, int], way: list[int]) -> int:
    """Length of the way through the parse from one token (`up`: steps to those above) to another; or far."""
    return next((n + up[i] for n, i in enumerate(way) if i in up), 99)


def _described(parse: Parse, grounding: Grounding) -> Iterator[Toponym]:
    """The places told by a description behind a preposition: "in the capital"."""
    named = {i for one in grounding.toponyms for i in parse.tokens_in(one.start, one.end)}
    for token in parse.tokens:
        above = parse.tokens[token.head]
        if (
            token.dep != "pobj"
            or token.i in named
            or above.lower not in word_set("details", "described_behind")
        ):
            continue
        told = described_place(parse, grounding, token)
        if told is not None:
            yield told


def _is_locative(parse: Parse, place: Toponym) -> bool:
    """Whether a preposition or a comma leads to the place: "in Mosul", "Mosul, Iraq"."""
    head = parse.head_of(place.start, place.end)
    if head is None:
        return False
    if head.dep in ("appos", "conj", "npadvmod"):
        return True
    above = parse.tokens[head.head]
    return head.dep == "pobj" and above.lower in word_set("details", "place_prepositions")
