"""The grammar of amounts as the codebook has it: number words, bounds, currencies, units, patterns."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from sayso.codebook import read_codebook
from sayso.grounding.lexemes import Lexeme, cut_lexemes
from sayso.grounding.patterns import Alphabet, Pattern, Phrases, find_runs, index_phrases, join_phrases

__all__ = ["QuantityGrammar", "load_grammar"]

_TRIGGERS = (
    "NUM",
    "SCALED",
    "WORDNUM",
    "MAGNITUDE",
    "VAGUE",
    "FEW",
    "COUPLE",
    "TWICE",
    "NOBODY",
    "NO",
    "HALF",
    "FRACTION",
)
_NUM = frozenset({"NUM"})
_SCALED = frozenset({"SCALED"})


class QuantityGrammar:
    """Word classes, patterns and tables of amounts."""

    def __init__(self, book: dict[str, Any]) -> None:
        self.book = book
        self.numbers: dict[str, float] = {**book["numbers"], **book["magnitudes"]}
        self._words = _word_classes(book)
        self.alphabet = Alphabet(sorted({*self._words.values(), _NUM, _SCALED}, key=sorted), book["macros"])
        self.patterns = [
            Pattern(rule["name"], order, re.compile(self.alphabet.regex(tokens)))
            for order, rule in enumerate(book["rules"])
            for tokens in rule["tokens"]
        ]
        self._trigger = re.compile(self.alphabet.any_of(*_TRIGGERS))
        self._phrases = _phrases(book, self._words)

    def cut(self, text: str) -> list[Lexeme]:
        """Cut a text; phrases of the codebook are one lexeme, and so are digits with a short magnitude."""
        short = self.book["short_magnitudes"]
        lexemes: list[Lexeme] = []
        for lexeme in cut_lexemes(text):
            last = lexemes[-1] if lexemes else None
            follows_number = last is not None and last.kind == "number" and last.end == lexeme.start
            if last is not None and follows_number and lexeme.lower in short:
                lexemes[-1] = Lexeme(last.start, lexeme.end, "scaled", f"{last.lower} {lexeme.lower}", False)
            else:
                lexemes.append(lexeme)
        return join_phrases(lexemes, self._phrases)

    def runs(self, codes: str) -> Iterator[tuple[int, int]]:
        """Yield the runs of lexemes with a class that contain a word of a quantity."""
        return find_runs(codes, self._trigger)

    def classes_of(self, lexeme: Lexeme) -> frozenset[str]:
        """Return the classes of one lexeme."""
        if lexeme.kind == "number":
            return _NUM
        if lexeme.kind == "scaled":
            return _SCALED
        return self._words.get(lexeme.lower, frozenset())


@lru_cache(maxsize=1)
def load_grammar() -> QuantityGrammar:
    """Read the grammar once a process."""
    return QuantityGrammar(read_codebook("quantities"))


def _word_classes(book: dict[str, Any]) -> dict[str, frozenset[str]]:
    lists = {
        "WORDNUM": book["numbers"],
        "MAGNITUDE": book["magnitudes"],
        "VAGUE": book["vague"]["words"],
        "FEW": book["vague"]["few"],
        "COUPLE": book["vague"]["couple"],
        "FRACTION": book["fractions"],
        "FRACTIONS": [word for word in book["fractions"] if word.endswith("s")],
        "TWICE": book["times"],
        "NOBODY": book["none"]["people"],
        "CURRENCY": book["currencies"],
        "MEASURE": ["%", "percent", "per cent", "pct"],
        **book["words"],
    }
    classes: dict[str, set[str]] = defaultdict(set)
    for name, words in lists.items():
        for word in words:
            classes[word].add(name)
    # "half" has a pattern of its own; as a number word it would swallow the noun after it.
    classes["half"].discard("WORDNUM")
    return {word: frozenset(names) for word, names in classes.items()}


def _phrases(book: dict[str, Any], words: dict[str, frozenset[str]]) -> Phrases:
    known = [*words, *book["bounds"], *book["measures"], *book["plain"]["words"], *book["ages"]["after"]]
    return index_phrases([*known, *(word for group in book["after"].values() for word in group)])
