"""Comparability of two claims: whether they state values of the same thing."""

from collections.abc import Iterable
from datetime import date
from functools import cache

from sayso.codebook import read_codebook, word_set
from sayso.gazetteer import fold_name
from sayso.model import Claim, EntityKind, Participant, Value
from sayso.model.dates import first_day
from sayso.relate.contradictions.amounts import counted_group, least_of, measures
from sayso.relate.contradictions.matching import days_apart, places_may_match
from sayso.relate.contradictions.positions import CASUALTIES, Position
from sayso.relate.word_families import trigger_roots

__all__ = ["are_comparable", "is_certain"]


def are_comparable(a: Position, b: Position) -> bool:
    """Tell whether two claims state values of the same thing.

    A source does not contradict itself: not in one sentence, and, but for casualties, not in one report.
    Claims of different places, or of distant days, are of different events. Casualties belong to the event as
    a whole; other numbers are compared within one act; polarity, time, place and actor only for acts of or to
    the same participant.
    """
    if _is_same_source(a, b):
        return False
    slot = a.stated.slot
    if not _may_be_same_event(a.claim, b.claim, slot) or _is_long_before(a, b, slot):
        return False
    if slot in CASUALTIES:
        return not (_is_single(a, b) or _is_single(b, a))
    if a.value is not None and b.value is not None:
        return _count_same_thing(a, b)
    return _share_root(a.claim, b.claim) and _share_participant(a.claim, b.claim, slot)


def is_certain(a: Position, b: Position) -> bool:
    """Tell whether two claims that contradict each other are surely of one event and one group.

    They may not be if neither a claim nor its report has a day, if one report tells both and not on the word
    of two sources, or if two numbers are of a part and a whole, vague, or far from each other. Who did it,
    where and on which day is never certain.
    """
    if a.stated.slot in read_codebook("disagreements")["certain"]["never"]:
        return False
    if not all(each.stated.published or (each.claim.time and each.claim.time.first) for each in (a, b)):
        return False
    if a.ref.report == b.ref.report and (not (a.source and b.source) or a.source == b.source):
        return False
    return a.value is None or b.value is None or _are_numbers_certain(a, b, a.value, b.value)


def _are_numbers_certain(a: Position, b: Position, left: Value, right: Value) -> bool:
    """Tell whether both count one group, are no vague words, and neither is several times the other.

    Such counts are as a rule of two events: a toll of an earlier disaster, reported as background.
    """
    numbers = [_number(left), _number(right)]
    if None in numbers or not _count_same_group(a, b):
        return False
    low, high = sorted(number for number in numbers if number is not None)
    return bool(high - low <= 1 or high <= low * read_codebook("disagreements")["certain"]["times"])


def _count_same_group(a: Position, b: Position) -> bool:
    """Tell whether two numbers count people or things in the same words, neither of them only a part."""
    groups = [counted_group(each.stated.amount) for each in (a, b) if each.stated.amount is not None]
    return len(groups) == 2 and groups[0] == groups[1] and "part" not in groups[0]


def _is_single(victim: Position, count: Position) -> bool:
    """Tell whether one victim stands beside a count of many: another case, reported as background."""
    if victim.value is None or victim.value.value != 1 or count.stated.amount is None:
        return False
    return bool(least_of(count.stated.amount) > read_codebook("disagreements")["certain"]["times"])


def _number(value: Value) -> float | None:
    """Return a value's number, else its bound; None for a vague word."""
    return next((bound for bound in (value.value, value.min, value.max) if bound is not None), None)


def _is_same_source(a: Position, b: Position) -> bool:
    if a.ref.report != b.ref.report or a.source != b.source:
        return False
    return a.stated.slot not in CASUALTIES or a.claim.sentence == b.claim.sentence


def _may_be_same_event(left: Claim, right: Claim, slot: str) -> bool:
    """Tell whether times and places, except for the slot compared, allow one event."""
    if slot != "time" and left.time is not None and right.time is not None:
        apart = days_apart(left.time, right.time)
        if apart is not None and apart > read_codebook("disagreements")["deed"]["days_apart"]:
            return False
    pairs = [(a, b) for a in left.places for b in right.places] if slot != "place" else []
    return not pairs or any(places_may_match(a, b) for a, b in pairs)


def _is_long_before(a: Position, b: Position, slot: str) -> bool:
    """Tell whether one claim is of a day long before the report of the other, undated claim."""
    if slot == "time":
        return False
    for dated, news in ((a, b), (b, a)):
        last, published = dated.claim.time and dated.claim.time.last, news.stated.published
        if last and published and news.claim.time is None:
            age = date.fromisoformat(first_day(published)) - date.fromisoformat(last)
            if age.days > read_codebook("disagreements")["deed"]["days_old"]:
                return True
    return False


def _count_same_thing(a: Position, b: Position) -> bool:
    """Tell whether two numbers other than casualties may count the same thing.

    Measures are compared only if it is stated what they measure.
    """
    if not _is_same_event(a.claim, b.claim) or _have_distinct_participants(a.claim, b.claim):
        return False
    if a.value is None or b.value is None or a.stated.slot not in measures():
        return True
    is_stated = a.value.of not in {"", *measures(), *read_codebook("quantities")["magnitudes"]}
    return is_stated and a.value.of == b.value.of


def _is_same_event(a: Claim, b: Claim) -> bool:
    if a.event.type != b.event.type:
        return False
    return _share_root(a, b) or bool(set(a.event.mode) & set(b.event.mode))


def _share_root(a: Claim, b: Claim) -> bool:
    """Tell whether the triggers of one type have a root in common ("killed", "killing")."""
    return a.event.type == b.event.type and not trigger_roots(a).isdisjoint(trigger_roots(b))


def _share_participant(a: Claim, b: Claim, slot: str) -> bool:
    """Tell whether both have a recipient, a number of harmed or an actor in common.

    An actor does not count if it is the slot compared. Claims with different names in one role are of
    different events. A country or a body may be the recipient on many days and in many places; a person, or a
    number of people, rather not.
    """
    if _have_distinct_participants(a, b, but_actors=slot == "actor"):
        return False
    if slot in ("time", "place"):
        return bool(_persons(a.recipients) & _persons(b.recipients) or _harmed(a) & _harmed(b))
    done_to = _names(a.recipients) & _names(b.recipients) or _harmed(a) & _harmed(b)
    return bool(done_to) or (slot != "actor" and bool(_names(a.actors) & _names(b.actors)))


def _have_distinct_participants(a: Claim, b: Claim, *, but_actors: bool = False) -> bool:
    """Tell whether both name participants in one role, and none in common."""
    roles = [(a.recipients, b.recipients), *([] if but_actors else [(a.actors, b.actors)])]
    named = [(find(mine), find(theirs)) for mine, theirs in roles for find in (_names, _persons)]
    return any(mine and theirs and not mine & theirs for mine, theirs in named)


def _names(participants: Iterable[Participant]) -> set[str]:
    """Return the distinctive words of participants: those of names, without words for people in general."""
    words = {word for participant in participants for word in fold_name(participant.text).split()}
    words |= {
        word
        for participant in participants
        if participant.entity is not None
        for word in (*fold_name(participant.entity.name).split(), participant.entity.gazetteer or "")
    }
    return {word for word in words if word and not word[0].isdigit()} - _anybody()


def _persons(participants: Iterable[Participant]) -> set[str]:
    """Return the last names of the persons among participants."""
    entities = [
        participant.entity
        for participant in participants
        if participant.entity and participant.entity.kind is EntityKind.PERSON
    ]
    return {fold_name(entity.name).split()[-1] for entity in entities if fold_name(entity.name)}


@cache
def _anybody() -> frozenset[str]:
    """Return the words for people in general."""
    counted = read_codebook("disagreements")["counted"]
    words = {*counted["plain"], *counted["whole"], *counted["same"], *counted["same"].values()}
    numbers = frozenset(read_codebook("quantities")["numbers"])
    return frozenset(words) | numbers | word_set("origins", "names", "pronouns")


def _harmed(claim: Claim) -> set[tuple[str, float]]:
    """Return the numbers of people harmed, with the slot of harm."""
    return {
        (quantity.unit, quantity.value)
        for quantity in claim.quantities
        if quantity.unit in CASUALTIES and quantity.value is not None and quantity.value > 1
    }
