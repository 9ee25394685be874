"""A table with the columns that ACLED's users know, then Sayso's own: one row a claim."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sayso.export.chunks import Chunk, flat_table
from sayso.export.days import shared_month, shared_year, single_day
from sayso.export.places import Location, locate
from sayso.export.sources import describe_chains, group_of, web_address
from sayso.model import Claim, GroupRef, SourcedClaim, Toponym
from sayso.tables import Table, Type
from sayso.tables.columns import column, countries_of, join, names_of, whole_number

__all__ = ["TABLE", "encode"]


class _Row(NamedTuple):
    """A claim with the values that its columns are made from."""

    sourced: SourcedClaim
    group: GroupRef
    place: Toponym | None
    location: Location

    @property
    def claim(self) -> Claim:
        return self.sourced.claim


def _date(row: _Row) -> str | None:
    day = single_day(row.claim.time)
    return day.isoformat() if day else None


def _precision(row: _Row) -> int | None:
    """Return ACLED's precision of the date: 1 for a day, 2 within a month, 3 for longer."""
    time = row.claim.time
    if time is None or time.first is None:
        return None
    if single_day(time) is not None:
        return 1
    return 2 if shared_month(time) else 3


def _year(row: _Row) -> int | None:
    year = shared_year(row.claim.time)
    return int(year) if year else None


def _fatalities(row: _Row) -> int | None:
    """Return the number of people killed, else its lower bound; None if the claim gives none."""
    killed = next((found for found in row.claim.quantities if found.unit == "killed"), None)
    if killed is None:
        return None
    value = whole_number(killed.value)
    return whole_number(killed.min) if value is None else value


def _source(row: _Row) -> str:
    """Return the source chains, then the outlet that has them."""
    outlet = row.sourced.report.outlet()
    chains = describe_chains(row.sourced)
    return f"{chains}, in {outlet}" if chains and outlet else chains or outlet


TABLE = Table[_Row](
    "acled",
    "The columns that ACLED's users know, then Sayso's own: one row a claim.",
    (
        column("event_id", Type.TEXT, lambda row: row.group.id),
        column("event_date", Type.TEXT, _date),
        column("year", Type.INTEGER, _year),
        column("time_precision", Type.INTEGER, _precision),
        column("event_type", Type.TEXT, lambda row: row.claim.event.type),
        column("sub_event_type", Type.TEXT, lambda row: join(row.claim.event.mode)),
        column("actor1", Type.TEXT, lambda row: names_of(row.claim.actors)),
        column("actor2", Type.TEXT, lambda row: names_of(row.claim.recipients)),
        column("actor1_country", Type.TEXT, lambda row: join(countries_of(row.claim.actors))),
        column("actor2_country", Type.TEXT, lambda row: join(countries_of(row.claim.recipients))),
        column("country", Type.TEXT, lambda row: row.location.country_name),
        column("iso3", Type.TEXT, lambda row: row.place.country if row.place else ""),
        column("admin1", Type.TEXT, lambda row: row.location.province),
        column("admin2", Type.TEXT, lambda row: row.location.district),
        column("location", Type.TEXT, lambda row: row.place.name if row.place else ""),
        column("latitude", Type.REAL, lambda row: row.place.lat if row.place else None),
        column("longitude", Type.REAL, lambda row: row.place.lon if row.place else None),
        column("fatalities", Type.INTEGER, _fatalities),
        column("source", Type.TEXT, _source),
        column("notes", Type.TEXT, lambda row: row.claim.sentence.text),
        column("status", Type.TEXT, lambda row: str(row.claim.status)),
        column("negated", Type.BOOLEAN, lambda row: row.claim.negated),
        column("confidence", Type.REAL, lambda row: row.claim.confidence),
        column("independent_sources", Type.INTEGER, lambda row: row.group.independent_sources),
        column("published", Type.TEXT, lambda row: row.sourced.report.published),
        column("url", Type.TEXT, lambda row: web_address(row.sourced.report)),
        column("claim", Type.TEXT, lambda row: row.claim.id),
        column("report", Type.TEXT, lambda row: row.sourced.report.id),
    ),
)


def encode(claims: Iterable[SourcedClaim]) -> Iterator[Chunk]:
    """Write the table as CSV, with a header."""
    return flat_table(TABLE.columns, TABLE.rows(map(_read, claims)), delimiter=",")


def _read(sourced: SourcedClaim) -> _Row:
    place = sourced.claim.main_place()
    return _Row(sourced, group_of(sourced), place, locate(place) if place else Location())
