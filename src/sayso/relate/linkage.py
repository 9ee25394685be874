"""Average linkage: what is alike on the whole, where chains of pairs would go too far."""

import heapq
from collections.abc import Iterable

from sayso.model.relating import Pair

__all__ = ["link_on_average"]

_Scores = dict[str, dict[str, float]]


def link_on_average(
    members: Iterable[str], pairs: Iterable[Pair], *, least: float, unseen: float
) -> list[tuple[str, ...]]:
    """Part members into groups: join the two most alike while the mean over their pairs is at least `least`.

    Two members that no pair names count `unseen` (below `least`), and so does a pair that scores lower. Of
    two joins equally good the one with the lesser ids goes first, so that the order of what came in never
    shows.

    >>> chain = [Pair("a", "b", 0.9), Pair("b", "c", 0.5)]
    >>> link_on_average("abc", chain, least=0.6, unseen=0.1)
    [('a', 'b'), ('c',)]
    """
    groups = {member: [member] for member in members}
    above = _scores_above(groups, pairs, unseen)
    queue = [
        (-(score + unseen), one, other, 1, 1)
        for one, scores in above.items()
        for other, score in scores.items()
        if one < other and score + unseen >= least
    ]
    heapq.heapify(queue)
    while queue:
        _, one, other, *sizes = heapq.heappop(queue)
        if one not in groups or other not in groups or sizes != [len(groups[one]), len(groups[other])]:
            continue
        groups[one] += groups.pop(other)
        _join(above, one, other)
        for third, total in above[one].items():
            first, second = min(one, third), max(one, third)
            sizes = [len(groups[first]), len(groups[second])]
            mean = unseen + total / (sizes[0] * sizes[1])
            if mean >= least:
                heapq.heappush(queue, (-mean, first, second, sizes[0], sizes[1]))
    return sorted(tuple(sorted(group)) for group in groups.values())


def _scores_above(members: Iterable[str], pairs: Iterable[Pair], unseen: float) -> _Scores:
    """By member and other member, how far their score is above `unseen`."""
    above: _Scores = {member: {} for member in members}
    for one, other, score in sorted(pairs):
        if one != other and score > unseen:
            above[one][other] = above[other][one] = score - unseen
    return above


def _join(above: _Scores, one: str, other: str) -> None:
    """Give `one` what `other` had, summed."""
    for third, total in above.pop(other).items():
        del above[third][other]
        if third != one:
            above[one][third] = above[third][one] = above[one].get(third, 0.0) + total
