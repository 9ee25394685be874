"""What hangs together: the connected components of a graph."""

from collections.abc import Iterable
from typing import TypeVar

__all__ = ["components"]

_Key = TypeVar("_Key", str, tuple[str, ...])


def components(members: Iterable[_Key], links: Iterable[tuple[_Key, _Key]]) -> list[tuple[_Key, ...]]:
    """Part members into those that links join, directly or by way of others.

    Every member stands in one component, alone where no link names it; who is named by a link alone is a
    member too. Components and what is in them come sorted, so that the order of what came in never shows.

    >>> components(["r3", "r1", "r2"], [("r1", "r3")])
    [('r1', 'r3'), ('r2',)]
    """
    parents = {member: member for member in members}
    for one, other in links:
        first, second = _root(parents, one), _root(parents, other)
        parents[max(first, second)] = min(first, second)
    found: dict[_Key, list[_Key]] = {}
    for member in sorted(parents):
        found.setdefault(_root(parents, member), []).append(member)
    return [tuple(component) for _, component in sorted(found.items())]


def _root(parents: dict[_Key, _Key], member: _Key) -> _Key:
    """The least member of the component, as far as it is known; shortens the way there in passing."""
    parents.setdefault(member, member)
    while parents[member] != member:
        parents[member] = parents[parents[member]]
        member = parents[member]
    return member
