"""Page of disagreements, the sharpest first."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from sayso.codebook import read_codebook
from sayso.errors import UsageError
from sayso.model import DisagreementKind
from sayso.web.event_view import sides_of
from sayso.web.filters import query_string, read_filter_params
from sayso.web.kinds import KINDS
from sayso.web.ranked_disagreements import RankedDisagreements
from sayso.web.renderer import show

__all__ = ["router"]

router = APIRouter(include_in_schema=False)
_ROWS = 20


@router.get("/disagreements")
def disagreements(request: Request, kind: str = "", after: str = "") -> HTMLResponse:
    """Return a page of disagreements, with their sides."""
    params = read_filter_params(request)
    chosen = DisagreementKind(kind) if kind in list(DisagreementKind) else None
    sharpest: RankedDisagreements = request.app.state.ranked_disagreements
    known: dict[str, Any] = {"rows": [], "next": None, "count": 0, "error": None}
    try:
        page = sharpest.page(params.filters(), kind=chosen, after=after or None, size=_ROWS)
        known |= {
            "rows": [(row, sides_of(row.disagreement, row.event)) for row in page.rows],
            "next": page.next,
            "count": sharpest.count(params.filters(), chosen),
        }
    except UsageError as error:
        known["error"] = error
    parts = params.parts()
    known |= {
        "asked": parts,
        "kind": chosen or "",
        "kinds": list(DisagreementKind),
        "formats": KINDS["disagreements"].formats,
        "types": sorted(read_codebook("plover")),
        "after": after,
        "ask": lambda **more: query_string(**{**parts, "kind": chosen, **more}),
        "filters": lambda **more: query_string(**{**parts, **more}),
    }
    return show(request, "disagreements.html", known)
