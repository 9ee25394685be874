"""`/api/changes` and the feed of it: what is new between two days."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from pydantic import Field

from sayso.engine import find_changes
from sayso.model import Difference, Period, make_period, parse_kinds
from sayso.record import Store
from sayso.web.access import Record
from sayso.web.api import json_answer
from sayso.web.cache import VersionedCache, cache_key
from sayso.web.cross_descriptions import describe_difference
from sayso.web.docs import CHANGE
from sayso.web.feeds import Entry, Feed, send_feed
from sayso.web.filters import FilterParams, query_string
from sayso.web.situations import Format, send_file, start_of

__all__ = ["ChangeCache", "address_of_difference", "router"]

router = APIRouter(tags=["changes"])
_ANSWERS = 32
# Days that the feed looks back, and its entries.
_FEED_DAYS, _ENTRIES = 7, 200


class ChangeCache:
    """Cached changes, by their period and the filters of their claims."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._found = VersionedCache[tuple[Difference, ...]](store, _ANSWERS, in_turn=True)

    def find(self, period: Period, event: str | None, filters: dict[str, Any]) -> tuple[Difference, ...]:
        """Return the changes of all kinds."""
        key = cache_key(filters, period, event, period.days)
        return self._found.get(key, lambda: find_changes(self._store, period, event=event, **filters))


class ChangeParams(FilterParams):
    """The two days, what is looked at, and the filters."""

    since: str | None = Field(
        None,
        max_length=40,
        description="New since the end of this day or since this moment; else of yesterday",
    )
    until: str | None = Field(
        None, max_length=40, description="As known at the end of this day, or at this moment; else now"
    )
    by: str = Field(
        "arrival",
        max_length=20,
        description="arrival: a report counts from when the record first saw it; or publication",
    )
    event: str | None = Field(None, max_length=100, description="Only what changed in this event: its id")
    kind: str = Field(
        "",
        max_length=100,
        description="Only these, with commas between: events, numbers, disagreements, commitments, "
        "situations, sources",
    )


class ChangePageParams(ChangeParams):
    """The changes, and the page of the answer."""

    limit: int = Field(100, ge=1, le=1000, description="Rows on the page")
    after: str | None = Field(None, max_length=60, description="The cursor `next` of the page before")


def _cache(request: Request) -> ChangeCache:
    cache: ChangeCache = request.app.state.changes
    return cache


TheCache = Annotated[ChangeCache, Depends(_cache)]


def _find(cache: ChangeCache, params: ChangeParams, period: Period | None = None) -> list[Difference]:
    kinds = parse_kinds(params.kind)
    period = period or make_period(params.since or None, params.until or None, params.by)
    found = cache.find(period, params.event or None, params.filters())
    return [difference for difference in found if not kinds or difference.kind in kinds]


@router.get(
    "/api/changes",
    summary="What is new between two days",
    description="Rows by kind, those first that were told otherwise before; `next` is the cursor of the next "
    "page. `count` is told on the first page.",
    responses={
        200: {"content": {"application/json": {"example": {"rows": [CHANGE], "next": None, "count": 1}}}}
    },
    response_class=Response,
    operation_id="list_changes",
)
def changes(cache: TheCache, params: Annotated[ChangePageParams, Query()]) -> Response:
    """Return a page of changes."""
    rows, start = _find(cache, params), start_of(params.after)
    stop = start + params.limit
    return json_answer(
        {
            "rows": [msgspec.to_builtins(row) for row in rows[start:stop]],
            "next": str(stop) if stop < len(rows) else None,
            "count": len(rows) if params.after is None else None,
        }
    )


@router.get(
    "/api/changes/count",
    summary="How many changes",
    responses={200: {"content": {"application/json": {"example": {"count": 1}}}}},
    response_class=Response,
    operation_id="count_changes",
)
def count(cache: TheCache, params: Annotated[ChangeParams, Query()]) -> Response:
    """Return the number of changes."""
    return json_answer({"count": len(_find(cache, params))})


@router.get(
    "/api/changes/download/{format}",
    summary="All changes, as a file",
    description="One of: jsonl, csv, tsv.",
    response_class=Response,
    operation_id="download_changes",
)
def download(cache: TheCache, format: Format, params: Annotated[ChangeParams, Query()]) -> Response:
    """Return all changes as a file."""
    return send_file(_find(cache, params), "changes", format)


@router.get("/feeds/changes.atom", include_in_schema=False)
def feed(
    request: Request, record: Record, cache: TheCache, params: Annotated[ChangeParams, Query()]
) -> Response:
    """Return the changes since a week ago as Atom, unless the address names another day."""
    week_ago = datetime.now(UTC).date() - timedelta(days=_FEED_DAYS)
    period = make_period(params.since or week_ago.isoformat(), params.until or None, params.by)
    own = {"since": params.since, "until": params.until, "event": params.event, "kind": params.kind}
    own |= {"by": params.by if params.by != "arrival" else ""}
    parts = {**params.parts(), **{name: value for name, value in own.items() if value}}
    return send_feed(
        request,
        record,
        Feed("changes", parts, period.days),
        lambda: [_entry(difference) for difference in _find(cache, params, period)[:_ENTRIES]],
    )


def _entry(difference: Difference) -> Entry:
    sources = f" — {', '.join(difference.sources)}" if difference.sources else ""
    words = f"“{difference.words}”" if difference.words else difference.after
    return Entry(
        id=f"urn:sayso:change:{difference.id}",
        title=describe_difference(difference),
        words=f"{words}{sources}",
        address=address_of_difference(difference),
        outlet="",
        published=difference.published,
        reports=(difference.claim.report,),
        term=str(difference.kind),
    )


def address_of_difference(difference: Difference) -> str:
    """Return the address of what a difference is about: its event, else the report that tells it."""
    if difference.event is not None:
        return f"/events/{difference.event}"
    return f"/reports/{difference.claim.report}{query_string(claim=difference.claim.claim)}"
