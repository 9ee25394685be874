"""All filters as a form, and what they find: table, map, timeline, what no map can show, downloads."""

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from sayso.codebook import read_codebook
from sayso.errors import UsageError
from sayso.model import Status
from sayso.web.asking import Asked, ask_loosely, query_of
from sayso.web.feeds import FEEDS
from sayso.web.kinds import KINDS, Kind
from sayso.web.picturing import features_of, picture
from sayso.web.showing import show

__all__ = ["router"]

router = APIRouter(include_in_schema=False)
_ROWS = 50
# Claims that no map can show, of which the first page lists so many.
_UNPLACED = 5
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
    parts = asked.parts()

    def ask(**more: object) -> str:
        return query_of(**{**_shown(kind), **parts, **more})

    try:
        found = _find(request, asked, kind, after or None)
        if kind.name == "claims":
            found |= _see(request, asked, ask, found["count"], first=not after)
    except UsageError as error:
        found = {"rows": [], "next": None, "count": 0, "error": error}
    known = {
        "kind": kind,
        "kinds": [KINDS[name] for name in _SHOWN],
        "asked": parts,
        "more": bool(parts.keys() & _MORE),
        "types": sorted(read_codebook("plover")),
        "statuses": list(Status),
        "after": after or "",
        "ask": ask,
        "filters": lambda **more: query_of(**{**parts, **more}),
        "feed": f"/feeds/{kind.name}.atom{query_of(**parts)}" if kind.name in FEEDS else "",
        "features_of": features_of,
        "error": None,
        "seen": None,
        "unplaced": 0,
        "unplaced_rows": [],
        **found,
    }
    return show(request, "explore.html", known)


def _shown(kind: Kind) -> dict[str, str]:
    return {} if kind.name == "claims" else {"show": kind.name}


def _find(request: Request, asked: Asked, kind: Kind, after: str | None) -> dict[str, Any]:
    filters = asked.filters()
    page = kind.ask(request.app.state.store, **filters).page(_ROWS, after=after)
    return {"rows": page.rows, "next": page.next, "count": request.app.state.counts.of(kind, filters)}


def _see(
    request: Request, asked: Asked, ask: Callable[..., str], count: int, *, first: bool
) -> dict[str, Any]:
    """Map and timeline of the claims, and on the first page some of those that no map can show."""
    store, kind, filters = request.app.state.store, KINDS["claims"], asked.filters()
    if not count:
        return {}
    if filters.get("placed") is None:
        without = {**filters, "placed": False}
        unplaced = request.app.state.counts.of(kind, without)
        listed = kind.ask(store, **without).page(_UNPLACED).rows if unplaced and first else []
    else:
        unplaced, listed = (0 if filters["placed"] else count), []
    query = kind.ask(store, **filters)
    seen = request.app.state.seen.get(
        tuple(sorted(filters.items())), lambda: picture(query, ask, count=count, unplaced=unplaced)
    )
    shown = 0 if filters.get("placed") is not None else unplaced
    return {"seen": seen, "unplaced": shown, "unplaced_rows": listed}
