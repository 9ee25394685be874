"""All filters as a form, and what they find: table, downloads, what no map can show."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from sayso.codebook import read_codebook
from sayso.errors import UsageError
from sayso.model import Status
from sayso.web.asking import Asked, ask_loosely, query_of
from sayso.web.feeds import FEEDS
from sayso.web.kinds import KINDS, Kind
from sayso.web.showing import show

__all__ = ["router"]

router = APIRouter(include_in_schema=False)
_ROWS = 50
# Filters that the form shows on demand, or when they are set.
_MORE = {"published_from", "published_to", "as_of", "report", "id", "placed", "verdict", "original"}
# Kinds that have columns here.
_SHOWN = ("claims", "events", "disagreements", "reports", "attributions", "commitments")


@router.get("/explore")
def explore(request: Request, after: str | None = None) -> HTMLResponse:
    """The rows that an address asks for."""
    asked = ask_loosely(request)
    kind = KINDS.get(request.query_params.get("show", "claims"), KINDS["claims"])
    if kind.name not in _SHOWN:
        kind = KINDS["claims"]
    try:
        found = _find(request, asked, kind, after or None)
    except UsageError as error:
        found = {"rows": [], "next": None, "count": 0, "unplaced": 0, "error": error}
    parts = asked.parts()
    known = {
        "kind": kind,
        "kinds": [KINDS[name] for name in _SHOWN],
        "asked": parts,
        "more": bool(parts.keys() & _MORE),
        "types": sorted(read_codebook("plover")),
        "statuses": list(Status),
        "after": after or "",
        "ask": lambda **more: query_of(**{**_shown(kind), **parts, **more}),
        "filters": lambda **more: query_of(**{**parts, **more}),
        "feed": f"/feeds/{kind.name}.atom{query_of(**parts)}" if kind.name in FEEDS else "",
        "error": None,
        **found,
    }
    wanted = "explore_results.html" if request.headers.get("hx-target") == "results" else "explore.html"
    answer = show(request, wanted, known)
    answer.headers["vary"] = "hx-target"
    return answer


def _shown(kind: Kind) -> dict[str, str]:
    return {} if kind.name == "claims" else {"show": kind.name}


def _find(request: Request, asked: Asked, kind: Kind, after: str | None) -> dict[str, Any]:
    filters = asked.filters()
    page = kind.ask(request.app.state.store, **filters).page(_ROWS, after=after)
    unplaced = 0
    if kind.name == "claims" and filters.get("placed") is None:
        unplaced = request.app.state.counts.of(kind, {**filters, "placed": False})
    return {
        "rows": page.rows,
        "next": page.next,
        "count": request.app.state.counts.of(kind, filters),
        "unplaced": unplaced,
    }
