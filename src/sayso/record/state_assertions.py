"""State assertions of claims, stored when they are related, and the claims not yet processed."""

import msgspec
from sqlalchemy import ColumnElement, Connection, select, union_all

from sayso.model import StateAssertion
from sayso.record import schema
from sayso.record.filters import Filters, select_found

__all__ = ["find_unprocessed", "load_state_assertions"]

_STATE_ASSERTIONS = msgspec.json.Decoder(tuple[StateAssertion, ...])


def load_state_assertions(connection: Connection, filters: Filters) -> list[StateAssertion]:
    """Return the stored state assertions of the claims that meet the filters."""
    found, t = select_found("claim", filters, connection.dialect.name).subquery(), schema.state_assertion
    query = select(t.c.body).join(found, (found.c.n == t.c.claim) & (found.c.report == t.c.report))
    bodies = connection.scalars(query.where(~_is_unprocessed(t.c.report, filters)))
    return [assertion for body in bodies for assertion in _STATE_ASSERTIONS.decode(body)]


def find_unprocessed(connection: Connection, filters: Filters) -> list[tuple[int, int]]:
    """Return the numbers of the claims and their reports that meet the filters and are not processed."""
    query = select_found("claim", filters, connection.dialect.name)
    n, report = query.selected_columns["n"], query.selected_columns["report"]
    rows = connection.execute(query.where(_is_unprocessed(report, filters)).order_by(n, report))
    return [(row.n, row.report) for row in rows]


def _is_unprocessed(report: ColumnElement[int], filters: Filters) -> ColumnElement[bool]:
    """Return the condition that a report's state assertions are not stored: it waits, or was judged.

    Assertions are stored for claims as people judged them, and not for the original values.
    """
    unprocessed = [select(schema.waiting.c.report)]
    if filters.original or filters.verdict == "rejected":
        r, d, j = schema.report, schema.document, schema.judgement
        judged = select(d.c.n).where(d.c.id.in_(select(j.c.document)))
        unprocessed.append(select(r.c.n).where(r.c.document.in_(judged)))
    return report.in_(union_all(*unprocessed))
