"""Page of commitments, with their current state."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from sayso.errors import UsageError
from sayso.gazetteer import fold_name
from sayso.model import CommitmentRow, CommitmentState
from sayso.record import Store
from sayso.web.filters import query_string, read_filter_params
from sayso.web.kinds import KINDS
from sayso.web.renderer import show

__all__ = ["router"]

router = APIRouter(include_in_schema=False)
# Each is compared with all claims that may bear on it.
_ROWS = 20
# Copies of one text that are searched for a promise shown on an earlier page.
_COPIES = 30


class _Card(NamedTuple):
    """Commitment, and the same commitment in copies of its report."""

    row: CommitmentRow
    copies: list[CommitmentRow]


@router.get("/commitments")
def commitments(request: Request, state: str = "", after: str | None = None) -> HTMLResponse:
    """Return a page of commitments, of one state if `state` is given."""
    params, kind = read_filter_params(request), KINDS["commitments"]
    state = state if state in list(CommitmentState) else ""
    filters = params.filters() | ({"state": CommitmentState(state)} if state else {})
    known: dict[str, object] = {"cards": [], "next": None, "count": 0, "error": None}
    try:
        page = kind.ask(request.app.state.store, **filters).page(_ROWS, after=after or None)
        known |= {
            "cards": _fold_copies(request.app.state.store, page.rows, params.filters(), after),
            "next": page.next,
            "count": request.app.state.counts.of(kind, filters),
        }
    except UsageError as error:
        known["error"] = error
    parts = params.parts()
    known |= {
        "asked": parts,
        "state": state,
        "states": list(CommitmentState),
        "formats": kind.formats,
        "after": after or "",
        "ask": lambda **more: query_string(**{**parts, "state": state, **more}),
        "filters": lambda **more: query_string(**{**parts, **more}),
    }
    return show(request, "commitments.html", known)


def _fold_copies(
    store: Store, rows: Sequence[CommitmentRow], filters: Mapping[str, Any], after: str | None
) -> list[_Card]:
    """Return the commitments of a page, those that copies of one report repeat under the first of them.

    One whose first stands on an earlier page is left out.
    """
    groups = store.copies_of({row.report.id for row in rows})
    cards: list[_Card] = []
    first: dict[tuple[str, ...], _Card] = {}
    for row in rows:
        group = groups.get(row.report.id)
        if group is None:
            cards.append(_Card(row, []))
            continue
        key = (group.id, *_words_of(row))
        if key in first:
            first[key].copies.append(row)
            continue
        first[key] = _Card(row, [])
        copies = [report for report in group.reports if report != row.report.id]
        if not (after and _stands_before(store, row, copies[:_COPIES], filters)):
            cards.append(first[key])
    return cards


def _stands_before(
    store: Store, row: CommitmentRow, copies: Sequence[str], filters: Mapping[str, Any]
) -> bool:
    """Return whether a copy of the report has the same commitment earlier in the order of the record."""
    return any(
        _position(copy.cursor) < _position(row.cursor) and _words_of(copy) == _words_of(row)
        for report in copies
        for copy in store.commitments(**{**filters, "report": report})
    )


def _position(cursor: str) -> tuple[int, ...]:
    return tuple(map(int, cursor.split(".")))


def _words_of(row: CommitmentRow) -> tuple[str, str, str]:
    """Return debtor, strength and deed: equal for the same commitment in copies of one text."""
    commitment = row.commitment
    debtor = fold_name(commitment.debtor.text) if commitment.debtor else ""
    return debtor, commitment.strength, fold_name(commitment.deed.text)
