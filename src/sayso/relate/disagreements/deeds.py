"""Whether two claims of an event tell of one deed, so that what they hold of it may disagree."""

from collections.abc import Iterable
from datetime import date
from functools import cache

from sayso.codebook import read_codebook, word_set
from sayso.gazetteer import fold_name
from sayso.model import Claim, EntityKind, Participant
from sayso.model.dates import first_day
from sayso.relate.disagreements.amounts import measures
from sayso.relate.disagreements.held import CASUALTIES, Held
from sayso.relate.disagreements.whens import days_apart
from sayso.relate.disagreements.wheres import is_nested
from sayso.relate.word_families import stems_of

__all__ = ["are_comparable"]

# As many letters of two triggers must be alike for them to name one deed.
_STEM = 4


def are_comparable(one: Held, other: Held) -> bool:
    """Whether two claims give values of one thing.

    Nobody disagrees with himself: not in one sentence, and, but for casualties, not in one report. What is
    told of two places, or of days far apart, is told of two deeds. Casualties are the event's; other numbers
    are compared within one deed; whether, when, where and by whom only of a deed of or to the same.
    """
    if _is_one_voice(one, other):
        return False
    slot = one.stated.slot
    if not _may_be_one_deed(one.claim, other.claim, slot) or _is_long_before(one, other, slot):
        return False
    if slot in CASUALTIES:
        return True
    if one.value is not None and other.value is not None:
        return _count_one_thing(one, other)
    return _has_one_stem(one.claim, other.claim) and _share_a_party(one.claim, other.claim, slot)


def _is_one_voice(one: Held, other: Held) -> bool:
    if one.ref.report != other.ref.report or one.voice != other.voice:
        return False
    return one.stated.slot not in CASUALTIES or one.claim.sentence == other.claim.sentence


def _may_be_one_deed(one: Claim, other: Claim, slot: str) -> bool:
    """Whether days and places, but for the slot that is compared, let both be one deed."""
    if slot != "time" and one.time is not None and other.time is not None:
        apart = days_apart(one.time, other.time)
        if apart is not None and apart > read_codebook("disagreements")["deed"]["days_apart"]:
            return False
    pairs = [(a, b) for a in one.places for b in other.places] if slot != "place" else []
    return not pairs or any(is_nested(a, b) for a, b in pairs)


def _is_long_before(one: Held, other: Held, slot: str) -> bool:
    """Whether one is of a day long before the report of the other, which has none: it tells its news."""
    if slot == "time":
        return False
    for dated, news in ((one, other), (other, one)):
        last, published = dated.claim.time and dated.claim.time.last, news.stated.published
        if last and published and news.claim.time is None:
            age = date.fromisoformat(first_day(published)) - date.fromisoformat(last)
            if age.days > read_codebook("disagreements")["deed"]["days_old"]:
                return True
    return False


def _count_one_thing(one: Held, other: Held) -> bool:
    """Whether two numbers that are none of casualties can be of one thing.

    Measures only where it is told what they measure.
    """
    if not _is_one_deed(one.claim, other.claim) or _have_other_parties(one.claim, other.claim):
        return False
    if one.value is None or other.value is None or one.stated.slot not in measures():
        return True
    is_told = one.value.of not in {"", *measures(), *read_codebook("quantities")["magnitudes"]}
    return is_told and one.value.of == other.value.of


def _is_one_deed(one: Claim, other: Claim) -> bool:
    if one.event.type != other.event.type:
        return False
    return _has_one_stem(one, other) or bool(set(one.event.mode) & set(other.event.mode))


def _has_one_stem(one: Claim, other: Claim) -> bool:
    is_alike = one.trigger.text[:_STEM].lower() == other.trigger.text[:_STEM].lower()
    return one.event.type == other.event.type and (
        is_alike or bool(set(stems_of(one)) & set(stems_of(other)))
    )


def _share_a_party(one: Claim, other: Claim, slot: str) -> bool:
    """Whether both name the one it is done to, or as many; else, unless that is asked, the one who does it.

    Where both name somebody in a role and not the same, they tell of two deeds. A country or a body may bear
    the same on many days and in many places; a person, or so many people, rather not.
    """
    if _have_other_parties(one, other, but_actors=slot == "actor"):
        return False
    if slot in ("time", "place"):
        return bool(_persons(one.recipients) & _persons(other.recipients) or _harmed(one) & _harmed(other))
    done_to = _names(one.recipients) & _names(other.recipients) or _harmed(one) & _harmed(other)
    return bool(done_to) or (slot != "actor" and bool(_names(one.actors) & _names(other.actors)))


def _have_other_parties(one: Claim, other: Claim, *, but_actors: bool = False) -> bool:
    """Whether both name somebody in a role, and nobody that is the same."""
    roles = [(one.recipients, other.recipients), *([] if but_actors else [(one.actors, other.actors)])]
    named = [(find(mine), find(theirs)) for mine, theirs in roles for find in (_names, _persons)]
    return any(mine and theirs and not mine & theirs for mine, theirs in named)


def _names(participants: Iterable[Participant]) -> set[str]:
    """The words that tell somebody from others: those of a name, and any but those for just anybody."""
    words = {word for one in participants for word in fold_name(one.text).split()}
    words |= {
        word
        for one in participants
        if one.entity is not None
        for word in (*fold_name(one.entity.name).split(), one.entity.gazetteer or "")
    }
    return {one for one in words if one and not one[0].isdigit()} - _anybody()


def _persons(participants: Iterable[Participant]) -> set[str]:
    """The last names of the persons among them."""
    entities = [one.entity for one in participants if one.entity and one.entity.kind is EntityKind.PERSON]
    return {fold_name(one.name).split()[-1] for one in entities if fold_name(one.name)}


@cache
def _anybody() -> frozenset[str]:
    """Words that stand for whoever it is."""
    counted = read_codebook("disagreements")["counted"]
    words = {*counted["plain"], *counted["whole"], *counted["same"], *counted["same"].values()}
    numbers = frozenset(read_codebook("quantities")["numbers"])
    return frozenset(words) | numbers | word_set("origins", "names", "pronouns")


def _harmed(claim: Claim) -> set[tuple[str, float]]:
    """How many were harmed, and how."""
    return {
        (one.unit, one.value)
        for one in claim.quantities
        if one.unit in CASUALTIES and one.value is not None and one.value > 1
    }
