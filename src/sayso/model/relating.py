"""What relating reports needs of each, and how it asks for those that may be related."""

from collections.abc import Iterable
from typing import NamedTuple, Protocol

from sayso.model.base import Struct

__all__ = ["Candidates", "Pair", "Sketch", "Sought"]


class Sketch(Struct, frozen=True, kw_only=True):
    """What is kept of a report to compare it with others without its text.

    `keys` are whole numbers from 0 to 2**63 - 1, under which others find it. `looks` are the stretches of
    keys in which it finds others, each from its first to its last; its own keys if there are none. Of two
    reports each finds the other, or neither does. `body` is the rest, in a form that only the module that
    made it reads.
    """

    report: str
    keys: tuple[int, ...]
    looks: tuple[tuple[int, int], ...] = ()
    body: bytes

    def stretches(self) -> tuple[tuple[int, int], ...]:
        """The stretches of keys to look in."""
        return self.looks or tuple((key, key) for key in self.keys)


class Pair(NamedTuple):
    """Two reports, `one` < `other` by id, and how surely they belong together, from 0 to 1."""

    one: str
    other: str
    score: float


class Sought(NamedTuple):
    """How a claim is found for the commitments that it may bear on.

    It is looked for under `keys`, whole numbers from 0 to 2**63 - 1; `profile` tells, in a form that only the
    module that made it reads, whether it may bear on one that shares a key.
    """

    keys: tuple[int, ...]
    profile: bytes


class Candidates(Protocol):
    """Whoever keeps sketches: a record, or a list in memory."""

    def within(self, stretches: Iterable[tuple[int, int]]) -> Iterable[Sketch]:
        """The sketches that have a key in one of the stretches, each once."""
        ...
