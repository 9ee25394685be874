"""Numbered sentences, and the places of quotations in them."""

import re
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import NamedTuple

from sayso.model import Parse, Span

__all__ = ["NumberedSentences", "Quotation", "parse_quotation"]

# A content that is given by its first and last words may be as long as the longest of the labelled ones.
_MAX_ELIDED = 3_000
# What models write for one another: quotation marks, apostrophes, dashes.
_ALIKE = ('"“”„‟«»″', "'‘’‚‛`´′", "-‐‑‒–—―−")
_ELISION = re.compile(r"\s*(?:\.\.\.|…)\s*")
_SENTENCE = re.compile(r"s(\d{1,6}):\s*")
_OCCURRENCE = re.compile(r"#([1-9]\d?)$")


class Quotation(NamedTuple):
    """Words of a sentence; `occurrence` counts from 1, None if the model did not say which."""

    words: str
    sentence: int
    occurrence: int | None = None


def parse_quotation(text: str, sentence: int) -> Quotation:
    """Parse the notation of a quotation: `s4: words#2` is the second occurrence in sentence 4.

    >>> parse_quotation("s4: the army#2", sentence=3)
    Quotation(words='the army', sentence=4, occurrence=2)
    """
    text = text.strip()
    if found := _SENTENCE.match(text):
        sentence, text = int(found[1]), text[found.end() :]
    if found := _OCCURRENCE.search(text):
        return Quotation(text[: found.start()].rstrip(), sentence, int(found[1]))
    return Quotation(text, sentence)


class NumberedSentences:
    """The sentences of a text, numbered from 0."""

    def __init__(self, parse: Parse) -> None:
        self.text = parse.text
        self.edges = tuple(
            (parse.tokens[sentence.first].start, parse.tokens[sentence.last - 1].end)
            for sentence in parse.sentences
        )

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """Each sentence on one line with its number; no words of a text can begin a line of their own."""
        return tuple(
            f"s{number}\t{' '.join(self.text[start:end].split())}"
            for number, (start, end) in enumerate(self.edges)
        )

    def find(self, quotation: Quotation) -> list[Span]:
        """Return the occurrences of a quotation, which begin in its sentence.

        They are exact, else with other quotation marks, dashes or white space, else from the first to the
        last words of an elision. The list is empty if the words do not stand there.
        """
        exists = 0 <= quotation.sentence < len(self.edges)
        if not exists or not 0 < len(quotation.words) <= _MAX_ELIDED:
            return []
        exact = list(self._occurrences(_whole(quotation.words, re.escape), quotation.sentence))
        loose = exact or list(self._occurrences(_whole(quotation.words, _loosened), quotation.sentence))
        return loose or self._elided(quotation)

    def _occurrences(self, pattern: str, sentence: int) -> Iterator[Span]:
        """Yield the matches that begin in the sentence."""
        start, end = self.edges[sentence]
        # A direct quotation may go on over the end of its sentence.
        for found in re.compile(pattern).finditer(self.text, start, end + _MAX_ELIDED):
            if found.start() >= end:
                return
            yield Span.of(self.text, *found.span())

    def _elided(self, quotation: Quotation) -> list[Span]:
        """Return the span from the first words of an elision to the last ones behind them."""
        first, _, last = (part.strip() for part in _partition(quotation.words))
        if not first or not last:
            return []
        pattern = rf"(?s:{_whole(first, _loosened)}.*?{_whole(last, _loosened)})"
        spans = self._occurrences(pattern, quotation.sentence)
        return [span for span in spans if len(span.text) <= _MAX_ELIDED][:1]


def _partition(words: str) -> tuple[str, str, str]:
    found = _ELISION.search(words)
    return (words, "", "") if found is None else (words[: found.start()], "", words[found.end() :])


def _whole(words: str, pattern_of: Callable[[str], str]) -> str:
    """Return a pattern that matches no part of a word; a mark, as the colon of a headline, may touch one."""
    before = r"(?<!\w)" if re.match(r"\w", words) else ""
    after = r"(?!\w)" if re.search(r"\w$", words) else ""
    return f"{before}{pattern_of(words)}{after}"


def _loosened(words: str) -> str:
    """Return a pattern that takes any quotation mark for another, any dash, any white space."""
    parts = []
    for piece in re.findall(r"\s+|\S", words):
        alike = next((marks for marks in _ALIKE if piece in marks), None)
        if piece.isspace():
            parts.append(r"\s+")
        else:
            parts.append(re.escape(piece) if alike is None else f"[{re.escape(alike)}]")
    return "".join(parts)
