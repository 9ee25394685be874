"""Disagreements ranked by sharpness."""

from collections.abc import Mapping
from typing import Any

from sayso.errors import UsageError
from sayso.model import DisagreementKind, DisagreementRow
from sayso.record import Page, Store
from sayso.web.cache import VersionedCache, cache_key

__all__ = ["RankedDisagreements"]

_ORDERS, _COUNTS = 20, 500


class RankedDisagreements:
    """Disagreements in the order of their sharpness.

    The record stores the current order. The order as of a day is computed from all disagreements, and cached
    until the record changes.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._orders = VersionedCache[tuple[str, ...]](store, _ORDERS)
        self._counts = VersionedCache[int](store, _COUNTS)

    def page(
        self,
        filters: Mapping[str, Any],
        *,
        kind: DisagreementKind | None = None,
        after: str | None,
        size: int,
    ) -> Page[DisagreementRow]:
        """Return a page of those that meet the filters; raises `UsageError` for an invalid cursor."""
        if filters.get("as_of") is None:
            return self._store.disagreements(**filters).sharpest(kind).page(size, after=after)
        order = self._order(filters, kind)
        start = _place(order, after) + 1 if after is not None else 0
        shown = order[start : start + size]
        rows = self._store.disagreements(**filters).at(shown)
        return Page(rows, shown[-1] if start + size < len(order) else None)

    def count(self, filters: Mapping[str, Any], kind: DisagreementKind | None = None) -> int:
        """Return the number of those that meet the filters."""
        if filters.get("as_of") is not None:
            return len(self._order(filters, kind))
        query = self._store.disagreements(**filters).sharpest(kind)
        return self._counts.get(cache_key(filters, kind), query.count)

    def _order(self, filters: Mapping[str, Any], kind: DisagreementKind | None) -> tuple[str, ...]:
        def find() -> tuple[str, ...]:
            found = [
                (row.disagreement.sharpness(), row.cursor)
                for row in self._store.disagreements(**filters)
                if kind in (None, row.disagreement.kind)
            ]
            return tuple(cursor for _, cursor in sorted(found, key=lambda pair: pair[0], reverse=True))

        return self._orders.get(cache_key(filters, kind), find)


def _place(order: tuple[str, ...], cursor: str) -> int:
    try:
        return order.index(cursor)
    except ValueError as error:
        raise UsageError(
            f"{cursor[:40]!r} is no cursor of this list",
            help="begin with its first page; it may have changed",
        ) from error
