"""POLECAT's table: its 40 columns, then Sayso's own."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sayso.export.chunks import Chunk, flat_table
from sayso.export.countries import codes_of_country
from sayso.export.places import Location, locate
from sayso.export.reduction import PloverEvent, reduce_event
from sayso.export.sources import describe_chains, group_of
from sayso.model import Claim, EntityKind, GroupRef, Participant, SourcedClaim, Toponym
from sayso.model.columns import Column, Table, countries_of, join, names_of, place_names, sectors_of, words_of

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


def _role(title: str, field: str) -> tuple[Column[_Row], ...]:
    """Return the columns of the actor or the recipient; `field` is the claim's."""

    def of(row: _Row) -> tuple[Participant, ...]:
        found: tuple[Participant, ...] = getattr(row.claim, field)
        return found

    return (
        Column(f"{title} Name", str, lambda row: names_of(of(row))),
        Column(f"{title} Country", str, lambda row: join(countries_of(of(row)))),
        Column(
            f"{title} COW",
            str,
            lambda row: join(codes_of_country(country).cow for country in countries_of(of(row))),
        ),
        Column(f"Primary {title} Sector", str, lambda row: next(iter(sectors_of(of(row))), "")),
        Column(f"{title} Sectors", str, lambda row: join(sectors_of(of(row)))),
        Column(f"{title} Title", str, lambda row: join(_title(participant) for participant in of(row))),
        Column(f"{title} Name Raw", str, lambda row: words_of(of(row))),
        Column(f"Wikipedia {title} ID", str, lambda row: None),
    )


def _title(participant: Participant) -> str:
    """Return the words before a person's name: "deputy" of "deputy Omar Haddad"."""
    entity = participant.entity
    if entity is None or entity.kind is not EntityKind.PERSON or not participant.text.endswith(entity.name):
        return ""
    return participant.text.removesuffix(entity.name).strip()


def _place(name: str, field: str, type_: type) -> Column[_Row]:
    return Column(name, type_, lambda row: getattr(row.place, field, None))


def _unit(name: str, field: str) -> Column[_Row]:
    return Column(name, str, lambda row: getattr(row.location, field))


def _named(sourced: SourcedClaim, kinds: Iterable[EntityKind]) -> str:
    return join(entity.name for entity in sourced.entities if entity.kind in kinds)


TABLE = Table[_Row](
    Column("Event ID", str, lambda row: row.group.id),
    Column("Event Date", str, lambda row: row.claim.time.first if row.claim.time else None),
    Column("Event Type", str, lambda row: row.event.type),
    Column("Event Mode", str, lambda row: join(row.event.modes)),
    Column("Intensity", float, lambda row: row.event.score),
    Column("Quad Code", str, lambda row: _QUADS.get(row.event.quad or 0)),
    Column("Contexts", str, lambda row: join(row.event.contexts)),
    *_role("Actor", "actors"),
    *_role("Recipient", "recipients"),
    _place("Placename", "name", str),
    _unit("City", "city"),
    _unit("District", "district"),
    _unit("Province", "province"),
    _place("Country", "country", str),
    _place("Latitude", "lat", float),
    _place("Longitude", "lon", float),
    _place("GeoNames ID", "geonameid", int),
    _place("Raw Placename", "text", str),
    _place("Feature Type", "feature", str),
    Column("Source", str, lambda row: row.sourced.report.outlet()),
    Column("Publication Date", str, lambda row: row.sourced.report.published),
    Column("Story People", str, lambda row: _named(row.sourced, (EntityKind.PERSON,))),
    Column("Story Organizations", str, lambda row: _named(row.sourced, _GROUPS)),
    Column("Story Locations", str, lambda row: place_names(row.sourced.toponyms)),
    Column("Language", str, lambda row: row.sourced.report.language),
    Column(
        "Version",
        str,
        lambda row: f"{row.sourced.reader.name} {row.sourced.reader.version} {row.sourced.reader.tier}",
    ),
    Column("Status", str, lambda row: str(row.claim.status)),
    Column("Negated", bool, lambda row: row.claim.negated),
    Column("Source Chain", str, lambda row: describe_chains(row.sourced)),
    Column("Independent Sources", int, lambda row: row.group.independent_sources),
    Column("Span Start", int, lambda row: row.claim.trigger.start),
    Column("Span End", int, lambda row: row.claim.trigger.end),
    Column("Claim ID", str, lambda row: row.claim.id),
    Column("Report ID", str, lambda row: row.sourced.report.id),
)


def encode(claims: Iterable[SourcedClaim]) -> Iterator[Chunk]:
    """Write POLECAT's table as TSV, with a header."""
    return flat_table(TABLE.heads, TABLE.rows(map(_read, claims)), delimiter="\t")


def _read(sourced: SourcedClaim) -> _Row:
    place = sourced.claim.main_place()
    return _Row(
        sourced=sourced,
        event=reduce_event(sourced.claim),
        place=place,
        location=locate(place) if place else _NOWHERE,
        group=group_of(sourced),
    )
