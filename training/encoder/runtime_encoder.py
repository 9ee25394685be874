"""One pass of the encoder over a text: words, sentences, windows and one vector a word.

Words are runs of letters and digits, or single other signs that are not white space. Windows hold whole
paragraphs (lines) where they fit, whole sentences where they do not. Nothing here knows what the vectors are
used for.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["Encoded", "Encoder", "Flags", "Floats", "Ints", "Words", "load_encoder", "split_words"]

Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

# A word is a run of letters and digits, or one other sign: the pieces of BERT never cross its borders.
_WORD = re.compile(r"[^\W_]+|\S")
_SENTENCE_END = re.compile(r"[.!?…]+[\"”’'»)\]]*\s+(?=[\"“‘'«(\[]*[^\W_a-z])")
_LAST_WORD = re.compile(r"([^\W_]+(?:\.[^\W_]+)*)$")
_OPENING = "“„«‟"
_CLOSING = "”»"
_QUOTES = re.compile("[\"“„«‟”»‘’']")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of a text, with what the heads need to know of each.

    `starts`, `ends`: characters. `paragraph`, `sentence`: running numbers. `kind`: the encoder's feature id
    (casing, inside quotation marks, first word of a paragraph).
    """

    text: str
    starts: Ints
    ends: Ints
    paragraph: Ints
    sentence: Ints
    quoted: Flags
    kind: Ints

    def __len__(self) -> int:
        return len(self.starts)

    def word(self, i: int) -> str:
        """The characters of word `i`."""
        return self.text[self.starts[i] : self.ends[i]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoded:
    """A text with one vector a word. `windows` are (first word, last exclusive), in order, no overlap."""

    words: Words
    windows: tuple[tuple[int, int], ...]
    vectors: Floats


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
    """Where lines begin; lines broken at a fixed width count as one."""
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
    """Whether the lines are one paragraph broken at a fixed width."""
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
    """The stretches of a line between quotation marks, the marks left out."""
    double = single = -1
    for match in _QUOTES.finditer(line):
        at, sign = match.start(), match.group()
        if sign in _OPENING or (sign == '"' and double < 0):
            double = at + 1 if double < 0 else double
        elif sign in _CLOSING or sign == '"':
            if double >= 0:
                yield double, at
            double = -1
        elif single < 0 and _opens(line, at):
            single = at + 1
        elif single >= 0 and _closes(line, at):
            yield single, at
            single = -1
    if double >= 0:
        yield double, len(line)


def _opens(line: str, at: int) -> bool:
    """Whether the single mark at `at` can open a quotation that the line also closes."""
    before = line[at - 1 : at]
    if (before and not before.isspace() and before not in '(—–-“"') or not line[at + 1 : at + 2].isalnum():
        return False
    return bool(re.search(r"[^\s][’'](?!\w)", line[at + 1 :]))


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
    """Paragraphs that fit, else their sentences, else stretches of words."""
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
    """Stretches of equal numbers between `first` and `last`."""
    cuts = [first, *(np.flatnonzero(np.diff(numbers[first:last])) + first + 1).tolist(), last]
    for begin, end in pairwise(cuts):
        if end > begin:
            yield begin, end


class Encoder:
    """Tokenizer and ONNX session, loaded once; `encode` is pure and may be called from several threads."""

    def __init__(self, session: Any, tokenizer: Any, settings: dict[str, Any]) -> None:
        self._session = session
        self._tokenizer = tokenizer
        self._abbreviations = frozenset(settings["abbreviations"])
        self._limit = int(settings["window_pieces"])
        self._unknown = int(settings["unknown_id"])
        self._edges = (int(settings["first_id"]), int(settings["last_id"]))

    def encode(self, text: str) -> Encoded:
        """Give every word of a text its vector."""
        words = split_words(text, self._abbreviations)
        ids, counts = self.pieces(words)
        windows = pack_windows(words, counts, self._limit)
        offsets = np.concatenate([[0], np.cumsum(counts)])
        parts = [self._window(words, ids, offsets, window) for window in windows]
        vectors = np.concatenate(parts) if parts else np.zeros((0, 0), dtype=np.float32)
        return Encoded(words=words, windows=windows, vectors=vectors)

    def pieces(self, words: Words) -> tuple[Ints, Ints]:
        """All word pieces of a text and how many each word has (at least one)."""
        encoding = self._tokenizer.encode(
            [words.word(i) for i in range(len(words))], is_pretokenized=True, add_special_tokens=False
        )
        owner = np.array(encoding.word_ids, dtype=np.int64)
        counts = np.bincount(owner, minlength=len(words)).astype(np.int64)
        ids = np.array(encoding.ids, dtype=np.int64)
        empty = np.flatnonzero(counts == 0)
        if empty.size:
            places = np.concatenate([[0], np.cumsum(counts)])[empty]
            ids = np.insert(ids, places, self._unknown)
            counts[empty] = 1
        return ids, counts

    def _window(self, words: Words, ids: Ints, offsets: Ints, window: tuple[int, int]) -> Floats:
        first, last = window
        inner = ids[offsets[first] : offsets[last]]
        pieces = np.concatenate([[self._edges[0]], inner, [self._edges[1]]])[None]
        kinds = np.repeat(words.kind[first:last], np.diff(offsets[first : last + 1]))
        kinds = np.concatenate([[0], kinds, [0]])[None]
        hidden = self._session.run(None, {"pieces": pieces, "kinds": kinds})[0][0]
        firsts = offsets[first:last] - offsets[first] + 1
        return np.asarray(hidden[firsts], dtype=np.float32)


def load_encoder(folder: Path, threads: int = 1, weights: str = "encoder.int8.onnx") -> Encoder:
    """Load the encoder from an exported folder."""
    import onnxruntime
    from tokenizers import Tokenizer

    settings = json.loads((folder / "config.json").read_text(encoding="utf-8"))["encoder"]
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        str(folder / weights), sess_options=options, providers=["CPUExecutionProvider"]
    )
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return Encoder(session, tokenizer, settings)
