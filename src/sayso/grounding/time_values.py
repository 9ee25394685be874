"""The value of each kind of time expression. One function a rule of the codebook, by the rule's name."""

from collections.abc import Callable
from datetime import date, timedelta

from sayso.grounding import periods
from sayso.grounding.lexemes import Lexeme, read_number
from sayso.grounding.patterns import Hit
from sayso.grounding.periods import Period, add_units
from sayso.grounding.stories import Story
from sayso.grounding.time_grammar import load_grammar

__all__ = ["DATE_RULES", "DURATION_RULES", "UNPREFIXED_RULES", "Words", "clock_of", "part_of", "value_of"]

_CLOCK_UNITS = ("TS", "TM", "TH")
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
_BACK = frozenset(
    {"last", "previous", "preceding", "prior", "before", "earlier", "past", "previously", "beforehand"}
)
_ON = frozenset(
    {"next", "following", "after", "later", "coming", "upcoming", "ensuing", "subsequent", "from now"}
)


class Words:
    """The words of a hit: by name, as text, as a number, as an entry of a table."""

    def __init__(self, lexemes: list[Lexeme], hit: Hit) -> None:
        self.lexemes = lexemes
        self.hit = hit

    def has(self, name: str) -> bool:
        """Whether the pattern had a part of that name."""
        return name in self.hit.parts

    def all(self, name: str) -> list[str]:
        """The words under a name in lower case; none where the pattern had no such part."""
        first, last = self.hit.parts.get(name, (0, 0))
        return [one.lower for one in self.lexemes[first:last]]

    def text(self, name: str) -> str:
        """The words under a name as one string."""
        return " ".join(self.all(name))

    def whole(self) -> list[str]:
        """All words of the hit."""
        return [one.lower for one in self.lexemes[self.hit.first : self.hit.last]]

    def number(self, name: str) -> float | None:
        """The number under a name, in digits, words or as an ordinal."""
        words = self.all(name)
        if not words:
            return None
        if len(words) == 1:
            if words[0][0].isdigit() and words[0][-2:] in ("st", "nd", "rd", "th"):
                return int(words[0][:-2].replace(",", ""))
            ordinal = load_grammar().table("ordinals").get(words[0])
            if ordinal is not None:
                return int(ordinal)
        if words[0] in ("a", "an"):
            return 1
        if "/" in words:
            return _mixed_fraction(words)
        return read_number(words, load_grammar().table("numbers"))

    def whole_number(self, name: str) -> int | None:
        """The number under a name if it is a whole one."""
        number = self.number(name)
        return int(number) if number is not None and number == int(number) else None

    def entry(self, name: str, *tables: str) -> str | int | None:
        """What the codebook's tables hold for the word under a name."""
        word = self.text(name)
        for table in tables:
            found: str | int | None = (
                load_grammar().table(table).get(word, load_grammar().table(table).get(word.rstrip(".")))
            )
            if found is not None:
                return found
        return None

    def unit(self) -> str:
        """The letter of the unit of time."""
        return str(self.entry("unit", "units", "units_plural") or "")

    def step(self, name: str = "which") -> int:
        """-1 for words such as "last" and "before", 1 for "next" and "after", else 0."""
        words = set(self.all(name))
        return -1 if words & _BACK else 1 if words & _ON else 0


Rule = Callable[[Words, Story], Period | None]


def value_of(words: Words, story: Story) -> Period | None:
    """The value of a hit; None where it turns out to be no time (31 February)."""
    return _RULES[words.hit.name](words, story)


def _mixed_fraction(words: list[str]) -> float | None:
    slash = words.index("/")
    try:
        whole = float(words[0]) if slash >= 3 else 0.0
        return whole + float(words[slash - 1]) / float(words[slash + 1])
    except (ValueError, ZeroDivisionError, IndexError):
        return None


def _make_day(year: int, month: int, number: int) -> Period | None:
    try:
        return periods.day(date(year, month, number))
    except ValueError:
        return None


def _year_of(words: Words, name: str = "year") -> int | None:
    text = words.text(name)
    return int(text) if text.isdigit() and 1 <= int(text) <= 9990 else None


def _month_number(words: Words) -> int:
    return int(words.entry("month", "months") or 0)


def _full_date(words: Words, story: Story) -> Period | None:
    year, number = _year_of(words), words.whole_number("day")
    return _make_day(year, _month_number(words), number) if year and number else None


def _written_date(words: Words, story: Story) -> Period | None:
    lexeme = next(
        one
        for one in words.lexemes[words.hit.first : words.hit.last]
        if one.kind in ("isodate", "slashed", "dotted")
    )
    if lexeme.kind == "isodate":
        day_text, _, clock = lexeme.lower.partition("t")
        found = _make_day(*[int(one) for one in day_text.split("-")])
        return found._replace(value=f"{found.value}T{clock[:5]}") if found and clock else found
    first, second, third = (int(one) for one in lexeme.lower.replace(".", "/").split("/"))
    if first > 31:
        return _make_day(first, second, third)
    if lexeme.kind == "dotted" or first > 12 or first == second:
        return _make_day(third, second, first)
    if second > 12:
        return _make_day(third, first, second)
    # 5/8/2015 is the fifth of August or the eighth of May: only the year is told.
    return Period(f"{third:04}-XX-XX") if first and second else None


def _date_range(words: Words, story: Story) -> Period | None:
    first, last = words.whole_number("day"), words.whole_number("until")
    if not first or not last or last <= first:
        return None
    start = _day_in(story, _month_number(words), first, _year_of(words))
    if start is None:
        return None
    if start.first is None:
        return Period(f"{start.value}/{start.value[:-2]}{last:02}", "D")
    end = _make_day(start.first.year, start.first.month, last)
    return periods.span(start, end) if end else None


def _day_in(story: Story, month: int, number: int, year: int | None) -> Period | None:
    """A day of a month, its year completed from the report's day or the last date told with a year."""
    if year is not None:
        return _make_day(year, month, number)
    if _make_day(2000, month, number) is None:
        return None
    if story.published is not None:
        return story.nearest(_around(story.published.year, lambda one: _make_day(one, month, number)))
    if story.told_year is not None:
        return _make_day(story.told_year, month, number)
    return Period(f"XXXX-{month:02}-{number:02}", "D")


def _around(year: int, make: Callable[[int], Period | None]) -> list[Period]:
    """What `make` gives for the year before, the year and the year after."""
    near = (one for one in (year - 1, year, year + 1) if 1 <= one <= 9990)
    return [made for one in near if (made := make(one)) is not None]


def _month_year(words: Words, story: Story) -> Period | None:
    month, year = _month_number(words), _year_of(words)
    if words.has("short"):
        short = words.whole_number("short")
        year = None if short is None else 1900 + short if short > 40 else 2000 + short
    elif year is None:
        here = story.anchor("Y")
        year = here.year if here else None
    return periods.month(year, month) if year else Period(f"XXXX-{month:02}", "M")


def _month_day(words: Words, story: Story) -> Period | None:
    number = words.whole_number("day")
    return _day_in(story, _month_number(words), number, None) if number else None


def _day_of_told_month(words: Words, story: Story) -> Period | None:
    number, here = words.whole_number("day"), story.anchor("M")
    if not number or number > 31:
        return None
    return _make_day(here.year, here.month, number) if here else Period(f"XXXX-XX-{number:02}", "D")


def _month(words: Words, story: Story) -> Period | None:
    month = _month_number(words)
    if story.published is not None:
        return story.nearest(_around(story.published.year, lambda one: periods.month(one, month)))
    if story.told_year is not None:
        return periods.month(story.told_year, month)
    return Period(f"XXXX-{month:02}", "M")


def _relative(words: Words, story: Story, make: Callable[[int], Period], open_value: str) -> Period:
    """ "last July", "next spring": the period before or after this one, or that of this year."""
    step = words.step()
    here = story.published if set(words.all("which")) & {"last", "next", "this"} else story.anchor("Y")
    if here is None:
        return Period(open_value)
    candidates = _around(here.year, make)
    if step < 0:
        return [one for one in candidates if one.last is not None and one.last < here][-1]
    if step > 0:
        return next(one for one in candidates if one.first is not None and one.first > here)
    return make(here.year)


def _month_relative(words: Words, story: Story) -> Period | None:
    month = _month_number(words)
    return _relative(words, story, lambda one: periods.month(one, month), f"XXXX-{month:02}")


def _weekday(words: Words, story: Story) -> Period | None:
    number = int(words.entry("weekday", "weekdays", "weekdays_plural") or 1)
    if story.published is None:
        return Period(f"XXXX-WXX-{number}", "D")
    back = (story.published.isoweekday() - number) % 7
    days = [add_units(story.published, "D", one) for one in (-back, 7 - back if back else 7)]
    if back == 0:
        return periods.day(story.published)
    candidates = [periods.day(one) for one in days if one is not None]
    # Reports tell mostly what has been: an open direction is the past.
    return candidates[-1] if story.direction > 0 else candidates[0]


def _weekday_relative(words: Words, story: Story) -> Period | None:
    number = int(words.entry("weekday", "weekdays") or 1)
    which = set(words.all("which"))
    here = story.published if which & {"last", "next", "this"} else story.anchor("D")
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


def _weekday_set(words: Words, story: Story) -> Period | None:
    return Period(f"XXXX-WXX-{words.entry('weekday', 'weekdays', 'weekdays_plural')}", "SET")


def _year_range(words: Words, story: Story) -> Period | None:
    start, end = _year_of(words, "start"), _year_of(words, "end")
    if start is None or end is None:
        return None
    if end < 100:
        end += start // 100 * 100
    return periods.span(periods.year(start), periods.year(end)) if end > start else None


def _era_year(words: Words, story: Story) -> Period | None:
    year = words.whole_number("year")
    if not year or year > 9990:
        return None
    before = words.text("era").startswith("b")
    return Period(f"BC{year:04}", "Y") if before else periods.year(year)


def _year(words: Words, story: Story) -> Period | None:
    year = _year_of(words)
    if not year:
        return None
    if "fiscal" in words.whole()[0] or words.whole()[0].startswith("financial"):
        return Period(f"FY{year}", "Y")
    return periods.year(year)


def _decade(words: Words, story: Story) -> Period | None:
    digits = "".join(one for one in words.text("decade") if one.isdigit())
    if len(digits) == 4:
        return periods.decade(int(digits[:3]))
    number = int(digits[0])
    return periods.decade(200 + number if number < 3 else 190 + number)


def _decade_word(words: Words, story: Story) -> Period | None:
    return periods.decade(int(words.entry("decade", "decades") or 0))


def _century(words: Words, story: Story) -> Period | None:
    number = words.whole_number("count")
    return periods.century(number - 1) if number and number <= 99 else None


def _season_year(words: Words, story: Story) -> Period | None:
    year, code = _year_of(words), str(words.entry("season", "seasons"))
    return periods.season(year, code) if year else None


def _season_relative(words: Words, story: Story) -> Period | None:
    code = str(words.entry("season", "seasons"))
    return _relative(words, story, lambda one: periods.season(one, code), f"XXXX-{code}")


def _season(words: Words, story: Story) -> Period | None:
    code = str(words.entry("season", "seasons"))
    if story.published is not None:
        return story.nearest(_around(story.published.year, lambda one: periods.season(one, code)))
    if story.told_year is not None:
        return periods.season(story.told_year, code)
    return Period(f"XXXX-{code}", "S")


def _part_of_year(
    words: Words, story: Story, number: int, make: Callable[[int, int], Period]
) -> Period | None:
    """A quarter or half: of the year told with it, of "last year", else the one its verb points to."""
    year = _year_of(words)
    if year is not None:
        return make(year, number)
    if story.published is None:
        return None
    if words.has("which"):
        return make(story.published.year + words.step(), number)
    return story.nearest(_around(story.published.year, lambda one: make(one, number)))


def _quarter(words: Words, story: Story) -> Period | None:
    number = words.whole_number("count")
    if not number or number > 4:
        return None
    return _part_of_year(words, story, number, periods.quarter) or Period(f"XXXX-Q{number}", "Q")


def _half_year(words: Words, story: Story) -> Period | None:
    number = 1 if words.text("count") == "first" else 2
    return _part_of_year(words, story, number, periods.half) or Period(f"XXXX-H{number}", "H")


def _feast(words: Words, story: Story) -> Period | None:
    rule, year = str(words.entry("feast", "feasts")), _year_of(words)
    if year is not None:
        return periods.day(_feast_day(rule, year))
    if story.published is not None:
        return story.nearest(_around(story.published.year, lambda one: periods.day(_feast_day(rule, one))))
    if story.told_year is not None:
        return periods.day(_feast_day(rule, story.told_year))
    return Period(f"XXXX-{rule}" if rule[2:3] == "-" else "XXXX-XX-XX", "D")


def _feast_day(rule: str, year: int) -> date:
    """The day of a feast in a year; see `[feasts]` in the codebook for how rules are written."""
    if rule.startswith("easter"):
        return periods.easter(year) + timedelta(int(rule.split()[1]))
    if rule[2:3] == "-":
        return date(year, int(rule[:2]), int(rule[3:]))
    turn, weekday, month = (int(one) for one in rule.split())
    whole = periods.month(year, month)
    if turn < 0 and whole.last is not None:
        return whole.last - timedelta((whole.last.isoweekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta((weekday - first.isoweekday()) % 7 + 7 * (turn - 1))


def _named_day(words: Words, story: Story) -> Period | None:
    return periods.day(date.fromisoformat(str(words.entry("day", "named_days"))))


def _moved_day(here: date | None, days: int) -> Period:
    moved = add_units(here, "D", days) if here else None
    return periods.day(moved) if moved else Period("XXXX-XX-XX", "D")


def _deictic_day(words: Words, story: Story) -> Period | None:
    return _moved_day(story.published, int(words.entry("day", "days") or 0))


def _in_part(day: Period, code: str) -> Period:
    return day._replace(value=f"{day.value}T{code}")


def _tonight(words: Words, story: Story) -> Period | None:
    return _in_part(_moved_day(story.published, 0), "NI")


def _last_night(words: Words, story: Story) -> Period | None:
    return _in_part(_moved_day(story.published, -1), str(words.entry("part", "parts") or "NI"))


def _this_part(words: Words, story: Story) -> Period | None:
    return _in_part(_moved_day(story.published, 0), str(words.entry("part", "parts")))


def _that_part(words: Words, story: Story) -> Period | None:
    return _in_part(_moved_day(story.anchor("D"), words.step()), str(words.entry("part", "parts")))


def part_of(words: Words) -> str | None:
    """The code of the part of day that a hit names."""
    code = words.entry("part", "parts", "parts_plural")
    return None if code is None else str(code)


def _part(words: Words, story: Story) -> Period | None:
    code = str(words.entry("part", "parts", "parts_plural"))
    if words.entry("part", "parts") is None or (words.text("part") == "night" and len(words.whole()) == 1):
        return Period(f"T{code}", "")
    return _in_part(_moved_day(story.anchor("D"), 0), code)


def _unit_at(here: date | None, unit: str, step: int) -> Period:
    moved = add_units(here, unit, step) if here else None
    return periods.period_of(unit, moved) if moved else Period(_OPEN.get(unit, "XXXX-XX-XX"), unit)


def _deictic_unit(words: Words, story: Story) -> Period | None:
    unit = words.unit()
    if unit in _CLOCK_UNITS:
        return Period(f"P{_amount(1, unit)}")
    if unit == "S":
        return None
    return _unit_at(story.published, unit, words.step())


def _end_of_unit(words: Words, story: Story) -> Period | None:
    return _unit_at(story.published or story.anchor(words.unit()), words.unit(), 0)


def _weekend(words: Words, story: Story) -> Period | None:
    here = story.published
    # Over "the weekend" a Monday's report means the one just past.
    return _unit_at(here, "WE", -1 if here and here.isoweekday() < 6 and story.direction <= 0 else 0)


def _told_unit(words: Words, story: Story) -> Period | None:
    unit = words.unit()
    if unit in (*_CLOCK_UNITS, "S"):
        return None
    return _unit_at(story.anchor(unit), unit, words.step())


def _amount(number: float | None, unit: str) -> str:
    """Number and unit as TIMEX3 writes them after the P: "3D", "T48H", "XW"; two fortnights are "4W"."""
    shown = "X" if number is None else f"{number:g}" if number < 1e6 else str(int(number))
    if unit == "2W":
        return f"{shown if number is None else f'{number * 2:g}'}W"
    if unit == "TH" and number is not None and number != int(number):
        return f"T{number * 60:g}M"
    if unit.startswith("T"):
        return f"T{shown}{unit[1:]}"
    return f"{shown}{unit}"


def _count(words: Words) -> float | None:
    """How many units: None for "several"."""
    if words.has("vague"):
        return 2 if "couple" in words.text("vague") or "pair" in words.text("vague") else None
    number = words.number("count") if words.has("count") else 1
    if number is not None and "half" in words.whole() and not words.has("half"):
        number = number / 2
    return number + 0.5 if number is not None and words.has("half") else number


def _duration(words: Words, story: Story) -> Period | None:
    return (
        Period(f"P{_amount(_count(words) if _counts(words) else None, words.unit())}", "P")
        if words.unit() != "S"
        else None
    )


def _counts(words: Words) -> bool:
    return words.has("count") or words.has("vague") or words.entry("unit", "units") is not None


def _ago(words: Words, story: Story) -> Period | None:
    number, unit = _count(words), words.unit()
    if not words.has("vague") and not words.has("count") and words.entry("unit", "units_plural"):
        number = None
    if number is None:
        return Period("PAST_REF")
    return _moved(story.published, number, unit, -1)


def _moved(here: date | None, number: float, unit: str, step: int) -> Period:
    """The period of a unit so many units from a day; clock units that fill days count as days."""
    if unit in _CLOCK_UNITS:
        hours = number * {"TH": 1, "TM": 1 / 60, "TS": 1 / 3600}[unit]
        return _moved_day(here, step * int(hours // 24))
    if unit == "2W":
        number, unit = number * 2, "W"
    if number != int(number):
        number, unit = (number * 12, "M") if unit == "Y" else (number, unit)
    if number > 10_000_000:
        return Period("PAST_REF" if step < 0 else "FUTURE_REF")
    return _unit_at(here, unit, step * int(number))


def _from_told(words: Words, story: Story) -> Period | None:
    number, unit, step = _count(words), words.unit(), words.step()
    if not words.has("vague") and not words.has("count"):
        number = None
    if number is None or unit in _CLOCK_UNITS:
        return Period(f"P{_amount(number, unit)}", "P")
    here = story.published if words.text("which") == "from now" else story.anchor(unit)
    return _moved(here, number, unit, step)


def _recent_units(words: Words, story: Story) -> Period | None:
    if "recent" in words.all("which"):
        return Period("PXD", "P") if words.unit() == "D" else Period("PAST_REF")
    return Period(f"P{_amount(None, words.unit())}", "P")


def _unit_set(words: Words, story: Story) -> Period | None:
    if words.has("part"):
        return Period(f"XXXX-XX-XXT{words.entry('part', 'parts')}", "SET")
    number = words.number("count") if words.has("count") else 2 if "other" in words.whole() else 1
    if "few" in words.whole() or "several" in words.whole():
        number = None
    return Period(f"P{_amount(number, words.unit())}", "SET")


def _set_word(words: Words, story: Story) -> Period | None:
    return Period(str(words.entry("set", "sets")), "SET")


def _reference(words: Words, story: Story) -> Period | None:
    return Period(str(words.entry("reference", "references", "reference_nouns")))


def _clock(words: Words, story: Story) -> Period | None:
    clock = clock_of(words)
    return _in_part(_moved_day(story.anchor("D"), 0), clock) if clock else None


def clock_of(words: Words) -> str | None:
    """The time of day of a clock rule as "14:30"; None where it is none."""
    if words.hit.name == "hour_word":
        return str(words.entry("hour", "hours"))
    text = words.text("hour").replace(" ", "").replace(".", ":")
    if text.isdigit() and len(text) == 4:
        text = f"{text[:2]}:{text[2:]}"
    hour_text, _, minute_text = text.partition(":")
    hour = int(hour_text) if hour_text.isdigit() else words.whole_number("hour")
    minute = int(minute_text[:2]) if minute_text[:2].isdigit() else 0
    if hour is None or hour > 24 or minute > 59:
        return None
    half = words.text("half")
    if half and hour > 12:
        return f"{hour:02}:{minute:02}"
    if half.startswith("p") and hour < 12:
        hour += 12
    elif half.startswith("a") and hour == 12:
        hour = 0
    return f"{hour:02}:{minute:02}"


_RULES: dict[str, Rule] = {
    "full_date": _full_date,
    "written_date": _written_date,
    "date_range": _date_range,
    "month_year": _month_year,
    "month_day": _month_day,
    "day_of_told_month": _day_of_told_month,
    "month_relative": _month_relative,
    "month": _month,
    "weekday_relative": _weekday_relative,
    "weekday": _weekday,
    "weekday_set": _weekday_set,
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
    "deictic_day": _deictic_day,
    "tonight": _tonight,
    "last_night": _last_night,
    "this_part": _this_part,
    "that_part": _that_part,
    "deictic_unit": _deictic_unit,
    "end_of_unit": _end_of_unit,
    "the_weekend": _weekend,
    "told_unit": _told_unit,
    "ago": _ago,
    "from_told": _from_told,
    "span_of_units": _duration,
    "recent_units": _recent_units,
    "duration": _duration,
    "bare_units": _duration,
    "unit_set": _unit_set,
    "set_word": _set_word,
    "reference": _reference,
    "reference_noun": _reference,
    "clock": _clock,
    "hour_word": _clock,
    "part": _part,
    "loose_part": _part,
}
# Rules that give a day, to which an hour or a part of the day can be joined.
DATE_RULES = frozenset(
    {"full_date", "written_date", "month_day", "day_of_told_month", "weekday", "weekday_relative"}
    | {"deictic_day", "told_unit", "feast", "named_day", "from_told"}
)
UNPREFIXED_RULES = frozenset({"reference", "reference_noun", "set_word", "span_of_units"})
DURATION_RULES = frozenset({"duration", "bare_units", "span_of_units", "ago", "from_told", "unit_set"})
