"""Situations: what holds where as of a day, on whose word; what a watch list names, if one is given."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from starlette.datastructures import UploadFile

from sayso.errors import UsageError
from sayso.model import Holds
from sayso.relate import parse_watch_list
from sayso.web.asking import Asked, ask_loosely, query_of
from sayso.web.showing import show
from sayso.web.situations import FORMATS, WATCHED, send_file

__all__ = ["router"]

router = APIRouter(include_in_schema=False)
_ROWS = 50


async def _sent(request: Request) -> dict[str, str]:
    """The fields of the form, a file's words as `watch`. Nothing of it is kept."""
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
    """What holds, or with `view=timeline` all that is told of it in order of day."""
    asked, watch = ask_loosely(request, sent), sent.get("watch", "")
    view = "timeline" if sent.get("view", view) == "timeline" else ""
    known: dict[str, Any] = {"rows": [], "count": 0, "error": None, "disputed": 0}
    try:
        rows = _find(request, asked, view, watch)
        if sent.get("format"):
            return send_file(rows, "turns" if view else "situations", sent["format"])
        start = int(after) if after.isascii() and after.isdigit() and len(after) < 10 else 0
        # A page of a watch list has no address to go on from: all of it is shown at once.
        shown = rows if watch else rows[start : start + _ROWS]
        last = bool(watch) or start + _ROWS >= len(rows)
        known |= {
            "rows": _with_names(request, asked, shown) if view else shown,
            "count": len(rows),
            "disputed": 0 if view else sum(row.holds is Holds.DISPUTED for row in rows),
            "after": after if start else "",
            "next": None if last else str(start + _ROWS),
        }
    except UsageError as error:
        known |= {"error": error, "after": "", "next": None}
    parts = asked.parts()
    known |= {
        "asked": parts,
        "view": view,
        "watch": watch,
        "formats": FORMATS,
        "ask": lambda **more: query_of(**{**parts, "view": view, **more}),
        "filters": lambda **more: query_of(**{**parts, **more}),
    }
    return show(request, "situations.html", known)


def _find(request: Request, asked: Asked, view: str, watch: str) -> Any:  # noqa: ANN401 - situations or turns
    holding = request.app.state.holding
    watched = parse_watch_list(watch, where=WATCHED) if watch.strip() else None
    find = holding.turns if view else holding.situations
    return find(asked.filters(), watched)


def _with_names(request: Request, asked: Asked, turns: Any) -> list[tuple[Any, Any]]:  # noqa: ANN401 - turns
    """Each turn with the situation that it is of, where it holds or held."""
    of = {one.id: one for one in request.app.state.holding.situations(asked.filters())}
    return [(turn, of.get(turn.situation)) for turn in turns]
