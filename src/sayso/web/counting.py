"""What pages count, each made once for as long as the record does not change."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from threading import Lock
from typing import Any, Generic, TypeVar

from sayso.record import Store
from sayso.web.kinds import Kind

__all__ = ["Counts", "Kept"]

Made = TypeVar("Made")
_MOST = 2_000


class Kept(Generic[Made]):
    """The last so many things made from a record, each kept until its `state` tells that it has changed."""

    def __init__(self, store: Store, most: int) -> None:
        self._store = store
        self._most = most
        self._kept: OrderedDict[Hashable, Made] = OrderedDict()
        self._lock = Lock()

    def get(self, of: Hashable, make: Callable[[], Made]) -> Made:
        """What was made of this, made now if it was not."""
        key = (self._store.state(), of)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made


class Counts:
    """How many rows queries have."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept = Kept[int](store, _MOST)

    def of(self, kind: Kind, filters: Mapping[str, Any]) -> int:
        """How many rows a query has."""
        key = (kind.name, *sorted(filters.items()))
        return self._kept.get(key, lambda: kind.ask(self._store, **filters).count())
