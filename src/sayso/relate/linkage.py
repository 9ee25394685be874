"""Average linkage over sparse pairs: groups whose members go together on the whole, not by chains."""

from collections.abc import Collection, Iterable, Mapping
from heapq import heapify, heappop, heappush
from itertools import pairwise

from sayso.model import Pair
from sayso.relate.components import components

__all__ = ["link_on_average"]

_Scores = dict[str, dict[str, float]]
# The average with its sign turned, so that the best comes first, and the two groups.
_Bid = tuple[float, str, str]


def link_on_average(  # noqa: PLR0913 - what joins, what parts, and from where on
    members: Iterable[str],
    pairs: Collection[Pair],
    *,
    least: float,
    unseen: float = 0.0,
    together: Iterable[Collection[str]] = (),
    apart: Iterable[tuple[str, str]] = (),
) -> list[tuple[str, ...]]:
    """Join the two groups that go together best, until no two come to `least` on average.

    A pair that is not given counts as `unseen` (below `least`), and so does one that scores lower, so that a
    chain of neighbours makes no group. Members `together` are one from the start, and count as one: they have
    the best score that any of them has. Two members `apart` never come into one group, save where `together`
    has them. Groups and their members come sorted; ties are
    broken by the groups' least members, so that the order of what came in never shows.
    """
    # Averages are as good above `unseen` as above 0, and so pairs that are not given need no place.
    pairs = [Pair(one, two, score - unseen) for one, two, score in pairs if score > unseen]
    least -= unseen
    whole = {part[0]: part for part in _units(members, pairs, together)}
    unit = {member: first for first, part in whole.items() for member in part}
    scores = _between_units(pairs, unit)
    barred = {frozenset((unit[one], unit[other])) for one, other in apart if {one, other} <= unit.keys()}
    barred = {pair for pair in barred if len(pair) == 2}
    strong = [(one, two) for one, near in scores.items() for two, s in near.items() if s >= least]
    found = []
    for component in components(scores, strong):
        linked = _Linking({one: scores[one] for one in component}, least, barred).run()
        found += [tuple(sorted(member for one in group for member in whole[one])) for group in linked]
    return sorted(found)


def _units(
    members: Iterable[str], pairs: Iterable[Pair], together: Iterable[Collection[str]]
) -> list[tuple[str, ...]]:
    """The members, those that belong together as one."""
    named = {*members, *(one for pair in pairs for one in (pair.left, pair.right))}
    bonds = [
        (one, other)
        for group in together
        for inside in [sorted(named & set(group))]
        for one, other in pairwise(inside)
    ]
    return components(named, bonds)


def _between_units(pairs: Iterable[Pair], unit: Mapping[str, str]) -> _Scores:
    scores: _Scores = {one: {} for one in sorted(set(unit.values()))}
    for pair in pairs:
        one, other = unit[pair.left], unit[pair.right]
        if one != other and pair.score > scores[one].get(other, 0.0):
            scores[one][other] = scores[other][one] = pair.score
    return scores


class _Linking:
    """One component on its way from single units to groups; a group is called by its least unit."""

    def __init__(self, scores: _Scores, least: float, barred: set[frozenset[str]]) -> None:
        self._groups = {one: [one] for one in scores}
        # Sums of the scores between the units of two groups.
        self._sums = {
            one: {two: score for two, score in near.items() if two in scores} for one, near in scores.items()
        }
        self._barred: dict[str, set[str]] = {one: set() for one in scores}
        for one, two in (sorted(pair) for pair in barred if pair <= scores.keys()):
            self._barred[one].add(two)
            self._barred[two].add(one)
        self._least = least
        self._queue: list[_Bid] = []

    def run(self) -> list[list[str]]:
        """Join until nothing is left to join."""
        self._queue = [
            entry
            for one, near in self._sums.items()
            for two in near
            if one < two
            for entry in self._bid(one, two)
        ]
        heapify(self._queue)
        while self._queue:
            bid = heappop(self._queue)
            if bid in self._bid(*bid[1:]):
                self._join(*bid[1:])
        return list(self._groups.values())

    def _bid(self, one: str, two: str) -> list[_Bid]:
        """The queue's entry for two groups as they are now; none if they may not be joined."""
        if one not in self._groups or two not in self._groups or two in self._barred[one]:
            return []
        average = self._sums[one][two] / (len(self._groups[one]) * len(self._groups[two]))
        return [(-average, min(one, two), max(one, two))] if average >= self._least else []

    def _join(self, one: str, two: str) -> None:
        self._groups[one] += self._groups.pop(two)
        self._take_bars(one, two)
        self._sums[one].pop(two)
        for third, total in self._sums.pop(two).items():
            if third != one:
                self._sums[third].pop(two)
                self._sums[one][third] = self._sums[third][one] = self._sums[one].get(third, 0.0) + total
        for third in sorted(self._sums[one]):
            for entry in self._bid(one, third):
                heappush(self._queue, entry)

    def _take_bars(self, one: str, two: str) -> None:
        for third in self._barred.pop(two):
            self._barred[third].discard(two)
            self._barred[third].add(one)
            self._barred[one].add(third)
