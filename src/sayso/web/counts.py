"""What pages count, each made once for as long as the record does not change."""

from collections.abc import Mapping
from typing import Any

from sayso.record import Store
from sayso.web.keeping import Kept, key_of
from sayso.web.kinds import Kind

__all__ = ["Counts"]

_MOST = 2_000


class Counts:
    """How many rows queries have."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept = Kept[int](store, _MOST)

    def of(self, kind: Kind, filters: Mapping[str, Any]) -> int:
        """How many rows a query has."""
        return self._kept.get(key_of(filters, kind.name), lambda: kind.ask(self._store, **filters).count())
