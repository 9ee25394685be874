"""Features of a word by the cues of its window, for the heads that link words to cues."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from sayso.model.encoding import Floats, WordSpan

__all__ = ["CueLike", "link_masks"]


class CueLike(Protocol):
    """A cue whose window was read: log-odds, a word, of content and of source."""

    @property
    def anchor(self) -> WordSpan:
        """Where the cue stands."""

    @property
    def content_odds(self) -> Floats:
        """Log-odds of content, a word of the window."""

    @property
    def source_odds(self) -> Floats:
        """Log-odds of the source, a word of the window."""


def link_masks(places: Sequence[int], cues: Sequence[CueLike], base: int) -> Floats:
    """Return the features of `places` by cue: [place, cue, (content, source, in content, its size)]."""
    at = np.array(places) - base
    content = np.clip(np.stack([c.content_odds for c in cues]), -8, 8)
    source = np.clip(np.stack([c.source_odds for c in cues]), -8, 8)
    size = (content > 0).sum(axis=1) / 50
    here = content[:, at].T
    return np.stack(
        [here / 4, source[:, at].T / 4, (here > 0).astype(np.float32), np.broadcast_to(size, here.shape)],
        axis=-1,
    ).astype(np.float32)
