"""What holds where, kept until the record changes: to find it, every claim is looked at once."""

from collections.abc import Mapping
from typing import Any

from sayso.model import Situation, Told
from sayso.record import Store
from sayso.relate import Turn, WatchList, find_situations, tells_situation, timeline
from sayso.web.keeping import Kept

__all__ = ["Holding"]

# Answers kept: claims that tell of situations with their reports, and what they come to.
_TOLD, _FOUND = 8, 32
# With more claims than this, what nobody asked for is not found just for a list.
_FEW = 20_000


class Holding:
    """Situations and the turns of their timeline, as the filters of claims have it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._told = Kept[tuple[Told, ...]](store, _TOLD, in_turn=True)
        self._found = Kept[tuple[Situation, ...]](store, _FOUND)
        self._turns = Kept[tuple[Turn, ...]](store, _FOUND)

    def situations(self, filters: Mapping[str, Any], watch: WatchList | None = None) -> tuple[Situation, ...]:
        """What holds where, as of the day of the filters; of a watch list, what it watches."""
        told, as_of = self._tell(filters), filters.get("as_of")
        if watch is not None:
            return find_situations(told, as_of=as_of, watch=watch)
        return self._found.get(_asked(filters), lambda: find_situations(told, as_of=as_of))

    def turns(self, filters: Mapping[str, Any], watch: WatchList | None = None) -> tuple[Turn, ...]:
        """All that is told of it, in order of day."""
        told, as_of = self._tell(filters), filters.get("as_of")
        if watch is not None:
            return timeline(told, as_of=as_of, watch=watch)
        return self._turns.get(_asked(filters), lambda: timeline(told, as_of=as_of))

    def at_hand(self, claims: int) -> tuple[Situation, ...] | None:
        """All situations where that is quick, as the record is small or they were asked for; else None."""
        return self.situations({}) if claims <= _FEW or self._told.has(()) else None

    def _tell(self, filters: Mapping[str, Any]) -> tuple[Told, ...]:
        def find() -> tuple[Told, ...]:
            return tuple(one for one in self._store.claims(**filters).told() if tells_situation(one))

        return self._told.get(_asked(filters), find)


def _asked(filters: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(sorted(filters.items()))
