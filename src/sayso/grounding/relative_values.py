"""Values of relative expressions: weekdays, "yesterday", "last week", "two years ago", "a day later"."""

from datetime import date

from sayso.grounding import periods
from sayso.grounding.length_values import CLOCK_UNITS, amount_of, count_of
from sayso.grounding.periods import Period, add_units
from sayso.grounding.time_context import TimeContext
from sayso.grounding.time_words import Rule, Words

__all__ = ["RULES"]


def _weekday(words: Words, context: TimeContext) -> Period | None:
    number = int(words.entry("weekday", "weekdays", "weekdays_plural") or 1)
    if context.published is None:
        return Period(f"XXXX-WXX-{number}", "D")
    back = (context.published.isoweekday() - number) % 7
    days = [add_units(context.published, "D", shift) for shift in (-back, 7 - back if back else 7)]
    if back == 0:
        return periods.day(context.published)
    candidates = [periods.day(day) for day in days if day is not None]
    # Reports are mostly about the past: an open direction is the past.
    return candidates[-1] if context.direction > 0 else candidates[0]


def _weekday_relative(words: Words, context: TimeContext) -> Period | None:
    number = int(words.entry("weekday", "weekdays") or 1)
    which = set(words.all("which"))
    here = context.published if which & {"last", "next", "this"} else context.anchor("D")
    if here is None:
        return Period(f"XXXX-WXX-{number}", "D")
    if which & {"last", "past", "previous", "preceding", "prior"}:
        shift = -((here.isoweekday() - number) % 7 or 7)
    elif which & {"next", "following", "coming", "ensuing", "subsequent", "upcoming"}:
        shift = (number - here.isoweekday()) % 7 or 7
    else:
        shift = number - here.isoweekday()
    moved = add_units(here, "D", shift)
    return periods.day(moved) if moved else None


def _weekday_of_week(words: Words, context: TimeContext) -> Period | None:
    number = int(words.entry("weekday", "weekdays") or 1)
    week = periods.unit_at(context.published, "W", words.step())
    moved = add_units(week.first, "D", number - 1) if week.first else None
    return periods.day(moved) if moved else Period(f"XXXX-WXX-{number}", "D")


def _deictic_day(words: Words, context: TimeContext) -> Period | None:
    return periods.moved_day(context.published, int(words.entry("day", "days") or 0))


def _deictic_unit(words: Words, context: TimeContext) -> Period | None:
    unit = words.unit()
    if unit in CLOCK_UNITS:
        return Period(f"P{amount_of(1, unit)}")
    if unit == "S":
        return None
    if unit == "WE" and words.text("which") == "this":
        return (
            _weekend(words, context) if context.direction < 0 else periods.unit_at(context.published, unit, 0)
        )
    return periods.unit_at(context.published, unit, words.step())


def _unit_after_next(words: Words, context: TimeContext) -> Period | None:
    """ "the week before last", "the month after next"."""
    return periods.unit_at(context.published, words.unit(), 2 * (1 if "next" in words.all("which") else -1))


def _end_of_unit(words: Words, context: TimeContext) -> Period | None:
    return periods.unit_at(context.published or context.anchor(words.unit()), words.unit(), 0)


def _weekend(words: Words, context: TimeContext) -> Period | None:
    here = context.published
    # Over "the weekend" a Monday's report means the one just past.
    return periods.unit_at(here, "WE", -1 if here and here.isoweekday() < 6 and context.direction <= 0 else 0)


def _anchored_unit(words: Words, context: TimeContext) -> Period | None:
    unit = words.unit()
    if unit in (*CLOCK_UNITS, "S"):
        return None
    return periods.unit_at(context.anchor(unit), unit, words.step())


def _ago(words: Words, context: TimeContext) -> Period | None:
    number, unit = count_of(words), words.unit()
    if not words.has("vague") and not words.has("count") and words.entry("unit", "units_plural"):
        number = None
    if number is None:
        return Period("PAST_REF")
    return _moved(context.published, number, unit, -1)


def _moved(here: date | None, number: float, unit: str, step: int) -> Period:
    """Return the period of a unit so many units from a day; clock units that fill days count as days."""
    if unit in CLOCK_UNITS:
        hours = number * {"TH": 1, "TM": 1 / 60, "TS": 1 / 3600}[unit]
        return periods.moved_day(here, step * int(hours // 24))
    if unit == "2W":
        number, unit = number * 2, "W"
    if number != int(number):
        number, unit = (number * 12, "M") if unit == "Y" else (number, unit)
    if number > 10_000_000:
        return Period("PAST_REF" if step < 0 else "FUTURE_REF")
    return periods.unit_at(here, unit, step * int(number))


def _from_anchor(words: Words, context: TimeContext) -> Period | None:
    number, unit, step = count_of(words), words.unit(), words.step()
    if not words.has("vague") and not words.has("count"):
        number = None
    if number is None or unit in CLOCK_UNITS:
        return Period(f"P{amount_of(number, unit)}", "P")
    here = context.published if words.text("which") == "from now" else context.anchor(unit)
    return _moved(here, number, unit, step)


RULES: dict[str, Rule] = {
    "weekday_relative": _weekday_relative,
    "weekday": _weekday,
    "weekday_of_week": _weekday_of_week,
    "deictic_day": _deictic_day,
    "deictic_unit": _deictic_unit,
    "unit_but_one": _unit_after_next,
    "end_of_unit": _end_of_unit,
    "the_weekend": _weekend,
    "told_unit": _anchored_unit,
    "ago": _ago,
    "from_told": _from_anchor,
}
