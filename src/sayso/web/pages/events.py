"""One event: who says so, who against whom, when, where, in which words."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from sayso.errors import UnknownError, UsageError
from sayso.model import EventRow
from sayso.record import Store
from sayso.web.access import Record
from sayso.web.asking import query_of
from sayso.web.showing import show, static_file
from sayso.web.telling import (
    counted_of,
    days_figure,
    map_figure,
    rests_of,
    sides_of,
    tellings_of,
    value_figures,
)

__all__ = ["router"]

router = APIRouter(include_in_schema=False)
# An event with more claims has the rest of them in the API.
_MOST = 400


@router.get("/events")
def events(request: Request) -> Response:
    """The list of events is in Explore."""
    asked = {name: value for name, value in request.query_params.items() if name != "show"}
    return RedirectResponse(f"/explore{query_of(show='events', **asked)}", 307)


@router.get("/events/{id}")
def event(request: Request, record: Record, id: str, as_of: str = "") -> Response:
    """The event, as of a day if one is asked for; an id that is gone leads to the one that took over."""
    row = _find(record, id)
    if row.event.id != id:
        return RedirectResponse(f"/events/{row.event.id}{query_of(as_of=as_of)}", 301)
    known = {"as_of": as_of, "now": row.event, "error": None, "event": row.event}
    if as_of:
        try:
            then = record.events(id=id, as_of=as_of).page(1).rows
        except UsageError as error:
            known["error"], then = error, [row]
        if not then:
            return show(request, "event_then.html", known)
        row = then[0]
    return _show(request, record, row, known)


def _find(record: Store, id: str) -> EventRow:
    rows = record.events(id=id).page(1).rows
    if not rows:
        raise UnknownError(
            "the record holds no such event", help="its reports may have been forgotten; see Explore"
        )
    return rows[0]


def _show(request: Request, record: Store, row: EventRow, known: dict[str, object]) -> HTMLResponse:
    found = row.event
    rows = record.claims_of(found.claims[:_MOST])
    rests = rests_of(found, rows)
    copies = record.copies_of({one.report.id for one in rows})
    known |= {
        "event": found,
        "story": record.reports_of(_others(record, row)),
        "rests": rests,
        "sides": [(one, sides_of(one, found)) for one in found.disagreements],
        "counted_values": counted_of(found),
        "value_figures": value_figures(found),
        "days": days_figure(rows),
        "map": map_figure(rows, static_file("basemap/land.svg"), "/static/basemap/"),
        "tellings": tellings_of(rows, rests, copies),
        "left_out": len(found.claims) - len(rows),
    }
    return show(request, "event.html", known)


def _others(record: Store, row: EventRow) -> list[str]:
    """Reports of the same story that do not tell this event, a few of them."""
    telling = {one.report for one in row.event.claims}
    first = row.event.claims[0].report
    return [one for one in record.story_of(first) if one not in telling][:20]
