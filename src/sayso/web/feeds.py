"""Any query as an Atom feed (RFC 4287): what came into the record last, the newest first."""

import hashlib
from collections.abc import Callable, Collection
from datetime import UTC, datetime
from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import Field

from sayso import __version__
from sayso.errors import UnknownError
from sayso.markup import describe_event, describe_status, name_chains, outlet_of, title_of
from sayso.model import ClaimRow, CommitmentRow, EventRow, ReportRow
from sayso.model.dates import known_day
from sayso.web.access import Record
from sayso.web.filters import FilterParams, query_string
from sayso.web.kinds import KINDS
from sayso.web.renderer import render

__all__ = ["FEEDS", "router"]

router = APIRouter(include_in_schema=False)
# Of an entry without any date: Atom wants one.
_EPOCH = "1970-01-01T00:00:00Z"


class FeedParams(FilterParams):
    """The filters, and the number of entries."""

    limit: int = Field(50, ge=1, le=200, description="Entries, the newest first")


class Entry(NamedTuple):
    """Entry of a feed. `id` never changes; the record's first sight of `reports` dates the entry."""

    id: str
    title: str
    words: str
    address: str
    outlet: str
    published: str | None
    reports: Collection[str]
    term: str = ""


@router.get("/feeds/{kind}.atom")
def feed(request: Request, record: Record, kind: str, params: Annotated[FeedParams, Query()]) -> Response:
    """Return the latest rows of a query as Atom; 304 if the record has not changed since."""
    if kind not in FEEDS:
        raise UnknownError(f"there is no feed of {kind[:40]!r}", help=f"one of: {', '.join(FEEDS)}")
    parts = {**params.parts(), "limit": params.limit}
    root = str(request.base_url).rstrip("/")
    mark = _mark(root, kind, parts, record.state())
    if _is_known(request, mark):
        return Response(status_code=304, headers={"etag": mark})
    # An entry tells that something came in: what became of it need not be followed, unless it is asked for.
    plain = kind == "commitments" and params.state is None
    query = record.commitments(**params.filters()) if plain else KINDS[kind].answer(record, params)
    rows: list[Any] = query.last(params.limit)
    entries = [FEEDS[kind](row) for row in rows]
    seen = record.first_seen({report for entry in entries for report in entry.reports})
    dated = [
        (entry, _moment(max((seen.get(report, "") for report in entry.reports), default="")))
        for entry in entries
    ]
    known = {
        "id": f"urn:sayso:feed:{kind}:{_digest(kind, parts)}",
        "kind": kind,
        "asked": params.parts(),
        "root": root,
        "here": f"{root}/feeds/{kind}.atom{query_string(**parts)}",
        "page": f"{root}{_page(kind, params.parts())}",
        "updated": max((updated for _, updated in dated), default=_EPOCH),
        "entries": dated,
        "moment": _moment,
        "known_day": known_day,
    }
    text = render(request, "feed.xml", known)
    return Response(text, media_type="application/atom+xml; charset=utf-8", headers={"etag": mark})


def _mark(root: str, kind: str, parts: dict[str, Any], state: tuple[int, ...]) -> str:
    """Return an entity tag, which changes with the record and the query."""
    return f'"{_digest(__version__, root, kind, parts, state)}"'


def _digest(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode("utf-8", "replace")).hexdigest()[:20]


def _is_known(request: Request, mark: str) -> bool:
    tags = request.headers.get("if-none-match", "")
    return tags.strip() == "*" or mark in [tag.strip().removeprefix("W/") for tag in tags.split(",")]


def _page(kind: str, parts: dict[str, str]) -> str:
    """Return the address of the page with the same rows."""
    if kind == "claims":
        return f"/explore{query_string(**parts)}"
    return (
        f"/explore{query_string(show=kind, **parts)}"
        if kind == "reports"
        else f"/{kind}{query_string(**parts)}"
    )


def _moment(given: str | None) -> str:
    """Return a day or a moment in the form of RFC 3339, in UTC."""
    try:
        moment = datetime.fromisoformat(given or "")
    except ValueError:
        return _EPOCH
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _of_report(row: ReportRow) -> Entry:
    report = row.report
    return Entry(
        id=f"urn:sayso:report:{report.id}",
        title=title_of(report),
        words=f"{row.claims} {'claim' if row.claims == 1 else 'claims'}",
        address=f"/reports/{report.id}",
        outlet=outlet_of(report),
        published=report.published,
        reports=(report.id,),
    )


def _of_claim(row: ClaimRow) -> Entry:
    claim, report = row.claim, row.report
    participants = " → ".join(
        " and ".join(participant.text for participant in side)
        for side in (claim.actors, claim.recipients)
        if side
    )
    deed = f"{describe_event(claim.event)} ({claim.event.type})"
    return Entry(
        # A copy of a report holds the same claim again.
        id=f"urn:sayso:claim:{report.id}:{claim.key}",
        title=f"{describe_status(claim).word}: {f'{participants}, ' if participants else ''}{deed}",
        words=f"“{claim.sentence.text}” — {_on_whose_word(row)}",
        address=f"/reports/{report.id}{query_string(claim=claim.id)}",
        outlet=outlet_of(report),
        published=report.published,
        reports=(report.id,),
        term=claim.event.type,
    )


def _of_commitment(row: CommitmentRow) -> Entry:
    commitment, report = row.commitment, row.report
    debtor = commitment.debtor.text if commitment.debtor else "someone unnamed"
    due = f", due {commitment.due.text}" if commitment.due else ""
    return Entry(
        id=f"urn:sayso:commitment:{report.id}:{commitment.key}",
        title=f"{debtor} {commitment.strength}: {commitment.deed.text}{due}",
        words=f"“{commitment.deed.text}” — {_on_whose_word(row)}",
        address=f"/reports/{report.id}{query_string(claim=commitment.claim or '')}",
        outlet=outlet_of(report),
        published=report.published,
        reports=(report.id,),
    )


def _of_event(row: EventRow) -> Entry:
    event = row.event
    days = [claim.published for claim in event.claims if claim.published and known_day(claim.published)]
    return Entry(
        id=f"urn:sayso:event:{event.id}",
        title=event.label,
        words=f"{len(event.claims)} claims, {event.independent_sources} independent sources, "
        f"{len(event.disagreements)} disagreements",
        address=f"/events/{event.id}",
        outlet="",
        published=min(days, default=None),
        reports=tuple(row.reports),
        term=event.type,
    )


def _on_whose_word(row: ClaimRow | CommitmentRow) -> str:
    chains = row.claim.chains if isinstance(row, ClaimRow) else row.commitment.chains
    sources = "; ".join(
        ", quoted by ".join(chain) for chain in name_chains(chains, row.attributions) if chain
    )
    return f"{sources or 'the report’s own words'}, in {outlet_of(row.report)}"


_ENTRIES: dict[str, Callable[[Any], Entry]] = {
    "claims": _of_claim,
    "reports": _of_report,
    "commitments": _of_commitment,
    "events": _of_event,
}
# Those that this record can be asked for.
FEEDS = {name: make for name, make in _ENTRIES.items() if name in KINDS}
