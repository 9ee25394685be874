"""Who stands in a relation to whom or where, by one claim, and names for them that hold across reports."""

from typing import NamedTuple

from sayso.gazetteer import fold_name
from sayso.model import Change, Entity, EntityKind, Participant, Told, Toponym
from sayso.relate.commitments.parties import is_kind_of, place_identity
from sayso.relate.commitments.phrases import stems_of

__all__ = ["UNKNOWN", "Tie", "entity_of", "global_entity", "place_entity", "worded_entity"]

# Who it is, where a claim does not say.
UNKNOWN = Entity(id="unknown", name="", kind=EntityKind.GROUP)


class Tie(NamedTuple):
    """A subject in its relation to an object or a place. Ties with a token in common are of one situation."""

    subject: Entity
    object: Entity | None
    place: Toponym | None
    tokens: tuple[str, ...]
    change: Change


def entity_of(party: Participant, told: Told | None = None) -> Entity | None:
    """Who a party is, under an id that is the same in every report; None where the words name no entity."""
    if party.entity is None:
        return None
    if is_kind_of(party):
        return worded_entity(party, party.entity.kind)
    return global_entity(party.entity, told)


def global_entity(entity: Entity, told: Told | None = None) -> Entity:
    """An entity under the gazetteer's key, else its kind and name.

    What is only described ("a man") keeps to its document, where `told` is given.
    """
    if entity.gazetteer:
        return entity
    local = told is not None and not entity.name[:1].isupper()
    scope = f"{told.report.document}/" if local and told else ""
    return Entity(
        id=f"{entity.kind}/{scope}{fold_name(entity.name)}",
        name=entity.name,
        kind=entity.kind,
        code=entity.code,
        country=entity.country,
        sector=entity.sector,
    )


def worded_entity(party: Participant, kind: EntityKind, told: Told | None = None) -> Entity:
    """An entity for words that no entity is known for, or only a kind of ("Tuareg rebels")."""
    scope = f"{told.report.document}/" if told else ""
    return Entity(id=f"{kind}/{scope}{' '.join(stems_of(party.text))}", name=party.text, kind=kind)


def place_entity(place: Toponym) -> Entity:
    """A place as an entity."""
    return Entity(id=place_identity(place), name=place.name, kind=EntityKind.PLACE, country=place.country)
