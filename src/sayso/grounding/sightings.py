"""A number where it stands: its lexemes, its neighbours and its place in the parse."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sayso.grounding.lexemes import Lexeme
from sayso.grounding.patterns import Hit
from sayso.grounding.quantity_grammar import QuantityGrammar
from sayso.model import Parse, Token

__all__ = ["Page", "Sighting"]

_NOMINAL = ("NOUN", "PROPN", "SYM")
_MODIFIERS = ("nummod", "quantmod", "amod", "compound", "nmod", "det", "predet", "poss", "advmod")
# How far to the right of its number a noun may stand, in tokens.
_REACH = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One report as the amounts are read from it."""

    parse: Parse
    grammar: QuantityGrammar
    lexemes: Sequence[Lexeme]
    starts: Sequence[int]

    @property
    def book(self) -> dict[str, Any]:
        """The codebook of amounts."""
        return self.grammar.book

    def token_at(self, position: int) -> int:
        """The token that character `position` lies in or behind; -1 before the first."""
        return bisect_right(self.starts, position) - 1

    def has_class(self, index: int, name: str) -> bool:
        """Whether the lexeme at `index` exists and belongs to a class."""
        return 0 <= index < len(self.lexemes) and name in self.grammar.classes_of(self.lexemes[index])


class Sighting:
    """One hit of a pattern on a page."""

    def __init__(self, page: Page, hit: Hit) -> None:
        self.page = page
        self.hit = hit
        self.first = page.lexemes[hit.first]
        self.last = page.lexemes[hit.last - 1]
        self.before = page.lexemes[hit.first - 1] if hit.first else None
        self.after = page.lexemes[hit.last] if hit.last < len(page.lexemes) else None

    @property
    def size(self) -> int:
        """Number of lexemes."""
        return self.hit.last - self.hit.first

    def at(self, offset: int) -> Lexeme | None:
        """The lexeme `offset` places from the first of the hit (negative: before it)."""
        index = self.hit.first + offset
        return self.page.lexemes[index] if 0 <= index < len(self.page.lexemes) else None

    def lower_before(self) -> str:
        """The word before, or ""."""
        return self.before.lower if self.before else ""

    def lower_after(self) -> str:
        """The word behind, or ""."""
        return self.after.lower if self.after else ""

    @cached_property
    def is_money(self) -> bool:
        """Whether the hit holds a sign of currency."""
        return any(self.page.has_class(index, "CURRENCY") for index in range(self.hit.first, self.hit.last))

    @cached_property
    def root(self) -> int | None:
        """The token of the number that the parser hangs on what is outside of it."""
        first = self.page.token_at(self.first.start)
        last = self.page.token_at(self.last.end - 1)
        if first < 0:
            return None
        for index in range(last, first - 1, -1):
            if not first <= self.page.parse.tokens[index].head <= last:
                return index
        return last

    @cached_property
    def noun(self) -> Token | None:
        """The noun to the right that the parser says is counted."""
        tokens = self.page.parse.tokens
        if self.root is None:
            return None
        token = tokens[self.root]
        head = tokens[token.head]
        seen = 0
        while head.i > self.root and token.dep in _MODIFIERS and head.pos not in _NOMINAL and seen < 4:
            token, head, seen = head, tokens[head.head], seen + 1
        if token.dep in _MODIFIERS and self.root < head.i <= self.root + _REACH and head.pos in _NOMINAL:
            return self._whole_noun(head)
        return None

    def _whole_noun(self, noun: Token) -> Token:
        """The head of a compound, also of one cut as "co - workers"."""
        tokens = self.page.parse.tokens
        while (
            noun.dep == "compound" and noun.i < noun.head <= noun.i + 2 and tokens[noun.head].pos in _NOMINAL
        ):
            noun = tokens[noun.head]
        spaced = noun.i + 2 < len(tokens) and tokens[noun.i + 1].text == "-"
        if spaced and tokens[noun.i + 1].start > noun.end and tokens[noun.i + 2].pos in _NOMINAL:
            return tokens[noun.i + 2]
        return noun
