"""Which place, time and amounts of a sentence belong to which of its events."""

from collections.abc import Iterable
from typing import TypeVar

from sayso.coding.trigger import Trigger
from sayso.model import Grounding, Parse, Quantity, Span, TimeExpression, Token, Toponym

__all__ = ["places_of", "quantities_of", "time_of"]

_Located = TypeVar("_Located", bound=Span)
# How many steps up and down the parse a detail may stand from its event.
_MAX_STEPS = 6
_PLACE_PREPOSITIONS = frozenset(
    {
        "in",
        "at",
        "near",
        "from",
        "to",
        "outside",
        "inside",
        "around",
        "across",
        "over",
        "on",
        "off",
        "into",
        "through",
        "of",
        "between",
        "along",
        "throughout",
        "within",
        "towards",
        "toward",
        "north",
        "south",
        "east",
        "west",
        "and",
        "or",
    }
)
_VAGUE = ("PRESENT_REF", "PAST_REF", "FUTURE_REF")


def places_of(
    parse: Parse, trigger: Trigger, triggers: tuple[Trigger, ...], grounding: Grounding
) -> tuple[Toponym, ...]:
    """Places named with a preposition whose nearest event is this one."""
    return tuple(
        place
        for place in _nearest(parse, trigger, triggers, grounding.toponyms)
        if _is_locative(parse, place)
    )


def time_of(
    parse: Parse,
    trigger: Trigger,
    triggers: tuple[Trigger, ...],
    grounding: Grounding,
    cues: frozenset[int],
) -> TimeExpression | None:
    """The time nearest to the event, a dated one before a vague one; never the time of saying.

    `cues` are the tokens of reporting words: a time that hangs on one of them says when it was said.
    """
    said = cues - {trigger.head}
    times = [
        one
        for one in _nearest(parse, trigger, triggers, _told(parse, grounding.times, said))
        if not one.value.startswith("P") or one.value in _VAGUE
    ]
    dated = [one for one in times if one.value not in _VAGUE]
    return next(iter(dated or times), None)


def _told(parse: Parse, times: Iterable[TimeExpression], cues: frozenset[int]) -> list[TimeExpression]:
    """The times that do not hang on a reporting word."""
    kept = []
    for one in times:
        head = parse.head_of(one.start, one.end)
        verb = (
            next((up for up in parse.ancestors(head.i) if up.pos in ("VERB", "AUX")), None) if head else None
        )
        if verb is None or verb.i not in cues:
            kept.append(one)
    return kept


def quantities_of(
    parse: Parse, trigger: Trigger, triggers: tuple[Trigger, ...], grounding: Grounding
) -> tuple[Quantity, ...]:
    """Amounts whose nearest event is this one."""
    return tuple(_nearest(parse, trigger, triggers, grounding.quantities))


def _nearest(
    parse: Parse, trigger: Trigger, triggers: tuple[Trigger, ...], details: Iterable[_Located]
) -> list[_Located]:
    """The details of the trigger's sentence that stand nearer to it than to any other event word."""
    sentence = parse.sentence_of(trigger.head)
    start, end = parse.tokens[sentence.first].start, parse.tokens[sentence.last - 1].end
    here = [one for one in triggers if sentence.first <= one.head < sentence.last]
    kept = []
    for detail in details:
        if not start <= detail.start < end:
            continue
        head = parse.head_of(detail.start, detail.end)
        if head is None:
            continue
        steps = [(_steps(parse, head, other.head), abs(head.i - other.head), other.head) for other in here]
        best = min(steps)
        if best[2] == trigger.head and best[0] <= _MAX_STEPS:
            kept.append(detail)
    return kept


def _steps(parse: Parse, a: Token, b: int) -> int:
    """Length of the way through the parse from one token to another; far if there is none."""
    way_a = [a.i, *(one.i for one in parse.ancestors(a.i))]
    way_b = [b, *(one.i for one in parse.ancestors(b))]
    above = {i: n for n, i in enumerate(way_a)}
    for n, i in enumerate(way_b):
        if i in above:
            return n + above[i]
    return 99


def _is_locative(parse: Parse, place: Toponym) -> bool:
    """Whether a preposition or a comma leads to the place: "in Mosul", "Mosul, Iraq"."""
    head = parse.head_of(place.start, place.end)
    if head is None:
        return False
    if head.dep in ("appos", "conj", "npadvmod"):
        return True
    above = parse.tokens[head.head]
    return head.dep == "pobj" and above.lower in _PLACE_PREPOSITIONS
