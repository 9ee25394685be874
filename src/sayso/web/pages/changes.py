"""Page of what changed between two days."""

from collections import Counter
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from sayso.codebook import read_codebook
from sayso.errors import UsageError
from sayso.model import Basis, DifferenceKind, make_period
from sayso.web.access import Record
from sayso.web.filters import query_string, read_filter_params
from sayso.web.renderer import show
from sayso.web.situations import FORMATS

__all__ = ["router"]

router = APIRouter(include_in_schema=False)
# Of each kind beside others, and of one kind alone.
_SOME, _ROWS = 12, 50
_OWN = ("since", "until", "by", "kind", "after")


@router.get("/changes")
def changes(request: Request, record: Record) -> HTMLResponse:
    """Return what changed, some of each kind, or a page of one kind."""
    params = read_filter_params(request)
    since, until, by, kind, after = (request.query_params.get(name, "") for name in _OWN)
    chosen = DifferenceKind(kind) if kind in list(DifferenceKind) else None
    known: dict[str, Any] = {"rows": (), "numbers": Counter(), "error": None, "since": since, "next": None}
    start = int(after) if after.isascii() and after.isdigit() and len(after) < 10 else 0
    try:
        period = make_period(since or None, until or None, by or Basis.ARRIVAL)
        known["since"] = period.since
        filters = {name: value for name, value in params.filters().items() if name not in ("as_of", "id")}
        rows = request.app.state.changes.find(period, None, filters)
        stop = start + _ROWS
        known |= {
            "rows": [row for row in rows if row.kind is chosen][start:stop] if chosen else rows,
            "numbers": Counter(row.kind for row in rows),
        }
        known["next"] = str(stop) if chosen and stop < known["numbers"][chosen] else None
    except UsageError as error:
        known["error"] = error
    parts = {name: value for name, value in params.parts().items() if name not in ("as_of", "id")}
    own = {"since": since, "until": until, "by": by if by == Basis.PUBLICATION else ""}
    known |= {
        "asked": {**parts, **{name: value for name, value in own.items() if value}},
        "kind": chosen,
        "kinds": list(DifferenceKind),
        "some": _SOME,
        "after": after if start else "",
        "until": until,
        "by": by,
        "last": record.last_arrival(),
        "formats": FORMATS,
        "types": sorted(read_codebook("plover")),
        "ask": lambda **more: query_string(**{**parts, **own, "kind": chosen or "", **more}),
    }
    return show(request, "changes.html", known)
