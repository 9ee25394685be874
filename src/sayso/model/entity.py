"""Persons, organizations, countries and groups that a report names."""

from enum import StrEnum

from sayso.model.base import Struct
from sayso.model.span import Span

__all__ = ["Entity", "EntityKind", "NamedEntity", "Participant"]


class EntityKind(StrEnum):
    """Kind of an entity."""

    PERSON = "person"
    ORGANIZATION = "organization"
    COUNTRY = "country"
    GROUP = "group"
    OFFICE = "office"
    DOCUMENT = "document"
    PLACE = "place"


class Entity(Struct, frozen=True, kw_only=True):
    """A named entity with its PLOVER codes.

    `id` is the gazetteer's key if it knows the entity (`gazetteer` then repeats it), else local to the
    document. `code` is ISO 3166-1 alpha-3 or a PLOVER code (IGO, UNO, NGO, ...); `sector` a PLOVER sector.
    """

    id: str
    name: str
    kind: EntityKind
    code: str = ""
    country: str = ""
    sector: str = ""
    gazetteer: str | None = None


class NamedEntity(Entity, frozen=True, kw_only=True):
    """An entity with all its mentions in the report."""

    mentions: tuple[Span, ...] = ()

    def entity(self) -> Entity:
        """Return the entity without its mentions, as claims and attributions hold it."""
        return Entity(
            id=self.id,
            name=self.name,
            kind=self.kind,
            code=self.code,
            country=self.country,
            sector=self.sector,
            gazetteer=self.gazetteer,
        )


class Participant(Span, frozen=True, kw_only=True):
    """A mention of an actor, recipient or debtor, linked to its entity if that is known.

    `confidence` (0 to 1, two decimals) is the calibrated probability that the entity is the right one; None
    without an entity, or if the reader gave none.
    """

    entity: Entity | None = None
    confidence: float | None = None
