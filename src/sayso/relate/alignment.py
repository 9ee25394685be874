"""How much of a text another carries over: the runs of letters in both, in order, where they are dense.

A run of letters in both texts is a dot at (place in the one, place in the other). Where one copies the other,
dots lie along a diagonal, with holes where a word was changed; chance and shared names scatter them.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sayso.codebook import read_codebook
from sayso.relate.letters import Hashes, hash_runs

__all__ = ["Runs", "carried_share", "runs_of"]

_Places = npt.NDArray[np.int64]

# More than any place in a text or distance between two.
_FAR = 1 << 24


class Runs(NamedTuple):
    """The runs of a text that do not stand in it too often, by hash, with their places; `length` in letters."""

    hashes: Hashes
    places: _Places
    length: int


class _Dots(NamedTuple):
    """Runs in both texts: where in the one, where in the other."""

    here: _Places
    there: _Places


def runs_of(letters: str) -> Runs:
    """The runs of a text, sorted by hash."""
    settings = read_codebook("copies")["alignment"]
    hashes = hash_runs(letters, settings["run"])
    places = np.argsort(hashes, kind="stable")
    hashes = hashes[places]
    _, which, counts = np.unique(hashes, return_inverse=True, return_counts=True)
    kept = counts[which] <= settings["most_repeats"]
    return Runs(hashes[kept], places[kept], len(letters))


def carried_share(runs: Runs, other: Runs) -> float:
    """The share of a text, 0 to 1, that stands in another in stretches."""
    settings = read_codebook("copies")["alignment"]
    dots = _find_dots(runs, other)
    dense = _support(dots, settings["window"], settings["drift"]) >= settings["support"]
    here = np.unique(dots.here[dense])
    if not len(here):
        return 0.0
    run: int = settings["run"]
    steps = np.diff(here)
    carried = run + np.where(steps <= settings["gap"], steps, np.minimum(steps, run)).sum()
    return min(1.0, float(carried) / runs.length)


def _find_dots(runs: Runs, other: Runs) -> _Dots:
    first = np.searchsorted(other.hashes, runs.hashes, "left")
    counts = np.searchsorted(other.hashes, runs.hashes, "right") - first
    here = np.repeat(runs.places, counts)
    nth = np.arange(len(here)) - np.repeat(np.cumsum(counts) - counts, counts)
    return _Dots(here, other.places[np.repeat(first, counts) + nth])


def _support(dots: _Dots, window: int, drift: int) -> _Places:
    """For each dot how many lie near it along its diagonal, itself among them.

    Diagonals are taken in strips of width `drift`, twice, the second time moved by half a strip.
    """
    diagonals = dots.there - dots.here + _FAR
    support = np.zeros(len(diagonals), np.int64)
    for shift in (0, drift // 2):
        along = (diagonals + shift) // drift * _FAR + dots.here
        order = np.argsort(along)
        along = along[order]
        near = np.searchsorted(along, along + window, "right") - np.searchsorted(along, along - window, "left")
        support[order] = np.maximum(support[order], near)
    return support
