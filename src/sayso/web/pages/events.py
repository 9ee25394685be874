"""Page of an event: its origins, disagreements, days, places and sentences."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from sayso.errors import UnknownError, UsageError
from sayso.model import EventRow, OriginKind, make_period
from sayso.record import Store
from sayso.relate import reported_values_of
from sayso.web.access import Record
from sayso.web.event_view import (
    days_figure,
    map_figure,
    origin_views_of,
    report_views_of,
    sides_of,
    value_figures,
)
from sayso.web.figures import spot_of
from sayso.web.filters import query_string
from sayso.web.renderer import show, static_file

__all__ = ["router"]

router = APIRouter(include_in_schema=False)
# An event with more claims has the rest of them in the API.
_MOST = 400


@router.get("/events")
def events(request: Request) -> Response:
    """Redirect to the list of events in Explore."""
    params = {name: value for name, value in request.query_params.items() if name != "show"}
    return RedirectResponse(f"/explore{query_string(show='events', **params)}", 307)


@router.get("/events/{id}")
def event(request: Request, record: Record, id: str, as_of: str = "", since: str = "") -> Response:
    """Return the event, as of a day if it is given; the id of a merged event redirects to its successor."""
    row = _find(record, id)
    if row.event.id != id:
        return RedirectResponse(f"/events/{row.event.id}{query_string(as_of=as_of, since=since)}", 301)
    known: dict[str, object] = {
        "as_of": as_of,
        "now": row.event,
        "error": None,
        "event": row.event,
        "since": since,
    }
    try:
        period = make_period(since or None)
        known |= {"changes": request.app.state.changes.find(period, id, {}), "period": period}
    except UsageError as error:
        known |= {"error": error, "changes": ()}
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
    origins = origin_views_of(found, rows)
    copies = record.copies_of({row.report.id for row in rows})
    own_words = [origin for origin in found.own_words if origin.kind is OriginKind.OWN_WORDS]
    known |= {
        "event": found,
        "story": record.reports_of(_rest_of_story(record, row)),
        "origins": origins,
        "own_words": own_words,
        "own_claims": len({claim for origin in own_words for claim in origin.claims}),
        "uncertain_sources": [origin for origin in found.own_words if origin.kind is OriginKind.UNCERTAIN],
        "sides": [(disagreement, sides_of(disagreement, found)) for disagreement in found.disagreements],
        "uncertain": [
            (disagreement, sides_of(disagreement, found)) for disagreement in found.uncertain_disagreements
        ],
        "counted_values": reported_values_of(found),
        "value_figures": value_figures(found, rows),
        "days": days_figure(rows),
        "map": map_figure(rows, static_file("basemap/land.svg")),
        "spot_of": spot_of,
        "report_views": report_views_of(rows, origins, copies),
        "left_out": len(found.claims) - len(rows),
    }
    return show(request, "event.html", known)


def _rest_of_story(record: Store, row: EventRow) -> list[str]:
    """Return up to 20 reports of the same story that do not claim this event."""
    reports = {claim.report for claim in row.event.claims}
    first = row.event.claims[0].report
    return [report for report in record.story_of(first) if report not in reports][:20]
