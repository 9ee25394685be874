"""POLECAT's table: its 40 columns, then Sayso's own."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sayso.export.chunks import Chunk, flat_table
from sayso.export.countries import codes_of_country
from sayso.export.places import Location, locate
from sayso.export.reduction import PloverEvent, reduce_event
from sayso.export.sources import describe_chains, group_of
from sayso.model import Claim, EntityKind, GroupRef, Participant, SourcedClaim, Toponym
from sayso.tables import Table, Type
from sayso.tables.columns import (
    Columns,
    column,
    countries_of,
    join,
    names_of,
    place_names,
    sectors_of,
    words_of,
)

__all__ = ["TABLE", "encode"]

_QUADS = {
    1: "VERBAL COOPERATION",
    2: "MATERIAL COOPERATION",
    3: "VERBAL CONFLICT",
    4: "MATERIAL CONFLICT",
}
_NOWHERE = Location()
_GROUPS = (EntityKind.ORGANIZATION, EntityKind.GROUP, EntityKind.OFFICE)


class _Row(NamedTuple):
    """A claim with the values that its columns are made from."""

    sourced: SourcedClaim
    event: PloverEvent
    place: Toponym | None
    location: Location
    group: GroupRef

    @property
    def claim(self) -> Claim:
        return self.sourced.claim


def _role(title: str, field: str) -> tuple[Columns[_Row], ...]:
    """Return the columns of the actor or the recipient; `field` is the claim's."""

    def of(row: _Row) -> tuple[Participant, ...]:
        found: tuple[Participant, ...] = getattr(row.claim, field)
        return found

    return (
        column(f"{title} Name", Type.TEXT, lambda row: names_of(of(row))),
        column(f"{title} Country", Type.TEXT, lambda row: join(countries_of(of(row)))),
        column(
            f"{title} COW",
            Type.TEXT,
            lambda row: join(codes_of_country(country).cow for country in countries_of(of(row))),
        ),
        column(f"Primary {title} Sector", Type.TEXT, lambda row: next(iter(sectors_of(of(row))), "")),
        column(f"{title} Sectors", Type.TEXT, lambda row: join(sectors_of(of(row)))),
        column(f"{title} Title", Type.TEXT, lambda row: join(_title(participant) for participant in of(row))),
        column(f"{title} Name Raw", Type.TEXT, lambda row: words_of(of(row))),
        column(f"Wikipedia {title} ID", Type.TEXT, lambda row: None),
    )


def _title(participant: Participant) -> str:
    """Return the words before a person's name: "deputy" of "deputy Omar Haddad"."""
    entity = participant.entity
    if entity is None or entity.kind is not EntityKind.PERSON or not participant.text.endswith(entity.name):
        return ""
    return participant.text.removesuffix(entity.name).strip()


def _place(name: str, field: str, type_: Type) -> Columns[_Row]:
    return column(name, type_, lambda row: getattr(row.place, field, None))


def _unit(name: str, field: str) -> Columns[_Row]:
    return column(name, Type.TEXT, lambda row: getattr(row.location, field))


def _named(sourced: SourcedClaim, kinds: Iterable[EntityKind]) -> str:
    return join(entity.name for entity in sourced.entities if entity.kind in kinds)


TABLE = Table[_Row](
    "polecat",
    "POLECAT's 40 columns, then Sayso's own: one row a claim.",
    (
        column("Event ID", Type.TEXT, lambda row: row.group.id),
        column("Event Date", Type.TEXT, lambda row: row.claim.time.first if row.claim.time else None),
        column("Event Type", Type.TEXT, lambda row: row.event.type),
        column("Event Mode", Type.TEXT, lambda row: join(row.event.modes)),
        column("Intensity", Type.REAL, lambda row: row.event.score),
        column("Quad Code", Type.TEXT, lambda row: _QUADS.get(row.event.quad or 0)),
        column("Contexts", Type.TEXT, lambda row: join(row.event.contexts)),
        *_role("Actor", "actors"),
        *_role("Recipient", "recipients"),
        _place("Placename", "name", Type.TEXT),
        _unit("City", "city"),
        _unit("District", "district"),
        _unit("Province", "province"),
        _place("Country", "country", Type.TEXT),
        _place("Latitude", "lat", Type.REAL),
        _place("Longitude", "lon", Type.REAL),
        _place("GeoNames ID", "geonameid", Type.INTEGER),
        _place("Raw Placename", "text", Type.TEXT),
        _place("Feature Type", "feature", Type.TEXT),
        column("Source", Type.TEXT, lambda row: row.sourced.report.outlet()),
        column("Publication Date", Type.TEXT, lambda row: row.sourced.report.published),
        column("Story People", Type.TEXT, lambda row: _named(row.sourced, (EntityKind.PERSON,))),
        column("Story Organizations", Type.TEXT, lambda row: _named(row.sourced, _GROUPS)),
        column("Story Locations", Type.TEXT, lambda row: place_names(row.sourced.toponyms)),
        column("Language", Type.TEXT, lambda row: row.sourced.report.language),
        column(
            "Version",
            Type.TEXT,
            lambda row: f"{row.sourced.reader.name} {row.sourced.reader.version} {row.sourced.reader.tier}",
        ),
        column("Status", Type.TEXT, lambda row: str(row.claim.status)),
        column("Negated", Type.BOOLEAN, lambda row: row.claim.negated),
        column("Confidence", Type.REAL, lambda row: row.claim.confidence),
        column("Source Chain", Type.TEXT, lambda row: describe_chains(row.sourced)),
        column("Independent Sources", Type.INTEGER, lambda row: row.group.independent_sources),
        column("Span Start", Type.INTEGER, lambda row: row.claim.trigger.start),
        column("Span End", Type.INTEGER, lambda row: row.claim.trigger.end),
        column("Claim ID", Type.TEXT, lambda row: row.claim.id),
        column("Report ID", Type.TEXT, lambda row: row.sourced.report.id),
    ),
)


def encode(claims: Iterable[SourcedClaim]) -> Iterator[Chunk]:
    """Write POLECAT's table as TSV, with a header."""
    return flat_table(TABLE.columns, TABLE.rows(map(_read, claims)), delimiter="\t")


def _read(sourced: SourcedClaim) -> _Row:
    place = sourced.claim.main_place()
    return _Row(
        sourced=sourced,
        event=reduce_event(sourced.claim),
        place=place,
        location=locate(place) if place else _NOWHERE,
        group=group_of(sourced),
    )
