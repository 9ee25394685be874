"""Calendar periods and their TIMEX3 values."""

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

__all__ = [
    "Period",
    "add_units",
    "around",
    "century",
    "day",
    "decade",
    "easter",
    "half",
    "in_part",
    "make_day",
    "month",
    "moved_day",
    "period_of",
    "quarter",
    "season",
    "span",
    "unit_at",
    "year",
]

_WEEK_DAYS = {"D": 1, "W": 7, "2W": 14, "WE": 7}
_MONTHS = {"M": 1, "Q": 3, "Y": 12, "DE": 120, "CE": 1200}
# Periods that begin later may end beyond the calendar.
_LAST_YEAR = 9990
_SEASON_MONTH = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


class Period(NamedTuple):
    """A TIMEX3 value, its unit ("D", "M", ..., "" for none) and its first and last day."""

    value: str
    unit: str = ""
    first: date | None = None
    last: date | None = None


def day(on: date) -> Period:
    """Return one day."""
    return Period(on.isoformat(), "D", on, on)


def month(in_year: int, number: int) -> Period:
    """Return a month of a year."""
    last = monthrange(in_year, number)[1]
    return Period(f"{in_year:04}-{number:02}", "M", date(in_year, number, 1), date(in_year, number, last))


def quarter(in_year: int, number: int) -> Period:
    """Return a quarter of a year, 1 to 4."""
    first, last = month(in_year, 3 * number - 2), month(in_year, 3 * number)
    return Period(f"{in_year:04}-Q{number}", "Q", first.first, last.last)


def half(in_year: int, number: int) -> Period:
    """Return a half of a year, 1 or 2."""
    first, last = month(in_year, 6 * number - 5), month(in_year, 6 * number)
    return Period(f"{in_year:04}-H{number}", "H", first.first, last.last)


def season(in_year: int, code: str) -> Period:
    """Return a northern season (`SP`, `SU`, `FA`, `WI`); winter runs from December of that year."""
    start = date(in_year, _SEASON_MONTH[code], 1)
    end = add_units(start, "M", 3)
    return Period(f"{in_year:04}-{code}", "S", start, end - timedelta(1) if end else None)


def year(number: int) -> Period:
    """Return a calendar year."""
    return Period(f"{number:04}", "Y", date(number, 1, 1), date(number, 12, 31))


def decade(number: int) -> Period:
    """Return the decade whose years begin with `number`: 199 is the 1990s."""
    return Period(f"{number:03}", "DE", date(max(number * 10, 1), 1, 1), date(number * 10 + 9, 12, 31))


def century(number: int) -> Period:
    """Return the century whose years begin with `number`: 19 is the twentieth."""
    return Period(f"{number:02}", "CE", date(max(number * 100, 1), 1, 1), date(number * 100 + 99, 12, 31))


def week(of: date) -> Period:
    """Return the ISO week, Monday to Sunday, of a day."""
    iso = of.isocalendar()
    monday = of - timedelta(iso.weekday - 1)
    return Period(f"{iso.year:04}-W{iso.week:02}", "W", monday, monday + timedelta(6))


def weekend(of: date) -> Period:
    """Return Saturday and Sunday of the ISO week of a day."""
    whole = week(of)
    if whole.first is None or whole.last is None:
        return whole
    return Period(f"{whole.value}-WE", "WE", whole.first + timedelta(5), whole.last)


def period_of(unit: str, on: date) -> Period:
    """Return the period of a unit ("D", "W", "M", "Q", "Y", "DE", "CE", "WE") that a day lies in."""
    if unit == "M":
        return month(on.year, on.month)
    if unit == "Q":
        return quarter(on.year, (on.month + 2) // 3)
    if unit == "Y":
        return year(on.year)
    if unit == "DE":
        return decade(on.year // 10)
    if unit == "CE":
        return century(on.year // 100)
    if unit == "WE":
        return weekend(on)
    return week(on) if unit in ("W", "2W") else day(on)


def span(first: Period, last: Period) -> Period:
    """Return the ISO 8601 interval from one period to another."""
    return Period(f"{first.value}/{last.value}", first.unit, first.first, last.last)


def add_units(on: date, unit: str, number: int) -> date | None:
    """Return a day moved by a number of units; None where the calendar ends."""
    try:
        if unit in _MONTHS:
            months = on.year * 12 + on.month - 1 + number * _MONTHS[unit]
            in_year, zero_month = divmod(months, 12)
            return date(in_year, zero_month + 1, min(on.day, monthrange(in_year, zero_month + 1)[1]))
        return on + timedelta(number * _WEEK_DAYS.get(unit, 1))
    except (ValueError, OverflowError):
        return None


def easter(in_year: int) -> date:
    """Return Easter Sunday of the western churches (Meeus, Jones and Butcher's rule)."""
    golden, century_number = in_year % 19, in_year // 100
    leap = century_number // 4
    moon = (century_number - leap - (8 * century_number + 13) // 25 + 19 * golden + 15) % 30
    full = moon - moon // 28 * (1 - 29 // (moon + 1) * ((21 - golden) // 11))
    sunday = (in_year + in_year // 4 + full + 2 - century_number + leap) % 7
    offset = full - sunday
    number = 3 + (offset + 40) // 44
    return date(in_year, number, offset + 28 - 31 * (number // 4))


_OPEN = {
    "D": "XXXX-XX-XX",
    "W": "XXXX-WXX",
    "2W": "XXXX-WXX",
    "WE": "XXXX-WXX-WE",
    "M": "XXXX-XX",
    "Q": "XXXX-QX",
    "Y": "XXXX",
    "DE": "XXX",
    "CE": "XX",
}


def make_day(year: int, month: int, number: int) -> Period | None:
    """Return a day by its numbers; None where the calendar has none such (31 February)."""
    try:
        return day(date(year, month, number))
    except ValueError:
        return None


def around(year: int, make: Callable[[int], Period | None]) -> list[Period]:
    """Return the periods that `make` gives for the year before, the year and the year after."""
    years = (near for near in (year - 1, year, year + 1) if 1 <= near < _LAST_YEAR)
    return [period for near in years if (period := make(near)) is not None]


def moved_day(here: date | None, days: int) -> Period:
    """Return the day so many days from `here`; open where that is not known."""
    moved = add_units(here, "D", days) if here else None
    return day(moved) if moved else Period("XXXX-XX-XX", "D")


def in_part(day: Period, code: str) -> Period:
    """Return a day narrowed to a part ("MO") or an hour ("14:30")."""
    return day._replace(value=f"{day.value}T{code}")


def unit_at(here: date | None, unit: str, step: int) -> Period:
    """Return the period of a unit `step` units from that of `here`; open if `here` is None."""
    moved = add_units(here, unit, step) if here else None
    if moved is None or not 1 < moved.year < _LAST_YEAR:
        return Period(_OPEN.get(unit, "XXXX-XX-XX"), unit)
    return period_of(unit, moved)
