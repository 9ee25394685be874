"""Which disagreements are the sharpest."""

from collections.abc import Mapping
from typing import Any

from sayso.model import Disagreement, DisagreementKind, DisagreementRow
from sayso.record import Store
from sayso.web.keeping import Kept

__all__ = ["Sharpest", "sharpness"]

_MOST = 100


def sharpness(one: Disagreement) -> tuple[bool, int, int]:
    """What cannot both hold before what changed; then by the origins of the second strongest side, the first.

    The second counts first: three origins against three are a sharper matter than ten against one.
    """
    strongest = sorted((side.origins for side in one.sides), reverse=True)[:2]
    first, second = (*strongest, 0, 0)[:2]
    return one.kind is DisagreementKind.INCOMPATIBLE, second, first


class Sharpest:
    """Disagreements in the order of their sharpness; the order is kept until the record changes."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept = Kept[tuple[str, ...]](store, _MOST)

    def find(
        self, filters: Mapping[str, Any], *, kind: str = "", start: int = 0, size: int
    ) -> tuple[list[DisagreementRow], int]:
        """Some of those that meet the filters and, if it is said, are of a kind; and how many there are."""
        asked = (kind, *sorted(filters.items()))
        order = self._kept.get(asked, lambda: self._order(filters, kind))
        rows = self._store.disagreements(**filters).at(order[start : start + size])
        return rows, len(order)

    def _order(self, filters: Mapping[str, Any], kind: str) -> tuple[str, ...]:
        found = [
            (sharpness(row.disagreement), row.cursor)
            for row in self._store.disagreements(**filters)
            if kind in ("", row.disagreement.kind)
        ]
        return tuple(cursor for _, cursor in sorted(found, key=lambda one: one[0], reverse=True))
