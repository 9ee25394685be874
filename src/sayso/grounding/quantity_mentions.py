"""Mentions of quantities: their lexemes, their neighbours and their place in the parse."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sayso.grounding.lexemes import Lexeme
from sayso.grounding.patterns import Hit
from sayso.grounding.quantity_grammar import QuantityGrammar
from sayso.model import Parse, Token

__all__ = ["Document", "QuantityMention"]

_NOMINAL = ("NOUN", "PROPN", "SYM")
_MODIFIERS = ("nummod", "quantmod", "amod", "compound", "nmod", "det", "predet", "poss", "advmod")
# How far to the right of its number a noun may stand, in tokens.
_REACH = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The parse and lexemes of one report, with the grammar of quantities."""

    parse: Parse
    grammar: QuantityGrammar
    lexemes: Sequence[Lexeme]
    starts: Sequence[int]

    @property
    def book(self) -> dict[str, Any]:
        """The codebook of amounts."""
        return self.grammar.book

    def token_at(self, position: int) -> int:
        """Return the token that character `position` lies in or behind; -1 before the first."""
        return bisect_right(self.starts, position) - 1

    def has_class(self, index: int, name: str) -> bool:
        """Return whether the lexeme at `index` exists and belongs to a class."""
        return 0 <= index < len(self.lexemes) and name in self.grammar.classes_of(self.lexemes[index])


class QuantityMention:
    """One match of a pattern in a document."""

    def __init__(self, document: Document, hit: Hit) -> None:
        self.document = document
        self.hit = hit
        self.first = document.lexemes[hit.first]
        self.last = document.lexemes[hit.last - 1]
        self.before = document.lexemes[hit.first - 1] if hit.first else None
        self.after = document.lexemes[hit.last] if hit.last < len(document.lexemes) else None

    @property
    def size(self) -> int:
        """Number of lexemes."""
        return self.hit.last - self.hit.first

    def at(self, offset: int) -> Lexeme | None:
        """Return the lexeme `offset` places from the first of the hit (negative: before it)."""
        index = self.hit.first + offset
        return self.document.lexemes[index] if 0 <= index < len(self.document.lexemes) else None

    def lower_before(self) -> str:
        """Return the word before, or ""."""
        return self.before.lower if self.before else ""

    def lower_after(self) -> str:
        """Return the word behind, or ""."""
        return self.after.lower if self.after else ""

    @cached_property
    def is_money(self) -> bool:
        """True if the mention contains a currency."""
        return any(
            self.document.has_class(index, "CURRENCY") for index in range(self.hit.first, self.hit.last)
        )

    @cached_property
    def root(self) -> int | None:
        """The token of the number whose head lies outside of the mention."""
        first = self.document.token_at(self.first.start)
        last = self.document.token_at(self.last.end - 1)
        if first < 0:
            return None
        for index in range(last, first - 1, -1):
            if not first <= self.document.parse.tokens[index].head <= last:
                return index
        return last

    @cached_property
    def noun(self) -> Token | None:
        """The counted noun to the right, according to the parse."""
        tokens = self.document.parse.tokens
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
        """Return the head of a compound, also of one cut as "co - workers"."""
        tokens = self.document.parse.tokens
        while (
            noun.dep == "compound" and noun.i < noun.head <= noun.i + 2 and tokens[noun.head].pos in _NOMINAL
        ):
            noun = tokens[noun.head]
        spaced = noun.i + 2 < len(tokens) and tokens[noun.i + 1].text == "-"
        if spaced and tokens[noun.i + 1].start > noun.end and tokens[noun.i + 2].pos in _NOMINAL:
            return tokens[noun.i + 2]
        return noun
