"""Linguistic annotation of a text: tokens, sentences, dependencies, names and coreference."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator
from functools import cached_property

import msgspec

from sayso.model.base import Struct
from sayso.model.span import Span

__all__ = ["Coreference", "Name", "Parse", "Sentence", "Token"]


class Token(Struct, frozen=True, kw_only=True):
    """One word or sign. `head` is the index of its governor (its own for a root)."""

    i: int
    start: int
    end: int
    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    morph: str = ""
    space: bool = True

    @property
    def lower(self) -> str:
        """The word in lower case."""
        return self.text.lower()


class Sentence(Struct, frozen=True, kw_only=True):
    """Tokens `first` to `last` (exclusive). `headline` marks the report's title line."""

    first: int
    last: int
    headline: bool = False


class Name(Struct, frozen=True, kw_only=True):
    """A name the parser found: tokens `first` to `last` (exclusive); `label` is PERSON, ORG, GPE, ..."""

    first: int
    last: int
    label: str


class Coreference(Struct, frozen=True, kw_only=True):
    """A pronoun or description that stands for a name told before: spans of both."""

    mention: Span
    antecedent: Span


class Parse(msgspec.Struct, frozen=True, kw_only=True, dict=True, eq=False):
    """Tokens, sentences, dependencies and names of one report's text.

    Tokens are in text order and never cross a line end; `sentences` cover all of them. A parse equals itself
    alone, so that what is worked out of it can be kept by it.
    """

    text: str
    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]
    names: tuple[Name, ...] = ()
    coreferences: tuple[Coreference, ...] = ()

    @cached_property
    def _children(self) -> tuple[tuple[int, ...], ...]:
        below: list[list[int]] = [[] for _ in self.tokens]
        for token in self.tokens:
            if token.head != token.i:
                below[token.head].append(token.i)
        return tuple(map(tuple, below))

    @cached_property
    def _sentence_of(self) -> tuple[int, ...]:
        return tuple(n for n, s in enumerate(self.sentences) for _ in range(s.first, s.last))

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return tuple(token.start for token in self.tokens)

    def children(self, i: int, *deps: str) -> list[Token]:
        """The tokens that token `i` governs, in text order; only those with one of `deps` when given."""
        below = (self.tokens[j] for j in self._children[i])
        return [token for token in below if not deps or token.dep in deps]

    def child(self, i: int, *deps: str) -> Token | None:
        """The first child with one of `deps`, or None."""
        return next(iter(self.children(i, *deps)), None)

    def subtree(self, i: int, without: frozenset[str] = frozenset()) -> list[int]:
        """Indexes of token `i` and all below it, in text order, leaving out branches labelled `without`."""
        found, open_ = [], [i]
        while open_:
            j = open_.pop()
            found.append(j)
            open_.extend(k for k in self._children[j] if self.tokens[k].dep not in without)
        return sorted(found)

    def ancestors(self, i: int) -> Iterator[Token]:
        """The governor of token `i`, its governor, and so on up to the root."""
        while self.tokens[i].head != i:
            i = self.tokens[i].head
            yield self.tokens[i]

    def sentence_index(self, i: int) -> int:
        """Which sentence token `i` stands in."""
        return self._sentence_of[i]

    def sentence_of(self, i: int) -> Sentence:
        """The sentence token `i` stands in."""
        return self.sentences[self._sentence_of[i]]

    def sentence_at(self, start: int) -> Sentence | None:
        """The sentence that the character `start` stands in, or the one before it; None without tokens."""
        first = max(0, bisect_left(self._starts, start + 1) - 1)
        return self.sentence_of(first) if self.tokens else None

    def names_in(self, first: int, last: int) -> Iterator[Name]:
        """The names that share a token with `first` to `last` (exclusive)."""
        for n in range(bisect_right(self.names, first, key=lambda name: name.last), len(self.names)):
            if self.names[n].first >= last:
                return
            yield self.names[n]

    def phrase(self, head: int, inside: Collection[int]) -> tuple[int, int]:
        """Tokens [first, last) of the unbroken run of `inside` around `head`, hyphenated words whole.

        A phrase ends with its sentence: words that hyphens join may go on over a whole text.
        """
        sentence = self.sentence_of(head)
        first = last = head
        while first > sentence.first and (first - 1 in inside or self.is_hyphenated(first - 1, first)):
            first -= 1
        while last + 1 < sentence.last and (last + 1 in inside or self.is_hyphenated(last, last + 1)):
            last += 1
        return first, last + 1

    def is_hyphenated(self, i: int, j: int) -> bool:
        """Return True if two neighbouring tokens are parts of one hyphenated word ("al-Ahd")."""
        a, b = self.tokens[i], self.tokens[j]
        return a.end == b.start and "-" in (a.text, b.text)

    def span(self, first: int, last: int) -> Span:
        """The text from token `first` up to, not including, token `last`."""
        return Span.of(self.text, self.tokens[first].start, self.tokens[last - 1].end)

    def tokens_in(self, start: int, end: int) -> range:
        """Indexes of the tokens that overlap the characters `start` to `end`."""
        first = bisect_left(self._starts, start)
        if first and self.tokens[first - 1].end > start:
            first -= 1
        return range(first, max(first, bisect_left(self._starts, end)))

    def head_of(self, start: int, end: int) -> Token | None:
        """The token of a stretch that governs the rest of it: its head word."""
        inside = self.tokens_in(start, end)
        for i in inside:
            if self.tokens[i].head not in inside or self.tokens[i].head == i:
                return self.tokens[i]
        return None
