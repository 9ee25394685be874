"""Values of lengths of time, of how often, and of "now" and "recently"."""

from sayso.grounding.periods import Period
from sayso.grounding.time_context import TimeContext
from sayso.grounding.time_words import Rule, Words

__all__ = ["CLOCK_UNITS", "RULES", "amount_of", "count_of"]

CLOCK_UNITS = ("TS", "TM", "TH")


def amount_of(number: float | None, unit: str) -> str:
    """Return number and unit as in TIMEX3 after the P: "3D", "T48H", "XW"; two fortnights are "4W"."""
    shown = "X" if number is None else f"{number:g}" if number < 1e6 else str(int(number))
    if unit == "2W":
        return f"{shown if number is None else f'{number * 2:g}'}W"
    if unit == "TH" and number is not None and number < 1:
        return f"T{number * 60:g}M"
    if unit.startswith("T"):
        return f"T{shown}{unit[1:]}"
    return f"{shown}{unit}"


def count_of(words: Words) -> float | None:
    """Return the number of units; None for "several"."""
    if words.has("vague"):
        return 2 if "couple" in words.text("vague") or "pair" in words.text("vague") else None
    number = words.number("count") if words.has("count") else 1
    if number is not None and "half" in words.whole() and not words.has("half"):
        number = number / 2
    return number + 0.5 if number is not None and words.has("half") else number


def _duration(words: Words, context: TimeContext) -> Period | None:
    return (
        Period(f"P{amount_of(count_of(words) if _counts(words) else None, words.unit())}", "P")
        if words.unit() != "S"
        else None
    )


def _counts(words: Words) -> bool:
    return words.has("count") or words.has("vague") or words.entry("unit", "units") is not None


def _recent_units(words: Words, context: TimeContext) -> Period | None:
    if "recent" in words.all("which"):
        return Period("PXD", "P") if words.unit() == "D" else Period("PAST_REF")
    return Period(f"P{amount_of(None, words.unit())}", "P")


def _unit_set(words: Words, context: TimeContext) -> Period | None:
    if words.has("part"):
        return Period(f"XXXX-XX-XXT{words.entry('part', 'parts')}", "SET")
    number = words.number("count") if words.has("count") else 2 if "other" in words.whole() else 1
    if "few" in words.whole() or "several" in words.whole():
        number = None
    return Period(f"P{amount_of(number, words.unit())}", "SET")


def _set_word(words: Words, context: TimeContext) -> Period | None:
    return Period(str(words.entry("set", "sets")), "SET")


def _reference(words: Words, context: TimeContext) -> Period | None:
    return Period(str(words.entry("reference", "references", "reference_nouns")))


def _weekday_set(words: Words, context: TimeContext) -> Period | None:
    return Period(f"XXXX-WXX-{words.entry('weekday', 'weekdays', 'weekdays_plural')}", "SET")


RULES: dict[str, Rule] = {
    "weekday_set": _weekday_set,
    "span_of_units": _duration,
    "recent_units": _recent_units,
    "duration": _duration,
    "bare_units": _duration,
    "unit_set": _unit_set,
    "set_word": _set_word,
    "reference": _reference,
    "reference_noun": _reference,
}
