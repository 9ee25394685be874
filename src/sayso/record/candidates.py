"""The claims that may bear on commitments, found by their keys."""

from collections.abc import Collection, Iterator
from typing import NamedTuple

from sqlalchemy import Connection, select

from sayso.model import Period
from sayso.model.dates import date_part
from sayso.record import schema
from sayso.record.database import in_batches
from sayso.record.filters import is_in_period

__all__ = ["Candidate", "find_candidates", "find_new_keys"]


class Candidate(NamedTuple):
    """A claim found under a key.

    `place` is its number and that of its report, `document` the report's text by id, `day` its day of
    publication, "" if it has none. `profile` is the profile stored with the claim's keys, None without one.
    """

    key: int
    place: tuple[int, int]
    document: str
    day: str
    profile: bytes | None


def find_candidates(connection: Connection, keys: Collection[int], as_of: str | None) -> Iterator[Candidate]:
    """Return the claims with one of the keys in reports known by a day; a claim once for each of its keys."""
    c, r, d = schema.claim, schema.report, schema.document
    k, p = schema.follow_key, schema.follow_profile
    query = select(k.c.key, c.c.n, r.c.n.label("report"), d.c.id.label("document"), r.c.published, p.c.body)
    query = query.join_from(k, c, c.c.n == k.c.claim).join(r, r.c.reading == c.c.reading)
    query = query.join(d, d.c.n == r.c.document).outerjoin(p, p.c.claim == c.c.n)
    if as_of is not None:
        query = query.where(r.c.reported_on <= as_of)
    for batch in in_batches(keys):
        for key, n, report, document, published, body in connection.execute(query.where(k.c.key.in_(batch))):
            yield Candidate(key, (n, report), document, date_part(published), body)


def find_new_keys(connection: Connection, period: Period) -> set[int]:
    """Return the keys of the claims in reports that became known in a period."""
    k, c, r = schema.follow_key, schema.claim, schema.report
    query = select(k.c.key).join(c, c.c.n == k.c.claim).join(r, r.c.reading == c.c.reading)
    new = query.where(is_in_period(r, period, connection.dialect.name))
    return set(connection.scalars(new.distinct()))
