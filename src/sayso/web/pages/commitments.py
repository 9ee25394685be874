"""What was promised or demanded."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from sayso.errors import UsageError
from sayso.web.asking import ask_loosely, query_of
from sayso.web.kinds import KINDS
from sayso.web.showing import show

__all__ = ["router"]

router = APIRouter(include_in_schema=False)
# Each is held against all that may bear on it.
_ROWS = 20


@router.get("/commitments")
def commitments(request: Request, after: str | None = None) -> HTMLResponse:
    """Who owes what, by when, on whose word."""
    asked, kind = ask_loosely(request), KINDS["commitments"]
    known: dict[str, object] = {"rows": [], "next": None, "count": 0, "error": None}
    try:
        page = kind.ask(request.app.state.store, **asked.filters()).page(_ROWS, after=after or None)
        known |= {
            "rows": page.rows,
            "next": page.next,
            "count": request.app.state.counts.of(kind, asked.filters()),
        }
    except UsageError as error:
        known["error"] = error
    parts = asked.parts()
    known["formats"] = kind.formats
    known |= {"asked": parts, "after": after or "", "ask": lambda **more: query_of(**{**parts, **more})}
    return show(request, "commitments.html", known)
