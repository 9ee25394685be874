"""Cease-fires and sanctions: states between parties."""

from collections.abc import Iterable, Iterator
from itertools import combinations

from sayso.gazetteer import country_of
from sayso.model import Change, Entity, EntityKind, Participant, SourcedClaim, Toponym
from sayso.relate.commitments.parties import place_identity, same_state
from sayso.relate.situations.ties import UNKNOWN, Tie, entity_of, place_entity

__all__ = ["tie_ceasefire", "tie_sanctions"]

# Most characters between a trigger and a place that belongs to it ("sanctions on Belarus").
_BESIDE = 40


def tie_ceasefire(sourced: SourcedClaim, change: Change) -> Iterator[Tie]:
    """Return a cease-fire by its place and by each pair of its parties."""
    parties = _parties((*sourced.claim.actors, *sourced.claim.recipients))
    places = _places(sourced)
    pairs = [f"{a.id}|{b.id}" for a, b in combinations(parties, 2)]
    subjects = [*parties, *map(place_entity, places)]
    if not subjects:
        return
    tokens = (*map(place_identity, places[:1]), *pairs)
    second = parties[1] if len(parties) > 1 else None
    yield Tie(subjects[0], second, next(iter(places), None), tokens or (subjects[0].id,), change)


def tie_sanctions(sourced: SourcedClaim, change: Change) -> Iterator[Tie]:
    """Return the targets of sanctions and, if stated, the imposers."""
    targets = _parties(sourced.claim.recipients) or [place_entity(place) for place in _places(sourced)[:1]]
    imposers = _parties(sourced.claim.actors)
    for target in targets:
        imposer = next((candidate for candidate in imposers if candidate.id != target.id), UNKNOWN)
        yield Tie(imposer, target, None, (f"{imposer.id}>{target.id}",), change)


def _parties(parties: Iterable[Participant]) -> list[Entity]:
    sides = [side for party in parties if (side := _side_of(party)) is not None]
    return sorted({side.id: side for side in sides}.values(), key=lambda side: side.id)


def _side_of(party: Participant) -> Entity | None:
    """Return the state for its government and army, else the group or body itself."""
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


def _places(sourced: SourcedClaim) -> list[Toponym]:
    """Return the claim's places, else the first right after its trigger."""
    claim = sourced.claim
    inside = [place for place in sourced.toponyms if claim.sentence.contains(place)]
    beside = [place for place in inside if 0 <= place.start - claim.trigger.end <= _BESIDE]
    return [*claim.places] or beside[:1]
