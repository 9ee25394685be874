"""Blocking: the keys by which reports and claims find the few others that may match them."""

from collections.abc import Iterable
from typing import NamedTuple, Protocol

from sayso.model.base import Struct

__all__ = ["BlockingKeys", "Candidates", "Pair", "Sketch"]


class Sketch(Struct, frozen=True, kw_only=True):
    """Features of a report by which it is compared with others without its text.

    `keys` are its blocking keys, whole numbers from 0 to 2**63 - 1. `ranges` are the ranges of keys in which
    it looks for candidates, each from its first to its last; its own keys if there are none. The relation is
    symmetric: of two reports each finds the other, or neither does. `body` is the rest, in a form that only
    the module that made it reads.
    """

    report: str
    keys: tuple[int, ...]
    ranges: tuple[tuple[int, int], ...] = ()
    body: bytes

    def key_ranges(self) -> tuple[tuple[int, int], ...]:
        """Return the ranges of keys in which the report looks for candidates."""
        return self.ranges or tuple((key, key) for key in self.keys)


class Pair(NamedTuple):
    """Two reports, `left` < `right` by id, and the score that they match, from 0 to 1."""

    left: str
    right: str
    score: float


class BlockingKeys(NamedTuple):
    """Blocking keys by which a claim is found as a candidate for the commitments that it may bear on.

    `keys` are whole numbers from 0 to 2**63 - 1. `profile` holds the features by which a candidate that
    shares a key is accepted or dropped, in a form that only the module that made it reads.
    """

    keys: tuple[int, ...]
    profile: bytes


class Candidates(Protocol):
    """A collection of sketches: a record, or a list in memory."""

    def within(self, ranges: Iterable[tuple[int, int]]) -> Iterable[Sketch]:
        """Return the sketches that have a key in one of the ranges, each once."""
        ...
