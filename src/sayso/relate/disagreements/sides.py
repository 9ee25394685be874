"""Values of one slot that do not go together."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from sayso.model import Disagreement, DisagreementKind, Origin, Side, SourcedClaim, Value
from sayso.relate.components import components
from sayso.relate.disagreements.compatibility import Compatibility, compare_values
from sayso.relate.disagreements.deeds import are_comparable
from sayso.relate.disagreements.held import Held, find_held
from sayso.relate.disagreements.resting import Resting

__all__ = ["find_disagreements"]


class _Conflict(NamedTuple):
    """Two that do not go together."""

    one: Held
    other: Held
    kind: Compatibility


def find_disagreements(
    told: Sequence[SourcedClaim], values: Sequence[Value], origins: Sequence[Origin]
) -> tuple[Disagreement, ...]:
    """What claims about one event, and the numbers they give, have otherwise than others of them.

    `origins` is what `find_origins` made of the same claims. Every value that does not go with another is a
    side, with the claims that hold it against the other; none is preferred.
    """
    resting = Resting.of(origins)
    slots = find_held(told, values)
    return tuple(
        disagreement for slot in sorted(slots) for disagreement in _disagree(slot, slots[slot], resting)
    )


def _disagree(slot: str, helds: list[Held], resting: Resting) -> Iterator[Disagreement]:
    by_key: dict[tuple[str, ...], list[Held]] = defaultdict(list)
    for held in helds:
        by_key[held.key()].append(held)
    conflicts = [
        conflict
        for one, other in combinations(sorted(by_key), 2)
        for conflict in _conflicts(by_key[one], by_key[other])
    ]
    for kind in (Compatibility.INCOMPATIBLE, Compatibility.CHANGED):
        for part in _connected([conflict for conflict in conflicts if conflict.kind is kind]):
            yield Disagreement(
                slot=slot,
                kind=DisagreementKind(kind),
                sides=tuple(_side(helds, resting) for helds in _folded(part)),
                of=_counted_of(part),
            )


def _folded(part: dict[tuple[str, ...], list[Held]]) -> Iterator[list[Held]]:
    """The sides in order: one number is one side, whatever nouns it is told with."""
    sides = defaultdict[tuple[str, ...], list[Held]](list)
    for key in sorted(part):
        value = part[key][0].value
        number = (value.value, value.min, value.max) if value is not None else ()
        sides[tuple(map(str, number)) if any(one is not None for one in number) else key] += part[key]
    yield from sides.values()


def _conflicts(ones: list[Held], others: list[Held]) -> list[_Conflict]:
    """The pairs of two sides that do not go together, all of one kind.

    A value that is told again after the other one was did not change into it.
    """
    found = [
        _Conflict(one, other, kind)
        for one in ones
        for other in others
        if are_comparable(one, other)
        and (kind := compare_values(one.stated, other.stated)) is not Compatibility.COMPATIBLE
    ]
    kinds = {conflict.kind for conflict in found}
    if Compatibility.INCOMPATIBLE in kinds or _is_told_again(ones, others):
        return [conflict._replace(kind=Compatibility.INCOMPATIBLE) for conflict in found]
    return found


def _is_told_again(ones: list[Held], others: list[Held]) -> bool:
    (first, last), (start, end) = _days(ones), _days(others)
    if not first or not last or not start or not end:
        return False
    return (first < start and end < last) or (start < first and last < end)


def _connected(conflicts: list[_Conflict]) -> list[dict[tuple[str, ...], list[Held]]]:
    """The sides of conflicts that hang together, by key."""
    helds = defaultdict[tuple[str, ...], list[Held]](list)
    for conflict in conflicts:
        for held in (conflict.one, conflict.other):
            helds[held.key()].append(held)
    joined = components((), ((one.one.key(), one.other.key()) for one in conflicts))
    return [{key: helds[key] for key in part} for part in joined]


def _side(helds: list[Held], resting: Resting) -> Side:
    helds = sorted(set(helds), key=Held.order)
    value = helds[0].value
    told = Counter(held.shown for held in helds)
    refs = tuple(dict.fromkeys(held.ref for held in helds))
    first, last = _days(helds)
    return Side(
        value=value.value if value else None,
        min=value.min if value else None,
        max=value.max if value else None,
        text=min(told, key=lambda shown: (-told[shown], len(shown), shown)),
        claims=refs,
        origins=resting.count(refs),
        first=first,
        last=last,
    )


def _days(helds: Iterable[Held]) -> tuple[str | None, str | None]:
    days = sorted(held.stated.published[:10] for held in helds if held.stated.published)
    return (days[0], days[-1]) if days else (None, None)


def _counted_of(part: dict[tuple[str, ...], list[Held]]) -> str:
    names = Counter(held.value.of for helds in part.values() for held in helds if held.value is not None)
    return min(names, key=lambda name: (-names[name], name), default="")
