"""Values of dates, months, years, seasons and feasts; missing parts come from the anchor."""

from collections.abc import Callable
from datetime import date, timedelta

from sayso.grounding import periods
from sayso.grounding.periods import Period
from sayso.grounding.time_context import TimeContext
from sayso.grounding.time_words import Rule, Words

__all__ = ["RULES"]


def _year_of(words: Words, name: str = "year") -> int | None:
    text = words.text(name)
    return int(text) if text.isdigit() and 1 <= int(text) <= 9990 else None


def _month_number(words: Words) -> int:
    return int(words.entry("month", "months") or 0)


def _full_date(words: Words, context: TimeContext) -> Period | None:
    year, number = _year_of(words), words.whole_number("day")
    return periods.make_day(year, _month_number(words), number) if year and number else None


def _written_date(words: Words, context: TimeContext) -> Period | None:
    lexeme = next(
        lexeme
        for lexeme in words.lexemes[words.hit.first : words.hit.last]
        if lexeme.kind in ("isodate", "slashed", "dotted")
    )
    if lexeme.kind == "isodate":
        day_text, _, clock = lexeme.lower.partition("t")
        found = periods.make_day(*map(int, day_text.split("-")))
        return found._replace(value=f"{found.value}T{clock[:5]}") if found and clock else found
    first, second, third = map(int, lexeme.lower.replace(".", "/").split("/"))
    if first > 31:
        return periods.make_day(first, second, third)
    if lexeme.kind == "dotted" or first > 12 or first == second:
        return periods.make_day(third, second, first)
    if second > 12:
        return periods.make_day(third, first, second)
    # 5/8/2015 is the fifth of August or the eighth of May: only the year is certain.
    return Period(f"{third:04}-XX-XX") if first and second else None


def _date_range(words: Words, context: TimeContext) -> Period | None:
    first, last = words.whole_number("day"), words.whole_number("until")
    if not first or not last or last <= first:
        return None
    start = _day_in(context, _month_number(words), first, _year_of(words))
    if start is None:
        return None
    if start.first is None:
        return Period(f"{start.value}/{start.value[:-2]}{last:02}", "D")
    end = periods.make_day(start.first.year, start.first.month, last)
    return periods.span(start, end) if end else None


def _day_in(context: TimeContext, month: int, number: int, year: int | None) -> Period | None:
    """Return a day of a month, its year taken from the report's day or the last date."""
    if year is not None:
        return periods.make_day(year, month, number)
    if periods.make_day(2000, month, number) is None:
        return None
    if context.published is not None:
        return context.nearest(
            periods.around(context.published.year, lambda year: periods.make_day(year, month, number))
        )
    if context.last_year is not None:
        return periods.make_day(context.last_year, month, number)
    return Period(f"XXXX-{month:02}-{number:02}", "D")


def _month_year(words: Words, context: TimeContext) -> Period | None:
    month, year = _month_number(words), _year_of(words)
    if words.has("short"):
        short = words.whole_number("short")
        year = None if short is None else 1900 + short if short > 40 else 2000 + short
    elif year is None:
        year = _which_year(words, context)
    return periods.month(year, month) if year else Period(f"XXXX-{month:02}", "M")


def _which_year(words: Words, context: TimeContext) -> int | None:
    """Return the year of "March of last year", "March 5 of that year"."""
    here = context.anchor("Y") if set(words.all("which")) - {"last", "next", "this"} else context.published
    return here.year + words.step() if here else None


def _month_day(words: Words, context: TimeContext) -> Period | None:
    number = words.whole_number("day")
    year = _which_year(words, context) if words.has("which") else None
    return _day_in(context, _month_number(words), number, year) if number else None


def _day_of_anchor_month(words: Words, context: TimeContext) -> Period | None:
    number, here = words.whole_number("day"), context.anchor("M")
    if not number or number > 31:
        return None
    return periods.make_day(here.year, here.month, number) if here else Period(f"XXXX-XX-{number:02}", "D")


def _month(words: Words, context: TimeContext) -> Period | None:
    month = _month_number(words)
    if context.published is not None:
        return context.nearest(
            periods.around(context.published.year, lambda year: periods.month(year, month))
        )
    if context.last_year is not None:
        return periods.month(context.last_year, month)
    return Period(f"XXXX-{month:02}", "M")


def _relative(words: Words, context: TimeContext, make: Callable[[int], Period], open_value: str) -> Period:
    """ "last July", "next spring": the period before or after this one, or that of this year."""
    step = words.step()
    here = context.published if set(words.all("which")) & {"last", "next", "this"} else context.anchor("Y")
    if here is None:
        return Period(open_value)
    candidates = periods.around(here.year, make)
    if step < 0:
        candidates = [
            period for period in reversed(candidates) if period.last is not None and period.last < here
        ]
    elif step > 0:
        candidates = [period for period in candidates if period.first is not None and period.first > here]
    else:
        candidates = [
            period for period in candidates if period.first is not None and period.first.year == here.year
        ]
    return candidates[0] if candidates else Period(open_value)


def _month_relative(words: Words, context: TimeContext) -> Period | None:
    month = _month_number(words)
    return _relative(words, context, lambda year: periods.month(year, month), f"XXXX-{month:02}")


def _year_range(words: Words, context: TimeContext) -> Period | None:
    start, end = _year_of(words, "start"), _year_of(words, "end")
    if start is None or end is None:
        return None
    if end < 100:
        end += start // 100 * 100
    return periods.span(periods.year(start), periods.year(end)) if end > start else None


def _era_year(words: Words, context: TimeContext) -> Period | None:
    year = words.whole_number("year")
    if not year or year > 9990:
        return None
    return Period(f"BC{year:04}", "Y") if _is_before_christ(words) else periods.year(year)


def _is_before_christ(words: Words) -> bool:
    return words.text("era").startswith("b")


def _year(words: Words, context: TimeContext) -> Period | None:
    year = _year_of(words)
    if not year:
        return None
    if "fiscal" in words.whole()[0] or words.whole()[0].startswith("financial"):
        return Period(f"FY{year}", "Y")
    return periods.year(year)


def _decade(words: Words, context: TimeContext) -> Period | None:
    digits = "".join(filter(str.isdigit, words.text("decade")))
    if len(digits) == 4:
        return periods.decade(int(digits[:3]))
    number = int(digits[0])
    return periods.decade(200 + number if number < 3 else 190 + number)


def _decade_word(words: Words, context: TimeContext) -> Period | None:
    return periods.decade(int(words.entry("decade", "decades") or 0))


def _century(words: Words, context: TimeContext) -> Period | None:
    number = words.whole_number("count")
    if not number or number > 99:
        return None
    return Period(f"BC{number - 1:02}", "CE") if _is_before_christ(words) else periods.century(number - 1)


def _season_year(words: Words, context: TimeContext) -> Period | None:
    year, code = _year_of(words), str(words.entry("season", "seasons"))
    return periods.season(year, code) if year else None


def _season_relative(words: Words, context: TimeContext) -> Period | None:
    code = str(words.entry("season", "seasons"))
    return _relative(words, context, lambda year: periods.season(year, code), f"XXXX-{code}")


def _season(words: Words, context: TimeContext) -> Period | None:
    code = str(words.entry("season", "seasons"))
    if context.published is not None:
        return context.nearest(
            periods.around(context.published.year, lambda year: periods.season(year, code))
        )
    if context.last_year is not None:
        return periods.season(context.last_year, code)
    return Period(f"XXXX-{code}", "S")


def _part_of_year(
    words: Words, context: TimeContext, number: int, make: Callable[[int, int], Period]
) -> Period | None:
    """Return a quarter or half: of the year given with it, of "last year", else in its verb's direction."""
    year = _year_of(words)
    if year is not None:
        return make(year, number)
    if context.published is None:
        return None
    if words.has("which"):
        return make(context.published.year + words.step(), number)
    return context.nearest(periods.around(context.published.year, lambda year: make(year, number)))


def _quarter(words: Words, context: TimeContext) -> Period | None:
    number = words.whole_number("count")
    if not number or number > 4:
        return None
    return _part_of_year(words, context, number, periods.quarter) or Period(f"XXXX-Q{number}", "Q")


def _half_year(words: Words, context: TimeContext) -> Period | None:
    number = 1 if words.text("count") == "first" else 2
    return _part_of_year(words, context, number, periods.half) or Period(f"XXXX-H{number}", "H")


def _feast(words: Words, context: TimeContext) -> Period | None:
    rule, year = str(words.entry("feast", "feasts")), _year_of(words)
    if year is not None:
        return periods.day(_feast_day(rule, year))
    if context.published is not None:
        return context.nearest(
            periods.around(context.published.year, lambda year: periods.day(_feast_day(rule, year)))
        )
    if context.last_year is not None:
        return periods.day(_feast_day(rule, context.last_year))
    return Period(f"XXXX-{rule}" if rule[2:3] == "-" else "XXXX-XX-XX", "D")


def _feast_day(rule: str, year: int) -> date:
    """Return the day of a feast in a year; see `[feasts]` in the codebook for how rules are written."""
    if rule.startswith("easter"):
        return periods.easter(year) + timedelta(int(rule.split()[1]))
    if rule[2:3] == "-":
        return date(year, int(rule[:2]), int(rule[3:]))
    turn, weekday, month = map(int, rule.split())
    whole = periods.month(year, month)
    if turn < 0 and whole.last is not None:
        return whole.last - timedelta((whole.last.isoweekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta((weekday - first.isoweekday()) % 7 + 7 * (turn - 1))


def _named_day(words: Words, context: TimeContext) -> Period | None:
    return periods.day(date.fromisoformat(str(words.entry("day", "named_days"))))


RULES: dict[str, Rule] = {
    "full_date": _full_date,
    "written_date": _written_date,
    "date_range": _date_range,
    "month_year": _month_year,
    "month_day": _month_day,
    "day_of_told_month": _day_of_anchor_month,
    "month_relative": _month_relative,
    "month": _month,
    "year_range": _year_range,
    "era_year": _era_year,
    "year": _year,
    "decade": _decade,
    "decade_word": _decade_word,
    "century": _century,
    "season_year": _season_year,
    "season_relative": _season_relative,
    "season": _season,
    "quarter": _quarter,
    "half_year": _half_year,
    "feast": _feast,
    "named_day": _named_day,
}
