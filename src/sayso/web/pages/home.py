"""Home page: the content of the record, and the newest rows."""

from datetime import UTC, datetime

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from sayso.engine import track_rows
from sayso.model import CommitmentRow, Holds, make_period
from sayso.record import Order, Store
from sayso.web.access import Record
from sayso.web.event_view import sides_of
from sayso.web.kinds import KINDS
from sayso.web.renderer import show

__all__ = ["router"]

router = APIRouter(include_in_schema=False)
# Rows that the lists hold, and rows among which they are chosen.
_EVENTS, _SHARP, _DUE = 6, 4, 5
_LOOKED = 40


@router.get("/")
def home(request: Request, record: Record) -> HTMLResponse:
    """Return the home page."""
    counts = {name: request.app.state.counts.of(kind, {}) for name, kind in KINDS.items()}
    sharpest = request.app.state.ranked_disagreements.page({}, after=None, size=_LOOKED).rows
    by_event = {row.event.id: row for row in reversed(sharpest)}
    sharpest = [row for row in sharpest if by_event[row.event.id] is row][:_SHARP]
    situations = request.app.state.situations.at_hand()
    cache = request.app.state.home  # both look at all that the record holds
    known = {
        "counts": counts,
        "reports": record.reports().last(6),
        "claims": [] if counts["events"] else record.claims().last(6),
        "events": cache.get("events", lambda: record.events().ordered(Order.NEWEST).page(_EVENTS).rows),
        "coverage": cache.get("coverage", record.coverage),
        "alone": request.app.state.counts.of(KINDS["events"], {"max_sources": 1}),
        "arrived": record.reports(period=make_period()).count(),
        "sharpest": [(row, sides_of(row.disagreement, row.event)) for row in sharpest],
        "due": _due(record),
        "disputed": [situation for situation in situations or () if situation.holds is Holds.DISPUTED][:4],
        "situations": situations,
    }
    return show(request, "home.html", known)


def _due(record: Store) -> list[CommitmentRow]:
    """Return commitments with a day that are open, the next due first; else the last that were due."""
    today = datetime.now(UTC).date().isoformat()
    coming = sorted(record.commitments(first=today, limit=_LOOKED), key=_day_due)
    past = []
    if len(coming) < _DUE:
        past = record.commitments(first="0001-01-01", last=today).last(_LOOKED)
        past.sort(key=_day_due, reverse=True)
    shown = {row.cursor: row for row in reversed([*coming, *past])}
    return track_rows(record, [*reversed(shown.values())][:_DUE])


def _day_due(row: CommitmentRow) -> str:
    due = row.commitment.due
    return (due and (due.last or due.first)) or ""
