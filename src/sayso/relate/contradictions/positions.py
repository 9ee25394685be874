"""Positions of the claims of an event on each slot: number, time, place, actor, polarity."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from msgspec.structs import replace

from sayso.codebook import word_set
from sayso.gazetteer import fold_name
from sayso.model import Claim, ClaimRef, Entity, EntityKind, Participant, SourcedClaim, Status, Value
from sayso.relate.contradictions.amounts import amount_of, counted_group
from sayso.relate.contradictions.compatibility import StatedValue
from sayso.relate.word_families import trigger_stems

__all__ = ["CASUALTIES", "Position", "find_positions"]

CASUALTIES = frozenset({"killed", "injured", "missing", "arrested", "displaced"})
_HAPPENED = (Status.OCCURRED, Status.ONGOING)
_NAMED = (EntityKind.PERSON, EntityKind.ORGANIZATION, EntityKind.COUNTRY)
# Characters before a claim's sentence that are searched for words of change.
_BEFORE = 120


class Position(NamedTuple):
    """Value of a slot in one claim, its words, and its source within the report."""

    ref: ClaimRef
    stated: StatedValue
    shown: str
    claim: Claim
    source: str = ""
    value: Value | None = None

    def key(self) -> tuple[str, ...]:
        """Return the key of the side: positions with one key are on one side."""
        if self.value is None:
            return (self.shown,)
        numbers = (self.value.value, self.value.min, self.value.max)
        vague = self.shown.casefold() if numbers == (None, None, None) else ""
        counted = counted_group(self.stated.amount) if self.stated.amount else ()
        return (*map(str, numbers), str(self.value.approximate), vague, *counted)

    def number_key(self) -> tuple[str, ...]:
        """Return the key of the number alone, whatever noun it counts; of words, that of the side."""
        value = self.value
        numbers = (value.value, value.min, value.max) if value is not None else ()
        return tuple(map(str, numbers)) if any(bound is not None for bound in numbers) else self.key()

    def order(self) -> tuple[str, str, str]:
        """Return the sort key among positions of one slot."""
        return self.ref.report, self.ref.claim, self.shown


def find_positions(claims: Sequence[SourcedClaim], values: Sequence[Value]) -> dict[str, list[Position]]:
    """Return the positions on each slot, independent of the order of `claims`.

    Places that are not named ("the town") are left out, because their resolution is a guess.
    """
    named = [
        replace(sourced, claim=replace(sourced.claim, places=sourced.named_places())) for sourced in claims
    ]
    slots = defaultdict[str, list[Position]](list)
    for position in [*_number_positions(named, values), *_event_positions(named)]:
        slots[position.stated.slot].append(position)
    return {
        slot: sorted(_unambiguous(slot, positions), key=Position.order) for slot, positions in slots.items()
    }


def _unambiguous(slot: str, positions: list[Position]) -> list[Position]:
    """Remove the numbers of reports that give several for one noun: they count different things."""
    if slot in CASUALTIES or all(position.value is None for position in positions):
        return positions
    keys_of_source = defaultdict[tuple[str, str], set[tuple[str, ...]]](set)
    for position in positions:
        keys_of_source[position.ref.report, position.source].add(position.key())
    return [
        position for position in positions if len(keys_of_source[position.ref.report, position.source]) == 1
    ]


def _number_positions(claims: Iterable[SourcedClaim], values: Iterable[Value]) -> Iterator[Position]:
    of_claim = defaultdict[ClaimRef, list[Value]](list)
    for value in values:
        of_claim[ClaimRef(report=value.report, claim=value.claim)].append(value)
    for sourced in claims:
        if sourced.claim.status not in _HAPPENED:
            continue
        rivals = [_number_position(sourced, value) for value in _wholes(of_claim[_ref(sourced)])]
        yield from (
            position for position in rivals if not any(_is_rival(position, rival) for rival in rivals)
        )


def _number_position(sourced: SourcedClaim, value: Value) -> Position:
    near = _near(sourced)
    is_open = not word_set("disagreements", "counted", "shot").isdisjoint(trigger_stems(sourced.claim))
    amount = replace(amount_of(value, near), is_open=is_open and value.slot in CASUALTIES)
    stated = StatedValue(slot=value.slot, near=near, published=sourced.report.published, amount=amount)
    return Position(_ref(sourced), stated, value.text, sourced.claim, _source(sourced), value)


def _wholes(values: Sequence[Value]) -> list[Value]:
    """Return the values of one claim that say what they count, without those contained in another.

    "two Americans" is a summand of "two Americans and a British soldier".
    """
    unclear = word_set("disagreements", "counted", "open")
    counts = [value for value in values if any(map(str.isalpha, value.slot)) and value.slot not in unclear]
    return [
        value
        for value in counts
        if not any(value.slot == whole.slot and value.text in whole.text != value.text for whole in counts)
    ]


def _is_rival(a: Position, b: Position) -> bool:
    """Tell whether one claim gives two numbers for the same group, so that neither is certain."""
    if a.value is None or b.value is None or a.stated.slot != b.stated.slot:
        return False
    numbers = [(each.value, each.min, each.max) for each in (a.value, b.value)]
    counted = [counted_group(each.stated.amount) for each in (a, b) if each.stated.amount]
    return numbers[0] != numbers[1] and counted[0] == counted[1]


def _event_positions(claims: Iterable[SourcedClaim]) -> Iterator[Position]:
    """Return the positions on polarity, time, place and actor."""
    for sourced in claims:
        claim = sourced.claim
        if claim.status not in _HAPPENED or any(amount.value == 0 for amount in claim.quantities):
            continue
        stated = StatedValue(slot="polarity", near=_near(sourced), published=sourced.report.published)
        for slot, shown in _shown(claim):
            filled = replace(stated, slot=slot, **_stated_fields(slot, claim))
            yield Position(_ref(sourced), filled, shown, claim, _source(sourced))


def _shown(claim: Claim) -> Iterator[tuple[str, str]]:
    """Return the slots that a claim fills, with the words of each value."""
    yield "polarity", "did not occur" if claim.negated else "occurred"
    if claim.negated:
        return
    if claim.time is not None and claim.time.first and claim.time.first == claim.time.last:
        yield "time", claim.time.first
    if claim.places:
        yield "place", ", ".join(sorted({place.name for place in claim.places}))
    if actors := _named_actors(claim):
        yield "actor", ", ".join(sorted({actor.name for actor in actors}))


def _stated_fields(slot: str, claim: Claim) -> dict[str, Any]:
    """Return the fields of `StatedValue` that a claim fills for a slot."""
    match slot:
        case "time":
            return {"time": claim.time}
        case "place":
            return {"places": claim.places}
        case "actor":
            return {"actors": _named_actors(claim)}
    return {"status": claim.status, "negated": claim.negated}


def _named_actors(claim: Claim) -> tuple[Entity, ...]:
    """Return the actors that are named in place: a pronoun's antecedent is a guess."""
    return tuple(
        _as_named(actor, actor.entity)
        for actor in claim.actors
        if actor.entity is not None and actor.entity.kind in _NAMED and _names_in(actor, actor.entity)
    )


def _as_named(actor: Participant, entity: Entity) -> Entity:
    """Return a person under the words of the name that are present: a longer name is a guess."""
    if entity.kind is not EntityKind.PERSON:
        return entity
    return replace(entity, name=" ".join(_names_in(actor, entity)))


def _names_in(actor: Participant, entity: Entity) -> list[str]:
    """Return the words of an entity's name that are present in the participant's words."""
    there = set(fold_name(actor.text).split())
    return [word for word in entity.name.split() if there.intersection(fold_name(word).split())]


def _ref(sourced: SourcedClaim) -> ClaimRef:
    return ClaimRef(report=sourced.report.id, claim=sourced.claim.id)


def _source(sourced: SourcedClaim) -> str:
    """Return the innermost source of the first chain by name; "" for the report itself."""
    chain = sourced.claim.chains[0] if sourced.claim.chains else ()
    names = [
        attribution.source_name()
        for attribution in sourced.attributions
        if chain and attribution.id == chain[0]
    ]
    return fold_name(names[0]) if names else ""


def _near(sourced: SourcedClaim) -> str:
    sentence = sourced.claim.sentence
    return sourced.report.text[max(0, sentence.start - _BEFORE) : sentence.end]
