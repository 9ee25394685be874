"""`/api/judgements`: the decisions of people; with a token, also new ones."""

import hmac
from typing import Annotated

from fastapi import APIRouter, Header, Query
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from sayso.errors import ReadOnlyError, UsageError
from sayso.model import Verdict
from sayso.record import Decision
from sayso.web.access import Record, TheSettings
from sayso.web.api import json_answer
from sayso.web.decisions import TheAddress, decide

__all__ = ["router"]

router = APIRouter(prefix="/api/judgements", tags=["judgements"])


class Decided(BaseModel):
    """A decision on a claim, attribution or commitment, by id or key."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"example": {"id": "c_0a1b2c3d4e5f6071", "verdict": "accept", "by": "Ann"}},
    )

    id: str = Field(max_length=200, description="The claim, attribution or commitment: its id or key")
    verdict: Verdict = Field(description="accept, reject, correct, merge, split or withdraw")
    by: str = Field(max_length=200, description="Who decides")
    why: str = Field("", max_length=2000, description="Why")
    field: str = Field("", max_length=40, description="What is corrected")
    value: str = Field("", max_length=10_000, description="The value that it should have")
    other: str = Field("", max_length=200, description="The other claim of a merge or split, or a judgement")


@router.get(
    "",
    summary="What people decided",
    description="The last judgements, oldest first.",
    operation_id="list_judgements",
)
def judgements(
    record: Record,
    key: Annotated[str | None, Query(max_length=200, description="Only those on this key")] = None,
    last: Annotated[int, Query(ge=1, le=1000, description="The last so many")] = 100,
) -> Response:
    """Return the last judgements, oldest first."""
    return json_answer({"rows": record.judgements(key, last=last)})


@router.post("", summary="Decide (needs a token)", operation_id="judge", status_code=201)
def judge(
    address: TheAddress,
    settings: TheSettings,
    decided: Decided,
    authorization: Annotated[str, Header(description="Bearer TOKEN")] = "",
) -> Response:
    """Write down what a person decided. Nothing is overwritten."""
    if not settings.token:
        raise ReadOnlyError(
            "this server takes no judgements here", help="start it with --token, or review in the pages"
        )
    given = authorization.removeprefix("Bearer ").encode()
    if not hmac.compare_digest(given, settings.token.encode()):
        raise ReadOnlyError("judging needs the token of this server", help="authorization: Bearer TOKEN")
    made = decided.model_dump(exclude={"id"})
    if not decided.id.strip():
        raise UsageError("a judgement needs an id", help="that of a claim, attribution or commitment")
    return json_answer(decide(address, decided.id, Decision(**made)), 201)
