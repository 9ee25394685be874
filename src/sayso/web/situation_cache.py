"""What holds where, kept until the record changes."""

from collections.abc import Mapping
from typing import Any

from sayso.engine import find_tellings
from sayso.model import Situation, Telling
from sayso.record import Store
from sayso.relate import Turn, WatchList, situations_of, turns_of
from sayso.web.keeping import Kept, key_of

__all__ = ["Holding"]

# Answers kept: what claims tell, and what they come to.
_TOLD, _FOUND = 8, 32
# With more reports whose claims have to be looked at, what nobody asked for is not found just for a list.
_FEW = 200


class Holding:
    """Situations and the turns of their timeline, as the filters of claims have it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._told = Kept[tuple[Telling, ...]](store, _TOLD, in_turn=True)
        self._found = Kept[tuple[Situation, ...]](store, _FOUND, in_turn=True)
        self._turns = Kept[tuple[Turn, ...]](store, _FOUND, in_turn=True)

    def situations(self, filters: Mapping[str, Any], watch: WatchList | None = None) -> tuple[Situation, ...]:
        """What holds where, as of the day of the filters; of a watch list, what it watches."""
        told, as_of = self._tell(filters), filters.get("as_of")
        if watch is not None:
            return situations_of(told, as_of=as_of, watch=watch)
        return self._found.get(key_of(filters), lambda: situations_of(told, as_of=as_of))

    def turns(self, filters: Mapping[str, Any], watch: WatchList | None = None) -> tuple[Turn, ...]:
        """All that is told of it, in order of day."""
        told, as_of = self._tell(filters), filters.get("as_of")
        if watch is not None:
            return turns_of(told, as_of=as_of, watch=watch)
        return self._turns.get(key_of(filters), lambda: turns_of(told, as_of=as_of))

    def at_hand(self) -> tuple[Situation, ...] | None:
        """All situations where that is quick, as few reports wait to be related; else None."""
        return self.situations({}) if self._store.count_waiting() <= _FEW or self._told.has(()) else None

    def _tell(self, filters: Mapping[str, Any]) -> tuple[Telling, ...]:
        return self._told.get(key_of(filters), lambda: tuple(find_tellings(self._store, **filters)))
