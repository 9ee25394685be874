"""Coverage: which outlets report on what, in the latest reports of a record."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from urllib.parse import urlsplit

from sqlalchemy import Connection, func, select, true

from sayso.model.base import Struct
from sayso.record import schema
from sayso.record.database import in_batches

__all__ = ["OutletCoverage", "find_coverage"]

# Reports that are looked at, the last published; types and countries that are named of an outlet.
_REPORTS, _NAMED = 1_000, 3


class OutletCoverage(Struct, frozen=True, kw_only=True):
    """Coverage of an outlet: its types of events and countries with most claims, the most first."""

    outlet: str
    reports: int
    types: tuple[str, ...]
    countries: tuple[str, ...]
    first: str
    last: str


def find_coverage(connection: Connection, limit: int) -> list[OutletCoverage]:
    """Return the outlets with most of the latest reports, the most first; by name where equal."""
    r = schema.report
    query = select(r.c.n, r.c.reading, r.c.publisher, r.c.url, r.c.reported_on)
    rows = connection.execute(query.order_by(r.c.reported_on.desc(), r.c.n.desc()).limit(_REPORTS)).all()
    outlets = defaultdict[str, list[tuple[int, str]]](list)
    for row in rows:
        outlet = row.publisher or urlsplit(row.url or "").hostname
        if outlet:
            outlets[outlet].append((row.reading, row.reported_on))
    most = sorted(outlets, key=lambda outlet: (-len(outlets[outlet]), outlet))[:limit]
    readings = {reading for outlet in most for reading, _ in outlets[outlet]}
    types, countries = _count_types(connection, readings), _count_countries(connection, readings)
    return [
        OutletCoverage(
            outlet=outlet,
            reports=len(outlets[outlet]),
            types=_most(types[reading] for reading, _ in outlets[outlet]),
            countries=_most(countries[reading] for reading, _ in outlets[outlet]),
            first=min(day for _, day in outlets[outlet]),
            last=max(day for _, day in outlets[outlet]),
        )
        for outlet in most
    ]


def _most(counts: Iterable[Counter[str]]) -> tuple[str, ...]:
    whole = sum(counts, Counter[str]())
    return tuple(sorted(whole, key=lambda name: (-whole[name], name))[:_NAMED])


def _count_types(connection: Connection, readings: set[int]) -> defaultdict[int, Counter[str]]:
    c = schema.claim
    found = defaultdict[int, Counter[str]](Counter)
    query = select(c.c.reading, c.c.type, func.count()).where(c.c.shown == true())
    for batch in in_batches(readings):
        rows = query.where(c.c.reading.in_(batch)).group_by(c.c.reading, c.c.type)
        for reading, type_, number in connection.execute(rows):
            found[reading][type_] += number
    return found


def _count_countries(connection: Connection, readings: set[int]) -> defaultdict[int, Counter[str]]:
    c, p = schema.claim, schema.place
    found = defaultdict[int, Counter[str]](Counter)
    query = select(c.c.reading, p.c.country, func.count()).join(p, p.c.claim == c.c.n)
    query = query.where(c.c.shown == true(), p.c.country != "")
    for batch in in_batches(readings):
        rows = query.where(c.c.reading.in_(batch)).group_by(c.c.reading, p.c.country)
        for reading, country, number in connection.execute(rows):
            found[reading][country] += number
    return found
