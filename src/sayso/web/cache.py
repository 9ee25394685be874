"""Answers that are made once for as long as the record does not change."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from contextlib import nullcontext
from threading import Lock
from typing import Any, Generic, TypeVar

from sayso.record import Store

__all__ = ["Kept", "key_of"]

Answer = TypeVar("Answer")


def key_of(filters: Mapping[str, Any], *more: object) -> tuple[object, ...]:
    """What stands for filters, and what else was asked, where answers are kept."""
    return (*more, *sorted(filters.items()))


class Kept(Generic[Answer]):
    """The latest answers, at most so many; what the record's `state` has left behind is made anew.

    With `in_turn` one answer is made at a time: for those that cost much, so that none is made twice.
    """

    def __init__(self, store: Store, most: int, *, in_turn: bool = False) -> None:
        self._store = store
        self._most = most
        self._kept: OrderedDict[Hashable, Answer] = OrderedDict()
        self._lock = Lock()
        self._turn = Lock() if in_turn else nullcontext()

    def get(self, asked: Hashable, make: Callable[[], Answer]) -> Answer:
        """What was asked for, made if it is not there."""
        key = (self._store.state(), asked)
        found = self._find(key)
        if found is not None:
            return found[0]
        with self._turn:
            found = self._find(key)
            made = found[0] if found is not None else make()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made

    def has(self, asked: Hashable) -> bool:
        """Whether it is there."""
        return self._find((self._store.state(), asked)) is not None

    def _find(self, key: Hashable) -> tuple[Answer] | None:
        with self._lock:
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return (self._kept[key],)
