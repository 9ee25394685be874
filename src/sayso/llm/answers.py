"""The form of an answer: its JSON schema, and what was decoded of it."""

import re
from collections.abc import Iterator
from typing import Any, TypeVar

import msgspec

from sayso.codebook import read_codebook
from sayso.errors import UnusableAnswerError
from sayso.model import SourceKind, Status, Strength
from sayso.model.base import Struct
from sayso.model.drafts import DraftCheck

__all__ = [
    "Answer",
    "AttributionAnswer",
    "ClaimAnswer",
    "CommitmentAnswer",
    "answer_schema",
    "decode_answer",
]

# Models may write null, or one string, where a list has nothing or one entry.
Texts = list[str] | str | None

_THOUGHTS = re.compile(r"<think>.*?</think>", re.DOTALL)


class AttributionAnswer(Struct, frozen=True, kw_only=True):
    """One "X says Y" in the words of sentence `s`."""

    id: str
    s: int
    cue: str
    source: str | None = None
    kind: str | None = None
    content: Texts = None
    parent: str | None = None


class ClaimAnswer(Struct, frozen=True, kw_only=True):
    """One claim in the words of sentence `s`; `by` is the id of its attribution."""

    s: int
    trigger: str
    code: str
    status: Status = Status.OCCURRED
    negated: bool | None = None
    actors: Texts = None
    recipients: Texts = None
    object: str | None = None
    places: Texts = None
    time: str | None = None
    quantities: Texts = None
    by: str | None = None


class CommitmentAnswer(Struct, frozen=True, kw_only=True):
    """One duty in the words of sentence `s`."""

    s: int
    deed: str
    strength: Strength
    debtor: str | None = None
    by: str | None = None


class Answer(Struct, frozen=True, kw_only=True):
    """All records of an answer that have the form of their kind."""

    attributions: tuple[AttributionAnswer, ...] = ()
    claims: tuple[ClaimAnswer, ...] = ()
    commitments: tuple[CommitmentAnswer, ...] = ()


class _Lists(msgspec.Struct):
    attributions: list[msgspec.Raw] | None = None
    claims: list[msgspec.Raw] | None = None
    commitments: list[msgspec.Raw] | None = None


_Record = TypeVar("_Record", AttributionAnswer, ClaimAnswer, CommitmentAnswer)


def decode_answer(content: str, check: DraftCheck) -> Answer:
    """Decode the text of an answer; records without the form of their kind are left out and counted.

    Thoughts before the object and fences around it are passed over. Raises `UnusableAnswerError` if there
    is no JSON object, or none with one of the three lists.
    """
    bare = _THOUGHTS.sub("", content)
    text = bare[bare.find("{") : bare.rfind("}") + 1]
    try:
        lists = msgspec.json.decode(text, type=_Lists)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise UnusableAnswerError(f"it is no such JSON object ({error})") from error
    if lists == _Lists():
        raise UnusableAnswerError("it has none of the three lists")
    return Answer(
        attributions=tuple(_records(lists.attributions, AttributionAnswer, check, "attribution")),
        claims=tuple(_records(lists.claims, ClaimAnswer, check, "claim")),
        commitments=tuple(_records(lists.commitments, CommitmentAnswer, check, "commitment")),
    )


def _records(
    raws: list[msgspec.Raw] | None, kind: type[_Record], check: DraftCheck, part: str
) -> Iterator[_Record]:
    for raw in raws or ():
        try:
            yield msgspec.json.decode(raw, type=kind)
        except msgspec.DecodeError:
            check.holds(False, part)


def answer_schema() -> dict[str, Any]:
    """Return the JSON schema of an answer, with the codebook's types and modes as choices.

    Servers make a grammar of it, so that strings have no patterns and all optional fields come last.
    """
    string, strings = {"type": "string"}, {"type": "array", "items": {"type": "string"}}
    number = {"type": "integer"}
    kinds = {"type": "string", "enum": [str(kind) for kind in SourceKind]}
    attribution = _object(
        {"id": string, "s": number, "cue": string},
        {"source": string, "kind": kinds, "content": strings, "parent": string},
    )
    claim = _object(
        {
            "s": number,
            "trigger": string,
            "code": {"type": "string", "enum": _codes()},
            "status": {"type": "string", "enum": [str(status) for status in Status]},
        },
        {
            "negated": {"type": "boolean"},
            "actors": strings,
            "recipients": strings,
            "object": string,
            "places": strings,
            "time": string,
            "quantities": strings,
            "by": string,
        },
    )
    strengths = {"type": "string", "enum": [str(strength) for strength in Strength]}
    commitment = _object(
        {"s": number, "deed": string, "strength": strengths}, {"debtor": string, "by": string}
    )
    lists = {"attributions": attribution, "claims": claim, "commitments": commitment}
    return _object({name: {"type": "array", "items": record} for name, record in lists.items()}, {})


def _object(required: dict[str, Any], optional: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {**required, **optional},
        "required": list(required),
        "additionalProperties": False,
    }


def _codes() -> list[str]:
    """Return every type, alone and with each of its modes."""
    plover = read_codebook("plover")
    return [
        code
        for name, entry in plover.items()
        for code in (name, *(f"{name}/{mode}" for mode in entry["modes"]))
    ]
