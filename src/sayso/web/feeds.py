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
from sayso.model import ClaimRow, CommitmentRow, EventRow, ReportRow
from sayso.model.dates import known_day
from sayso.web.access import Record
from sayso.web.asking import Asked, query_of
from sayso.web.kinds import KINDS
from sayso.web.showing import render
from sayso.web.wording import describe_event, describe_status, name_chains, outlet_of, title_of

__all__ = ["FEEDS", "router"]

router = APIRouter(include_in_schema=False)
# Of an entry without any date: Atom wants one.
_EPOCH = "1970-01-01T00:00:00Z"


class FeedAsked(Asked):
    """The filters, and how many entries."""

    limit: int = Field(50, ge=1, le=200, description="Entries, the newest first")


class Entry(NamedTuple):
    """One entry. `id` stays what it is; `reports` are those whose first sight by the record dates it."""

    id: str
    title: str
    words: str
    address: str
    outlet: str
    published: str | None
    reports: Collection[str]
    term: str = ""


@router.get("/feeds/{kind}.atom")
def feed(request: Request, record: Record, kind: str, asked: Annotated[FeedAsked, Query()]) -> Response:
    """What a query found last, as Atom; 304 where the record has not changed since."""
    if kind not in FEEDS:
        raise UnknownError(f"there is no feed of {kind[:40]!r}", help=f"one of: {', '.join(FEEDS)}")
    parts = {**asked.parts(), "limit": asked.limit}
    root = str(request.base_url).rstrip("/")
    mark = _mark(root, kind, parts, record.state())
    if _is_known(request, mark):
        return Response(status_code=304, headers={"etag": mark})
    # An entry tells that something came in: what became of it need not be followed, unless it is asked for.
    plain = kind == "commitments" and asked.state is None
    query = record.commitments(**asked.filters()) if plain else KINDS[kind].answer(record, asked)
    rows: list[Any] = query.last(asked.limit)
    entries = [FEEDS[kind](row) for row in rows]
    seen = record.first_seen({one for entry in entries for one in entry.reports})
    dated = [
        (entry, _moment(max((seen.get(one, "") for one in entry.reports), default=""))) for entry in entries
    ]
    known = {
        "id": f"urn:sayso:feed:{kind}:{_digest(kind, parts)}",
        "kind": kind,
        "asked": asked.parts(),
        "root": root,
        "here": f"{root}/feeds/{kind}.atom{query_of(**parts)}",
        "page": f"{root}{_page(kind, asked.parts())}",
        "updated": max((updated for _, updated in dated), default=_EPOCH),
        "entries": dated,
        "moment": _moment,
        "known_day": known_day,
    }
    text = render(request, "feed.xml", known)
    return Response(text, media_type="application/atom+xml; charset=utf-8", headers={"etag": mark})


def _mark(root: str, kind: str, parts: dict[str, Any], state: tuple[int, ...]) -> str:
    """Changes with the record, and with what is asked."""
    return f'"{_digest(__version__, root, kind, parts, state)}"'


def _digest(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode("utf-8", "replace")).hexdigest()[:20]


def _is_known(request: Request, mark: str) -> bool:
    told = request.headers.get("if-none-match", "")
    return told.strip() == "*" or mark in [one.strip().removeprefix("W/") for one in told.split(",")]


def _page(kind: str, parts: dict[str, str]) -> str:
    """The page with the same rows."""
    if kind == "claims":
        return f"/explore{query_of(**parts)}"
    return f"/explore{query_of(show=kind, **parts)}" if kind == "reports" else f"/{kind}{query_of(**parts)}"


def _moment(given: str | None) -> str:
    """A day or a moment as RFC 3339 has it, in UTC."""
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
    who = " → ".join(
        " and ".join(one.text for one in side) for side in (claim.actors, claim.recipients) if side
    )
    deed = f"{describe_event(claim.event)} ({claim.event.type})"
    return Entry(
        # A copy of a report holds the same claim again.
        id=f"urn:sayso:claim:{report.id}:{claim.key}",
        title=f"{describe_status(claim).word}: {f'{who}, ' if who else ''}{deed}",
        words=f"“{claim.sentence.text}” — {_on_whose_word(row)}",
        address=f"/reports/{report.id}{query_of(claim=claim.id)}",
        outlet=outlet_of(report),
        published=report.published,
        reports=(report.id,),
        term=claim.event.type,
    )


def _of_commitment(row: CommitmentRow) -> Entry:
    one, report = row.commitment, row.report
    due = f", due {one.due.text}" if one.due else ""
    return Entry(
        id=f"urn:sayso:commitment:{report.id}:{one.key}",
        title=f"{one.debtor.text if one.debtor else 'someone unnamed'} {one.strength}: {one.deed.text}{due}",
        words=f"“{one.deed.text}” — {_on_whose_word(row)}",
        address=f"/reports/{report.id}{query_of(claim=one.claim or '')}",
        outlet=outlet_of(report),
        published=report.published,
        reports=(report.id,),
    )


def _of_event(row: EventRow) -> Entry:
    event = row.event
    days = [one.published for one in event.claims if one.published and known_day(one.published)]
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
    told = "; ".join(", quoted by ".join(chain) for chain in name_chains(chains, row.attributions) if chain)
    return f"{told or 'the report’s own words'}, in {outlet_of(row.report)}"


_ENTRIES: dict[str, Callable[[Any], Entry]] = {
    "claims": _of_claim,
    "reports": _of_report,
    "commitments": _of_commitment,
    "events": _of_event,
}
# Those that this record can be asked for.
FEEDS = {name: make for name, make in _ENTRIES.items() if name in KINDS}
