"""Claims counted by place and by day in the database: what a map and a timeline of many claims need."""

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
from sayso.record.connecting import in_pieces

__all__ = ["DayTally", "PlaceTally", "StatusTally", "Tally", "tally", "tally_days", "tally_places"]


class StatusTally(Struct, frozen=True, kw_only=True):
    """So many claims of one status."""

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
    """The places with most claims, how many places and how many claims there are on the map, and the days."""

    places: list[PlaceTally]
    number: int
    placed: int
    days: list[DayTally]

    @property
    def claims(self) -> int:
        """How many claims there are."""
        return sum(day.number for day in self.days)


def tally_places(connection: Connection, found: Select[Any], limit: int) -> tuple[list[PlaceTally], int]:
    """The places with most claims, the most first, and how many places there are in all.

    `found` gives n, report, status and negated of each claim.
    """
    s = _standing(found.subquery()).subquery().c
    query = select(s.first, s.status, s.negated, func.count().label("number"))
    places: dict[int, list[StatusTally]] = {}
    for row in connection.execute(query.group_by(s.first, s.status, s.negated)):
        told = StatusTally(status=row.status, negated=row.negated, number=row.number)
        places.setdefault(row.first, []).append(told)
    return _most(connection, places, limit), len(places)


def _standing(rows: FromClause) -> Select[Any]:
    """Claims at each place on the map where they stand; at one that they name twice only once."""
    p, spots = schema.place, _spots().cte("spot")
    known = (rows.c.n, rows.c.report, rows.c.status, rows.c.negated)
    at = select(*known, spots.c.first).join_from(rows, p, p.c.claim == rows.c.n)
    return at.join(spots, spots.c.name == p.c.name).distinct()


def _most(connection: Connection, places: Mapping[int, list[StatusTally]], limit: int) -> list[PlaceTally]:
    numbers = {first: sum(one.number for one in told) for first, told in places.items()}
    most = sorted(numbers, key=lambda first: (-numbers[first], first))[:limit]
    return [*_name_places(connection, {first: places[first] for first in most})]


def tally(connection: Connection, found: Select[Any], limit: int) -> Tally:
    """All that a map and a timeline of some claims show: they are looked for once.

    `found` gives n, report, first_day, last_day, status and negated of each claim.
    """
    # Else SQLite looks for them again for each count.
    rows = found.cte("found").prefix_with("MATERIALIZED")
    s, r = _standing(rows).cte("standing").prefix_with("MATERIALIZED").c, rows.c
    no_words, no_number, no_truth = null().cast(Text), null().cast(BigInteger), null().cast(Boolean)
    told, kept = (s.first, s.status, s.negated), (r.first_day, r.last_day, r.status, r.negated)
    by_place = select(no_words, no_words, *told, func.count()).group_by(*told)
    by_day = select(*kept[:2], no_number, *kept[2:], func.count()).group_by(*kept)
    on_map = select(s.n, s.report).distinct().subquery()
    counted: list[Any] = [no_words, no_words, no_number, no_words, no_truth, func.count()]
    placed = select(*counted).select_from(on_map)
    places, days, number = dict[int, list[StatusTally]](), list[DayTally](), 0
    parts = (by_place, by_day, placed)
    numbered = [part.add_columns(literal(n).label("part")) for n, part in enumerate(parts)]
    for first_day, last_day, first, status, negated, count, part in connection.execute(union_all(*numbered)):
        if part == _BY_PLACE:
            told_of = StatusTally(status=status, negated=negated, number=count)
            places.setdefault(first, []).append(told_of)
        elif part == _BY_DAY:
            one = DayTally(first=first_day, last=last_day, status=status, negated=negated, number=count)
            days.append(one)
        else:
            number = count
    return Tally(_most(connection, places, limit), len(places), number, sorted(days, key=_by_day))


# Which part of the counts a row is of.
_BY_PLACE, _BY_DAY = 0, 1


def _spots() -> Select[Any]:
    """Each name of a place on the map, and the first of all names of that same place.

    What the gazetteer knows is one place, whatever it is called; `entity` holds its key.
    """
    m = schema.name
    known = m.c.entity != ""
    same = (m.c.entity, *(case((known, None), else_=one) for one in (m.c.name, m.c.lat, m.c.lon)))
    first = func.min(m.c.n).over(partition_by=same)
    return select(m.c.n.label("name"), first.label("first")).where(m.c.lat.is_not(None), m.c.lon.is_not(None))


def _name_places(connection: Connection, places: Mapping[int, list[StatusTally]]) -> Iterator[PlaceTally]:
    m = schema.name
    query = select(m.c.n, m.c.name, m.c.geonameid, m.c.country, m.c.lat, m.c.lon)
    rows = {
        row.n: row for piece in in_pieces(places) for row in connection.execute(query.where(m.c.n.in_(piece)))
    }
    for first, statuses in places.items():
        row, told = rows[first], sorted(statuses, key=lambda one: (one.status, one.negated))
        yield PlaceTally(
            name=row.name,
            geonameid=row.geonameid,
            country=row.country,
            lat=row.lat,
            lon=row.lon,
            number=sum(one.number for one in told),
            statuses=tuple(told),
        )


def tally_days(connection: Connection, found: Select[Any]) -> list[DayTally]:
    """The spans of days, the earliest first; claims without a day last.

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
