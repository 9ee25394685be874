"""What the encoder makes of a text: its words, and one vector for each."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Anchor", "CueReading", "Encoding", "Flags", "Floats", "Ints", "Words"]

Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


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
    quoted: npt.NDArray[np.bool_]
    kind: Ints

    def __len__(self) -> int:
        """How many words there are."""
        return len(self.starts)

    def word(self, i: int) -> str:
        """The characters of word `i`."""
        return self.text[self.starts[i] : self.ends[i]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """A text with one vector a word; `windows` are (first word, last word exclusive) in order, no overlap."""

    words: Words
    windows: tuple[tuple[int, int], ...]
    vectors: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """A stretch of words that something hangs on, a cue or an event word: `first` to `last` (exclusive).

    `window` is the number of the window it stands in; nothing reaches over a window's edge.
    """

    window: int
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CueReading:
    """How a learned attribution reads its window: what coding needs to bind claims to it.

    `attribution` is its id; the odds are log-odds, one for each word of the anchor's window, of being part of
    its content and of its source.
    """

    attribution: str
    anchor: Anchor
    content_odds: Floats
    source_odds: Floats
