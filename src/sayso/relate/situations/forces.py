"""Forces at a place."""

from collections.abc import Iterator

from sayso.codebook import word_set
from sayso.gazetteer import country_of, is_country, sector_of
from sayso.model import Change, Claim, Entity, EntityKind, Participant, Quantity, SourcedClaim, Toponym
from sayso.relate.commitments.parties import place_identity, same_state
from sayso.relate.commitments.phrases import root_of, words_of
from sayso.relate.situations.stations import is_far, listed, named_places, without_reference
from sayso.relate.situations.ties import Tie, entity_of, is_resolved, worded_entity

__all__ = ["force_of", "tie_forces"]


def tie_forces(sourced: SourcedClaim, change: Change) -> Iterator[Tie]:
    """Return the forces at each place of a claim, or at places that are only counted."""
    force = _force_in(sourced.claim, sourced.report.text)
    if force is None or not _speaks_of_forces(sourced):
        return
    sites = [quantity for quantity in sourced.claim.quantities if _is_site(quantity)]
    places = _stations(sourced)
    if sites:
        yield _unnamed_sites(force, sites[0], next(iter(places), None), sourced, change)
        return
    for place in places:
        yield Tie(force, None, place, (f"{force.id}@{place_identity(place)}",), change)


def _force_in(claim: Claim, text: str) -> Entity | None:
    """Return the resolved forces of a claim; "troops" alone may be anybody's."""
    recipients = () if _gives_over(claim) else claim.recipients
    participants = (*claim.actors, *(party for party in recipients if not _is_where(party, text)))
    parties = sorted(participants, key=lambda party: not _has_force_word(party.text))
    forces = [force for party in parties if (force := force_of(party)) is not None]
    return next(filter(is_resolved, forces), None) or _ordered(claim)


def _is_where(party: Participant, text: str) -> bool:
    """Return True if a participant is a country that forces come to or leave, not theirs."""
    before = text[: party.start].split()[-1:]
    is_place = party.entity is not None and party.entity.kind in _PLACES
    return is_place and bool(before) and before[0].lower() in word_set("situations", "places", "before")


def _gives_over(claim: Claim) -> bool:
    """Tell whether a place is handed to a recipient, who then does not leave it."""
    giving = {root_of(word) for word in word_set("situations", "forces", "giving")}
    return not giving.isdisjoint(map(root_of, words_of(claim.trigger.text)))


def force_of(party: Participant) -> Entity | None:
    """Return the forces that a party is, or has as a state; None if it has none or they belong to another."""
    entity = party.entity
    if party.text.split()[:1] and party.text.split()[0].lower() in word_set("situations", "forces", "owned"):
        return None
    if entity is None:
        return worded_entity(party, EntityKind.GROUP) if _has_force_word(party.text) else None
    if entity.kind is EntityKind.PERSON:
        return None
    if _has_forces(entity):
        return _force_of_state(entity)
    is_force = entity.sector in word_set("situations", "forces", "sectors") or _has_force_word(party.text)
    return entity_of(party) if is_force else None


def _has_forces(entity: Entity) -> bool:
    """Tell whether it is a state, its government as a whole or its military: no ministry, no diplomats."""
    is_whole = entity.sector == "MIL" or entity.kind is EntityKind.COUNTRY or entity.id.count("/") < 3
    return bool(same_state(entity)) and is_whole


def _ordered(claim: Claim) -> Entity | None:
    """Return the forces of a state whose speaker moves them ("Trump wants to withdraw from Syria")."""
    moved = {root_of(word) for word in word_set("situations", "forces", "moving")}
    states = [party.entity for party in claim.actors if party.entity and same_state(party.entity)]
    return _force_of_state(states[0]) if states and root_of(claim.trigger.text) in moved else None


def _force_of_state(entity: Entity) -> Entity:
    code = same_state(entity).removeprefix("state/")
    country = country_of(code)
    key = f"country/{code}/MIL"
    return Entity(
        id=key,
        name=f"{country.name if country else entity.name} forces",
        kind=EntityKind.ORGANIZATION,
        code=code,
        country=code,
        sector="MIL",
        gazetteer=key,
    )


def _has_force_word(text: str) -> bool:
    return bool(word_set("situations", "forces", "words").intersection(words_of(text)))


def _speaks_of_forces(sourced: SourcedClaim) -> bool:
    """Tell whether forces move or stay: by the type of the claim, else by its words."""
    sentence = sourced.claim.sentence
    moves = sourced.claim.event.type in ("MOBILIZE", "RETREAT")
    return moves or _has_force_word(sourced.report.text[sentence.start : sentence.end])


def _is_site(quantity: Quantity) -> bool:
    return bool(word_set("situations", "forces", "sites").intersection(quantity.unit.lower().split()[-1:]))


def _unnamed_sites(
    force: Entity, sites: Quantity, place: Toponym | None, sourced: SourcedClaim, change: Change
) -> Tie:
    """Return the relation to places that are only counted ("15 bases in Iraq")."""
    where = place_identity(place) if place else sourced.report.document
    what = f"{sites.value or sites.min or sites.max or '?'} {sites.unit.split()[-1].lower()}"
    entity = Entity(id=f"sites/{what}", name=sites.text, kind=EntityKind.PLACE)
    return Tie(force, entity, place, (f"{force.id}@{what}@{where}",), change)


def _stations(sourced: SourcedClaim) -> list[Toponym]:
    """Return the places of forces and those listed with them; a country only if there is no other."""
    text = sourced.report.text
    named = [
        place
        for place in listed(sourced, named_places(without_reference(sourced, _sites(sourced))))
        if not is_far(text, place) and not (_gives_over(sourced.claim) and _is_given(text, place))
    ]
    near = [place for place in named if not is_country(place)]
    return near or [place for place in named if not _names_side(sourced, place)]


def _is_given(text: str, place: Toponym) -> bool:
    """Return True if something is handed over to a place's people ("transferred the base to Iraq")."""
    return text[: place.start].split()[-1:] == ["to"]


def _names_side(sourced: SourcedClaim, place: Toponym) -> bool:
    """Tell whether a country only names the forces' side ("US troops")."""
    following = sourced.report.text[place.end :].split(maxsplit=1)[:1]
    is_theirs = bool(following) and (_has_force_word(following[0]) or bool(sector_of(following[0])))
    return is_theirs or any(party.entity and party.overlaps(place) for party in sourced.claim.actors)


def _sites(sourced: SourcedClaim) -> list[Toponym]:
    """Return the claim's places, else those among its recipients ("from Timbuktu")."""
    parties = [party for party in sourced.claim.recipients if party.entity and party.entity.kind in _PLACES]
    among = [place for place in sourced.toponyms if any(party.overlaps(place) for party in parties)]
    return [*sourced.claim.places] or among


_PLACES = (EntityKind.PLACE, EntityKind.COUNTRY)
