"""Labelled documents: their words and word pieces, and the anchors with their roles."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from sayso.heads import WordRange
from sayso.language.words import split_words
from sayso.model.encoding import Ints, Words
from training.encoder.labels import read_abbreviations

__all__ = [
    "UNKNOWN",
    "UNKNOWN_PIECE",
    "Anchor",
    "CueAnchors",
    "Document",
    "DocumentBuilder",
    "Key",
    "merge_spans",
    "word_span",
    "word_spans",
]

# Key of an attribution; None is the report's own voice, `UNKNOWN` an attribution that is not labelled.
Key = int | tuple[int, int] | str | None
UNKNOWN = "?"
UNKNOWN_PIECE = 100  # [UNK] of the base model


@dataclass
class Anchor:
    """Words from whose point of view roles are read: a cue, an event's trigger, or the first word of a deed.

    Numbers are places in the lists of `labels`; -1 is not labelled. `parent` is the key of the attribution
    that the anchor depends on.
    """

    kind: str  # cue, event, commit
    span: WordRange
    roles: dict[str, list[WordRange]]
    type: int = -1
    mode: int = -1
    status: int = -1
    negated: int = -1
    source_kind: int = -1
    strength: int = -1
    parent: Key = None
    key: Key = None


@dataclass
class Document:
    """A labelled text: its words, the ids of its pieces, and the number of pieces of each word.

    `facts` are (first word, last word, factuality). `root` and `ends` are PLV's: the code of the sentence,
    and the spans of its marked source and target.
    """

    id: str
    dataset: str
    words: Words
    ids: Ints
    counts: Ints
    anchors: list[Anchor] = field(default_factory=list)
    facts: list[tuple[int, int, float]] = field(default_factory=list)
    root: str = ""
    ends: list[WordRange | None] = field(default_factory=list)


class DocumentBuilder:
    """Builder of documents from texts, with the tokenizer of the base model."""

    def __init__(self, tokenizer_path: Path) -> None:
        self.tokenizer = Tokenizer.from_file(str(tokenizer_path))
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()
        self.abbreviations = frozenset(read_abbreviations())

    def build(self, id_: str, dataset: str, text: str) -> Document:
        """Return a text as a document without labels."""
        words = split_words(text, self.abbreviations)
        encoded = self.tokenizer.encode(
            [words.word(i) for i in range(len(words))], is_pretokenized=True, add_special_tokens=False
        )
        counts = np.bincount(np.array(encoded.word_ids), minlength=len(words))
        ids = np.array(encoded.ids)
        empty = np.flatnonzero(counts == 0)
        if empty.size:
            ids = np.insert(ids, np.concatenate([[0], np.cumsum(counts)])[empty], UNKNOWN_PIECE)
            counts[empty] = 1
        return Document(id_, dataset, words, ids, counts)


def word_span(words: Words, start: int, end: int) -> WordRange | None:
    """Return the words that overlap the characters, without punctuation at the edges; None if there is none.

    A range of punctuation alone stays as it is.
    """
    first = int(np.searchsorted(words.ends, start, side="right"))
    last = int(np.searchsorted(words.starts, end, side="left"))
    a, b = first, last
    while a < b and not words.word(a)[0].isalnum() and words.word(a)[0] not in "$€£#@%":
        a += 1
    while b > a and not words.word(b - 1)[0].isalnum() and words.word(b - 1)[0] not in "%":
        b -= 1
    if b > a:
        return a, b
    return (first, last) if last > first else None


def word_spans(words: Words, spans: Iterable[Sequence[int]]) -> list[WordRange]:
    """Return the word spans of character spans, without those that hold no word."""
    return [found for start, end in spans if (found := word_span(words, start, end))]


def merge_spans(words: Words, spans: Iterable[WordRange]) -> list[WordRange]:
    """Join spans that overlap or have only punctuation between them."""
    merged: list[WordRange] = []
    for first, last in sorted(spans):
        if merged and (
            first <= merged[-1][1] or all(not words.word(i)[0].isalnum() for i in range(merged[-1][1], first))
        ):
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged


class CueAnchors:
    """Cue anchors of a document; attributions that are labelled with the same cue become one anchor.

    `keys` maps the number of each attribution to the key of its anchor.
    """

    def __init__(self, words: Words) -> None:
        self.words = words
        self.keys: dict[Key, Key] = {}
        self._by_span: dict[WordRange, Anchor] = {}

    def __iter__(self) -> Iterator[Anchor]:
        """Give the anchors in the order in which they were added."""
        return iter(self._by_span.values())

    def add(self, anchor: Anchor) -> None:
        """Add an anchor, or its roles to those of the anchor with the same cue."""
        known = self._by_span.setdefault(anchor.span, anchor)
        self.keys[anchor.key] = known.key
        if known is not anchor:
            for role, spans in anchor.roles.items():
                known.roles[role] = merge_spans(self.words, known.roles[role] + spans)

    def link_parents(self) -> None:
        """Replace the number of each parent by the key of its anchor."""
        for anchor in self._by_span.values():
            if anchor.parent is not None:
                anchor.parent = self.keys.get(anchor.parent, UNKNOWN)
                if anchor.parent == anchor.key:
                    anchor.parent = UNKNOWN
