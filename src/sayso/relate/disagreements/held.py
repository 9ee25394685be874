"""What each claim of an event holds of a slot: a number, a day, a place, a doer, whether it happened."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from msgspec.structs import replace

from sayso.codebook import word_set
from sayso.gazetteer import fold_name
from sayso.model import Claim, ClaimRef, Entity, EntityKind, Participant, Status, Told, Value
from sayso.relate.disagreements.amounts import amount_of, whom_counted
from sayso.relate.disagreements.compatibility import Stated
from sayso.relate.word_families import stems_of

__all__ = ["CASUALTIES", "Held", "find_held"]

CASUALTIES = frozenset({"killed", "injured", "missing", "arrested", "displaced"})
_HAPPENED = (Status.OCCURRED, Status.ONGOING)
_NAMED = (EntityKind.PERSON, EntityKind.ORGANIZATION, EntityKind.COUNTRY)
# What the report has before a claim's sentence is read along for words that tell of a change.
_BEFORE = 120


class Held(NamedTuple):
    """What one claim holds of a slot, how that is shown, and whose word it is within its report."""

    ref: ClaimRef
    stated: Stated
    shown: str
    claim: Claim
    voice: str = ""
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


def find_held(told: Sequence[Told], values: Sequence[Value]) -> dict[str, list[Held]]:
    """What claims hold of each slot, in an order that does not depend on theirs.

    Where "the town" is, is a guess: what is not named is left out.
    """
    named = [replace(one, claim=replace(one.claim, places=one.named_places())) for one in told]
    slots = defaultdict[str, list[Held]](list)
    for held in [*_numbers(named, values), *_deeds(named)]:
        slots[held.stated.slot].append(held)
    return {slot: sorted(_of_one_thing(slot, helds), key=Held.order) for slot, helds in slots.items()}


def _of_one_thing(slot: str, helds: list[Held]) -> list[Held]:
    """Without the numbers of reports that give several under one noun: they count different things by it."""
    if slot in CASUALTIES or all(one.value is None for one in helds):
        return helds
    told = defaultdict[tuple[str, str], set[tuple[str, ...]]](set)
    for one in helds:
        told[one.ref.report, one.voice].add(one.key())
    return [one for one in helds if len(told[one.ref.report, one.voice]) == 1]


def _numbers(told: Iterable[Told], values: Iterable[Value]) -> Iterator[Held]:
    of_claim = defaultdict[ClaimRef, list[Value]](list)
    for value in values:
        of_claim[ClaimRef(report=value.report, claim=value.claim)].append(value)
    for one in told:
        if one.claim.status not in _HAPPENED:
            continue
        known = [_number(one, value) for value in _wholes(of_claim[_ref(one)])]
        yield from (held for held in known if not any(_is_rival(held, other) for other in known))


def _number(told: Told, value: Value) -> Held:
    near = _near(told)
    is_open = not word_set("disagreements", "counted", "shot").isdisjoint(stems_of(told.claim))
    amount = replace(amount_of(value, near), is_open=is_open and value.slot in CASUALTIES)
    stated = Stated(slot=value.slot, near=near, published=told.report.published, amount=amount)
    return Held(_ref(told), stated, value.text, told.claim, _voice(told), value)


def _wholes(values: Sequence[Value]) -> list[Value]:
    """The values of one claim that tell what they count, without those that the words of another contain.

    "two Americans" is a summand of "two Americans and a British soldier".
    """
    unclear = word_set("disagreements", "counted", "open")
    counts = [one for one in values if any(map(str.isalpha, one.slot)) and one.slot not in unclear]
    return [
        one
        for one in counts
        if not any(one.slot == other.slot and one.text in other.text != one.text for other in counts)
    ]


def _is_rival(one: Held, other: Held) -> bool:
    """Whether one claim gives two numbers of the same: which of them is its own cannot be told."""
    if one.value is None or other.value is None or one.stated.slot != other.stated.slot:
        return False
    numbers = [(each.value, each.min, each.max) for each in (one.value, other.value)]
    whom = [whom_counted(each.stated.amount) for each in (one, other) if each.stated.amount]
    return numbers[0] != numbers[1] and whom[0] == whom[1]


def _deeds(told: Iterable[Told]) -> Iterator[Held]:
    """What claims say of whether, when and where it happened, and by whom."""
    for one in told:
        claim = one.claim
        if claim.status not in _HAPPENED or any(amount.value == 0 for amount in claim.quantities):
            continue
        stated = Stated(slot="polarity", near=_near(one), published=one.report.published)
        for slot, shown in _shown(claim):
            known = replace(stated, slot=slot, **_held_of(slot, claim))
            yield Held(_ref(one), known, shown, claim, _voice(one))


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
    """Those who act and are named where they act: whom "he" means is a guess."""
    return tuple(
        _as_named(one, one.entity)
        for one in claim.actors
        if one.entity is not None and one.entity.kind in _NAMED and _names_in(one, one.entity)
    )


def _as_named(actor: Participant, entity: Entity) -> Entity:
    """A person under no more of the name than stands there: which "Adler" is meant is a guess, too."""
    if entity.kind is not EntityKind.PERSON:
        return entity
    return replace(entity, name=" ".join(_names_in(actor, entity)))


def _names_in(actor: Participant, entity: Entity) -> list[str]:
    """The words of an entity's name that stand where it acts."""
    there = set(fold_name(actor.text).split())
    return [word for word in entity.name.split() if there.intersection(fold_name(word).split())]


def _ref(told: Told) -> ClaimRef:
    return ClaimRef(report=told.report.id, claim=told.claim.id)


def _voice(told: Told) -> str:
    """The innermost source of the first chain by name; "" for the report's own voice."""
    chain = told.claim.chains[0] if told.claim.chains else ()
    names = [one.source_name() for one in told.attributions if chain and one.id == chain[0]]
    return fold_name(names[0]) if names else ""


def _near(told: Told) -> str:
    sentence = told.claim.sentence
    return told.report.text[max(0, sentence.start - _BEFORE) : sentence.end]
