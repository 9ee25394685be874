"""Values of one slot that do not go together."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import Any, NamedTuple

from msgspec.structs import replace

from sayso.codebook import read_codebook, word_set
from sayso.gazetteer import fold_name
from sayso.model import (
    Claim,
    ClaimRef,
    Disagreement,
    DisagreementKind,
    Entity,
    EntityKind,
    Origin,
    Participant,
    Side,
    Status,
    Told,
    Value,
)
from sayso.relate.components import components
from sayso.relate.disagreements.amounts import amount_of, measures, whom_counted
from sayso.relate.disagreements.compatibility import Compatibility, Stated, compare_values
from sayso.relate.disagreements.resting import Resting

__all__ = ["find_disagreements"]

_HAPPENED = (Status.OCCURRED, Status.ONGOING)
_CASUALTIES = frozenset({"killed", "injured", "missing", "arrested", "displaced"})
_NAMED = (EntityKind.PERSON, EntityKind.ORGANIZATION, EntityKind.COUNTRY)
# What the report has before a claim's sentence is read along for words that tell of a change.
_BEFORE = 120
# As many letters of two triggers must be alike for them to name one deed.
_STEM = 4


class _Held(NamedTuple):
    """What one claim holds of a slot, and how that is shown."""

    ref: ClaimRef
    stated: Stated
    shown: str
    claim: Claim
    value: Value | None = None

    def key(self) -> tuple[str, ...]:
        """Those with one key are on one side."""
        if self.value is None:
            return (self.shown,)
        numbers = (self.value.value, self.value.min, self.value.max)
        vague = self.shown.casefold() if numbers == (None, None, None) else ""
        whom = whom_counted(self.stated.amount) if self.stated.amount else ()
        return (*map(str, numbers), str(self.value.approximate), vague, *whom)

    def order(self) -> tuple[str, str, str]:
        """Where it stands among the others, whatever order they came in."""
        return self.ref.report, self.ref.claim, self.shown


class _Conflict(NamedTuple):
    """Two that do not go together."""

    one: _Held
    other: _Held
    kind: Compatibility


def find_disagreements(
    told: Sequence[Told], values: Sequence[Value], origins: Sequence[Origin]
) -> tuple[Disagreement, ...]:
    """What claims about one event, and the numbers they give, have otherwise than others of them.

    `origins` is what `find_origins` made of the same claims. Every value that does not go with another is a
    side, with the claims that hold it against the other; none is preferred.
    """
    resting = Resting.of(origins)
    known = {(one.report.id, one.claim.id): one for one in told}
    slots: dict[str, list[_Held]] = defaultdict(list)
    for held in [*_numbers(values, known), *_deeds(told)]:
        slots[held.stated.slot].append(held)
    return tuple(
        disagreement
        for slot in sorted(slots)
        for disagreement in _disagree(slot, sorted(slots[slot], key=_Held.order), resting)
    )


def _numbers(values: Iterable[Value], known: dict[tuple[str, str], Told]) -> Iterator[_Held]:
    for value in values:
        told = known.get((value.report, value.claim))
        if told is None or told.claim.status not in _HAPPENED or not any(map(str.isalpha, value.slot)):
            continue
        near = _near(told)
        stated = Stated(
            slot=value.slot, near=near, published=told.report.published, amount=amount_of(value, near)
        )
        yield _Held(_ref(told), stated, value.text, told.claim, value)


def _deeds(told: Iterable[Told]) -> Iterator[_Held]:
    """What claims say of whether, when and where it happened, and by whom."""
    for one in told:
        claim = one.claim
        if claim.status not in _HAPPENED or any(amount.value == 0 for amount in claim.quantities):
            continue
        stated = Stated(slot="polarity", near=_near(one), published=one.report.published)
        for slot, shown in _shown(claim):
            yield _Held(_ref(one), replace(stated, slot=slot, **_held_of(slot, claim)), shown, claim)


def _shown(claim: Claim) -> Iterator[tuple[str, str]]:
    """The slots that a claim fills, and its value of each in words."""
    yield "polarity", "did not occur" if claim.negated else "occurred"
    if claim.negated:
        return
    if claim.time is not None and claim.time.first and claim.time.first == claim.time.last:
        yield "time", claim.time.first
    if claim.places:
        yield "place", ", ".join(sorted({place.name for place in claim.places}))
    if actors := _named_actors(claim):
        yield "actor", ", ".join(sorted({actor.name for actor in actors}))


def _held_of(slot: str, claim: Claim) -> dict[str, Any]:
    """The fields of `Stated` that a claim fills for a slot."""
    match slot:
        case "time":
            return {"time": claim.time}
        case "place":
            return {"places": claim.places}
        case "actor":
            return {"actors": _named_actors(claim)}
    return {"status": claim.status, "negated": claim.negated}


def _named_actors(claim: Claim) -> tuple[Entity, ...]:
    entities = (actor.entity for actor in claim.actors)
    return tuple(one for one in entities if one is not None and one.kind in _NAMED)


def _ref(told: Told) -> ClaimRef:
    return ClaimRef(report=told.report.id, claim=told.claim.id)


def _near(told: Told) -> str:
    sentence = told.claim.sentence
    return told.report.text[max(0, sentence.start - _BEFORE) : sentence.end]


def _disagree(slot: str, helds: list[_Held], resting: Resting) -> Iterator[Disagreement]:
    by_key: dict[tuple[str, ...], list[_Held]] = defaultdict(list)
    for held in helds:
        by_key[held.key()].append(held)
    conflicts = [
        conflict
        for one, other in combinations(sorted(by_key), 2)
        for conflict in _conflicts(by_key[one], by_key[other])
    ]
    for kind in (Compatibility.INCOMPATIBLE, Compatibility.CHANGED):
        for part in _connected([conflict for conflict in conflicts if conflict.kind is kind]):
            yield Disagreement(
                slot=slot,
                kind=DisagreementKind(kind),
                sides=tuple(_side(part[key], resting) for key in sorted(part)),
                of=_counted_of(part),
            )


def _conflicts(ones: list[_Held], others: list[_Held]) -> list[_Conflict]:
    """The pairs of two sides that do not go together, all of one kind.

    A value that is told again after the other one was did not change into it.
    """
    found = [
        _Conflict(one, other, kind)
        for one in ones
        for other in others
        if _are_comparable(one, other)
        and (kind := compare_values(one.stated, other.stated)) is not Compatibility.COMPATIBLE
    ]
    kinds = {conflict.kind for conflict in found}
    if Compatibility.INCOMPATIBLE in kinds or _is_told_again(ones, others):
        return [conflict._replace(kind=Compatibility.INCOMPATIBLE) for conflict in found]
    return found


def _are_comparable(one: _Held, other: _Held) -> bool:
    """Whether two claims give values of one thing.

    Casualties are the event's. Other numbers are compared within one type of claim, words that count whoever
    there is ("people") and all else within one deed; who did it, and whether, only of one that it is done to.
    """
    slot = one.stated.slot
    if slot in _CASUALTIES:
        return True
    if one.value is not None and other.value is not None and slot in measures():
        is_told = one.value.of not in {"", *measures(), *read_codebook("quantities")["magnitudes"]}
        return is_told and one.value.of == other.value.of and _is_one_deed(one.claim, other.claim)
    if one.value is not None and slot not in word_set("disagreements", "counted", "whole"):
        return one.claim.event.type == other.claim.event.type
    if not _is_one_deed(one.claim, other.claim):
        return False
    return slot not in ("polarity", "actor") or _share_a_party(one.claim, other.claim, slot)


def _is_one_deed(one: Claim, other: Claim) -> bool:
    if one.event.type != other.event.type:
        return False
    same_stem = one.trigger.text[:_STEM].lower() == other.trigger.text[:_STEM].lower()
    return same_stem or bool(set(one.event.mode) & set(other.event.mode))


def _share_a_party(one: Claim, other: Claim, slot: str) -> bool:
    """Whether both name the one it is done to, else, unless that is asked, the one who does it."""
    if one.recipients and other.recipients:
        return bool(_names(one.recipients) & _names(other.recipients))
    if slot == "actor":
        return False
    return not one.actors or not other.actors or bool(_names(one.actors) & _names(other.actors))


def _names(participants: Iterable[Participant]) -> set[str]:
    words = {word for one in participants for word in fold_name(one.text).split()}
    keys = {one.entity.id for one in participants if one.entity is not None and one.entity.gazetteer}
    return keys | words - word_set("disagreements", "counted", "plain")


def _is_told_again(ones: list[_Held], others: list[_Held]) -> bool:
    (first, last), (start, end) = _days(ones), _days(others)
    if not first or not last or not start or not end:
        return False
    return (first < start and end < last) or (start < first and last < end)


def _connected(conflicts: list[_Conflict]) -> list[dict[tuple[str, ...], list[_Held]]]:
    """The sides of conflicts that hang together, by key."""
    helds = defaultdict[tuple[str, ...], list[_Held]](list)
    for conflict in conflicts:
        for held in (conflict.one, conflict.other):
            helds[held.key()].append(held)
    joined = components((), ((one.one.key(), one.other.key()) for one in conflicts))
    return [{key: helds[key] for key in part} for part in joined]


def _side(helds: list[_Held], resting: Resting) -> Side:
    helds = sorted(set(helds), key=_Held.order)
    value = helds[0].value
    refs = tuple(dict.fromkeys(held.ref for held in helds))
    first, last = _days(helds)
    return Side(
        value=value.value if value else None,
        min=value.min if value else None,
        max=value.max if value else None,
        text=helds[0].shown,
        claims=refs,
        origins=resting.count(refs),
        first=first,
        last=last,
    )


def _days(helds: Iterable[_Held]) -> tuple[str | None, str | None]:
    days = sorted(held.stated.published[:10] for held in helds if held.stated.published)
    return (days[0], days[-1]) if days else (None, None)


def _counted_of(part: dict[tuple[str, ...], list[_Held]]) -> str:
    names = Counter(held.value.of for helds in part.values() for held in helds if held.value is not None)
    return min(names, key=lambda name: (-names[name], name), default="")
