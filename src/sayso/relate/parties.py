"""Who takes part in a claim, named so that the same party meets across reports."""

from collections.abc import Iterable

from sayso.codebook import word_set
from sayso.gazetteer import fold_loosely, fold_name
from sayso.model import Entity, Participant, Toponym
from sayso.relate.wording import stems_of

__all__ = ["identities_of", "place_identity", "same_state"]

_COUNTRY = "country/"


def identities_of(parties: Iterable[Participant]) -> frozenset[str]:
    """All the identities that parties go by: the gazetteer's key, their state, their name or words."""
    return frozenset(identity for party in parties for identity in _identities(party))


def _identities(party: Participant) -> list[str]:
    entity = party.entity
    stems = sorted(set(stems_of(party.text)))
    if entity is None:
        return ["words/" + " ".join(stems)] if stems else []
    state = same_state(entity)
    named = [entity.gazetteer or f"name/{fold_name(entity.name)}", *([state] if state else [])]
    return [*named, "words/" + " ".join(stems)] if len(stems) > 1 else named


def same_state(entity: Entity) -> str:
    """The state that an entity acts for: a country, its government and army, who holds office in it; else ""."""
    country = entity.id.removeprefix(_COUNTRY)[:3] if entity.id.startswith(_COUNTRY) else entity.country
    if not country or (entity.sector and entity.sector not in word_set("following", "state", "sectors")):
        return ""
    acts = entity.id.startswith(_COUNTRY) or entity.sector
    return f"state/{country}" if acts else ""


def place_identity(place: Toponym) -> str:
    """One name for a place across reports: its GeoNames id, else its name folded loosely."""
    if place.geonameid is not None:
        return f"geo/{place.geonameid}"
    return f"place/{fold_loosely(place.name)}"
