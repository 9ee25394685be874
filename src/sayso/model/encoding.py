"""Output of the encoder for a text: its words, and one vector for each."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sayso.model.drafts import AttributionDraft

__all__ = ["Encoding", "Flags", "Floats", "Ints", "LearnedAttribution", "WordSpan", "Words"]

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
        """Return the number of words."""
        return len(self.starts)

    def word(self, i: int) -> str:
        """Return the text of word `i`."""
        return self.text[self.starts[i] : self.ends[i]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """A text with one vector a word; `windows` are (first word, last word exclusive) in order, no overlap."""

    words: Words
    windows: tuple[tuple[int, int], ...]
    vectors: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class WordSpan:
    """A range of words whose roles a head predicts (a cue, a trigger, a deed): `first` to `last` (exclusive).

    `window` is the number of its window; no range and no role crosses the edge of a window.
    """

    window: int
    first: int
    last: int


class LearnedAttribution(AttributionDraft, frozen=True, kw_only=True, eq=False):
    """A draft of the encoder's heads with the scores in its window, by which its other heads link to the cue.

    `anchor` is the cue; the odds are log-odds, one for each word of its window, of being part of its content
    and of its source.
    """

    anchor: WordSpan
    content_odds: Floats
    source_odds: Floats
