"""The grammar of time expressions as the codebook has it: word classes, patterns, prefixes and links."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import Any

from sayso.codebook import read_codebook
from sayso.grounding.lexemes import Lexeme, cut_lexemes
from sayso.grounding.patterns import Alphabet, Pattern, Phrases, find_runs, index_phrases, join_phrases

__all__ = ["TimeGrammar", "load_grammar"]

# The classes that each table of the codebook gives.
_TABLES = {
    "months": ("MONTH",),
    "weekdays": ("WEEKDAY",),
    "weekdays_plural": ("WEEKDAY_PLURAL",),
    "units": ("UNIT", "ANY_UNIT"),
    "units_plural": ("PLURAL", "ANY_UNIT"),
    "parts": ("PART",),
    "parts_plural": ("PART_PLURAL",),
    "hours": ("HOUR_WORD",),
    "seasons": ("SEASON",),
    "days": ("REL_DAY",),
    "numbers": ("WORDNUM",),
    "ordinals": ("ORDINAL", "DAY_ORDINAL"),
    "decades": ("DECADE_WORD",),
    "sets": ("SET",),
    "references": ("REFERENCE",),
    "reference_nouns": ("REFERENCE_NOUN",),
    "feasts": ("FEAST",),
    "named_days": ("NAMED_DAY",),
}
_KINDS = {
    "isodate": frozenset({"DATE"}),
    "slashed": frozenset({"DATE"}),
    "dotted": frozenset({"DATE"}),
    "clock": frozenset({"CLOCK"}),
    "decade": frozenset({"DECADE"}),
    "ampm": frozenset({"AMPM"}),
}
# Without one of these there is no time expression.
_TRIGGERS = (
    *(
        "MONTH",
        "WEEKDAY",
        "WEEKDAY_PLURAL",
        "ANY_UNIT",
        "PART",
        "PART_PLURAL",
        "HOUR_WORD",
        "SEASON",
        "REL_DAY",
    ),
    *(
        "TONIGHT",
        "LASTNIGHT",
        "DECADE_WORD",
        "SET",
        "REFERENCE",
        "REFERENCE_NOUN",
        "FEAST",
        "NAMED_DAY",
        "DATE",
    ),
    *("CLOCK", "DECADE", "AMPM", "YEAR", "ERA", "CENTURY", "OCLOCK", "ZONE"),
)
_SAMPLE_NUMBERS = (
    [str(n) for n in range(2500)]
    + [f"{n:04}" for n in range(2500)]
    + ["00", "05", "8.30", "1.5", "3000", "1,500"]
)
_SAMPLE_ORDINALS = [f"{n}th" for n in range(100)]


class TimeGrammar:
    """Word classes and patterns, ready to be matched."""

    def __init__(self, book: dict[str, Any]) -> None:
        self._book = book
        self._capital = frozenset(book["capital"]["words"])
        self._words = _word_classes(book)
        sets = {self._word(word, capital) for word in self._words for capital in (True, False)}
        sets |= {_number_classes(text) for text in _SAMPLE_NUMBERS}
        sets |= {_ordinal_classes(text) for text in _SAMPLE_ORDINALS} | set(_KINDS.values())
        self.alphabet = Alphabet(sorted(sets, key=sorted), book["macros"])
        self.patterns = [
            Pattern(rule["name"], order, re.compile(self.alphabet.regex(tokens)))
            for order, rule in enumerate(book["rules"])
            for tokens in rule["tokens"]
        ]
        self._trigger = re.compile(self.alphabet.any_of(*_TRIGGERS))
        self._known: dict[tuple[str, str, bool], frozenset[str]] = {}

    def cut(self, text: str) -> list[Lexeme]:
        """Cut a text into lexemes, phrases of the codebook joined."""
        return join_phrases(cut_lexemes(text), self._phrases)

    def runs(self, codes: str) -> Iterator[tuple[int, int]]:
        """Yield the runs of lexemes with a class that contain a word of a time expression."""
        return find_runs(codes, self._trigger)

    def classes_of(self, lexeme: Lexeme) -> frozenset[str]:
        """Return the classes of one lexeme."""
        key = (lexeme.kind, lexeme.lower, lexeme.capital)
        known = self._known.get(key)
        if known is None:
            known = self._classes_of(lexeme)
            if len(self._known) < 50_000:
                self._known[key] = known
        return known

    def _classes_of(self, lexeme: Lexeme) -> frozenset[str]:
        if lexeme.kind == "number":
            return _number_classes(lexeme.lower)
        if lexeme.kind == "ordinal":
            return _ordinal_classes(lexeme.lower)
        return _KINDS.get(lexeme.kind) or self._word(lexeme.lower, lexeme.capital)

    def _word(self, lower: str, capital: bool) -> frozenset[str]:
        classes = self._words.get(lower, frozenset())
        if lower.rstrip(".") in self._capital and not capital:
            return classes - {"MONTH", "SURE_MONTH", "WEEKDAY", "SURE_WEEKDAY"}
        return classes

    def table(self, name: str) -> dict[str, Any]:
        """Return a table of the codebook, words to values."""
        table: dict[str, Any] = self._book[name]
        return table

    @cached_property
    def prefixes(self) -> dict[str, re.Pattern[str]]:
        """Patterns of the words before dates and durations that belong to them, matched at their end."""
        return {
            kind: re.compile("(?:" + "|".join(self.alphabet.regex(row) for row in rows) + ")")
            for kind, rows in self._book["prefixes"].items()
        }

    @cached_property
    def links(self) -> dict[str, re.Pattern[str]]:
        """Patterns of the words between a date and its hour, if the hour comes first and if it comes last."""
        return {
            kind: re.compile("(?:" + "|".join(f"(?:{self.alphabet.regex(row)})" for row in rows) + ")")
            for kind, rows in self._book["links"].items()
        }

    @cached_property
    def _phrases(self) -> Phrases:
        return index_phrases(self._words)


@lru_cache(maxsize=1)
def load_grammar() -> TimeGrammar:
    """Read the grammar once a process."""
    return TimeGrammar(read_codebook("times"))


def _word_classes(book: dict[str, Any]) -> dict[str, frozenset[str]]:
    classes: dict[str, set[str]] = defaultdict(set)
    for table, names in _TABLES.items():
        for word in book[table]:
            classes[word].update(names)
    for name, words in book["words"].items():
        for word in words:
            classes[word].add(name)
    unsure, short = set(book["capital"]["unsure"]), set(book["capital"]["short_weekdays"])
    for word in book["months"]:
        if word not in unsure:
            classes[word].add("SURE_MONTH")
        classes[f"{word}."] |= classes[word]
    for word in book["weekdays"]:
        if word not in short:
            classes[word].add("SURE_WEEKDAY")
        classes[f"{word}."] |= classes[word]
    return {word: frozenset(names) for word, names in classes.items()}


def _number_classes(text: str) -> frozenset[str]:
    classes = {"NUM"}
    if "." in text and "," not in text:
        hour, _, minute = text.partition(".")
        written = len(minute) == 2 and 1 <= len(hour) <= 2 and hour.isdecimal() and minute.isdecimal()
        if written and int(hour) < 24 and int(minute) < 60:
            classes.add("HOUR_DECIMAL")
    if text.isdecimal() and len(text) <= 4:
        value = int(text)
        classes |= {name for name, holds in _digit_facts(text, value) if holds}
    return frozenset(classes)


def _digit_facts(text: str, value: int) -> list[tuple[str, bool]]:
    return [
        ("DAY", 1 <= value <= 31 and len(text) <= 2),
        ("DAY_NUM", 1 <= value <= 31 and len(text) <= 2),
        ("HOUR", value <= 24 and len(text) <= 2),
        ("YEAR", len(text) == 4 and 1000 <= value <= 2199),
        ("TWO_DIGITS", len(text) == 2),
        ("FOUR_DIGITS", len(text) == 4 and value < 2400 and value % 100 < 60),
    ]


def _ordinal_classes(text: str) -> frozenset[str]:
    value = int(text[:-2]) if len(text) <= 4 else 0
    return frozenset({"ORDINAL", "DAY_ORDINAL"} if 1 <= value <= 31 else {"ORDINAL"})
