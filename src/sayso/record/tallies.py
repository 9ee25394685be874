"""Counts of claims by place and by day, made in the database for maps and timelines of many claims."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    Boolean,
    Connection,
    FromClause,
    Select,
    Text,
    case,
    func,
    literal,
    null,
    select,
    union_all,
)

from sayso.model.base import Struct
from sayso.record import schema
from sayso.record.database import in_batches

__all__ = ["DayTally", "PlaceTally", "StatusTally", "Tally", "tally", "tally_days", "tally_places"]


class StatusTally(Struct, frozen=True, kw_only=True):
    """The number of claims of one status."""

    status: str
    negated: bool
    number: int


class PlaceTally(Struct, frozen=True, kw_only=True):
    """The claims at one place: a place of the gazetteer, or a name and a point.

    A claim that has several places stands at each of them, and at one that it names twice only once.
    """

    name: str
    geonameid: int | None
    country: str
    lat: float
    lon: float
    number: int
    statuses: tuple[StatusTally, ...]


class DayTally(Struct, frozen=True, kw_only=True):
    """The claims of one status whose event lies between two days, inclusive; None where no day is known.

    Each claim is in one tally alone.
    """

    first: str | None
    last: str | None
    status: str
    negated: bool
    number: int


class Tally(NamedTuple):
    """The places with most claims, the numbers of places and of claims on the map, and the days."""

    places: list[PlaceTally]
    number: int
    placed: int
    days: list[DayTally]

    @property
    def claims(self) -> int:
        """Return the number of claims."""
        return sum(day.number for day in self.days)


def tally_places(connection: Connection, found: Select[Any], limit: int) -> tuple[list[PlaceTally], int]:
    """Return the places with most claims, the most first, and the number of all places.

    `found` gives n, report, status and negated of each claim.
    """
    s = _standing(found.subquery()).subquery().c
    query = select(s.first, s.status, s.negated, func.count().label("number"))
    places: dict[int, list[StatusTally]] = {}
    for row in connection.execute(query.group_by(s.first, s.status, s.negated)):
        status_tally = StatusTally(status=row.status, negated=row.negated, number=row.number)
        places.setdefault(row.first, []).append(status_tally)
    return _most(connection, places, limit), len(places)


def _standing(rows: FromClause) -> Select[Any]:
    """Return the query of claims at each of their places on the map; a place named twice counts once."""
    p, spots = schema.place, _spots().cte("spot")
    known = (rows.c.n, rows.c.report, rows.c.status, rows.c.negated)
    at = select(*known, spots.c.first).join_from(rows, p, p.c.claim == rows.c.n)
    return at.join(spots, spots.c.name == p.c.name).distinct()


def _most(connection: Connection, places: Mapping[int, list[StatusTally]], limit: int) -> list[PlaceTally]:
    numbers = {first: sum(status.number for status in statuses) for first, statuses in places.items()}
    most = sorted(numbers, key=lambda first: (-numbers[first], first))[:limit]
    return [*_name_places(connection, {first: places[first] for first in most})]


def tally(connection: Connection, found: Select[Any], limit: int) -> Tally:
    """Return the counts for a map and a timeline of some claims, which are selected once.

    `found` gives n, report, first_day, last_day, status and negated of each claim.
    """
    # Else SQLite selects them again for each count.
    rows = found.cte("found").prefix_with("MATERIALIZED")
    s, r = _standing(rows).cte("standing").prefix_with("MATERIALIZED").c, rows.c
    no_words, no_number, no_truth = null().cast(Text), null().cast(BigInteger), null().cast(Boolean)
    place_columns, day_columns = (
        (s.first, s.status, s.negated),
        (r.first_day, r.last_day, r.status, r.negated),
    )
    by_place = select(no_words, no_words, *place_columns, func.count()).group_by(*place_columns)
    by_day = select(*day_columns[:2], no_number, *day_columns[2:], func.count()).group_by(*day_columns)
    on_map = select(s.n, s.report).distinct().subquery()
    counted: list[Any] = [no_words, no_words, no_number, no_words, no_truth, func.count()]
    placed = select(*counted).select_from(on_map)
    places, days, number = dict[int, list[StatusTally]](), list[DayTally](), 0
    parts = (by_place, by_day, placed)
    numbered = [part.add_columns(literal(n).label("part")) for n, part in enumerate(parts)]
    for first_day, last_day, first, status, negated, count, part in connection.execute(union_all(*numbered)):
        if part == _BY_PLACE:
            status_tally = StatusTally(status=status, negated=negated, number=count)
            places.setdefault(first, []).append(status_tally)
        elif part == _BY_DAY:
            day_tally = DayTally(first=first_day, last=last_day, status=status, negated=negated, number=count)
            days.append(day_tally)
        else:
            number = count
    return Tally(_most(connection, places, limit), len(places), number, sorted(days, key=_by_day))


# The part of the counts that a row belongs to.
_BY_PLACE, _BY_DAY = 0, 1


def _spots() -> Select[Any]:
    """Return the query of the names of places on the map, each with the first name of the same place.

    A place in the gazetteer is one place under all its names; `entity` holds its key.
    """
    m = schema.name
    known = m.c.entity != ""
    same = (m.c.entity, *(case((known, None), else_=column) for column in (m.c.name, m.c.lat, m.c.lon)))
    first = func.min(m.c.n).over(partition_by=same)
    return select(m.c.n.label("name"), first.label("first")).where(m.c.lat.is_not(None), m.c.lon.is_not(None))


def _name_places(connection: Connection, places: Mapping[int, list[StatusTally]]) -> Iterator[PlaceTally]:
    m = schema.name
    query = select(m.c.n, m.c.name, m.c.geonameid, m.c.country, m.c.lat, m.c.lon)
    rows = {
        row.n: row
        for batch in in_batches(places)
        for row in connection.execute(query.where(m.c.n.in_(batch)))
    }
    for first, statuses in places.items():
        row, ordered = rows[first], sorted(statuses, key=lambda status: (status.status, status.negated))
        yield PlaceTally(
            name=row.name,
            geonameid=row.geonameid,
            country=row.country,
            lat=row.lat,
            lon=row.lon,
            number=sum(status.number for status in ordered),
            statuses=tuple(ordered),
        )


def tally_days(connection: Connection, found: Select[Any]) -> list[DayTally]:
    """Return the counts by first and last day, the earliest first; claims without a day last.

    `found` gives first_day, last_day, status and negated of each claim.
    """
    rows = found.subquery().c
    kept = (rows.first_day, rows.last_day, rows.status, rows.negated)
    query = select(*kept, func.count().label("number")).group_by(*kept)
    tallies = [
        DayTally(
            first=row.first_day, last=row.last_day, status=row.status, negated=row.negated, number=row.number
        )
        for row in connection.execute(query)
    ]
    return sorted(tallies, key=_by_day)


def _by_day(tally: DayTally) -> tuple[object, ...]:
    return tally.first is None, tally.first or "", tally.last or "", tally.status, tally.negated
