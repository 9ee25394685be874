"""What was promised or demanded, and what became of it."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from sayso.errors import UsageError
from sayso.model import CommitmentState
from sayso.web.asking import ask_loosely, query_of
from sayso.web.kinds import KINDS
from sayso.web.showing import show

__all__ = ["router"]

router = APIRouter(include_in_schema=False)
# Each is held against all that may bear on it.
_ROWS = 20


@router.get("/commitments")
def commitments(request: Request, state: str = "", after: str | None = None) -> HTMLResponse:
    """Who owes what, by when, on whose word; of one state where it is asked for."""
    asked, kind = ask_loosely(request), KINDS["commitments"]
    state = state if state in list(CommitmentState) else ""
    filters = asked.filters() | ({"state": CommitmentState(state)} if state else {})
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
    parts = asked.parts()
    known |= {
        "asked": parts,
        "state": state,
        "states": list(CommitmentState),
        "formats": kind.formats,
        "after": after or "",
        "ask": lambda **more: query_of(**{**parts, "state": state, **more}),
        "filters": lambda **more: query_of(**{**parts, **more}),
    }
    return show(request, "commitments.html", known)
