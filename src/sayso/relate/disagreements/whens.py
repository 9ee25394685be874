"""Whether two time expressions can tell of one time."""

import re
from datetime import date

from sayso.model import TimeExpression

__all__ = ["days_apart", "meet_in_time"]

_DAY_OF_YEAR = re.compile(r"^[\dX]{4}-(\d\d)(?:-(\d\d))?")
_WEEKDAY = re.compile(r"^[\dX]{4}-WXX-(\d)")


def meet_in_time(one: TimeExpression, other: TimeExpression) -> bool:
    """Whether both can be one day; times without known days by their weekday or their day of the year."""
    if one.first and one.last and other.first and other.last:
        return one.first <= other.last and other.first <= one.last
    weekdays = (_weekday(one), _weekday(other))
    if None not in weekdays:
        return weekdays[0] == weekdays[1]
    days = (_day_of_year(one), _day_of_year(other))
    return all(a == b for a, b in zip(*days, strict=True) if a and b)


def days_apart(one: TimeExpression, other: TimeExpression) -> int | None:
    """How many days lie between both, 0 where they meet; None where the days of either are not known."""
    if not (one.first and one.last and other.first and other.last):
        return None
    first, last = (
        date.fromisoformat(max(one.first, other.first)),
        date.fromisoformat(min(one.last, other.last)),
    )
    return max((first - last).days, 0)


def _weekday(time: TimeExpression) -> int | None:
    """1 for Monday to 7 for Sunday, None where the time is no single day that is known."""
    if found := _WEEKDAY.match(time.value):
        return int(found[1])
    return date.fromisoformat(time.first).isoweekday() if time.first and time.first == time.last else None


def _day_of_year(time: TimeExpression) -> tuple[str, str]:
    found = _DAY_OF_YEAR.match(time.value)
    return (found[1] or "", found[2] or "") if found else ("", "")
