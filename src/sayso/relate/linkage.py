"""Average-linkage clustering over sparse pair scores."""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from heapq import heapify, heappop, heappush
from itertools import pairwise

from sayso.model import Pair
from sayso.relate.components import components

__all__ = ["link_on_average"]

_Scores = dict[str, dict[str, float]]
# So many pairs of the usual score count with those within a cluster. Swept 1 to 8: B-cubed of stories is flat
# over the widest range of `least` with 2 and 4.
_PRIOR = 4
# The negated average, so that the best comes first, and the two clusters.
_Bid = tuple[float, str, str]


def link_on_average(  # noqa: PLR0913 - what joins, what is joined already, and from where on
    members: Iterable[str],
    pairs: Collection[Pair],
    *,
    least: float,
    unseen: float = 0.0,
    usual: float | None = None,
    together: Iterable[Collection[str]] = (),
    clusters: Iterable[Collection[str]] = (),
) -> list[tuple[str, ...]]:
    """Merge the two clusters with the best average score, until no two reach `least` on average.

    A pair that is not given counts as `unseen` (below `least`), and so does one that scores lower, so that a
    chain of neighbours makes no cluster. Members `together` are merged first and count as one member with the
    average score of all of them; those of one of `clusters` are merged first too, and each counts. Clusters
    and their members are sorted; ties are broken by the clusters' least members, so that the result does not
    depend on the order of the input.

    With `usual`, the average between two clusters is taken as a share of the averages within them (the root
    of their product), and `least` is a share: a story told in many ways joins what is as far from it as its
    own reports are from each other. The pairs within a cluster count together with four of the score `usual`,
    and for no less than that, so that there is nothing to join without a pair of `least * usual`.
    """
    # Scores are taken relative to `unseen`, so that pairs that are not given need not be stored.
    pairs = [Pair(a, b, score - unseen) for a, b, score in pairs if score > unseen]
    least -= unseen
    whole = {part[0]: part for part in _units(members, pairs, together)}
    unit = {member: first for first, part in whole.items() for member in part}
    scores = _between_units(pairs, unit)
    bonds = [bond for group in clusters for bond in pairwise(unit[name] for name in group)]
    begun = {group[0]: group for group in components((), bonds)}
    connects = least if usual is None else least * usual
    strong = [(a, b) for a, near in scores.items() for b, s in near.items() if s >= connects]
    found = []
    for component in components(scores, [*strong, *bonds]):
        linked = _Linking({member: scores[member] for member in component}, least, usual)
        groups = linked.run([begun[name] for name in component if name in begun])
        found += [tuple(sorted(member for first in group for member in whole[first])) for group in groups]
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
    sizes, sums = Counter(unit.values()), defaultdict[tuple[str, str], float](float)
    for pair in pairs:
        a, b = sorted((unit[pair.left], unit[pair.right]))
        if a != b:
            sums[a, b] += pair.score
    for (a, b), total in sums.items():
        scores[a][b] = scores[b][a] = total / (sizes[a] * sizes[b])
    return scores


class _Linking:
    """Agglomerative state of one component; a cluster is named by its least unit."""

    def __init__(self, scores: _Scores, least: float, usual: float | None) -> None:
        self._groups = {unit: [unit] for unit in scores}
        # Sums of the scores between the units of two groups, and within groups.
        self._sums = {a: {b: score for b, score in near.items() if b in scores} for a, near in scores.items()}
        self._within = dict.fromkeys(scores, 0.0)
        self._least = least
        self._usual = usual
        self._queue: list[_Bid] = []

    def run(self, begun: Iterable[Sequence[str]]) -> list[list[str]]:
        """Merge what is begun, then on until no two clusters may be merged."""
        for first, *rest in begun:
            for unit in rest:
                self._join(first, unit)
        self._queue = [
            entry for a, near in self._sums.items() for b in near if a < b for entry in self._bid(a, b)
        ]
        heapify(self._queue)
        while self._queue:
            bid = heappop(self._queue)
            if bid in self._bid(*bid[1:]):
                _, a, b = bid
                self._join(a, b)
                for third in sorted(self._sums[a]):
                    for entry in self._bid(a, third):
                        heappush(self._queue, entry)
        return list(self._groups.values())

    def _bid(self, a: str, b: str) -> list[_Bid]:
        """Return the queue's entry for two clusters as they are; none if they may not be merged."""
        if a not in self._groups or b not in self._groups:
            return []
        average = self._sums[a][b] / (len(self._groups[a]) * len(self._groups[b]))
        if self._usual is not None:
            average /= math.sqrt(self._cohesion(a) * self._cohesion(b))
        return [(-average, min(a, b), max(a, b))] if average >= self._least else []

    def _cohesion(self, a: str) -> float:
        """Return the average score within a group, together with some pairs of the usual score."""
        size, usual = len(self._groups[a]), self._usual or 0.0
        return max(usual, (self._within[a] + _PRIOR * usual) / (size * (size - 1) // 2 + _PRIOR))

    def _join(self, a: str, b: str) -> None:
        self._within[a] += self._within.pop(b) + self._sums[a].pop(b, 0.0)
        self._groups[a] += self._groups.pop(b)
        for third, total in self._sums.pop(b).items():
            if third != a:
                self._sums[third].pop(b)
                self._sums[a][third] = self._sums[third][a] = self._sums[a].get(third, 0.0) + total
