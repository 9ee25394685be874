"""`/api`: every kind of rows in pages, their number, and whole answers in each format."""

from collections.abc import Callable
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from sayso.errors import UsageError
from sayso.tables import as_object
from sayso.web.access import Record
from sayso.web.docs import DAYS, PLACES, example_of, schema_of, table_schema_name
from sayso.web.downloads import download
from sayso.web.filters import FilterParams, PageParams, PlacesParams
from sayso.web.kinds import KINDS, Kind

__all__ = ["router"]

router = APIRouter(prefix="/api")


def json_answer(value: object, status: int = 200) -> Response:
    """Return a value as a JSON response."""
    return Response(msgspec.json.encode(value), status, media_type="application/json")


@router.get(
    "",
    tags=["record"],
    summary="What the record holds",
    description="How many of each there are, and what can be asked for.",
)
def about(request: Request, record: Record) -> Response:
    """Return the number of rows of each kind, and the kinds that can be asked for."""
    counts = record.counts() | {name: request.app.state.counts.of(kind, {}) for name, kind in KINDS.items()}
    return json_answer({"counts": counts, "kinds": sorted(KINDS), "help": "/api/docs"})


def _page(kind: Kind) -> Callable[..., Response]:
    def page(record: Record, params: Annotated[PageParams, Query()]) -> Response:
        query = kind.answer(record, params)
        query = query if params.order == "record" else query.ordered(params.order)
        found = query.page(params.limit, after=params.after)
        rows = [as_object(kind.noun, row) for row in found.rows]
        # Counted anew on the first page only: going on costs no more than the rows.
        number = query.count() if params.after is None else None
        return json_answer({"rows": rows, "next": found.next, "count": number})

    return page


def _count(kind: Kind) -> Callable[..., Response]:
    def count(record: Record, params: Annotated[FilterParams, Query()]) -> Response:
        return json_answer({"count": kind.answer(record, params).count()})

    return count


def _download(kind: Kind) -> Callable[..., Response]:
    known = Path(json_schema_extra={"enum": list(kind.formats)})

    def whole(
        record: Record, format: Annotated[str, known], params: Annotated[FilterParams, Query()]
    ) -> Response:
        if format not in kind.formats:
            raise UsageError(
                f"{format[:40]!r} is no format of {kind.name}", help=f"one of: {', '.join(kind.formats)}"
            )
        return download(kind, kind.answer(record, params), format)

    return whole


def _add(kind: Kind) -> None:
    """Add the three addresses of a kind."""
    known: dict[str, Any] = {"tags": [kind.name], "response_class": Response}
    shape = {"schema": schema_of(kind), "example": example_of(kind)}
    router.add_api_route(
        f"/{kind.name}",
        _page(kind),
        summary=kind.about,
        description="Rows in the order in which the record took them in; `next` is the cursor `after` which "
        "the next page begins, null after the last. `count` is told on the first page.",
        responses={200: {"content": {"application/json": shape}}},
        operation_id=f"list_{kind.name}",
        **known,
    )
    router.add_api_route(
        f"/{kind.name}/count",
        _count(kind),
        summary=f"How many {kind.name}",
        responses={200: {"content": {"application/json": {"example": {"count": 17}}}}},
        operation_id=f"count_{kind.name}",
        **known,
    )
    router.add_api_route(
        f"/{kind.name}/download/{{format}}",
        _download(kind),
        summary=f"All {kind.name} asked for, as a file",
        description=f"One of: {', '.join(kind.formats)}. Formats of several tables come as a zip. "
        f"The columns of `csv` and `tsv`: `{table_schema_name(kind.name)}` below.",
        operation_id=f"download_{kind.name}",
        **known,
    )


for _kind in KINDS.values():
    _add(_kind)


@router.get(
    "/claims/places",
    tags=["claims"],
    summary="Claims counted by place",
    description="The places with most of the claims asked for, the most first, with the number of each "
    "status. A claim that has several places is counted at each; `placed` counts it once. `unplaced` "
    "are those of `placed=false`: no map can show them. `places` is the number of all places.",
    responses={200: {"content": {"application/json": PLACES}}},
    response_class=Response,
    operation_id="count_claims_by_place",
)
def places(request: Request, record: Record, params: Annotated[PlacesParams, Query()]) -> Response:
    """Return the places of the claims of a query."""
    filters = params.filters()
    counts, kind = request.app.state.counts, KINDS["claims"]
    rows, number = record.claims(**filters).places(params.limit)
    count = counts.of(kind, filters)
    given = filters.pop("placed", None)
    placed = count if given else 0 if given is False else counts.of(kind, {**filters, "placed": True})
    numbers = {"count": count, "placed": placed, "unplaced": count - placed, "places": number}
    return json_answer({"rows": rows, **numbers})


@router.get(
    "/claims/days",
    tags=["claims"],
    summary="Claims counted by day",
    description="How many of the claims asked for lie between which days, by status, the earliest first. "
    "Each claim is counted once; `first` and `last` are null where no day is known (`undated`).",
    responses={200: {"content": {"application/json": DAYS}}},
    response_class=Response,
    operation_id="count_claims_by_day",
)
def days(record: Record, params: Annotated[FilterParams, Query()]) -> Response:
    """Return the days of the claims of a query."""
    rows = record.claims(**params.filters()).days()
    count = sum(row.number for row in rows)
    dated = sum(row.number for row in rows if row.first is not None)
    return json_answer({"rows": rows, "count": count, "dated": dated, "undated": count - dated})
