"""The first page: what the record holds, and what is new in it."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from sayso.web.access import Record
from sayso.web.kinds import KINDS
from sayso.web.showing import show

__all__ = ["router"]

router = APIRouter(include_in_schema=False)


@router.get("/")
def home(request: Request, record: Record) -> HTMLResponse:
    """What the record holds, and where to begin."""
    counts = {name: request.app.state.counts.of(kind, {}) for name, kind in KINDS.items()}
    known = {
        "counts": counts,
        "reports": record.reports().last(6),
        "claims": record.claims().last(6),
        "due": record.commitments(first="0001-01-01").last(5),
    }
    return show(request, "home.html", known)
