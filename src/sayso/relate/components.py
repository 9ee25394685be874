"""Connected components of a graph, and parts of those that are too large."""

import math
from collections.abc import Callable, Collection, Iterable, Mapping
from heapq import heappop, heappush, nsmallest
from typing import TypeVar

__all__ = ["INSEPARABLE", "bounded_components", "components"]

_Key = TypeVar("_Key", str, tuple[str, ...])
# The strength of a bond that no limit of size cuts.
INSEPARABLE = math.inf
# Members whose bonds are asked for at once: those given, and those next in reach.
_BATCH, _NEXT = 500, 100

Bonds = Mapping[str, Mapping[str, float]]


def components(members: Iterable[_Key], links: Iterable[tuple[_Key, _Key]]) -> list[tuple[_Key, ...]]:
    """Return the connected components of members under links.

    Every member is in one component, alone if no link names it; a member that only a link names counts too.
    Components and their members are sorted, so that the result does not depend on the order of the input.

    >>> components(["r3", "r1", "r2"], [("r1", "r3")])
    [('r1', 'r3'), ('r2',)]
    """
    parents = {member: member for member in members}
    for a, b in links:
        first, second = _root(parents, a), _root(parents, b)
        parents[max(first, second)] = min(first, second)
    found: dict[_Key, list[_Key]] = {}
    for member in sorted(parents):
        found.setdefault(_root(parents, member), []).append(member)
    return [tuple(component) for _, component in sorted(found.items())]


def _root(parents: dict[_Key, _Key], member: _Key) -> _Key:
    """Return the root of a member's component and compress the path to it."""
    parents.setdefault(member, member)
    while parents[member] != member:
        parents[member] = parents[parents[member]]
        member = parents[member]
    return member


def bounded_components(
    members: Iterable[str], find_bonds: Callable[[Collection[str]], Bonds], *, most: int
) -> list[tuple[str, ...]]:
    """Return the components of some members, where one of more than `most` is cut at its weakest bonds.

    A member's part is the largest component of at most `most` members that holds it when all bonds below some
    strength are cut; `INSEPARABLE` ones never are. The parts depend on the graph alone, and no more of it is
    looked at than about `most` members around those given. `find_bonds` returns the strength of each bond of
    some members. Parts and their members are sorted.

    >>> graph = {"a": {"b": 0.9}, "b": {"a": 0.9, "c": 0.2}, "c": {"b": 0.2, "d": 0.8}, "d": {"c": 0.8}}
    >>> bounded_components(["a", "d"], lambda names: {name: graph[name] for name in names}, most=3)
    [('a', 'b'), ('c', 'd')]
    """
    growth, found = _Growth(find_bonds, most), set[tuple[str, ...]]()
    ordered, done = sorted(set(members)), set[str]()
    for start in range(0, len(ordered), _BATCH):
        growth.look_at(ordered[start : start + _BATCH])
    for member in ordered:
        if member not in done:
            part = growth.part_of(member)
            done.update(part)
            found.add(tuple(sorted(part)))
    return sorted(found)


class _Growth:
    """Parts grown from single members, always along the strongest bond that leads out."""

    def __init__(self, find_bonds: Callable[[Collection[str]], Bonds], most: int) -> None:
        self._find_bonds = find_bonds
        self._most = most
        self._bonds: dict[str, Mapping[str, float]] = {}
        # The strongest bond known at which a member's component is too large.
        self._too_weak: dict[str, float] = {}

    def look_at(self, names: Iterable[str]) -> None:
        """Load the bonds of some members."""
        self._bonds.update(self._find_bonds([name for name in names if name not in self._bonds]))

    def part_of(self, start: str) -> list[str]:
        """Return the part that holds a member, beginning with it."""
        # Members in the order in which they were reached, and the weakest bond on the way to each.
        reached, weakest = {start: INSEPARABLE}, INSEPARABLE
        too_weak = self._too_weak.get(start, -INSEPARABLE)
        ways = self._ways(start, reached, [])
        while ways and weakest > too_weak:
            bond, name = -ways[0][0], ways[0][1]
            if name in reached:
                heappop(ways)
                continue
            if bond <= too_weak:
                break
            reached[name] = weakest = min(weakest, bond)
            known = INSEPARABLE if len(reached) > self._most else self._too_weak.get(name, -INSEPARABLE)
            if min(weakest, known) < INSEPARABLE:
                too_weak = max(too_weak, min(weakest, known))
            ways = self._ways(name, reached, ways)
        for name, bond in reached.items():
            self._too_weak[name] = max(self._too_weak.get(name, too_weak), min(bond, too_weak))
        return [name for name, bond in reached.items() if bond > too_weak]

    def _ways(
        self, name: str, reached: Collection[str], ways: list[tuple[float, str]]
    ) -> list[tuple[float, str]]:
        """Add the ways out of a member to those known."""
        if name not in self._bonds:
            near = nsmallest(_NEXT, (way for way in ways if way[1] not in self._bonds))
            self.look_at({name, *(to for _, to in near)})
        for to, bond in self._bonds[name].items():
            if to not in reached:
                heappush(ways, (-bond, to))
        return ways
