"""Words, sentences and windows for the encoder.

Words are runs of letters and digits, or single other signs that are not white space. Windows hold whole
paragraphs (lines) where they fit, whole sentences where they do not. Nothing here knows what the vectors are
used for.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from sayso.model.encoding import Flags, Ints, Words

__all__ = ["pack_windows", "split_words"]

# A word is a run of letters and digits, or one other sign: the pieces of BERT never cross its borders.
_WORD = re.compile(r"[^\W_]+|\S")
# From the first of several marks: begun at each of them, a row of full stops would be read again and again.
_SENTENCE_END = re.compile(r"(?<![.!?…])[.!?…]++[\"”’'»)\]]*\s+(?=[\"“‘'«(\[]*[^\W_a-z])")
_LAST_WORD = re.compile(r"([^\W_]+(?:\.[^\W_]+)*)$")
_OPENING = "“„«‟"
_CLOSING = "”»"
_QUOTES = re.compile("[\"“„«‟”»‘’']")
_SINGLE_END = re.compile(r"(?=[^\s][’'](?!\w))")


def split_words(text: str, abbreviations: frozenset[str]) -> Words:
    """Split a text into words and number its paragraphs and sentences."""
    matches = list(_WORD.finditer(text))
    starts = np.array([m.start() for m in matches], dtype=np.int64)
    ends = np.array([m.end() for m in matches], dtype=np.int64)
    cuts = np.array(sorted(_paragraph_starts(text)), dtype=np.int64)
    sentence_cuts = np.array(sorted({*cuts.tolist(), *_sentence_starts(text, abbreviations)}), dtype=np.int64)
    paragraph = np.searchsorted(cuts, starts, side="right")
    quoted = _quoted_characters(text)[starts] if matches else np.zeros(0, dtype=np.bool_)
    casing = np.array([_casing(m.group()) for m in matches], dtype=np.int64)
    first = np.diff(paragraph, prepend=-1) != 0
    return Words(
        text=text,
        starts=starts,
        ends=ends,
        paragraph=paragraph,
        sentence=np.searchsorted(sentence_cuts, starts, side="right"),
        quoted=quoted,
        kind=casing + 3 * quoted + 6 * first,
    )


def _casing(word: str) -> int:
    """0 lower case or no letter, 1 capitalised, 2 all capitals."""
    if len(word) > 1 and word.isupper():
        return 2
    return int(word[0].isupper())


def _paragraph_starts(text: str) -> Iterator[int]:
    """Give the starts of lines; lines broken at a fixed width count as a single line."""
    yield 0
    for block in re.finditer(r"[^\n]+(?:\n[^\n]+)*", text):
        yield block.start()
        lines = block.group().split("\n")
        if len(lines) > 1 and not _is_wrapped(lines):
            at = block.start()
            for line in lines[:-1]:
                at += len(line) + 1
                yield at


def _is_wrapped(lines: Sequence[str]) -> bool:
    """Return True if the lines are a paragraph broken at a fixed width."""
    widths = [len(line) for line in lines[:-1]]
    open_ends = sum(not re.search(r"[.!?…:;][\"”’'»)\]]*\s*$", line) for line in lines[:-1])
    return min(widths) >= 45 and max(widths) <= 110 and open_ends * 2 > len(widths)


def _sentence_starts(text: str, abbreviations: frozenset[str]) -> Iterator[int]:
    for match in _SENTENCE_END.finditer(text):
        before = _LAST_WORD.search(text, max(0, match.start() - 20), match.start())
        last = before.group(1).lower() if before else ""
        single = len(last) == 1 and last.isalpha()
        if text[match.start()] == "." and (last in abbreviations or single or "." in last):
            continue
        yield match.end()


def _quoted_characters(text: str) -> Flags:
    """Mark the characters inside quotation marks; an open quotation ends with its line."""
    inside = np.zeros(len(text) + 1, dtype=np.bool_)
    start = 0
    for line in text.split("\n"):
        for begin, end in _quotations(line):
            inside[start + begin : start + end] = True
        start += len(line) + 1
    return inside


def _quotations(line: str) -> Iterator[tuple[int, int]]:
    """Give the spans of a line between quotation marks, without the marks."""
    double = single = -1
    last_end = max((match.start() for match in _SINGLE_END.finditer(line)), default=-1)
    for match in _QUOTES.finditer(line):
        at, sign = match.start(), match.group()
        if sign in _OPENING or (sign == '"' and double < 0):
            double = at + 1 if double < 0 else double
        elif sign in _CLOSING or sign == '"':
            if double >= 0:
                yield double, at
            double = -1
        elif single < 0 and at < last_end and _opens(line, at):
            single = at + 1
        elif single >= 0 and _closes(line, at):
            yield single, at
            single = -1
    if double >= 0:
        yield double, len(line)


def _opens(line: str, at: int) -> bool:
    """Return True if the single mark at `at` can open a quotation."""
    before = line[at - 1 : at]
    return (not before or before.isspace() or before in '(—–-“"') and line[at + 1 : at + 2].isalnum()


def _closes(line: str, at: int) -> bool:
    return bool(line[at - 1 : at].strip()) and not line[at + 1 : at + 2].isalnum()


def pack_windows(words: Words, pieces: Ints, limit: int) -> tuple[tuple[int, int], ...]:
    """Pack paragraphs, or the sentences of a long one, into windows of at most `limit` word pieces."""
    windows: list[tuple[int, int]] = []
    start, used = 0, 0
    total = np.concatenate([[0], np.cumsum(pieces)])
    for first, last in _units(words, total, limit):
        size = int(total[last] - total[first])
        if used and used + size > limit:
            windows.append((start, first))
            start, used = first, 0
        used += size
    if len(words):
        windows.append((start, len(words)))
    return tuple(windows)


def _units(words: Words, total: Ints, limit: int) -> Iterator[tuple[int, int]]:
    """Give the paragraphs that fit, else their sentences, else runs of words."""
    for first, last in _runs(words.paragraph, 0, len(words)):
        if total[last] - total[first] <= limit:
            yield first, last
            continue
        for begin, end in _runs(words.sentence, first, last):
            while total[end] - total[begin] > limit:
                cut = max(begin + 1, int(np.searchsorted(total, total[begin] + limit, side="right")) - 1)
                yield begin, cut
                begin = cut
            yield begin, end


def _runs(numbers: Ints, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Give the runs of equal numbers between `first` and `last`."""
    cuts = [first, *(np.flatnonzero(np.diff(numbers[first:last])) + first + 1).tolist(), last]
    for begin, end in pairwise(cuts):
        if end > begin:
            yield begin, end
