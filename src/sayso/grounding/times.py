"""Time expressions: found by patterns over word classes, resolved to TIMEX3 values by TimeML's conventions.

A report's date anchors expressions relative to its day ("yesterday", "last week", "on Monday"). The last date
before them anchors those relative to another day ("the next day", "three days earlier"). Without an anchor
such expressions keep an open value and no days.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from sayso.codebook import word_set
from sayso.grounding import calendar_values, clock_values, length_values, relative_values
from sayso.grounding.clock_values import clock_of, part_of
from sayso.grounding.lexemes import Lexeme
from sayso.grounding.patterns import Hit, find_hits
from sayso.grounding.periods import Period
from sayso.grounding.tenses import direction_at
from sayso.grounding.time_context import TimeContext
from sayso.grounding.time_grammar import TimeGrammar, load_grammar
from sayso.grounding.time_words import Rule, Words
from sayso.model import Parse, TimeExpression, Token

__all__ = ["find_times"]

# The rule that gives the value of each kind of expression, by its name in the codebook.
_RULES: dict[str, Rule] = {
    **calendar_values.RULES,
    **relative_values.RULES,
    **clock_values.RULES,
    **length_values.RULES,
}
# Rules that give a day, to which an hour or a part of the day can be joined.
_DATE_RULES = frozenset(
    {
        "full_date",
        "written_date",
        "month_day",
        "day_of_told_month",
        "weekday",
        "weekday_relative",
        "weekday_of_week",
        "deictic_day",
        "told_unit",
        "feast",
        "named_day",
        "from_told",
    }
)
_UNPREFIXED_RULES = frozenset({"reference", "reference_noun", "set_word", "span_of_units"})
_DURATION_RULES = frozenset({"duration", "bare_units", "span_of_units", "ago", "from_told", "unit_set"})
# A full date is the report's own where it stands this near to the top, on a short line without a verb or
# before a dash, as datelines do (characters).
_DATELINE_REACH = 600
_DATELINE_LINE = 90
_PREFIX_REACH = 6
_HOUR_RULES = ("clock", "hour_word")
_PART_RULES = ("part", "loose_part")
_NAME_LABELS = frozenset({"PERSON", "ORG", "WORK_OF_ART", "FAC", "PRODUCT", "LAW"})
_NAMELIKE_RULES = frozenset(
    {"month", "weekday", "season", "set_word", "reference", "part", "feast", "bare_units"}
)


class _Expression(NamedTuple):
    """Lexemes `first` to `last` (exclusive): the hit with the value, and an hour or part of day with it."""

    first: int
    last: int
    hit: Hit
    hour: Hit | None = None


def find_times(parse: Parse, published: date | None) -> tuple[TimeExpression, ...]:
    """Find every time expression of a report and resolve it; `published` is the day it was published.

    Without `published` a full date in the dateline ("BAGHDAD, Aug. 20, 2015 -") takes its place; dates
    in the running text only complete expressions that refer to them.
    """
    grammar = load_grammar()
    lexemes = grammar.cut(parse.text)
    codes = grammar.alphabet.spell(lexemes, grammar.classes_of)
    hits = find_hits(grammar.patterns, codes, grammar.runs(codes))
    kept = [hit for hit in hits if _is_time(parse, lexemes, hit)]
    expressions = list(_join(grammar, codes, kept))
    context = TimeContext(published or _dateline(parse, lexemes, expressions))
    return tuple(_resolve(parse, lexemes, context, expressions))


def _join(grammar: TimeGrammar, codes: str, hits: list[Hit]) -> Iterator[_Expression]:
    """Join dates with the hours and parts of day beside them, and add the words that belong to them."""
    end = 0
    i = 0
    while i < len(hits):
        hit, following = hits[i], hits[i + 1] if i + 1 < len(hits) else None
        date_hit, hour = _linked(grammar, codes, hit, following)
        last = following.last if hour is not None and following is not None else hit.last
        if date_hit.name != "loose_part":
            first = _with_prefix(grammar, codes, date_hit if hour is None else hit, end)
            yield _Expression(first, last, date_hit, hour)
        end = last
        i += 2 if hour is not None else 1


def _linked(grammar: TimeGrammar, codes: str, hit: Hit, following: Hit | None) -> tuple[Hit, Hit | None]:
    """Return the date of two hits and the hour or part of day that belongs to it, if they are linked."""
    if following is None:
        return hit, None
    between = (hit.last, following.first)
    hourly = (*_HOUR_RULES, *_PART_RULES)
    if (
        hit.name in hourly
        and following.name in _DATE_RULES
        and grammar.links["before_date"].fullmatch(codes, *between)
    ):
        return following, hit
    if (
        hit.name in _DATE_RULES
        and following.name in hourly
        and grammar.links["after_date"].fullmatch(codes, *between)
    ):
        return hit, following
    return hit, None


def _with_prefix(grammar: TimeGrammar, codes: str, hit: Hit, floor: int) -> int:
    """Return the start of the expression with "early", "nearly", "the end of" and the like."""
    if hit.name in _UNPREFIXED_RULES:
        return hit.first
    prefix = grammar.prefixes["duration" if hit.name in _DURATION_RULES else "date"]
    for first in range(max(floor, hit.first - _PREFIX_REACH), hit.first):
        if prefix.fullmatch(codes, first, hit.first):
            return first
    return hit.first


def _resolve(
    parse: Parse, lexemes: list[Lexeme], context: TimeContext, expressions: list[_Expression]
) -> Iterator[TimeExpression]:
    for expression in expressions:
        start, end = lexemes[expression.first].start, lexemes[expression.last - 1].end
        context.set_direction(_direction_finder(parse, start))
        period = _value_of(Words(lexemes, expression.hit), context)
        if period is None:
            continue
        context.remember(period)
        if expression.hour is not None:
            period = _at_hour(period, Words(lexemes, expression.hour))
        yield TimeExpression(
            start=start,
            end=end,
            text=parse.text[start:end],
            value=period.value,
            first=period.first.isoformat() if period.first else None,
            last=period.last.isoformat() if period.last else None,
        )


def _direction_finder(parse: Parse, start: int) -> Callable[[], int]:
    return lambda: direction_at(parse, start)


def _at_hour(day: Period, hour: Words) -> Period:
    code = part_of(hour) if hour.hit.name in _PART_RULES else clock_of(hour)
    return day._replace(value=f"{day.value}T{code}") if code and day.unit == "D" else day


def _is_time(parse: Parse, lexemes: list[Lexeme], hit: Hit) -> bool:
    """Return whether a hit is a time expression: "2000 troops" and names with "May" in them are not."""
    if hit.name == "year":
        return _is_year(parse, lexemes, hit)
    if hit.name == "reference_noun":
        noun = _token_at(parse, lexemes[hit.last - 1].start)
        return noun is None or (noun.pos == "NOUN" and noun.dep not in ("compound", "amod"))
    if hit.name not in _NAMELIKE_RULES:
        return True
    first = lexemes[hit.first]
    token = _token_at(parse, first.start)
    if token is None:
        return True
    if hit.name == "month" and token.lower in ("may", "march") and token.pos in ("AUX", "VERB"):
        return False
    if first.capital and first.lower in word_set("times", "capital", "name_like"):
        return parse.sentence_of(token.i).first == token.i and not _in_name(parse, token, first.end)
    return not _in_name(parse, token, lexemes[hit.last - 1].end)


def _token_at(parse: Parse, start: int) -> Token | None:
    index = bisect_right(parse.tokens, start, key=lambda token: token.start) - 1
    return parse.tokens[index] if index >= 0 else None


def _in_name(parse: Parse, token: Token, end: int) -> bool:
    """Return whether the words from a token to character `end` are part of a longer name."""
    index = bisect_right(parse.names, token.i, key=lambda name: name.first) - 1
    if index < 0:
        return False
    name = parse.names[index]
    longer = name.first < token.i or parse.tokens[name.last - 1].end > end
    return token.i < name.last and name.label in _NAME_LABELS and longer


def _is_year(parse: Parse, lexemes: list[Lexeme], hit: Hit) -> bool:
    """Return whether four digits are a year: not "2000 troops", "$1995", "555-2010" or "1050"."""
    number = lexemes[hit.last - 1]
    if hit.last - hit.first > 1:
        return True
    before = lexemes[hit.first - 1] if hit.first else None
    touching = before is not None and before.end == number.start
    if before is not None and touching and before.lower in word_set("times", "words", "MONEY") | {"#", "."}:
        return False
    if touching and hit.first > 1 and lexemes[hit.first - 2].kind == "number":
        return False
    cued = before is not None and before.lower in word_set("times", "words", "YEAR_CUE") and not touching
    token = _token_at(parse, number.start)
    if token is None or not 1500 <= int(number.lower) <= 2100:
        return (
            cued
            and before is not None
            and before.lower not in ("the", "a", "an", "and", "to", "or", "about", "around", "of")
        )
    head = parse.tokens[token.head]
    counted = token.dep in ("nummod", "quantmod") and head.tag in ("NNS", "NNPS") and head.start > token.start
    return cued if counted else True


def _dateline(parse: Parse, lexemes: list[Lexeme], expressions: list[_Expression]) -> date | None:
    """Return the day in the report's own dateline, or None."""
    for expression in expressions:
        start, end = lexemes[expression.first].start, lexemes[expression.last - 1].end
        if start > _DATELINE_REACH:
            return None
        if expression.hit.name in ("full_date", "written_date") and _stands_as_dateline(parse, start, end):
            period = _value_of(Words(lexemes, expression.hit), TimeContext(None))
            if period is not None and period.first is not None:
                return period.first
    return None


def _stands_as_dateline(parse: Parse, start: int, end: int) -> bool:
    line_start = parse.text.rfind("\n", 0, start) + 1
    line_end = parse.text.find("\n", end)
    line_end = len(parse.text) if line_end < 0 else line_end
    if start - line_start <= _DATELINE_LINE and re.match(
        r"\s*(?:\([^)\n]{1,30}\)\s*)?(?:--|[–—-])\s", parse.text[end : end + 50]
    ):
        return True
    if line_end - line_start > _DATELINE_LINE:
        return False
    tokens = (parse.tokens[i] for i in parse.tokens_in(line_start, line_end))
    return not any(
        token.pos in ("VERB", "AUX") and token.lemma not in word_set("times", "dateline", "verbs")
        for token in tokens
    )


def _value_of(words: Words, context: TimeContext) -> Period | None:
    """Return the value of a hit; None where it turns out to be no time (31 February)."""
    return _RULES[words.hit.name](words, context)
