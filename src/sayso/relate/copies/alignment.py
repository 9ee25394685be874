"""Alignment of two texts by a dot plot of shared character n-grams.

An n-gram in both texts is a dot at (position in the first, position in the second). If one text copies the
other, dots lie along a diagonal, with holes where a word was changed; chance and shared names scatter them.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sayso.codebook import read_codebook
from sayso.relate.copies.normalization import hash_ngrams

__all__ = ["NGrams", "index_ngrams", "shared_portion"]

_Positions = npt.NDArray[np.int64]
_Hashes = npt.NDArray[np.uint32]

# More than any position in a text or distance between two.
_FAR = 1 << 24


class NGrams(NamedTuple):
    """N-grams of a text, without those too frequent in it, by hash with positions; `length` in letters."""

    hashes: _Hashes
    positions: _Positions
    length: int


class _Dots(NamedTuple):
    """N-grams in both texts: positions in the first and in the second."""

    here: _Positions
    there: _Positions


def index_ngrams(letters: str) -> NGrams:
    """Return the n-grams of a text, sorted by hash."""
    settings = read_codebook("copies")["alignment"]
    hashes = hash_ngrams(letters, settings["run"]).astype(np.uint32)
    positions = hashes.argsort(kind="stable")
    hashes = hashes[positions]
    firsts = np.flatnonzero(np.diff(hashes, prepend=~hashes[:1]))
    counts = np.diff(firsts, append=len(hashes))
    kept = (counts <= settings["most_repeats"]).repeat(counts)
    return NGrams(hashes[kept], positions[kept], len(letters))


def shared_portion(ngrams: NGrams, reference: NGrams) -> float:
    """Return the share of a text, 0 to 1, that stands in a reference text in contiguous spans."""
    settings = read_codebook("copies")["alignment"]
    dots = _find_dots(ngrams, reference)
    dense = _support(dots, settings["window"], settings["drift"]) >= settings["support"]
    marks = np.zeros(ngrams.length, np.bool_)
    marks[dots.here[dense]] = True
    here = marks.nonzero()[0]
    if not len(here):
        return 0.0
    run: int = settings["run"]
    steps = here[1:] - here[:-1]
    carried = run + np.where(steps <= settings["gap"], steps, np.minimum(steps, run)).sum()
    return min(1.0, float(carried) / ngrams.length)


def _find_dots(ngrams: NGrams, reference: NGrams) -> _Dots:
    first = reference.hashes.searchsorted(ngrams.hashes, "left")
    counts = reference.hashes.searchsorted(ngrams.hashes, "right") - first
    here = ngrams.positions.repeat(counts)
    nth = np.arange(len(here)) - (counts.cumsum() - counts).repeat(counts)
    return _Dots(here, reference.positions[first.repeat(counts) + nth])


def _support(dots: _Dots, window: int, drift: int) -> _Positions:
    """Return for each dot the number of dots near it along its diagonal, itself included.

    Diagonals are taken in strips of width `drift`, twice, the second time moved by half a strip.
    """
    diagonals = dots.there - dots.here + _FAR
    support = np.zeros(len(diagonals), np.int64)
    for shift in (0, drift // 2):
        along = (diagonals + shift) // drift * _FAR + dots.here
        order = along.argsort()
        along = along[order]
        near = along.searchsorted(along + window, "right") - along.searchsorted(along - window, "left")
        support[order] = np.maximum(support[order], near)
    return support
