"""Rows as objects of JSON: the record's own fields, then those of the row, then the report."""

from collections.abc import Iterable
from typing import Any

import msgspec

from sayso.model import (
    ClaimRef,
    ClaimRow,
    CommitmentRow,
    DisagreementRow,
    EventGroup,
    EventRow,
    Holds,
    Row,
    Side,
    Situation,
)
from sayso.model.claim_sources import group_of, name_sources

__all__ = ["as_object", "as_words", "situation_object", "situation_values"]

# What of a report stands beside each of its claims; its text does not.
_REPORT = ("id", "document", "input_id", "url", "publisher", "title", "published")
_NUMBERS = ("value", "min", "max")


def as_object(kind: str, row: Row) -> dict[str, Any]:
    """A row of a query of `kind`, as the command line and the API give it."""
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
            "independent_sources": group_of(row).independent_sources,
        }
    sources = name_sources(whole[kind]["chains"], getattr(row, "attributions", ()))
    return {**made, "sources": sources, "attributions": whole["attributions"]}


def _event(event: EventGroup, reports: dict[str, str]) -> dict[str, Any]:
    """An event group as RECORD.md has it; reports go by their input ids."""
    return {
        **_but(event, "claims", "values", "disagreements", "origins"),
        "claims": [{**_but(one), "report": reports[one.report]} for one in event.claims],
        "values": [{**_but(one), "report": reports[one.report]} for one in event.values],
        "disagreements": [
            {**_but(one, "sides"), "sides": [_side(side) for side in one.sides]}
            for one in event.disagreements
        ],
        "origins": [{**_but(one, "claims"), "claims": _ids(one.claims)} for one in event.origins],
    }


def _disagreement(row: DisagreementRow) -> dict[str, Any]:
    """A disagreement beside its event; each side says which reports claim it."""
    sides = [
        {
            **_side(one),
            "said": [{"report": row.reports[ref.report], "claim": ref.claim} for ref in one.claims],
        }
        for one in row.disagreement.sides
    ]
    return {
        "event": row.event.id,
        "label": row.event.label,
        "type": row.event.type,
        "story": row.story,
        **_but(row.disagreement, "sides"),
        "sides": sides,
    }


def as_words(value: str) -> str:
    """A corrected value, kept as JSON, as people read it: the words of what stands in the text.

    >>> as_words('[{"start": 0, "end": 8, "text": "The army"}, {"start": 13, "end": 19, "text": "police"}]')
    'The army; police'
    """
    try:
        told: Any = msgspec.json.decode(value)
    except msgspec.DecodeError:
        return value  # kept beside another verdict, where it was not looked at
    listed = told if isinstance(told, list) else [told]
    found = [one.get("text") if isinstance(one, dict) else one for one in listed]
    words = [one for one in found if isinstance(one, str)]
    if len(words) == len(found) or told is None:
        return "; ".join(words) or "(nothing)"
    return value


def situation_object(situation: Situation) -> dict[str, Any]:
    """A situation as RECORD.md has it, and in which reports its claims stand."""
    holds = {Holds.YES: True, Holds.NO: False}.get(situation.holds, "disputed")
    reports = list(dict.fromkeys(one.report for one in situation.claims))
    return {**_but(situation), "holds": holds, "claims": _ids(situation.claims), "reports": reports}


def situation_values(situation: Situation) -> dict[str, Any]:
    """A situation as a row of the flat table."""
    place = situation.place
    return {
        "situation": situation.id,
        "relation": str(situation.relation),
        "subject": situation.subject.name,
        "object": situation.object.name if situation.object else None,
        "place": place.name if place else None,
        "country": place.country if place else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "holds": str(situation.holds),
        "status": str(situation.status),
        "from": situation.first,
        "to": situation.last,
        "as_of": situation.as_of,
        "origins": situation.origins,
        "sources": " via ".join(situation.sources),
        "words": situation.words,
        "claims": len(situation.claims),
    }


def _but(record: Any, *left: str) -> dict[str, Any]:  # noqa: ANN401 - any record
    """A record's fields without some."""
    return {key: value for key, value in msgspec.to_builtins(record).items() if key not in left}


def _side(side: Side) -> dict[str, Any]:
    """What a side says, a number with its bounds or words; with its claims, origins and days."""
    has_number = any(getattr(side, one) is not None for one in _NUMBERS)
    said: dict[str, Any] = {one: getattr(side, one) for one in _NUMBERS} if has_number else {}
    if side.text:
        said["text"] = side.text
    return {**said, "claims": _ids(side.claims), "origins": side.origins, "from": side.first, "to": side.last}


def _ids(claims: Iterable[ClaimRef]) -> list[str]:
    return list(dict.fromkeys(one.claim for one in claims))
