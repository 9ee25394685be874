"""Where reports disagree, the sharpest first."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from sayso.codebook import read_codebook
from sayso.errors import UsageError
from sayso.model import DisagreementKind
from sayso.web.asking import ask_loosely, query_of
from sayso.web.kinds import KINDS
from sayso.web.ranking import Sharpest
from sayso.web.showing import show
from sayso.web.telling import sides_of

__all__ = ["router"]

router = APIRouter(include_in_schema=False)
_ROWS = 20


@router.get("/disagreements")
def disagreements(request: Request, kind: str = "", after: str = "") -> HTMLResponse:
    """Values of one event that do not go together, side by side."""
    asked = ask_loosely(request)
    chosen = DisagreementKind(kind) if kind in list(DisagreementKind) else None
    sharpest: Sharpest = request.app.state.sharpest
    known: dict[str, Any] = {"rows": [], "next": None, "count": 0, "error": None}
    try:
        page = sharpest.page(asked.filters(), kind=chosen, after=after or None, size=_ROWS)
        known |= {
            "rows": [(row, sides_of(row.disagreement, row.event)) for row in page.rows],
            "next": page.next,
            "count": sharpest.count(asked.filters(), chosen),
        }
    except UsageError as error:
        known["error"] = error
    parts = asked.parts()
    known |= {
        "asked": parts,
        "kind": chosen or "",
        "kinds": list(DisagreementKind),
        "formats": KINDS["disagreements"].formats,
        "types": sorted(read_codebook("plover")),
        "after": after,
        "ask": lambda **more: query_of(**{**parts, "kind": chosen, **more}),
        "filters": lambda **more: query_of(**{**parts, **more}),
    }
    return show(request, "disagreements.html", known)
