"""What hangs together: the connected components of a graph of pairs."""

from collections.abc import Iterable

from sayso.model.relating import Pair

__all__ = ["components"]


def components(members: Iterable[str], pairs: Iterable[Pair]) -> list[tuple[str, ...]]:
    """Part members into those that pairs join, directly or by way of others.

    Every member stands in one component, alone where no pair names it; who is named by a pair alone is a
    member too. Scores are not looked at. Components and what is in them come sorted, so that the order of
    what came in never shows.

    >>> components(["r3", "r1", "r2"], [Pair("r1", "r3", 0.9)])
    [('r1', 'r3'), ('r2',)]
    """
    parents = {member: member for member in members}
    for one, other, _ in pairs:
        first, second = _root(parents, one), _root(parents, other)
        parents[max(first, second)] = min(first, second)
    found: dict[str, list[str]] = {}
    for member in sorted(parents):
        found.setdefault(_root(parents, member), []).append(member)
    return [tuple(component) for _, component in sorted(found.items())]


def _root(parents: dict[str, str], member: str) -> str:
    """The least member of the component, as far as it is known; shortens the way there in passing."""
    parents.setdefault(member, member)
    while parents[member] != member:
        parents[member] = parents[parents[member]]
        member = parents[member]
    return member
