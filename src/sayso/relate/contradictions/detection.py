"""Detection of contradictions: incompatible values of one slot."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from sayso.codebook import read_codebook
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
from sayso.relate.contradictions.comparability import are_comparable, is_certain
from sayso.relate.contradictions.compatibility import Compatibility, compare_values
from sayso.relate.contradictions.positions import Position, find_positions
from sayso.relate.contradictions.scope import within_scope

__all__ = ["find_disagreements"]

# Slots that tell claims of the event from those of others: all their values are compared.
_OF_SCOPE = ("time", "place")


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

    def numbers(self) -> frozenset[tuple[str, ...]]:
        """Return the two sides, whatever nouns they count."""
        return frozenset((self.a.number_key(), self.b.number_key()))


def find_disagreements(
    claims: Sequence[SourcedClaim], values: Sequence[Value], origins: Sequence[Origin]
) -> tuple[Disagreement, ...]:
    """Return the contradictions among claims about one event and the numbers they give.

    `origins` is the result of `find_origins` for the same claims. Each value that contradicts another is a
    side, with its claims; none is preferred. Any two sides of a disagreement contradict each other. One
    that may be of two events or groups of people is not `certain`.
    """
    claim_origins = _ClaimOrigins.of(origins)
    slots = find_positions(within_scope(claims), values)
    slots |= {slot: found for slot, found in find_positions(claims, values).items() if slot in _OF_SCOPE}
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
    if slot in read_codebook("disagreements")["certain"]["doubted"]:
        supported = _supported([position for conflict in conflicts for position in conflict[:2]], many=0)
    else:
        supported = _supported(positions, many=read_codebook("disagreements")["certain"]["many"])
    shown: set[frozenset[tuple[str, ...]]] = set()
    for kind in (Compatibility.INCOMPATIBLE, Compatibility.CHANGED):
        left = [
            conflict for conflict in conflicts if conflict.kind is kind and conflict.numbers() not in shown
        ]
        sure = {
            conflict.numbers()
            for conflict in left
            if is_certain(conflict.a, conflict.b) and conflict.numbers() <= supported
        }
        certain = [conflict for conflict in left if conflict.numbers() in sure]
        shown |= sure
        doubtful = [conflict for conflict in left if conflict.numbers() not in shown]
        shown |= {conflict.numbers() for conflict in doubtful}
        for chosen in (certain, doubtful):
            for part in _cliques(chosen):
                yield Disagreement(
                    slot=slot,
                    kind=DisagreementKind(kind),
                    sides=tuple(_side(positions, claim_origins) for positions in part),
                    of=_counted_of(part),
                    certain=chosen is certain,
                )


def _supported(positions: Iterable[Position], *, many: int) -> set[tuple[str, ...]]:
    """Return the values that are not one report's alone; all if fewer than `many` reports give any.

    What one report of many has alone counts if its reading is confident: it is oftener misread, or of other
    people, than disputed.
    """
    reports, confident = defaultdict[tuple[str, ...], set[str]](set), set[tuple[str, ...]]()
    settings = read_codebook("disagreements")["certain"]
    for position in positions:
        reports[position.number_key()].add(position.ref.report)
        if position.claim.is_confident(settings["alone"]):
            confident.add(position.number_key())
    if len(set[str]().union(*reports.values())) < many:
        return set(reports)
    return confident | {key for key, names in reports.items() if len(names) >= settings["several"]}


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


def _cliques(conflicts: list[_Conflict]) -> Iterator[list[list[Position]]]:
    """Return sides that all contradict each other, until each conflict is in some of them.

    Equal numbers are one side, whatever nouns they count. Each conflict that is left is extended by the sides
    that contradict all sides so far.
    """
    near: dict[tuple[str, ...], set[tuple[str, ...]]] = defaultdict(set)
    positions = defaultdict[frozenset[tuple[str, ...]], list[_Conflict]](list)
    for conflict in conflicts:
        a, b = conflict.a.number_key(), conflict.b.number_key()
        near[a].add(b)
        near[b].add(a)
        positions[frozenset((a, b))].append(conflict)
    left = sorted((a, b) for a in near for b in near[a] if a < b)
    while left:
        clique = list(left[0])
        for key in sorted(near):
            if near[key].issuperset(clique):
                clique.append(key)
        pairs = [frozenset(pair) for pair in combinations(clique, 2)]
        left = [pair for pair in left if frozenset(pair) not in pairs]
        found = {position for pair in pairs for c in positions[pair] for position in (c.a, c.b)}
        yield [[position for position in found if position.number_key() == key] for key in sorted(clique)]


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


def _counted_of(part: list[list[Position]]) -> str:
    names = Counter(
        position.value.of for positions in part for position in positions if position.value is not None
    )
    return min(names, key=lambda name: (-names[name], name), default="")
