"""Explore page: a form of all filters, and the rows as table, map, timeline and downloads."""

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from sayso.codebook import read_codebook
from sayso.errors import UsageError
from sayso.model import Status
from sayso.record import Order
from sayso.web.access import TheSettings
from sayso.web.cache import cache_key
from sayso.web.claim_figures import ClaimFigures, draw_claims
from sayso.web.feeds import FEEDS
from sayso.web.figures import spot_of
from sayso.web.filters import FilterParams, query_string, read_filter_params
from sayso.web.kinds import KINDS, Kind
from sayso.web.renderer import show

__all__ = ["router"]

router = APIRouter(include_in_schema=False)
_ROWS, _COMMITMENTS = 50, 20
# Claims that no map can show, of which the first page lists so many.
_UNPLACED = 5
# Filters that the form shows on demand, or when they are set.
_MORE = {
    "published_from",
    "published_to",
    "as_of",
    "report",
    "id",
    "placed",
    "verdict",
    "original",
}
# Orders that the kinds have beside that of the record, in words.
_ORDERS: dict[str, dict[str, str]] = {
    "claims": {
        Order.CONFIDENCE: "surest reading first",
        Order.SOURCES: "most sources first",
        Order.FEWEST_SOURCES: "fewest sources first",
    },
    "events": {
        Order.NEWEST: "newest first",
        Order.SOURCES: "most sources first",
        Order.FEWEST_SOURCES: "fewest sources first",
        Order.CONFIDENCE: "surest reading first",
    },
}
_AS_RECORD = {"claims": "as they came in", "events": "most reports first"}
# Kinds that have columns here.
_SHOWN = ("claims", "events", "disagreements", "reports", "attributions", "commitments")


@router.get("/explore")
def explore(request: Request, settings: TheSettings, after: str | None = None) -> HTMLResponse:
    """Return the rows that meet the filters of the address."""
    params = read_filter_params(request)
    kind = KINDS.get(request.query_params.get("show", "claims"), KINDS["claims"])
    if kind.name not in _SHOWN:
        kind = KINDS["claims"]
    parts = params.parts()
    # Claims are asked for with the least confidence of the settings, unless the address says otherwise.
    folds = kind.name == "claims" and params.min_confidence is None
    if folds:
        params.min_confidence = settings.min_confidence
    order = request.query_params.get("order", "")
    order = order if order in _ORDERS.get(kind.name, {}) else ""

    def ask(**more: object) -> str:
        return query_string(**{**_shown(kind), **parts, **more})

    try:
        query = kind.ask(request.app.state.store, **params.filters())
        query = query.ordered(order) if order else query
        page = query.page(_rows(kind), after=after or None)
        found: dict[str, Any] = {"rows": page.rows, "next": page.next}
        if kind.name == "claims":
            found |= _figures_of(request, params, ask, first=not after)
        else:
            found |= {"count": request.app.state.counts.of(kind, params.filters())}
    except UsageError as error:
        found = {"rows": [], "next": None, "count": 0, "error": error}
    known = {
        "kind": kind,
        "order": order,
        "orders": _ORDERS.get(kind.name, {}),
        "unsure": _count_unsure(request, params, found["count"]) if folds else 0,
        "kinds": [KINDS[name] for name in _SHOWN],
        "asked": parts,
        "more": bool(parts.keys() & _MORE),
        "least": f"{settings.min_confidence:g}",
        "types": sorted(read_codebook("plover")),
        "statuses": list(Status),
        "after": after or "",
        "paged": lambda **more: ask(**{"order": order, **more}),
        "ask": ask,
        "downloaded": query_string(**params.parts()),
        "filters": lambda **more: query_string(**{**parts, **more}),
        "feed": f"/feeds/{kind.name}.atom{query_string(**parts)}" if kind.name in FEEDS else "",
        "spot_of": spot_of,
        "as_record": _AS_RECORD.get(kind.name, ""),
        "error": None,
        "seen": None,
        "unplaced": 0,
        "unplaced_rows": [],
        **found,
    }
    return show(request, "explore.html", known)


def _count_unsure(request: Request, params: FilterParams, shown: int) -> int:
    """Return the number of claims that are left out for their confidence alone."""
    filters = {name: value for name, value in params.filters().items() if name != "min_confidence"}
    try:
        number: int = request.app.state.counts.of(KINDS["claims"], filters)
    except UsageError:
        return 0
    return number - shown


def _shown(kind: Kind) -> dict[str, str]:
    return {} if kind.name == "claims" else {"show": kind.name}


def _rows(kind: Kind) -> int:
    # Each commitment is compared with all claims that may bear on it.
    return _COMMITMENTS if kind.name == "commitments" else _ROWS


def _figures_of(
    request: Request, params: FilterParams, ask: Callable[..., str], *, first: bool
) -> dict[str, Any]:
    """Return map and timeline of the claims, and on the first page some claims without a place."""
    kind, filters = KINDS["claims"], params.filters()
    query = kind.ask(request.app.state.store, **filters)
    seen: ClaimFigures = request.app.state.claim_figures.get(
        cache_key(filters), lambda: draw_claims(query, ask)
    )
    if not seen.claims:
        return {"count": 0}
    if filters.get("placed") is not None:
        return {"count": seen.claims, "seen": seen}
    listed = []
    if seen.unplaced and first:
        listed = kind.ask(request.app.state.store, **{**filters, "placed": False}).page(_UNPLACED).rows
    return {"count": seen.claims, "seen": seen, "unplaced": seen.unplaced, "unplaced_rows": listed}
