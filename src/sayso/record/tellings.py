"""What claims tell of what holds, kept when they were related; and the claims for which it is not."""

import msgspec
from sqlalchemy import ColumnElement, Connection, select, union_all

from sayso.model import StateAssertion
from sayso.record import schema
from sayso.record.filters import Filters, select_found

__all__ = ["find_untold", "load_tellings"]

_TELLINGS = msgspec.json.Decoder(tuple[StateAssertion, ...])


def load_tellings(connection: Connection, filters: Filters) -> list[StateAssertion]:
    """What is kept for the claims that meet the filters."""
    found, t = select_found("claim", filters, connection.dialect.name).subquery(), schema.telling
    query = select(t.c.body).join(found, (found.c.n == t.c.claim) & (found.c.report == t.c.report))
    bodies = connection.scalars(query.where(~_is_untold(t.c.report, filters)))
    return [one for body in bodies for one in _TELLINGS.decode(body)]


def find_untold(connection: Connection, filters: Filters) -> list[tuple[int, int]]:
    """The numbers of the claims, with those of their reports, for which nothing is kept, by the filters."""
    query = select_found("claim", filters, connection.dialect.name)
    n, report = query.selected_columns["n"], query.selected_columns["report"]
    rows = connection.execute(query.where(_is_untold(report, filters)).order_by(n, report))
    return [(row.n, row.report) for row in rows]


def _is_untold(report: ColumnElement[int], filters: Filters) -> ColumnElement[bool]:
    """Whether what a report's claims tell is not kept: it waits for that, or is asked for as it was read.

    What is kept is of claims as people judged them.
    """
    untold = [select(schema.waiting.c.report)]
    if filters.original or filters.verdict == "rejected":
        r, d, j = schema.report, schema.document, schema.judgement
        judged = select(d.c.n).where(d.c.id.in_(select(j.c.document)))
        untold.append(select(r.c.n).where(r.c.document.in_(judged)))
    return report.in_(union_all(*untold))
