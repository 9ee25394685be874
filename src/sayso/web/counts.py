"""Numbers of rows, cached until the record changes."""

from collections.abc import Mapping
from typing import Any

from sayso.record import Store
from sayso.web.cache import VersionedCache, cache_key
from sayso.web.kinds import Kind

__all__ = ["Counts"]

_MOST = 2_000


class Counts:
    """Cached numbers of rows of queries."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._cache = VersionedCache[int](store, _MOST)

    def of(self, kind: Kind, filters: Mapping[str, Any]) -> int:
        """Return the number of rows of a query."""
        return self._cache.get(
            cache_key(filters, kind.name), lambda: kind.ask(self._store, **filters).count()
        )
