"""Average-linkage clustering over sparse pair scores."""

import math
from collections.abc import Collection, Iterable, Mapping
from heapq import heapify, heappop, heappush
from itertools import pairwise

from sayso.model import Pair
from sayso.relate.components import components

__all__ = ["link_on_average"]

_Scores = dict[str, dict[str, float]]
# The negated average, so that the best comes first, and the two clusters.
_Bid = tuple[float, str, str]


def link_on_average(  # noqa: PLR0913 - what joins, what parts, and from where on
    members: Iterable[str],
    pairs: Collection[Pair],
    *,
    least: float,
    unseen: float = 0.0,
    usual: float | None = None,
    together: Iterable[Collection[str]] = (),
    apart: Iterable[tuple[str, str]] = (),
) -> list[tuple[str, ...]]:
    """Merge the two clusters with the best average score, until no two reach `least` on average.

    A pair that is not given counts as `unseen` (below `least`), and so does one that scores lower, so that a
    chain of neighbours makes no cluster. Members `together` are merged first and count as one member with the
    best score of any of them. With `usual`, the average between two clusters is taken as a share of the averages
    within them (the root of their product), so that a story told in many ways joins what is as far from it as
    its own reports are from each other; the pairs within a cluster count together with one of the score
    `usual`, and no less than that. `least` is a share then. Two members `apart` never come into one cluster, unless `together` has both.
    Clusters and their members are sorted; ties are broken by the clusters' least members, so that the result
    does not depend on the order of the input.
    """
    # Scores are taken relative to `unseen`, so that pairs that are not given need not be stored.
    pairs = [Pair(a, b, score - unseen) for a, b, score in pairs if score > unseen]
    least -= unseen
    whole = {part[0]: part for part in _units(members, pairs, together)}
    unit = {member: first for first, part in whole.items() for member in part}
    scores = _between_units(pairs, unit)
    barred = {frozenset((unit[a], unit[b])) for a, b in apart if {a, b} <= unit.keys()}
    barred = {pair for pair in barred if len(pair) == 2}
    connects = least if usual is None else least * usual
    strong = [(a, b) for a, near in scores.items() for b, s in near.items() if s >= connects]
    found = []
    for component in components(scores, strong):
        linked = _Linking({member: scores[member] for member in component}, least, usual, barred).run()
        found += [tuple(sorted(member for first in group for member in whole[first])) for group in linked]
    return sorted(found)


def _units(
    members: Iterable[str], pairs: Iterable[Pair], together: Iterable[Collection[str]]
) -> list[tuple[str, ...]]:
    """Return the units to cluster: members that belong together form one unit."""
    named = {*members, *(name for pair in pairs for name in (pair.left, pair.right))}
    bonds = [
        (a, b) for group in together for inside in [sorted(named & set(group))] for a, b in pairwise(inside)
    ]
    return components(named, bonds)


def _between_units(pairs: Iterable[Pair], unit: Mapping[str, str]) -> _Scores:
    scores: _Scores = {name: {} for name in sorted(set(unit.values()))}
    for pair in pairs:
        a, b = unit[pair.left], unit[pair.right]
        if a != b and pair.score > scores[a].get(b, 0.0):
            scores[a][b] = scores[b][a] = pair.score
    return scores


class _Linking:
    """Agglomerative state of one component; a cluster is named by its least unit."""

    def __init__(
        self, scores: _Scores, least: float, usual: float | None, barred: set[frozenset[str]]
    ) -> None:
        self._groups = {unit: [unit] for unit in scores}
        # Sums of the scores within groups.
        self._within = dict.fromkeys(scores, 0.0)
        self._usual = usual
        # Sums of the scores between the units of two groups.
        self._sums = {a: {b: score for b, score in near.items() if b in scores} for a, near in scores.items()}
        self._barred: dict[str, set[str]] = {unit: set() for unit in scores}
        for a, b in (sorted(pair) for pair in barred if pair <= scores.keys()):
            self._barred[a].add(b)
            self._barred[b].add(a)
        self._least = least
        self._queue: list[_Bid] = []

    def run(self) -> list[list[str]]:
        """Merge until no two clusters may be merged."""
        self._queue = [
            entry for a, near in self._sums.items() for b in near if a < b for entry in self._bid(a, b)
        ]
        heapify(self._queue)
        while self._queue:
            bid = heappop(self._queue)
            if bid in self._bid(*bid[1:]):
                self._join(*bid[1:])
        return list(self._groups.values())

    def _bid(self, a: str, b: str) -> list[_Bid]:
        """Return the queue's entry for two clusters as they are; none if they may not be merged."""
        if a not in self._groups or b not in self._groups or b in self._barred[a]:
            return []
        average = self._sums[a][b] / (len(self._groups[a]) * len(self._groups[b]))
        if self._usual is not None:
            average /= math.sqrt(self._cohesion(a) * self._cohesion(b))
        return [(-average, min(a, b), max(a, b))] if average >= self._least else []

    def _cohesion(self, a: str) -> float:
        """Return the average score within a group, together with one pair of the usual score."""
        size = len(self._groups[a])
        usual = self._usual or 0.0
        return max(usual, (self._within[a] + usual) / (size * (size - 1) // 2 + 1))

    def _join(self, a: str, b: str) -> None:
        self._within[a] += self._within.pop(b) + self._sums[a][b]
        self._groups[a] += self._groups.pop(b)
        self._take_bars(a, b)
        self._sums[a].pop(b)
        for third, total in self._sums.pop(b).items():
            if third != a:
                self._sums[third].pop(b)
                self._sums[a][third] = self._sums[third][a] = self._sums[a].get(third, 0.0) + total
        for third in sorted(self._sums[a]):
            for entry in self._bid(a, third):
                heappush(self._queue, entry)

    def _take_bars(self, a: str, b: str) -> None:
        for third in self._barred.pop(b):
            self._barred[third].discard(b)
            self._barred[third].add(a)
            self._barred[a].add(third)
