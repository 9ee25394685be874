"""Descriptions in plain words of relations across reports, for the templates."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from sayso.model import (
    Bearing,
    Change,
    CommitmentState,
    Difference,
    DifferenceKind,
    DisagreementKind,
    Holds,
    OriginKind,
    Relation,
    Side,
    Situation,
)
from sayso.model.dates import date_part

__all__ = ["CROSS_TEMPLATE_FUNCTIONS", "Sign", "describe_difference"]


class Sign(NamedTuple):
    """A shape and a word, and the name of their look."""

    sign: str
    word: str
    slug: str


_STATES = {
    CommitmentState.OPEN: Sign("○", "open", "open"),
    CommitmentState.KEPT: Sign("✓", "kept", "kept"),
    CommitmentState.BROKEN: Sign("✕", "broken", "broken"),
    CommitmentState.DISPUTED: Sign("≠", "disputed", "disputed"),
    CommitmentState.EXPIRED: Sign("◌", "day passed, nobody tells", "expired"),
}
_BEARINGS = {
    Bearing.KEEPS: Sign("✓", "keeps it", "kept"),
    Bearing.BREAKS: Sign("✕", "breaks it", "broken"),
    Bearing.CHANGES: Sign("→", "changes it", "changed"),
}
_HOLDS = {
    Holds.YES: Sign("●", "holds", "kept"),
    Holds.NO: Sign("✕", "ended", "broken"),
    Holds.DISPUTED: Sign("≠", "disputed", "disputed"),
}
_CHANGES = {
    Change.BEGINS: Sign("▶", "begins", "open"),
    Change.HOLDS: Sign("●", "goes on", "kept"),
    Change.ENDS: Sign("■", "ends", "broken"),
}
_KINDS = {
    DisagreementKind.INCOMPATIBLE: Sign("≠", "cannot both hold", "disputed"),
    DisagreementKind.CHANGED: Sign("→", "changed as reports went on", "changed"),
}
_RELATIONS = {
    Relation.FORCES_AT: "forces at",
    Relation.CONTROLS: "controls",
    Relation.HOLDS_PERSON: "holds",
    Relation.HOLDS_OFFICE: "holds office",
    Relation.CEASEFIRE: "cease-fire",
    Relation.SANCTIONS: "sanctions on",
}
_ORIGINS = {
    OriginKind.SOURCE: "named or described source",
    OriginKind.AGENCY: "agency credited",
    OriginKind.COPY: "original of a copy",
    OriginKind.OUTLET: "outlet in its own words",
    OriginKind.OWN_WORDS: "own words, not counted",
    OriginKind.UNCERTAIN: "perhaps quoted for something else, not counted",
}
_SLOTS = {
    "status": "How far it went",
    "polarity": "Whether it happened",
    "time": "When",
    "place": "Where",
    "actor": "Who",
}


# Headings of the kinds of differences.
_DIFFERENCES = {
    DifferenceKind.EVENT: "New events",
    DifferenceKind.NUMBER: "Numbers",
    DifferenceKind.DISAGREEMENT: "Disagreements",
    DifferenceKind.COMMITMENT: "Commitments",
    DifferenceKind.SITUATION: "Situations",
    DifferenceKind.SOURCE: "Sources heard for the first time",
}


def describe_difference(difference: Difference) -> str:
    """Return a difference in one line ("Killed (people), 12 → 15: Blast in the harbour")."""
    what, change = f"{_DIFFERENCES[difference.kind].rstrip('s')}", _before_after(difference)
    if difference.kind in (DifferenceKind.EVENT, DifferenceKind.SOURCE):
        return f"{_FIRST[difference.kind]}: {difference.label}"
    if difference.kind is DifferenceKind.SITUATION:
        what = _RELATIONS[Relation(difference.slot)]
    elif difference.kind is not DifferenceKind.COMMITMENT:
        what = _slot(difference.slot, difference.of)
    return f"{what}, {change}: {difference.label}"


_FIRST = {DifferenceKind.EVENT: "New event", DifferenceKind.SOURCE: "Heard for the first time"}


def _before_after(difference: Difference) -> str:
    return f"{difference.before} → {difference.after}" if difference.before else difference.after


def _number(value: float) -> str:
    return f"{value:,g}" if isinstance(value, float) and value < 1e6 else f"{value:,}"


def _side_words(side: Side) -> str:
    """Return the value of a side: a number or its range, else its words."""
    if side.value is not None:
        return _number(side.value)
    if side.min is not None and side.max is not None:
        return f"{_number(side.min)} to {_number(side.max)}"
    if side.min is not None:
        return f"at least {_number(side.min)}"
    return f"at most {_number(side.max)}" if side.max is not None else side.text


def _slot(slot: str, of: str = "") -> str:
    """Return the name of a slot and what it counts: "killed: soldiers"."""
    name = _SLOTS.get(slot, slot)
    return f"{name}: {of}" if of and of != slot else name


def _between(days: Sequence[str | None]) -> str:
    """Return a day, or the first and the last of several."""
    known = sorted({date_part(day) for day in days if day})
    return "" if not known else known[0] if len(known) == 1 else f"{known[0]} to {known[-1]}"


def _counted(number: int, singular: str, plural: str = "") -> str:
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def _still(situation: Situation) -> Sign:
    """Return the sign of whether a situation holds; an end that is under way is named in its word."""
    sign = _HOLDS[situation.holds]
    if situation.holds is Holds.YES and situation.change is Change.ENDS:
        return sign._replace(word=f"holds, end {situation.status}")
    return sign


# Names of the functions in the templates.
CROSS_TEMPLATE_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "state_of": _STATES.__getitem__,
    "bearing_of": _BEARINGS.__getitem__,
    "holds_of": _still,
    "change_of": _CHANGES.__getitem__,
    "kind_of": _KINDS.__getitem__,
    "relation_of": _RELATIONS.__getitem__,
    "origin_kind": _ORIGINS.__getitem__,
    "slot_of": _slot,
    "difference_heading": _DIFFERENCES.__getitem__,
    "side_words": _side_words,
    "between": _between,
    "counted": _counted,
}
