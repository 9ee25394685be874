"""One report: its text with all that was found in it, and the claim that is looked at."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from sayso.errors import UnknownError
from sayso.model import AttributionRow, ClaimRow, EventRow, ReportRow
from sayso.record import Store
from sayso.web.access import Record
from sayso.web.asking import query_of
from sayso.web.marking import Paragraph, mark_text, marks_of
from sayso.web.showing import show
from sayso.web.wording import chain_of

__all__ = ["router"]

router = APIRouter(include_in_schema=False)
# Of one report; one with more has them in Explore.
_MOST = 1000
# Other reports and others' claims beside it.
_BESIDE = 12


@router.get("/reports/{id}")
def report(request: Request, record: Record, id: str, claim: str = "", marks: str = "") -> HTMLResponse:
    """The report; `claim` is looked at, `marks=none` shows the bare text."""
    row = _find(record, id)
    claims = record.claims(report=row.report.id).page(_MOST).rows
    attributions = record.attributions(report=row.report.id).page(_MOST).rows
    chosen = next((one for one in claims if claim and claim in (one.claim.id, one.claim.key)), None)
    known = {
        "row": row,
        "claims": claims,
        "attributions": attributions,
        "commitments": record.commitments(report=row.report.id).page(_MOST).rows,
        "chosen": chosen,
        "missing": bool(claim) and chosen is None,
        "marks": marks,
        "by_id": {one.claim.id: one for one in claims},
        "chains": _chains(chosen) if chosen else [],
        **_beside(record, row, chosen),
        **_text(row, claims, attributions, None if marks == "none" else chosen, bare=marks == "none"),
        "here": f"/reports/{row.report.id}",
        "ask": lambda **parts: query_of(**{"marks": marks, **parts}),
    }
    return show(request, "report.html", known)


def _find(record: Store, id: str) -> ReportRow:
    rows = record.reports(report=id).page(1).rows
    if not rows:
        raise UnknownError("the record holds no such report", help="it may have been forgotten; see Explore")
    return rows[0]


def _beside(record: Store, row: ReportRow, chosen: ClaimRow | None) -> dict[str, object]:
    """Copies of the report, the other reports of its story, and the event that the chosen claim is of."""
    id = row.report.id
    group = record.copies_of([id]).get(id)
    copies = [one for one in (group.reports if group else ()) if one != id]
    story = [one for one in record.story_of(id) if one != id and one not in copies]
    event = next(iter(_events(record, chosen)), None) if chosen else None
    others = [one for one in (event.event.claims if event else ()) if one.report not in (id, *copies)]
    return {
        "original": group.original if group else None,
        "credit": group.credit if group else "",
        "copies": record.reports_of(copies[:_BESIDE]),
        "story": record.reports_of(story[:_BESIDE]),
        "story_size": len(story),
        "event": event.event if event else None,
        "others": record.claims_of(others[:_BESIDE]),
        "others_size": len(others),
    }


def _events(record: Store, chosen: ClaimRow) -> list[EventRow]:
    """The events of a claim; the same claim in a copy of the report is in the same."""
    return [
        row
        for row in record.events(id=chosen.claim.id, report=chosen.report.id).page(5).rows
        if any(one.claim == chosen.claim.id and one.report == chosen.report.id for one in row.event.claims)
    ]


def _chains(chosen: ClaimRow) -> list[object]:
    """The chains of a claim in steps; the report's own voice is a chain of the outlet alone."""
    known = {one.id: one for one in chosen.attributions}
    return [chain_of(chain, known, chosen.report) for chain in chosen.claim.chains or ((),)]


def _text(
    row: ReportRow,
    claims: list[ClaimRow],
    attributions: list[AttributionRow],
    chosen: ClaimRow | None,
    *,
    bare: bool,
) -> dict[str, Paragraph | list[Paragraph] | None]:
    """The paragraphs, and apart from them the headline where the text begins with it."""
    marks = [] if bare else marks_of(claims, attributions, chosen)
    paragraphs = mark_text(row.report.text, marks)
    title = (row.report.title or "").strip()
    first = "".join(piece.text for piece in paragraphs[0].pieces).strip() if paragraphs else ""
    if title and first == title:
        return {"headline": paragraphs[0], "paragraphs": paragraphs[1:]}
    return {"headline": None, "paragraphs": paragraphs}
