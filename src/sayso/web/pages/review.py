"""Review pages: a person accepts, rejects or corrects claims; each decision can be withdrawn."""

import hmac
from collections.abc import Sequence
from typing import Annotated, Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from msgspec.structs import replace

from sayso.codebook import read_codebook
from sayso.errors import UnknownError, UsageError
from sayso.gazetteer import fold_name
from sayso.model import Certainty, Claim, ClaimRow, Status, Verdict
from sayso.record import Decision, Store
from sayso.web.access import Record, TheSettings
from sayso.web.decisions import TheAddress, decide
from sayso.web.descriptions import chain_of
from sayso.web.filters import FILTERS, FilterParams, query_string, read_filter_params
from sayso.web.kinds import KINDS
from sayso.web.renderer import show
from sayso.web.visits import Visit, check_form, find_visit, form_mark, keep_visit, sign_visit_out

__all__ = ["router"]

router = APIRouter(prefix="/review", include_in_schema=False)
# What can be corrected of a claim, in the order of the form (`sayso judge CLAIM correct FIELD VALUE`).
CHOICES = ("status", "negated", "type", "mode", "certainty")
FIELDS = ("actors", "recipients", "places", "time", "quantities", "object", "context", "hedge")
# Claims offered to merge with, and reports of the story that they are looked for in.
_CANDIDATES, _SEARCHED = 12, 40
_LATEST = 30
# Signs around a sentence that are shown with it.
_AROUND = 250
# Words up to this length are mostly of grammar ("with", "from").
_SHORT = 4
_Words = Annotated[str, Form(max_length=2000)]


@router.get("")
def review(request: Request, record: Record, settings: TheSettings) -> Response:
    """Return the next claim to judge that meets the filters, or the claim that is named."""
    visit, params = find_visit(request), read_filter_params(request)
    given = request.query_params
    known = _frame(request, visit, params) | {
        "done": given.get("done", ""),
        "note": given.get("note", "")[:300],
    }
    known["of"] = given.get("of", "")
    known["needs_password"] = bool(settings.password)
    if not settings.judging:
        return show(request, "review_off.html", known)
    if not visit.name:
        return _keep(request, show(request, "review_sign_in.html", known), visit)
    row, next_, left = _claim(request, record, params, given.get("claim", ""), given.get("after", ""))
    known |= {"row": row, "next": next_, "left": left}
    if row is not None:
        attributions = {attribution.id: attribution for attribution in row.attributions}
        known |= {
            "chains": [chain_of(chain, attributions, row.report) for chain in row.claim.chains or ((),)],
            "history": record.judgements(row.claim.key, last=_LATEST)[::-1],
            "context": _context(row),
            "choices": {field: _choices(row.claim, field) for field in CHOICES},
            **_candidates(record, row),
        }
    return _keep(request, show(request, "review.html", known), visit)


@router.get("/judgements")
def judgements(request: Request, record: Record) -> Response:
    """Return the latest judgements; those in force can be withdrawn."""
    visit, params = find_visit(request), read_filter_params(request)
    known = _frame(request, visit, params) | {"judgements": record.judgements(last=100)[::-1]}
    return _keep(request, show(request, "judgements.html", known), visit)


@router.post("/sign-in")
def sign_in(  # noqa: PLR0913 - the fields of the form
    request: Request,
    settings: TheSettings,
    name: _Words,
    mark: _Words = "",
    password: _Words = "",
    back: _Words = "",
) -> Response:
    """Sign a person in by name, with the password if the settings have one."""
    visit = find_visit(request)
    check_form(request, visit, mark)
    name = " ".join(name.split())[:100]
    if request.app.state.sign_ins.wait_s(request.client.host if request.client else ""):
        raise UsageError("too many tries", help="come back in a minute")
    right = hmac.compare_digest(password.encode(), settings.password.encode()) if settings.password else True
    if not name or not right:
        note = "That is not the password." if name else "A judgement needs a name."
        return _back(back, note=note)
    return _keep(request, _back(back), replace(visit, name=name))


@router.post("/sign-out")
def sign_out(request: Request, mark: _Words = "") -> Response:
    """Sign the person out."""
    visit = find_visit(request)
    check_form(request, visit, mark)
    return _keep(request, _back(""), sign_visit_out(request, visit))


@router.post("/judge")
def judge(  # noqa: PLR0913 - the fields of the form
    request: Request,
    address: TheAddress,
    settings: TheSettings,
    claim: _Words,
    verdict: Annotated[Verdict, Form()],
    mark: _Words = "",
    field: _Words = "",
    value: Annotated[str, Form(max_length=10_000)] = "",
    choice: _Words = "",
    other: _Words = "",
    why: _Words = "",
    back: _Words = "",
    after: _Words = "",
) -> Response:
    """Write a decision; go on to the next claim after accept and reject, else back to this one."""
    visit = find_visit(request)
    check_form(request, visit, mark)
    if not settings.judging or not visit.name:
        raise UsageError("nobody has signed in to judge", help="open Review and give your name")
    if choice:
        field, _, value = choice.partition("=")
    decision = Decision(
        verdict=verdict, by=visit.name, why=why.strip(), field=field if verdict is Verdict.CORRECT else "",
        value=value if verdict is Verdict.CORRECT else "", other=other.strip(),
    )  # fmt: skip
    try:
        made = decide(address, claim, decision)
    except (UsageError, UnknownError) as error:
        return _back(back, claim=claim, note=f"{error.message}. {error.help}".strip())
    if verdict is Verdict.WITHDRAW:
        return _back(back, claim=claim, done=made.id)
    if verdict in (Verdict.ACCEPT, Verdict.REJECT):
        return _back(back, after=after, done=made.id, of=claim)
    return _back(back, claim=claim, done=made.id, of=claim)


def _frame(request: Request, visit: Visit, params: FilterParams) -> dict[str, Any]:
    """Return the template variables of all review pages."""
    parts = params.parts()
    return {
        "visit": visit,
        "mark": form_mark(request, visit),
        "asked": parts,
        "back": query_string(**parts),
        "here": request.url.path + (f"?{request.url.query}" if request.url.query else ""),
        "ask": lambda **more: query_string(**{**parts, **more}),
        "fields": FIELDS,
    }


def _claim(
    request: Request, record: Store, params: FilterParams, id: str, after: str
) -> tuple[ClaimRow | None, str | None, int]:
    """Return the claim to judge, the cursor after it, and the number of claims to judge.

    Without filters those come first whose judgement is worth most.
    """
    filters = {"verdict": "none", **params.filters()}
    left = request.app.state.counts.of(KINDS["claims"], filters)
    if id:
        # One that was rejected is found only as it was read.
        named = {"id": id, **({"report": filters["report"]} if "report" in filters else {})}
        for original in (False, True):
            rows = record.claims(**named, original=original).page(1).rows
            if rows:
                return rows[0], rows[0].cursor, left
        raise UnknownError("the record holds no such claim", help="it may have been forgotten")
    if not params.parts():
        queue = record.worth_judging(request.app.state.settings.min_confidence)
        past = next((i + 1 for i, row in enumerate(queue) if row.cursor == after), 0)
        if after and not past:
            record.claims(limit=1).page(0, after=after)  # refuses what is no cursor
        if past < len(queue):
            return queue[past], queue[past].cursor, left
    rows = record.claims(**filters).page(1, after=after or None).rows
    return (rows[0], rows[0].cursor, left) if rows else (None, None, left)


def _choices(claim: Claim, field: str) -> list[str]:
    """Return the values that a field may have instead of the one it has."""
    plover, event = read_codebook("plover"), claim.event
    known: dict[str, tuple[Sequence[str], Sequence[str]]] = {
        "status": ([*Status], [claim.status]),
        "negated": (["true", "false"], [str(claim.negated).lower()]),
        "type": (sorted(plover), [event.type]),
        "mode": (plover.get(event.type, {}).get("modes", []), event.mode),
        "certainty": ([*Certainty], [claim.certainty]),
    }
    values, current = known[field]
    return [str(value) for value in values if value not in current]


def _candidates(record: Store, row: ClaimRow) -> dict[str, list[ClaimRow]]:
    """Return the claims that may be of the same event but are not yet, likeliest first, and those that are.

    The likely ones are of the same type, in other reports of the story, and share most words.
    """
    events = record.events(id=row.claim.id, report=row.report.id).page(5).rows
    joined = [ref for event in events for ref in event.event.claims if ref.claim != row.claim.id]
    keys = {claim.claim.key for claim in record.claims_of(joined)}
    reports = [id for id in record.story_of(row.report.id) if id != row.report.id][:_SEARCHED]
    found = {
        claim.claim.key: claim
        for id in reports
        for claim in record.claims(report=id, type=row.claim.event.type)
        if claim.claim.key not in {*keys, row.claim.key}
    }
    words = _words(row)
    likely = sorted(found.values(), key=lambda claim: -len(words & _words(claim)))
    together = {claim.claim.key: claim for claim in record.claims_of(joined[:_CANDIDATES])}
    return {"likely": likely[:_CANDIDATES], "together": [*together.values()]}


def _words(row: ClaimRow) -> set[str]:
    """Return the longer words of a claim's sentence: they tell what it is about."""
    return {word for word in fold_name(row.claim.sentence.text).split() if len(word) > _SHORT}


def _context(row: ClaimRow) -> tuple[str, str]:
    """Return the text before and after the sentence."""
    text, sentence = row.report.text, row.claim.sentence
    before = " ".join(text[max(sentence.start - _AROUND, 0) : sentence.start].split())
    after = " ".join(text[sentence.end : sentence.end + _AROUND].split())
    return (
        f"… {before} " if sentence.start > _AROUND else f"{before} ",
        f" {after} …" if sentence.end + _AROUND < len(text) else f" {after}",
    )


def _back(back: str, **parts: str) -> RedirectResponse:
    """Redirect to Review with the filters of `back`; to no other address, whatever the form holds."""
    params = FilterParams.model_validate(_known(back))
    return RedirectResponse(f"/review{query_string(**{**params.parts(), **parts})}", 303)


def _known(back: str) -> dict[str, str]:
    return {name: value[:500] for name, value in parse_qsl(back.removeprefix("?")) if name in FILTERS}


def _keep(request: Request, response: Response, visit: Visit) -> Response:
    keep_visit(request, response, visit)
    response.headers["cache-control"] = "no-store"
    return response
