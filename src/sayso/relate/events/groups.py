"""Event groups: claims of the reports of a story that tell of one event."""

import heapq
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import reduce
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from sayso.codebook import word_set
from sayso.model import (
    CopyGroup,
    EventGroup,
    GroupedClaim,
    Link,
    SourcedClaim,
    TimeExpression,
    Toponym,
)
from sayso.model.report import digest
from sayso.relate.components import components
from sayso.relate.disagreements import find_disagreements
from sayso.relate.events.accounts import Account, account_of, join
from sayso.relate.events.labels import label_event
from sayso.relate.events.nearness import nearness, threshold
from sayso.relate.events.values import Lent, find_values, lend_harm, source_names
from sayso.relate.origins import find_origins

__all__ = ["cluster_claims", "group_events"]

_Key = TypeVar("_Key", bound=Hashable)
_LAST = "~"
_NO_COPIES: Mapping[str, CopyGroup] = MappingProxyType({})
_ONE_PART: Mapping[str, int] = MappingProxyType({})


def group_events(
    told: Sequence[SourcedClaim],
    *,
    links: Sequence[Link] = (),
    copies: Mapping[str, CopyGroup] = _NO_COPIES,
    parts: Mapping[str, int] = _ONE_PART,
) -> tuple[EventGroup, ...]:
    """Put the claims of the reports of one story together by the events that they tell of.

    `links` are what people decided on pairs of claims; they are always kept. `copies` maps the id of a report
    to its copy group. `parts` maps the ids of reports to parts of the story: across parts only the events of
    linked claims are compared. Every claim is in one group. The event that most reports tell comes first; of
    those told alike the one with most numbers of killed and injured, then that with most claims. The order
    of `told` does not matter.
    """
    told = _in_order(told)
    lent = lend_harm(told)
    groups = [_make_group(claims, copies, lent) for claims in _cluster_parts(told, links, parts)]
    return tuple(sorted(groups, key=_weight))


def _weight(group: EventGroup) -> tuple[int, int, int]:
    hurt = sum(one.slot in word_set("values", "grave", "slots") for one in group.values)
    return -group.reports, -hurt, -len(group.claims)


def _make_group(claims: list[SourcedClaim], copies: Mapping[str, CopyGroup], lent: Lent) -> EventGroup:
    """A group of claims in order; its id is that of the first, and so stays when the group grows."""
    first = claims[0]
    type = _most(one.claim.event.type for one in claims)[0]
    places = _places(claims)
    values = find_values(claims, lent)
    origins = find_origins(claims, copies)
    reports = {one.report.id for one in claims}
    return EventGroup(
        id="g_" + digest(first.claim.key, first.report.id),
        label=label_event(claims, type, places, values),
        type=type,
        places=places,
        time=_time(claims),
        claims=tuple(_grouped(one) for one in claims),
        values=values,
        disagreements=find_disagreements(claims, values, origins),
        reports=len(reports),
        copies_folded=_count_copies(reports, copies),
        independent_sources=len(origins),
        origins=origins,
    )


def _grouped(told: SourcedClaim) -> GroupedClaim:
    claim = told.claim
    return GroupedClaim(
        report=told.report.id,
        claim=claim.id,
        key=claim.key,
        trigger=claim.trigger,
        status=claim.status,
        negated=claim.negated,
        sources=source_names(told),
        published=told.report.published,
    )


def _places(claims: list[SourcedClaim]) -> tuple[Toponym, ...]:
    """Each place once, as it is first named; the one that most claims tell first."""
    first: dict[tuple[int | None, str], Toponym] = {}
    told = []
    for claim in claims:
        for key, place in {_place_key(one): one for one in claim.claim.places}.items():
            first.setdefault(key, place)
            told.append(key)
    return tuple(first[key] for key in _most(told))


def _place_key(place: Toponym) -> tuple[int | None, str]:
    return place.geonameid, "" if place.geonameid else place.name


def _time(claims: list[SourcedClaim]) -> TimeExpression | None:
    """The days that most claims give, in the words of the first of them; else a time without days."""
    times = [one.claim.time for one in claims if one.claim.time is not None]
    days = _most((one.first, one.last) for one in times if one.first)
    return next((one for one in times if not days or (one.first, one.last) == days[0]), None)


def _count_copies(reports: set[str], copies: Mapping[str, CopyGroup]) -> int:
    """How many of the reports copy another one of them."""
    groups = Counter(copies[one].id for one in reports if one in copies)
    return sum(n - 1 for n in groups.values())


def _most(keys: Iterable[_Key]) -> list[_Key]:
    """The most frequent first; of two as frequent the one met first."""
    return [key for key, _ in Counter(keys).most_common()]


def _cluster_parts(
    told: Sequence[SourcedClaim], links: Sequence[Link], parts: Mapping[str, int]
) -> Iterator[list[SourcedClaim]]:
    """Return the clusters of each part, those that links join clustered anew as one."""
    claims_of_part = defaultdict[int, list[SourcedClaim]](list)
    for one in told:
        claims_of_part[parts.get(one.report.id, 0)].append(one)
    clusters = [one for claims in claims_of_part.values() for one in cluster_claims(claims, links=links)]
    if len(claims_of_part) < 2:
        yield from clusters
        return
    first: dict[tuple[str, ...], list[SourcedClaim]] = {
        (one[0].report.id, one[0].claim.id): one for one in clusters
    }
    holders = defaultdict[str, set[tuple[str, ...]]](set)
    for place, cluster in first.items():
        for claim in cluster:
            holders[claim.claim.key].add(place)
    joined = [holders[one.one] | holders[one.other] for one in links if one.together]
    bonds = [bond for places in joined for bond in pairwise(sorted(places))]
    for places in components(first, bonds):
        cluster = [claim for place in places for claim in first[place]]
        yield from cluster_claims(cluster, links=links) if len(places) > 1 else [cluster]


def cluster_claims(told: Sequence[SourcedClaim], *, links: Sequence[Link] = ()) -> list[list[SourcedClaim]]:
    """Put claims together that tell of one event, first within each report, then across reports.

    The two nearest groups are joined as long as enough speaks for it, each time weighing all that either
    tells. Claims under one key (copies of one text) and linked ones are together from the start; those that
    people split never come together unless other links demand it. The order of `told` does not matter; the
    groups are in the order of their first claims.
    """
    ordered = _in_order(told)
    apart = {frozenset((one.one, one.other)) for one in links if not one.together}
    begun = _begin(ordered, links)
    within = defaultdict[str, list[_Group]](list)
    for group in begun:
        within[group[0].report.id].append(_Group(group, reduce(join, map(account_of, group))))
    joined = [group for groups in within.values() for group in _agglomerate(groups, apart)]
    found = (group.told for group in _agglomerate(joined, apart))
    return sorted(found, key=lambda group: _place_in_order(group[0]))


def _begin(ordered: list[SourcedClaim], links: Sequence[Link]) -> list[list[SourcedClaim]]:
    """Claims with one key, and with keys that people put together."""
    present = {one.claim.key for one in ordered}
    bonds = [(one.one, one.other) for one in links if one.together and {one.one, one.other} <= present]
    first = {key: part[0] for part in components(present, bonds) for key in part}
    groups = defaultdict[str, list[SourcedClaim]](list)
    for one in ordered:
        groups[first[one.claim.key]].append(one)
    return list(groups.values())


def _in_order(told: Sequence[SourcedClaim]) -> list[SourcedClaim]:
    """Each claim once, by day of publication and so on."""
    return sorted({(one.report.id, one.claim.id): one for one in told}.values(), key=_place_in_order)


def _place_in_order(told: SourcedClaim) -> tuple[str, str, int, int, str]:
    """By day of publication (unknown last), report and place in the text."""
    claim, report = told.claim, told.report
    return (report.published or _LAST, report.id, claim.trigger.start, claim.trigger.end, claim.id)


class _Group(NamedTuple):
    """Claims that are together, and what they tell together."""

    told: list[SourcedClaim]
    account: Account


def _agglomerate(groups: list[_Group], apart: set[frozenset[str]]) -> list[_Group]:
    """Join the nearest two until no two are near enough; ties go to the earliest."""
    alive = dict(enumerate(groups))
    least, following = threshold(), len(groups)

    def score(one: int, others: Iterable[int]) -> Iterator[tuple[float, int, int]]:
        for other in others:
            near = nearness(alive[one].account, alive[other].account)
            if near is not None and near >= least:
                yield -near, min(one, other), max(one, other)

    heap = [pair for one in alive for pair in score(one, range(one))]
    heapq.heapify(heap)
    while heap:
        _, one, other = heapq.heappop(heap)
        if one not in alive or other not in alive or _are_apart(alive[one].told, alive[other].told, apart):
            continue
        first, second = alive.pop(one), alive.pop(other)
        together = sorted(first.told + second.told, key=_place_in_order)
        alive[following] = _Group(together, join(first.account, second.account))
        for pair in score(following, [n for n in alive if n != following]):
            heapq.heappush(heap, pair)
        following += 1
    return list(alive.values())


def _are_apart(one: list[SourcedClaim], other: list[SourcedClaim], apart: set[frozenset[str]]) -> bool:
    if not apart:
        return False
    keys = {told.claim.key for told in other}
    return any(frozenset((told.claim.key, key)) in apart for told in one for key in keys)
