"""How much of a text another carries over: the runs of letters in both, in order, where they are dense.

A run of letters in both texts is a dot at (place in the one, place in the other). Where one copies the other,
dots lie along a diagonal, with holes where a word was changed; chance and shared names scatter them.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sayso.codebook import read_codebook
from sayso.relate.copies.letters import hash_runs

__all__ = ["Runs", "carried_share", "runs_of"]

_Places = npt.NDArray[np.int64]
_Hashes = npt.NDArray[np.uint32]

# More than any place in a text or distance between two.
_FAR = 1 << 24


class Runs(NamedTuple):
    """The runs of a text that do not stand in it too often, by hash, with places; `length` in letters."""

    hashes: _Hashes
    places: _Places
    length: int


class _Dots(NamedTuple):
    """Runs in both texts: where in the one, where in the other."""

    here: _Places
    there: _Places


def runs_of(letters: str) -> Runs:
    """The runs of a text, sorted by hash."""
    settings = read_codebook("copies")["alignment"]
    hashes = hash_runs(letters, settings["run"]).astype(np.uint32)
    places = hashes.argsort(kind="stable")
    hashes = hashes[places]
    firsts = np.flatnonzero(np.diff(hashes, prepend=~hashes[:1]))
    counts = np.diff(firsts, append=len(hashes))
    kept = (counts <= settings["most_repeats"]).repeat(counts)
    return Runs(hashes[kept], places[kept], len(letters))


def carried_share(runs: Runs, other: Runs) -> float:
    """The share of a text, 0 to 1, that stands in another in stretches."""
    settings = read_codebook("copies")["alignment"]
    dots = _find_dots(runs, other)
    dense = _support(dots, settings["window"], settings["drift"]) >= settings["support"]
    marks = np.zeros(runs.length, np.bool_)
    marks[dots.here[dense]] = True
    here = marks.nonzero()[0]
    if not len(here):
        return 0.0
    run: int = settings["run"]
    steps = here[1:] - here[:-1]
    carried = run + np.where(steps <= settings["gap"], steps, np.minimum(steps, run)).sum()
    return min(1.0, float(carried) / runs.length)


def _find_dots(runs: Runs, other: Runs) -> _Dots:
    first = other.hashes.searchsorted(runs.hashes, "left")
    counts = other.hashes.searchsorted(runs.hashes, "right") - first
    here = runs.places.repeat(counts)
    nth = np.arange(len(here)) - (counts.cumsum() - counts).repeat(counts)
    return _Dots(here, other.places[first.repeat(counts) + nth])


def _support(dots: _Dots, window: int, drift: int) -> _Places:
    """For each dot how many lie near it along its diagonal, itself among them.

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
