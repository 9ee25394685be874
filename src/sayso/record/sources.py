"""Sources that the record has heard before."""

from collections.abc import Collection

from sqlalchemy import Connection, or_, select, true

from sayso.model import Period
from sayso.record import schema
from sayso.record.database import in_batches
from sayso.record.filters import is_known_before

__all__ = ["find_heard"]


def find_heard(connection: Connection, names: Collection[str], period: Period) -> set[str]:
    """Return those of some sources that a report known before a period names.

    A source is found by its entity's key in the gazetteer, its entity's name or its words, as they are.
    """
    a, r, m = schema.attribution, schema.report, schema.name
    query = select(m.c.entity, m.c.name, m.c.words).join_from(m, a, a.c.name == m.c.n)
    query = query.join(r, r.c.reading == a.c.reading).where(a.c.shown == true())
    query = query.where(is_known_before(r, period, connection.dialect.name)).distinct()
    heard = set[str]()
    for batch in in_batches(set(names) - {""}):
        among = or_(m.c.entity.in_(batch), m.c.name.in_(batch), m.c.words.in_(batch))
        for row in connection.execute(query.where(among)):
            heard.update(row)
    return heard.intersection(names)
