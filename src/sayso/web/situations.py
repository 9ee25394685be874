"""`/api/situations`: situations and their timeline; a watch list is the body of a POST."""

from collections.abc import Callable, Iterator, Sequence
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import Response, StreamingResponse

from sayso.errors import UsageError
from sayso.export.chunks import flat_table, json_lines
from sayso.model import Difference, Situation, Turn
from sayso.relate import WatchList, parse_watch_list
from sayso.tables import CHANGES, SITUATIONS, TURNS, Table, situation_object
from sayso.web.api import json_answer
from sayso.web.docs import SITUATION, TURN, WATCH_BODY
from sayso.web.downloads import DELIMITERS, MEDIA
from sayso.web.filters import FilterParams, PageParams
from sayso.web.situation_cache import SituationCache

__all__ = ["FORMATS", "WATCHED", "Format", "router", "send_file", "start_of"]

router = APIRouter(prefix="/api/situations", tags=["situations"])
FORMATS = ("jsonl", "csv", "tsv")
# Name of a watch list in errors.
WATCHED = "watch list"


async def _watch_list(request: Request) -> WatchList | None:
    """Return the watch list in the body; None if there is no body."""
    body = await request.body()
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        raise UsageError("the watch list is not UTF-8", help="send TOML in UTF-8") from error
    return parse_watch_list(text, where=WATCHED) if text.strip() else None


def _situation_cache(request: Request) -> SituationCache:
    cache: SituationCache = request.app.state.situations
    return cache


TheSituationCache = Annotated[SituationCache, Depends(_situation_cache)]
Format = Annotated[str, Path(json_schema_extra={"enum": list(FORMATS)})]
_Watch = Annotated[WatchList | None, Depends(_watch_list)]
_Rows = Sequence[Situation] | Sequence[Turn] | Sequence[Difference]
# The tables, by the names of files.
_TABLES: dict[str, Table[Any]] = {
    "situations": SITUATIONS,
    "turns": TURNS,
    "timeline": TURNS,
    "changes": CHANGES,
}
_Find = Callable[[SituationCache, FilterParams, WatchList | None], _Rows]


def _situations(cache: SituationCache, params: FilterParams, watch: WatchList | None) -> Sequence[Situation]:
    return cache.situations(params.filters(), watch)


def _turns(cache: SituationCache, params: FilterParams, watch: WatchList | None) -> Sequence[Turn]:
    return cache.turns(params.filters(), watch)


def send_file(rows: _Rows, name: str, format: str) -> Response:
    """Return all rows as a file, the same as the command line writes."""
    if format not in FORMATS:
        raise UsageError(f"{format[:40]!r} is no format of {name}", help=f"one of: {', '.join(FORMATS)}")
    headers = {"content-disposition": f'attachment; filename="sayso-{name}.{format}"'}
    return StreamingResponse(_write(rows, name, format), media_type=MEDIA[format], headers=headers)


def _write(rows: _Rows, name: str, format: str) -> Iterator[bytes]:
    if format == "jsonl":
        return (chunk.data for chunk in json_lines("", map(_object, rows)))
    table = _TABLES[name]
    chunks = flat_table(table.columns, table.rows(rows), delimiter=DELIMITERS[format])
    return (chunk.data for chunk in chunks)


def _object(row: Situation | Turn | Difference) -> object:
    return situation_object(row) if isinstance(row, Situation) else msgspec.to_builtins(row)


def _page(find: _Find) -> Callable[..., Response]:
    def page(cache: TheSituationCache, watch: _Watch, params: Annotated[PageParams, Query()]) -> Response:
        rows, start = find(cache, params, watch), start_of(params.after)
        stop = start + params.limit
        return json_answer(
            {
                "rows": [_object(row) for row in rows[start:stop]],
                "next": str(stop) if stop < len(rows) else None,
                "count": len(rows) if params.after is None else None,
            }
        )

    return page


def start_of(after: str | None) -> int:
    """Return where a page of computed rows begins."""
    if after is not None and not (after.isascii() and after.isdigit()):
        raise UsageError(f"{after[:40]!r} is no cursor", help="give the one of the page before, unchanged")
    return int(after or 0)


def _count(find: _Find) -> Callable[..., Response]:
    def count(cache: TheSituationCache, watch: _Watch, params: Annotated[FilterParams, Query()]) -> Response:
        return json_answer({"count": len(find(cache, params, watch))})

    return count


def _download(find: _Find, name: str) -> Callable[..., Response]:
    def whole(
        cache: TheSituationCache, watch: _Watch, format: Format, params: Annotated[FilterParams, Query()]
    ) -> Response:
        return send_file(find(cache, params, watch), name, format)

    return whole


def _add(path: str, name: str, find: _Find, about: str, example: dict[str, Any]) -> None:
    """Add the three addresses of a view, each with and without a watch list."""
    shape = {"example": {"rows": [example], "next": None, "count": 1}}
    counted = {"example": {"count": 1}}
    for method, by in (("GET", ""), ("POST", "_watched")):
        body = WATCH_BODY if by else {}
        of_list = ", of what a watch list names" if by else ""
        known: dict[str, Any] = {"methods": [method], "response_class": Response, "openapi_extra": body}
        router.add_api_route(
            path,
            _page(find),
            summary=about + of_list,
            responses={200: {"content": {"application/json": shape}}},
            operation_id=f"list_{name}{by}",
            **known,
        )
        router.add_api_route(
            f"{path}/count",
            _count(find),
            summary=f"How many {name}{of_list}",
            responses={200: {"content": {"application/json": counted}}},
            operation_id=f"count_{name}{by}",
            **known,
        )
        router.add_api_route(
            f"{path}/download/{{format}}",
            _download(find, name),
            summary=f"All {name}{of_list}, as a file",
            description=f"One of: {', '.join(FORMATS)}.",
            operation_id=f"download_{name}{by}",
            **known,
        )


_add("", "situations", _situations, "What holds where, as told", SITUATION)
_add("/timeline", "turns", _turns, "All that is told of what holds, in order of day", TURN)
