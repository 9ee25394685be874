"""Patterns over word classes: rows like "MONTH DAY COMMA? YEAR", matched against a cut text.

Every lexeme becomes one character that stands for the set of classes it belongs to, so that a pattern is a
regular expression over a short string and a match is a run of lexemes.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from sayso.grounding.lexemes import Lexeme

__all__ = [
    "Alphabet",
    "Hit",
    "Pattern",
    "Phrases",
    "find_hits",
    "find_runs",
    "index_phrases",
    "join_phrases",
]

Phrases = dict[str, list[tuple[str, ...]]]

_NONE = "."
_RUN = re.compile(r"[^.]+")
_PIECE = re.compile(
    r"(?P<around>!<|!>|<|>)?(?:(?P<name>[a-z_]+):)?(?:(?P<word>[A-Z][A-Z_]*)|(?P<group>\(\?:))"
)
_AROUND = {"": "", "<": "?<=", ">": "?=", "!<": "?<!", "!>": "?!"}


class Pattern(NamedTuple):
    """A compiled pattern of the rule `name`; `order` is its place in the list."""

    name: str
    order: int
    regex: re.Pattern[str]


class Hit(NamedTuple):
    """Lexemes `first` to `last` (exclusive) that a pattern matched; `parts` are its named groups."""

    name: str
    order: int
    first: int
    last: int
    parts: dict[str, tuple[int, int]]


class Alphabet:
    """A map from sets of classes to characters, by which patterns and texts are encoded."""

    def __init__(self, sets: Iterable[frozenset[str]], macros: dict[str, str]) -> None:
        self._letters: dict[frozenset[str], str] = {frozenset(): _NONE}
        for classes in sets:
            self._letters.setdefault(classes, chr(0x100 + len(self._letters)))
        self._macros = macros

    def letter(self, classes: frozenset[str]) -> str:
        """Return the character of a set of classes."""
        return self._letters[classes]

    def spell(self, lexemes: list[Lexeme], classes_of: Callable[[Lexeme], frozenset[str]]) -> str:
        """Return the text as a string of class characters."""
        letters = self._letters
        return "".join([letters[classes_of(lexeme)] for lexeme in lexemes])

    def any_of(self, *names: str) -> str:
        """Return a regular expression for a lexeme of any of the classes."""
        wanted = set(names)
        return "[" + "".join(letter for classes, letter in self._letters.items() if classes & wanted) + "]"

    def regex(self, tokens: str) -> str:
        """Turn a row of classes into a regular expression over class characters."""
        for name, row in self._macros.items():
            tokens = re.sub(rf"\b{name}\b", lambda _, row=row: row, tokens)  # type: ignore[misc]
        return _PIECE.sub(self._piece, tokens).replace(" ", "")

    def _piece(self, match: re.Match[str]) -> str:
        around, name, word = match["around"] or "", match["name"], match["word"]
        if match["group"]:
            return f"(?P<{name}>" if name else match.group()
        letters = self.any_of(word)
        if letters == "[]":
            raise ValueError(f"no word has the class {word}")
        if around:
            return f"({_AROUND[around]}{letters})"
        return f"(?P<{name}>{letters})" if name else letters


def find_runs(codes: str, trigger: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Yield the runs of lexemes with a class that contain a trigger."""
    return (run.span() for run in _RUN.finditer(codes) if trigger.search(codes, *run.span()))


def find_hits(patterns: Iterable[Pattern], codes: str, runs: Iterator[tuple[int, int]]) -> list[Hit]:
    """Match all patterns in the runs; of overlapping hits the longest stays, then the first in order.

    Hits come in text order.
    """
    hits: list[Hit] = []
    for begin, end in runs:
        found = [hit for pattern in patterns for hit in _hits_of(pattern, codes, begin, end)]
        found.sort(key=lambda hit: (hit.first - hit.last, hit.order, hit.first))
        free = bytearray(b"\x01") * (end - begin)
        taken: list[Hit] = []
        for hit in found:
            place = slice(hit.first - begin, hit.last - begin)
            if all(free[place]):
                free[place] = bytes(hit.last - hit.first)
                taken.append(hit)
        hits.extend(sorted(taken, key=lambda hit: hit.first))
    return hits


def _hits_of(pattern: Pattern, codes: str, begin: int, end: int) -> Iterator[Hit]:
    for match in pattern.regex.finditer(codes, begin, end):
        if match.end() > match.start():
            parts = {name: match.span(name) for name, text in match.groupdict().items() if text is not None}
            yield Hit(pattern.name, pattern.order, match.start(), match.end(), parts)


def join_phrases(lexemes: Sequence[Lexeme], phrases: Phrases) -> list[Lexeme]:
    """Make one lexeme, of kind "phrase", of each phrase; see `index_phrases`."""
    joined: list[Lexeme] = []
    done = 0
    for i in [n for n, lexeme in enumerate(lexemes) if lexeme.lower in phrases]:
        if i < done or i + 1 == len(lexemes):
            continue
        second = lexemes[i + 1].lower
        for phrase in phrases[lexemes[i].lower]:
            last = i + len(phrase)
            if phrase[1] == second and tuple([lexeme.lower for lexeme in lexemes[i:last]]) == phrase:
                joined.extend(lexemes[done:i])
                joined.append(_joined(lexemes[i:last]))
                done = last
                break
    joined.extend(lexemes[done:])
    return joined


def _joined(lexemes: Sequence[Lexeme]) -> Lexeme:
    words = " ".join([lexeme.lower for lexeme in lexemes])
    return Lexeme(lexemes[0].start, lexemes[-1].end, "phrase", words, lexemes[0].capital)


def index_phrases(words: Iterable[str]) -> Phrases:
    """List the entries of several words by their first word, longest first."""
    phrases: Phrases = {}
    for word in sorted(set(words), key=lambda entry: (-len(entry.split()), entry)):
        pieces = tuple(word.split())
        if len(pieces) > 1:
            phrases.setdefault(pieces[0], []).append(pieces)
    return phrases
