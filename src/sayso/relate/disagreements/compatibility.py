"""Whether two values of one slot can both hold."""

import re
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sayso.codebook import read_codebook
from sayso.model import Entity, Status, TimeExpression, Toponym
from sayso.model.base import Struct
from sayso.model.dates import first_day, last_day
from sayso.relate.disagreements.amounts import Amount, go_together
from sayso.relate.disagreements.whens import meet_in_time
from sayso.relate.disagreements.wheres import is_nested
from sayso.relate.disagreements.whos import may_be_one

__all__ = ["Compatibility", "Stated", "compare_values"]

_HAPPENED = (Status.OCCURRED, Status.ONGOING)


class Compatibility(StrEnum):
    """How two values of one slot stand to one another."""

    COMPATIBLE = "compatible"
    INCOMPATIBLE = "incompatible"
    CHANGED = "changed"


class Stated(Struct, frozen=True, kw_only=True):
    """One value as one claim states it.

    `slot` is status, polarity, time, place, actor, or that of a number. Of the values only that of the slot
    matters: `amount` of a number, `status` and `negated` of status and polarity, `time`, `places`, `actors`.
    `near` is the sentence and what stands right before it; `published` when the report came out.
    """

    slot: str
    near: str = ""
    published: str | None = None
    amount: Amount | None = None
    status: Status = Status.OCCURRED
    negated: bool = False
    time: TimeExpression | None = None
    places: tuple[Toponym, ...] = ()
    actors: tuple[Entity, ...] = ()


def compare_values(one: Stated, other: Stated) -> Compatibility:
    """Compare two values of one slot of one event; the same whichever comes first.

    What is unknown goes with everything, a plan with its outcome. Values that cannot both hold have changed
    where words near them say so or, numbers and places, where one was published later.
    """
    if one.slot != other.slot or _can_both_hold(one, other):
        return Compatibility.COMPATIBLE
    return Compatibility.CHANGED if _has_changed(one, other) else Compatibility.INCOMPATIBLE


def _can_both_hold(one: Stated, other: Stated) -> bool:
    match one.slot:
        case "polarity" | "status":
            happened = one.status in _HAPPENED and other.status in _HAPPENED
            return not happened or one.negated == other.negated
        case "time":
            return one.time is None or other.time is None or meet_in_time(one.time, other.time)
        case "place":
            pairs = [(a, b) for a in one.places for b in other.places]
            return not pairs or any(is_nested(a, b) for a, b in pairs)
        case "actor":
            named = [(a, b) for a in one.actors for b in other.actors]
            return not named or any(may_be_one(a, b) for a, b in named)
    return one.amount is None or other.amount is None or go_together(one.amount, other.amount)


def _has_changed(one: Stated, other: Stated) -> bool:
    match one.slot:
        case "polarity" | "status":
            return _tells(one, other, "reversed")
        case "time":
            return _tells(one, other, "moved")
        case "actor":
            return False
    return _tells(one, other, "words") or _is_later(one.published, other.published)


def _tells(one: Stated, other: Stated, change: str) -> bool:
    return _has_words(one.near, change) or _has_words(other.near, change)


@lru_cache(maxsize=8192)
def _has_words(near: str, change: str) -> bool:
    return any(re.search(word, near.lower()) for word in _book()[change])


def _is_later(one: str | None, other: str | None) -> bool:
    """Whether one surely came out on another day, or some hours after the other where both tell the hour."""
    if not one or not other:
        return False
    if last_day(one) < first_day(other) or last_day(other) < first_day(one):
        return True
    if "T" not in one or "T" not in other:
        return False
    apart = abs(_clock(one) - _clock(other))
    return apart >= timedelta(hours=_book()["later_hours"])


def _clock(published: str) -> datetime:
    clock = datetime.fromisoformat(published)
    return clock if clock.tzinfo else clock.replace(tzinfo=UTC)


def _book() -> dict[str, Any]:
    changed: dict[str, Any] = read_codebook("disagreements")["changed"]
    return changed
