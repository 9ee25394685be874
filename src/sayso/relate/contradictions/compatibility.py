"""Compatibility of two values of one slot."""

import re
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sayso.codebook import read_codebook
from sayso.model import Entity, Status, TimeExpression, Toponym
from sayso.model.base import Struct
from sayso.model.dates import first_day, last_day
from sayso.relate.contradictions.amounts import Amount, amounts_compatible
from sayso.relate.contradictions.matching import actors_may_match, places_may_match, times_may_match

__all__ = ["Compatibility", "StatedValue", "compare_values"]

_HAPPENED = (Status.OCCURRED, Status.ONGOING)


class Compatibility(StrEnum):
    """Relation of two values of one slot."""

    COMPATIBLE = "compatible"
    INCOMPATIBLE = "incompatible"
    CHANGED = "changed"


class StatedValue(Struct, frozen=True, kw_only=True):
    """Value of a slot as one claim states it.

    `slot` is status, polarity, time, place, actor, or that of a number. Only the value of the slot matters:
    `amount` of a number, `status` and `negated` of status and polarity, `time`, `places`, `actors`. `near` is
    the sentence and the text right before it; `published` the date of the report.
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


def compare_values(a: StatedValue, b: StatedValue) -> Compatibility:
    """Return the relation of two values of one slot of one event; symmetric in the two.

    An unknown value is compatible with any, a plan with its outcome. Incompatible values have changed if
    words near them say so or, for numbers and places, if one was published later.
    """
    if a.slot != b.slot or _can_both_hold(a, b):
        return Compatibility.COMPATIBLE
    return Compatibility.CHANGED if _has_changed(a, b) else Compatibility.INCOMPATIBLE


def _can_both_hold(left: StatedValue, right: StatedValue) -> bool:
    match left.slot:
        case "polarity" | "status":
            happened = left.status in _HAPPENED and right.status in _HAPPENED
            return not happened or left.negated == right.negated
        case "time":
            return left.time is None or right.time is None or times_may_match(left.time, right.time)
        case "place":
            pairs = [(a, b) for a in left.places for b in right.places]
            return not pairs or any(places_may_match(a, b) for a, b in pairs)
        case "actor":
            named = [(a, b) for a in left.actors for b in right.actors]
            return not named or any(actors_may_match(a, b) for a, b in named)
    return left.amount is None or right.amount is None or amounts_compatible(left.amount, right.amount)


def _has_changed(a: StatedValue, b: StatedValue) -> bool:
    match a.slot:
        case "polarity" | "status":
            return _has_change_word(a, b, "reversed")
        case "time":
            return _has_change_word(a, b, "moved")
        case "actor":
            return False
    return _has_change_word(a, b, "words") or _is_later(a.published, b.published)


def _has_change_word(a: StatedValue, b: StatedValue, change: str) -> bool:
    return _has_words(a.near, change) or _has_words(b.near, change)


@lru_cache(maxsize=8192)
def _has_words(near: str, change: str) -> bool:
    return any(re.search(word, near.lower()) for word in _book()[change])


def _is_later(a: str | None, b: str | None) -> bool:
    """Tell whether one was surely published on another day, or some hours later if both give the hour."""
    if not a or not b:
        return False
    if last_day(a) < first_day(b) or last_day(b) < first_day(a):
        return True
    if "T" not in a or "T" not in b:
        return False
    apart = abs(_clock(a) - _clock(b))
    return apart >= timedelta(hours=_book()["later_hours"])


def _clock(published: str) -> datetime:
    clock = datetime.fromisoformat(published)
    return clock if clock.tzinfo else clock.replace(tzinfo=UTC)


def _book() -> dict[str, Any]:
    changed: dict[str, Any] = read_codebook("disagreements")["changed"]
    return changed
