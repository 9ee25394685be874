"""Where reports disagree, the sharpest first."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from sayso.codebook import read_codebook
from sayso.errors import UsageError
from sayso.model import DisagreementKind
from sayso.web.asking import ask_loosely, query_of
from sayso.web.kinds import KINDS
from sayso.web.showing import show
from sayso.web.telling import sides_of

__all__ = ["router"]

router = APIRouter(include_in_schema=False)
_ROWS = 20


@router.get("/disagreements")
def disagreements(request: Request, kind: str = "", after: str = "") -> HTMLResponse:
    """Values of one event that do not go together, side by side."""
    asked = ask_loosely(request)
    kind = kind if kind in list(DisagreementKind) else ""
    start = int(after) if after.isascii() and after.isdigit() and len(after) < 10 else 0
    known: dict[str, Any] = {"rows": [], "count": 0, "error": None}
    try:
        rows, count = request.app.state.sharpest.find(asked.filters(), kind=kind, start=start, size=_ROWS)
        known |= {"rows": [(row, sides_of(row.disagreement, row.event)) for row in rows], "count": count}
    except UsageError as error:
        known["error"] = error
    parts = asked.parts()
    known |= {
        "asked": parts,
        "kind": kind,
        "kinds": list(DisagreementKind),
        "formats": KINDS["disagreements"].formats,
        "types": sorted(read_codebook("plover")),
        "after": after if start else "",
        "next": str(start + _ROWS) if start + _ROWS < known["count"] else None,
        "ask": lambda **more: query_of(**{**parts, "kind": kind, **more}),
        "filters": lambda **more: query_of(**{**parts, **more}),
    }
    return show(request, "disagreements.html", known)
