"""Rows as JSON objects: the fields of the model, then those of the row, then the report."""

from collections.abc import Iterable
from typing import Any

import msgspec

from sayso.model import (
    ClaimRef,
    ClaimRow,
    CommitmentRow,
    Disagreement,
    DisagreementRow,
    EventGroup,
    EventRow,
    Holds,
    Row,
    Side,
    Situation,
)
from sayso.model.claim_sources import name_sources

__all__ = ["as_object", "as_words", "situation_object"]

# What of a report stands beside each of its claims; its text does not.
_REPORT = ("id", "document", "input_id", "url", "publisher", "title", "published")
_NUMBERS = ("value", "min", "max")
_APART = ("uncertain_disagreements", "origins", "own_words")


def as_object(kind: str, row: Row) -> dict[str, Any]:
    """Return a row of a query of `kind` as the command line and the API print it."""
    if isinstance(row, EventRow):
        return {**_event(row.event, row.reports), "story": row.story}
    if isinstance(row, DisagreementRow):
        return _disagreement(row)
    whole = msgspec.to_builtins(row)
    if kind == "report":
        about = {key: whole[key] for key in ("status", "claims", "first_seen", "issues")}
        return {**whole["report"], **about}
    report = {key: whole["report"][key] for key in _REPORT}
    made = {**whole[kind], "verdict": whole["verdict"], "tier": whole["reader"]["tier"], "report": report}
    if kind == "attribution":
        return {**made, "chain": whole["chain"]}
    if isinstance(row, CommitmentRow) and row.followed is not None:
        made |= {key: whole["followed"][key] for key in ("state", "as_of", "evidence")}
    if isinstance(row, ClaimRow):
        made |= {
            "event_group": row.group.id if row.group else None,
            "independent_sources": row.group.independent_sources if row.group else None,
        }
    sources = name_sources(whole[kind]["chains"], getattr(row, "attributions", ()))
    return {**made, "sources": sources, "attributions": whole["attributions"]}


def _event(event: EventGroup, reports: dict[str, str]) -> dict[str, Any]:
    """Return an event group as RECORD.md defines it, with the input ids of its reports."""
    return {
        **_without(event, "claims", "values", "disagreements", *_APART),
        "claims": [{**_without(claim), "report": reports[claim.report]} for claim in event.claims],
        "values": [{**_without(value), "report": reports[value.report]} for value in event.values],
        **{
            name: [
                {**_said(disagreement), "sides": [_side(side) for side in disagreement.sides]}
                for disagreement in disagreements
            ]
            for name, disagreements in (
                ("disagreements", event.disagreements),
                ("uncertain_disagreements", event.uncertain_disagreements),
            )
        },
        **{
            name: [
                {
                    **_without(origin, "claims", "reports"),
                    "claims": _ids(origin.claims),
                    "reports": [reports[report] for report in origin.reports],
                }
                for origin in origins
            ]
            for name, origins in (("origins", event.origins), ("own_words", event.own_words))
        },
    }


def _said(disagreement: Disagreement) -> dict[str, Any]:
    """Return what a disagreement is about, and why it is one."""
    return {**_without(disagreement, "sides", "certain"), "why": disagreement.why}


def _disagreement(row: DisagreementRow) -> dict[str, Any]:
    """Return a disagreement with its event; each side lists its claims with their reports."""
    sides = [
        {
            **_side(side),
            "said": [{"report": row.reports[ref.report], "claim": ref.claim} for ref in side.claims],
        }
        for side in row.disagreement.sides
    ]
    return {
        "event": row.event.id,
        "label": row.event.label,
        "type": row.event.type,
        "story": row.story,
        **_said(row.disagreement),
        "sides": sides,
    }


def as_words(value: str) -> str:
    """Return a corrected value, stored as JSON, as plain words: the texts of its spans.

    >>> as_words('[{"start": 0, "end": 8, "text": "The army"}, {"start": 13, "end": 19, "text": "police"}]')
    'The army; police'
    """
    try:
        decoded: Any = msgspec.json.decode(value)
    except msgspec.DecodeError:
        return value  # stored with another verdict, which does not parse it
    listed = decoded if isinstance(decoded, list) else [decoded]
    found = [element.get("text") if isinstance(element, dict) else element for element in listed]
    words = [word for word in found if isinstance(word, str)]
    if len(words) == len(found) or decoded is None:
        return "; ".join(words) or "(nothing)"
    return value


def situation_object(situation: Situation) -> dict[str, Any]:
    """Return a situation as RECORD.md defines it, with the reports of its claims."""
    holds = {Holds.YES: True, Holds.NO: False}.get(situation.holds, "disputed")
    reports = list(dict.fromkeys(claim.report for claim in situation.claims))
    return {**_without(situation), "holds": holds, "claims": _ids(situation.claims), "reports": reports}


def _without(record: Any, *left: str) -> dict[str, Any]:  # noqa: ANN401 - any record
    """Return the fields of a struct except those in `left`."""
    return {key: value for key, value in msgspec.to_builtins(record).items() if key not in left}


def _side(side: Side) -> dict[str, Any]:
    """Return a side: its number with limits or its words, its claims, origins and days."""
    has_number = any(getattr(side, name) is not None for name in _NUMBERS)
    said: dict[str, Any] = {name: getattr(side, name) for name in _NUMBERS} if has_number else {}
    if side.text:
        said["text"] = side.text
    return {**said, "claims": _ids(side.claims), "origins": side.origins, "from": side.first, "to": side.last}


def _ids(claims: Iterable[ClaimRef]) -> list[str]:
    return list(dict.fromkeys(claim.claim for claim in claims))
