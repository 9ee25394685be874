"""Page of commitments, with their current state."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from sayso.errors import UsageError
from sayso.model import CommitmentState
from sayso.web.filters import query_string, read_filter_params
from sayso.web.kinds import KINDS
from sayso.web.renderer import show

__all__ = ["router"]

router = APIRouter(include_in_schema=False)
# Each is compared with all claims that may bear on it.
_ROWS = 20


@router.get("/commitments")
def commitments(request: Request, state: str = "", after: str | None = None) -> HTMLResponse:
    """Return a page of commitments, of one state if `state` is given."""
    params, kind = read_filter_params(request), KINDS["commitments"]
    state = state if state in list(CommitmentState) else ""
    filters = params.filters() | ({"state": CommitmentState(state)} if state else {})
    known: dict[str, object] = {"rows": [], "next": None, "count": 0, "error": None}
    try:
        page = kind.ask(request.app.state.store, **filters).page(_ROWS, after=after or None)
        known |= {
            "rows": page.rows,
            "next": page.next,
            "count": request.app.state.counts.of(kind, filters),
        }
    except UsageError as error:
        known["error"] = error
    parts = params.parts()
    known |= {
        "asked": parts,
        "state": state,
        "states": list(CommitmentState),
        "formats": kind.formats,
        "after": after or "",
        "ask": lambda **more: query_string(**{**parts, "state": state, **more}),
        "filters": lambda **more: query_string(**{**parts, **more}),
    }
    return show(request, "commitments.html", known)
