"""Counts for pages, each made once for as long as the record does not change."""

from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock
from typing import Any

from sayso.record import Store
from sayso.web.kinds import Kind

__all__ = ["Counts"]

_MOST = 2_000


class Counts:
    """How many rows queries have: a number is kept until the record changes, as its `state` tells."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: OrderedDict[Any, int] = OrderedDict()
        self._lock = Lock()

    def of(self, kind: Kind, filters: Mapping[str, Any]) -> int:
        """How many rows a query has."""
        key = (self._store.state(), kind.name, *sorted(filters.items()))
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        number = kind.ask(self._store, **filters).count()
        with self._lock:
            self._kept[key] = number
            while len(self._kept) > _MOST:
                self._kept.popitem(last=False)
        return number
