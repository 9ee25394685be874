"""Cease-fires and sanctions: what holds between parties."""

from collections.abc import Iterable, Iterator
from itertools import combinations

from sayso.gazetteer import country_of
from sayso.model import Change, Entity, EntityKind, Participant, Told, Toponym
from sayso.relate.commitments.parties import place_identity, same_state
from sayso.relate.situations.ties import UNKNOWN, Tie, entity_of, place_entity

__all__ = ["tie_ceasefire", "tie_sanctions"]

# A place this many letters after a trigger belongs to it ("sanctions on Belarus").
_BESIDE = 40


def tie_ceasefire(told: Told, change: Change) -> Iterator[Tie]:
    """A cease-fire by its place and by each two of its parties, whichever are told."""
    parties = _parties((*told.claim.actors, *told.claim.recipients))
    places = _places(told)
    pairs = [f"{one.id}|{other.id}" for one, other in combinations(parties, 2)]
    subjects = [*parties, *map(place_entity, places)]
    if not subjects:
        return
    tokens = (*map(place_identity, places[:1]), *pairs)
    other = parties[1] if len(parties) > 1 else None
    yield Tie(subjects[0], other, next(iter(places), None), tokens or (subjects[0].id,), change)


def tie_sanctions(told: Told, change: Change) -> Iterator[Tie]:
    """Who is under sanctions, and whose they are, where told."""
    targets = _parties(told.claim.recipients) or [place_entity(place) for place in _places(told)[:1]]
    imposers = _parties(told.claim.actors)
    for target in targets:
        imposer = next((one for one in imposers if one.id != target.id), UNKNOWN)
        yield Tie(imposer, target, None, (f"{imposer.id}>{target.id}",), change)


def _parties(parties: Iterable[Participant]) -> list[Entity]:
    sides = [side for party in parties if (side := _side_of(party)) is not None]
    return sorted({side.id: side for side in sides}.values(), key=lambda side: side.id)


def _side_of(party: Participant) -> Entity | None:
    """A state for its government and army, else the group or body itself."""
    entity = party.entity
    if entity is None or entity.kind not in (EntityKind.GROUP, EntityKind.ORGANIZATION, EntityKind.COUNTRY):
        return None
    state = same_state(entity) if entity.id.startswith("country/") else ""
    country = country_of(state.removeprefix("state/")) if state else None
    if country is None:
        return entity_of(party)
    return Entity(
        id=country.key,
        name=country.name,
        kind=EntityKind.COUNTRY,
        code=country.code,
        country=country.code,
        gazetteer=country.key,
    )


def _places(told: Told) -> list[Toponym]:
    """The claim's places, else the first right after its trigger."""
    claim = told.claim
    inside = [place for place in told.toponyms if claim.sentence.contains(place)]
    beside = [place for place in inside if 0 <= place.start - claim.trigger.end <= _BESIDE]
    return [*claim.places] or beside[:1]
