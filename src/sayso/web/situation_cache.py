"""Situations and their turns, cached until the record changes."""

from collections.abc import Mapping
from typing import Any

from sayso.engine import find_state_assertions
from sayso.model import Situation, StateAssertion, Turn
from sayso.record import Store
from sayso.relate import WatchList, situations_of, turns_of
from sayso.web.cache import VersionedCache, cache_key

__all__ = ["SituationCache"]

# Cached answers: state assertions of claims, and situations or turns.
_ASSERTION_SETS, _RESULTS = 8, 32
# With more reports whose claims have to be looked at, what nobody asked for is not found just for a list.
_FEW = 200


class SituationCache:
    """Cached situations and turns of the timeline, by the filters of their claims."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._assertions = VersionedCache[tuple[StateAssertion, ...]](store, _ASSERTION_SETS, in_turn=True)
        self._found = VersionedCache[tuple[Situation, ...]](store, _RESULTS, in_turn=True)
        self._turns = VersionedCache[tuple[Turn, ...]](store, _RESULTS, in_turn=True)

    def situations(self, filters: Mapping[str, Any], watch: WatchList | None = None) -> tuple[Situation, ...]:
        """Return the situations as of the day of the filters; with a watch list, those that it names."""
        assertions, as_of = self._find_assertions(filters), filters.get("as_of")
        if watch is not None:
            return situations_of(assertions, as_of=as_of, watch=watch)
        return self._found.get(cache_key(filters), lambda: situations_of(assertions, as_of=as_of))

    def turns(self, filters: Mapping[str, Any], watch: WatchList | None = None) -> tuple[Turn, ...]:
        """Return the turns of the situations, in order of day."""
        assertions, as_of = self._find_assertions(filters), filters.get("as_of")
        if watch is not None:
            return turns_of(assertions, as_of=as_of, watch=watch)
        return self._turns.get(cache_key(filters), lambda: turns_of(assertions, as_of=as_of))

    def at_hand(self) -> tuple[Situation, ...] | None:
        """Return all situations; None if too many reports have to be related first."""
        is_quick = self._store.count_waiting() <= _FEW or self._assertions.has(())
        return self.situations({}) if is_quick else None

    def _find_assertions(self, filters: Mapping[str, Any]) -> tuple[StateAssertion, ...]:
        return self._assertions.get(
            cache_key(filters), lambda: tuple(find_state_assertions(self._store, **filters))
        )
