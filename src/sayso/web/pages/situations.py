"""Page of situations as of a day; only those that a watch list names, if it is given."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from starlette.datastructures import UploadFile

from sayso.errors import UsageError
from sayso.model import Holds
from sayso.relate import is_certain, parse_watch_list
from sayso.web.filters import FilterParams, query_string, read_filter_params
from sayso.web.renderer import show
from sayso.web.situations import FORMATS, WATCHED, send_file

__all__ = ["router"]

router = APIRouter(include_in_schema=False)
_ROWS = 50


async def _sent(request: Request) -> dict[str, str]:
    """Return the fields of the form, the text of a file as `watch`. Nothing of it is stored."""
    if request.method != "POST":
        return {}
    async with request.form(max_files=1, max_fields=40) as form:
        given = {name: value for name, value in form.items() if isinstance(value, str)}
        file = form.get("file")
        if isinstance(file, UploadFile) and file.size:
            given["watch"] = (await file.read()).decode("utf-8", "replace")
    if "watch" in given:
        given["watch"] = given["watch"].replace("\r\n", "\n")  # as forms send line ends
    return given


@router.api_route("/situations", methods=["GET", "POST"])
def situations(
    request: Request, sent: Annotated[Mapping[str, str], Depends(_sent)], view: str = "", after: str = ""
) -> Response:
    """Return the situations, or with `view=timeline` their turns in order of day."""
    params, watch = read_filter_params(request, sent), sent.get("watch", "")
    view = "timeline" if sent.get("view", view) == "timeline" else ""
    known: dict[str, Any] = {"rows": [], "count": 0, "error": None, "disputed": 0, "unsure": 0}
    try:
        rows = _find(request, params, view, watch)
        if sent.get("format"):
            return send_file(rows, "turns" if view else "situations", sent["format"])
        start = int(after) if after.isascii() and after.isdigit() and len(after) < 10 else 0
        # A page of a watch list has no address to go on from: all of it is shown at once.
        shown = rows if watch else rows[start : start + _ROWS]
        last = bool(watch) or start + _ROWS >= len(rows)
        known |= {
            "rows": _with_names(request, params, shown) if view else shown,
            "count": len(rows),
            "disputed": 0 if view else sum(row.holds is Holds.DISPUTED for row in rows),
            "unsure": 0 if view else sum(not is_certain(row) for row in rows),
            "after": after if start else "",
            "next": None if last else str(start + _ROWS),
        }
    except UsageError as error:
        known |= {"error": error, "after": "", "next": None}
    parts = params.parts()
    known |= {
        "asked": parts,
        "view": view,
        "watch": watch,
        "formats": FORMATS,
        "is_certain": is_certain,
        "ask": lambda **more: query_string(**{**parts, "view": view, **more}),
        "filters": lambda **more: query_string(**{**parts, **more}),
    }
    return show(request, "situations.html", known)


def _find(request: Request, params: FilterParams, view: str, watch: str) -> Any:  # noqa: ANN401 - situations or turns
    cache = request.app.state.situations
    watched = parse_watch_list(watch, where=WATCHED) if watch.strip() else None
    find = cache.turns if view else cache.situations
    return find(params.filters(), watched)


def _with_names(request: Request, params: FilterParams, turns: Any) -> list[tuple[Any, Any]]:  # noqa: ANN401 - turns
    """Return each turn with its situation, None if there is none."""
    by_id = {
        situation.id: situation for situation in request.app.state.situations.situations(params.filters())
    }
    return [(turn, by_id.get(turn.situation)) for turn in turns]
