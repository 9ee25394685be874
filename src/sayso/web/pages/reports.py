"""Page of a report: its text with marks, and the chosen claim."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from sayso.errors import UnknownError
from sayso.markup import Paragraph, mark_text
from sayso.model import AttributionRow, ClaimRow, EventRow, ReportRow
from sayso.record import Store
from sayso.web.access import Record, TheSettings
from sayso.web.claim_figures import draw_report
from sayso.web.descriptions import chain_of
from sayso.web.filters import query_string
from sayso.web.renderer import show
from sayso.web.text_marks import marks_of

__all__ = ["router"]

router = APIRouter(include_in_schema=False)
# Of one report; one with more has them in Explore.
_MOST = 1000
# Other reports and others' claims beside it.
_BESIDE = 12


@router.get("/reports/{id}")
def report(  # noqa: PLR0913 - the parts of the address
    request: Request, record: Record, settings: TheSettings, id: str, claim: str = "", marks: str = ""
) -> HTMLResponse:
    """Return a report; `claim` is the chosen one, `marks=none` shows the bare text.

    Claims below the least confidence are folded in the list, and marked in the text only if they are chosen.
    """
    row = _find(record, id)
    claims = record.claims(report=row.report.id).page(_MOST).rows
    attributions = record.attributions(report=row.report.id).page(_MOST).rows
    here = f"/reports/{row.report.id}"
    chosen = next((row for row in claims if claim and claim in (row.claim.id, row.claim.key)), None)
    sure = [row for row in claims if row is chosen or row.claim.is_confident(settings.min_confidence)]
    known = {
        "row": row,
        "claims": claims,
        "sure": [row for row in claims if row.claim.is_confident(settings.min_confidence)],
        "unsure": [row for row in claims if not row.claim.is_confident(settings.min_confidence)],
        "attributions": attributions,
        "commitments": record.commitments(report=row.report.id).page(_MOST).rows,
        "chosen": chosen,
        "missing": bool(claim) and chosen is None,
        "marks": marks,
        "by_id": {row.claim.id: row for row in claims},
        "chains": _chains(chosen) if chosen else [],
        **_beside(record, row, chosen),
        **_text(row, sure, attributions, None if marks == "none" else chosen, bare=marks == "none"),
        "here": here,
        "seen": draw_report(sure, lambda id: f"{here}{query_string(claim=id)}#claim"),
        "ask": lambda **parts: query_string(**{"marks": marks, **parts}),
    }
    return show(request, "report.html", known)


def _find(record: Store, id: str) -> ReportRow:
    rows = record.reports(report=id).page(1).rows
    if not rows:
        raise UnknownError("the record holds no such report", help="it may have been forgotten; see Explore")
    return rows[0]


def _beside(record: Store, row: ReportRow, chosen: ClaimRow | None) -> dict[str, object]:
    """Return the copies of the report, the other reports of its story, and the event of the chosen claim."""
    id = row.report.id
    group = record.copies_of([id]).get(id)
    copies = [report for report in (group.reports if group else ()) if report != id]
    story = [report for report in record.story_of(id) if report != id and report not in copies]
    event = next(iter(_events(record, chosen)), None) if chosen else None
    elsewhere = [
        claim for claim in (event.event.claims if event else ()) if claim.report not in (id, *copies)
    ]
    return {
        "original": group.original if group else None,
        "credit": group.credit if group else "",
        "copies": record.reports_of(copies[:_BESIDE]),
        "story": record.reports_of(story[:_BESIDE]),
        "story_size": len(story),
        "event": event.event if event else None,
        "others": record.claims_of(elsewhere[:_BESIDE]),
        "others_size": len(elsewhere),
    }


def _events(record: Store, chosen: ClaimRow) -> list[EventRow]:
    """Return the events of a claim; the same claim in a copy of the report is in the same events."""
    return [
        row
        for row in record.events(id=chosen.claim.id, report=chosen.report.id).page(5).rows
        if any(
            claim.claim == chosen.claim.id and claim.report == chosen.report.id for claim in row.event.claims
        )
    ]


def _chains(chosen: ClaimRow) -> list[object]:
    """Return the chains of a claim in steps; without an attribution the chain is the outlet alone."""
    known = {attribution.id: attribution for attribution in chosen.attributions}
    return [chain_of(chain, known, chosen.report) for chain in chosen.claim.chains or ((),)]


def _text(
    row: ReportRow,
    claims: list[ClaimRow],
    attributions: list[AttributionRow],
    chosen: ClaimRow | None,
    *,
    bare: bool,
) -> dict[str, Paragraph | list[Paragraph] | None]:
    """Return the paragraphs, and separately the headline if the text begins with it."""
    marks = [] if bare else marks_of(claims, attributions, chosen)
    paragraphs = mark_text(row.report.text, marks)
    title = (row.report.title or "").strip()
    first = "".join(piece.text for piece in paragraphs[0].pieces).strip() if paragraphs else ""
    if title and first == title:
        return {"headline": paragraphs[0], "paragraphs": paragraphs[1:]}
    return {"headline": None, "paragraphs": paragraphs}
