"""Values of hours and parts of the day."""

from sayso.grounding import periods
from sayso.grounding.periods import Period
from sayso.grounding.time_context import TimeContext
from sayso.grounding.time_words import Rule, Words

__all__ = ["RULES", "clock_of", "part_of"]


def _tonight(words: Words, context: TimeContext) -> Period | None:
    return periods.in_part(periods.moved_day(context.published, 0), "NI")


def _last_night(words: Words, context: TimeContext) -> Period | None:
    return periods.in_part(
        periods.moved_day(context.published, -1), str(words.entry("part", "parts") or "NI")
    )


def _this_part(words: Words, context: TimeContext) -> Period | None:
    return periods.in_part(periods.moved_day(context.published, 0), str(words.entry("part", "parts")))


def _that_part(words: Words, context: TimeContext) -> Period | None:
    return periods.in_part(
        periods.moved_day(context.anchor("D"), words.step()), str(words.entry("part", "parts"))
    )


def part_of(words: Words) -> str | None:
    """Return the code of the part of day that a hit names."""
    code = words.entry("part", "parts", "parts_plural")
    return None if code is None else str(code)


def _part(words: Words, context: TimeContext) -> Period | None:
    code = str(words.entry("part", "parts", "parts_plural"))
    if words.entry("part", "parts") is None or (words.text("part") == "night" and len(words.whole()) == 1):
        return Period(f"T{code}", "")
    return periods.in_part(periods.moved_day(context.anchor("D"), 0), code)


def _clock(words: Words, context: TimeContext) -> Period | None:
    clock = clock_of(words)
    return periods.in_part(periods.moved_day(context.anchor("D"), 0), clock) if clock else None


def clock_of(words: Words) -> str | None:
    """Return the time of day of a clock rule as "14:30"; None where it is none."""
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


RULES: dict[str, Rule] = {
    "tonight": _tonight,
    "last_night": _last_night,
    "this_part": _this_part,
    "that_part": _that_part,
    "clock": _clock,
    "hour_word": _clock,
    "part": _part,
    "loose_part": _part,
}
