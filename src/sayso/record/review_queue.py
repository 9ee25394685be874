"""Claims whose judgement is worth most: of a confidence near the threshold, in the largest events."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Connection, func, select, true

from sayso.record import schema
from sayso.record.loaders import Pairs

__all__ = ["find_worth_judging"]

# Events whose reports are looked at, those with most reports first, and claims returned.
_EVENTS, _CLAIMS = 100, 300


class _Candidate(NamedTuple):
    """A claim that nobody judged: its numbers, confidence in hundredths, and the claims of its event."""

    n: int
    report: int
    confidence: int
    claims: int

    def worth(self, least: int) -> int:
        """Return the worth of a judgement: the nearer to the threshold and the more claims, the greater."""
        return (100 - abs(self.confidence - least)) * self.claims


def find_worth_judging(connection: Connection, least: float) -> Pairs:
    """Return the numbers of claims and their reports, the most worthwhile first.

    A claim below the threshold is in no event: it counts like the largest event of its report.
    """
    found = _candidates(connection)
    threshold = round(least * 100)
    ordered = sorted(found, key=lambda known: (-known.worth(threshold), known.n, known.report))
    return [(known.n, known.report) for known in ordered[:_CLAIMS]]


def _candidates(connection: Connection) -> Iterable[_Candidate]:
    e, link = schema.event, schema.event_claim
    top = select(e.c.n, e.c.claims).order_by(e.c.rank, e.c.n).limit(_EVENTS).subquery()
    claims = (
        select(link.c.report, func.max(top.c.claims).label("claims"))
        .join(top, top.c.n == link.c.event)
        .group_by(link.c.report)
        .subquery()
    )
    c, r = schema.claim, schema.report
    of_claim = (
        select(e.c.claims)
        .join(link, link.c.event == e.c.n)
        .where(link.c.claim == c.c.n, link.c.report == r.c.n)
        .limit(1)
        .correlate(c, r)
        .scalar_subquery()
    )
    query = (
        select(
            c.c.n,
            r.c.n.label("report"),
            c.c.confidence,
            func.coalesce(of_claim, claims.c.claims).label("claims"),
        )
        .join_from(claims, r, r.c.n == claims.c.report)
        .join(c, c.c.reading == r.c.reading)
        .where(c.c.shown == true(), c.c.verdict == "", c.c.confidence.is_not(None))
    )
    return [_Candidate(*row) for row in connection.execute(query)]
