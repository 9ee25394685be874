"""Detection of contradictions: incompatible values of one slot."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from sayso.model import (
    ClaimRef,
    Disagreement,
    DisagreementKind,
    Origin,
    OriginKind,
    Side,
    SourcedClaim,
    Value,
)
from sayso.model.dates import date_part
from sayso.relate.components import components
from sayso.relate.contradictions.comparability import are_comparable
from sayso.relate.contradictions.compatibility import Compatibility, compare_values
from sayso.relate.contradictions.positions import Position, find_positions

__all__ = ["find_disagreements"]


class _ClaimOrigins(NamedTuple):
    """Origins of each claim, by index, for counting the independent origins of several claims."""

    origins_of: Mapping[ClaimRef, frozenset[int]]

    @classmethod
    def of(cls, origins: Sequence[Origin]) -> "_ClaimOrigins":
        """Return the origins of each claim, from the claims of each origin."""
        found: dict[ClaimRef, set[int]] = defaultdict(set)
        counted = (origin for origin in origins if origin.kind is not OriginKind.OWN_WORDS)
        for number, origin in enumerate(counted):
            for claim in origin.claims:
                found[ClaimRef(report=claim.report, claim=claim.claim)].add(number)
        return cls({claim: frozenset(numbers) for claim, numbers in found.items()})

    def count(self, claims: Iterable[ClaimRef]) -> int:
        """Return the number of origins behind the claims; at least one, the text that makes them."""
        return len({number for claim in claims for number in self.origins_of.get(claim, ())}) or 1


class _Conflict(NamedTuple):
    """Pair of positions that are not compatible."""

    a: Position
    b: Position
    kind: Compatibility


def find_disagreements(
    claims: Sequence[SourcedClaim], values: Sequence[Value], origins: Sequence[Origin]
) -> tuple[Disagreement, ...]:
    """Return the contradictions among claims about one event and the numbers they give.

    `origins` is the result of `find_origins` for the same claims. Each value that contradicts another is a
    side, with its claims; none is preferred.
    """
    claim_origins = _ClaimOrigins.of(origins)
    slots = find_positions(claims, values)
    return tuple(
        disagreement for slot in sorted(slots) for disagreement in _disagree(slot, slots[slot], claim_origins)
    )


def _disagree(slot: str, positions: list[Position], claim_origins: _ClaimOrigins) -> Iterator[Disagreement]:
    by_key: dict[tuple[str, ...], list[Position]] = defaultdict(list)
    for position in positions:
        by_key[position.key()].append(position)
    conflicts = [
        conflict
        for left, right in combinations(sorted(by_key), 2)
        for conflict in _conflicts(by_key[left], by_key[right])
    ]
    for kind in (Compatibility.INCOMPATIBLE, Compatibility.CHANGED):
        for part in _connected([conflict for conflict in conflicts if conflict.kind is kind]):
            yield Disagreement(
                slot=slot,
                kind=DisagreementKind(kind),
                sides=tuple(_side(positions, claim_origins) for positions in _folded(part)),
                of=_counted_of(part),
            )


def _folded(part: dict[tuple[str, ...], list[Position]]) -> Iterator[list[Position]]:
    """Return the sides in order: equal numbers are one side, whatever nouns they count."""
    sides = defaultdict[tuple[str, ...], list[Position]](list)
    for key in sorted(part):
        value = part[key][0].value
        number = (value.value, value.min, value.max) if value is not None else ()
        sides[tuple(map(str, number)) if any(bound is not None for bound in number) else key] += part[key]
    yield from sides.values()


def _conflicts(left: list[Position], right: list[Position]) -> list[_Conflict]:
    """Return the incompatible pairs of two sides, all of one kind.

    A value that is repeated after the other was published did not change into it.
    """
    found = [
        _Conflict(a, b, kind)
        for a in left
        for b in right
        if are_comparable(a, b)
        and (kind := compare_values(a.stated, b.stated)) is not Compatibility.COMPATIBLE
    ]
    kinds = {conflict.kind for conflict in found}
    if Compatibility.INCOMPATIBLE in kinds or _is_repeated_later(left, right):
        return [conflict._replace(kind=Compatibility.INCOMPATIBLE) for conflict in found]
    return found


def _is_repeated_later(left: list[Position], right: list[Position]) -> bool:
    (first, last), (start, end) = _days(left), _days(right)
    if not first or not last or not start or not end:
        return False
    return (first < start and end < last) or (start < first and last < end)


def _connected(conflicts: list[_Conflict]) -> list[dict[tuple[str, ...], list[Position]]]:
    """Return the connected sides of conflicts, by key."""
    positions = defaultdict[tuple[str, ...], list[Position]](list)
    for conflict in conflicts:
        for position in (conflict.a, conflict.b):
            positions[position.key()].append(position)
    joined = components((), ((conflict.a.key(), conflict.b.key()) for conflict in conflicts))
    return [{key: positions[key] for key in part} for part in joined]


def _side(positions: list[Position], claim_origins: _ClaimOrigins) -> Side:
    positions = sorted(set(positions), key=Position.order)
    value = positions[0].value
    counts = Counter(position.shown for position in positions)
    refs = tuple(dict.fromkeys(position.ref for position in positions))
    first, last = _days(positions)
    return Side(
        value=value.value if value else None,
        min=value.min if value else None,
        max=value.max if value else None,
        text=min(counts, key=lambda shown: (-counts[shown], len(shown), shown)),
        claims=refs,
        origins=claim_origins.count(refs),
        first=first,
        last=last,
    )


def _days(positions: Iterable[Position]) -> tuple[str | None, str | None]:
    days = sorted(date_part(position.stated.published) for position in positions if position.stated.published)
    return (days[0], days[-1]) if days else (None, None)


def _counted_of(part: dict[tuple[str, ...], list[Position]]) -> str:
    names = Counter(
        position.value.of
        for positions in part.values()
        for position in positions
        if position.value is not None
    )
    return min(names, key=lambda name: (-names[name], name), default="")
