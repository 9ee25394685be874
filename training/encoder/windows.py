"""Windows of documents, and batches of windows."""

import random
from collections.abc import Iterable
from dataclasses import dataclass

from sayso.language.words import pack_windows
from training.encoder.documents import Document

__all__ = ["LIMIT", "Window", "make_batches", "windows_of"]

# Most pieces of a window; with the two marks at its ends it fills half of the base model's positions.
LIMIT = 254


@dataclass
class Window:
    """Words of a document, `first` to `last` (exclusive), that are encoded together."""

    document: Document
    first: int
    last: int

    @property
    def size(self) -> int:
        """Return the number of pieces, with the two marks at the ends."""
        return int(self.document.counts[self.first : self.last].sum()) + 2


def windows_of(documents: Iterable[Document], rng: random.Random | None = None) -> list[Window]:
    """Cut documents into windows; with `rng`, each document's packing is shifted by chance."""
    windows = []
    for document in documents:
        limit = LIMIT if rng is None else rng.randint(int(LIMIT * 0.7), LIMIT)
        packed = pack_windows(document.words, document.counts, limit)
        windows += [Window(document, first, last) for first, last in packed]
    return windows


def make_batches(windows: Iterable[Window], budget: int, rng: random.Random) -> list[list[Window]]:
    """Group windows of like length into batches of about `budget` pieces, in random order."""
    batches: list[list[Window]] = []
    batch: list[Window] = []
    longest = 0
    for window in sorted(windows, key=lambda window: window.size + rng.random() * 30):
        if batch and max(longest, window.size) * (len(batch) + 1) > budget:
            batches.append(batch)
            batch, longest = [], 0
        batch.append(window)
        longest = max(longest, window.size)
    if batch:
        batches.append(batch)
    rng.shuffle(batches)
    return batches
