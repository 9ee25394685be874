"""Counts for pages, each made once for as long as the record does not change."""

from collections.abc import Mapping
from typing import Any

from sayso.record import Store
from sayso.web.keeping import Kept
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
        asked = (kind.name, *sorted(filters.items()))
        return self._kept.get(asked, lambda: kind.ask(self._store, **filters).count())
