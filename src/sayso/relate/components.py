"""Connected components of a graph."""

from collections.abc import Iterable
from typing import TypeVar

__all__ = ["components"]

_Key = TypeVar("_Key", str, tuple[str, ...])


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
