"""Cache of answers that are valid until the record changes."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from contextlib import nullcontext
from threading import Lock
from typing import Any, Generic, TypeVar

from sayso.record import Store

__all__ = ["VersionedCache", "cache_key"]

Answer = TypeVar("Answer")


def cache_key(filters: Mapping[str, Any], *more: object) -> tuple[object, ...]:
    """Return the cache key of filters and further arguments."""
    return (*more, *sorted(filters.items()))


class VersionedCache(Generic[Answer]):
    """Cache of the `max_entries` latest answers, each valid for one `state` of the record.

    With `in_turn` one answer is computed at a time, so that expensive answers are not computed twice.
    """

    def __init__(self, store: Store, max_entries: int, *, in_turn: bool = False) -> None:
        self._store = store
        self._max_entries = max_entries
        self._entries: OrderedDict[Hashable, Answer] = OrderedDict()
        self._lock = Lock()
        self._turn = Lock() if in_turn else nullcontext()

    def get(self, request: Hashable, make: Callable[[], Answer]) -> Answer:
        """Return the answer to a request, computed by `make` if it is not in the cache."""
        key = (self._store.state(), request)
        found = self._find(key)
        if found is not None:
            return found[0]
        with self._turn:
            found = self._find(key)
            made = found[0] if found is not None else make()
        with self._lock:
            self._entries[key] = made
            while len(self._entries) > self._max_entries:
                self._entries.popitem(last=False)
        return made

    def has(self, request: Hashable) -> bool:
        """Return whether the cache has the answer to a request."""
        return self._find((self._store.state(), request)) is not None

    def _find(self, key: Hashable) -> tuple[Answer] | None:
        with self._lock:
            if key not in self._entries:
                return None
            self._entries.move_to_end(key)
            return (self._entries[key],)
