"""The value of each kind of time expression, by the name of its rule in the codebook."""

from sayso.grounding import calendar_values, clock_values, length_values, relative_values
from sayso.grounding.periods import Period
from sayso.grounding.time_context import TimeContext
from sayso.grounding.time_words import Rule, Words

__all__ = ["DATE_RULES", "DURATION_RULES", "UNPREFIXED_RULES", "value_of"]

_RULES: dict[str, Rule] = {
    **calendar_values.RULES,
    **relative_values.RULES,
    **clock_values.RULES,
    **length_values.RULES,
}
# Rules that give a day, to which an hour or a part of the day can be joined.
DATE_RULES = frozenset(
    {
        "full_date",
        "written_date",
        "month_day",
        "day_of_told_month",
        "weekday",
        "weekday_relative",
        "weekday_of_week",
    }
    | {"deictic_day", "told_unit", "feast", "named_day", "from_told"}
)
UNPREFIXED_RULES = frozenset({"reference", "reference_noun", "set_word", "span_of_units"})
DURATION_RULES = frozenset({"duration", "bare_units", "span_of_units", "ago", "from_told", "unit_set"})


def value_of(words: Words, context: TimeContext) -> Period | None:
    """Return the value of a hit; None where it turns out to be no time (31 February)."""
    return _RULES[words.hit.name](words, context)
