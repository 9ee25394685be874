"""Clustering of the claims of a story by event."""

import heapq
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import reduce
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from sayso.codebook import word_set
from sayso.model import (
    Attribution,
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
from sayso.relate.contradictions import find_disagreements
from sayso.relate.contradictions.scope import within_scope
from sayso.relate.events.features import EventFeatures, features_of, merge_features
from sayso.relate.events.labels import label_event
from sayso.relate.events.similarity import event_similarity, threshold
from sayso.relate.events.values import Lent, find_values, lend_harm, source_names
from sayso.relate.sources import StorySources, find_origins

__all__ = ["cluster_claims", "group_events"]

_Key = TypeVar("_Key", bound=Hashable)
_LAST = "~"
_NO_COPIES: Mapping[str, CopyGroup] = MappingProxyType({})
_UNDIVIDED: Mapping[str, int] = MappingProxyType({})
_NO_ATTRIBUTIONS: Mapping[str, Sequence[Attribution]] = MappingProxyType({})


def group_events(
    claims: Sequence[SourcedClaim],
    *,
    links: Sequence[Link] = (),
    copies: Mapping[str, CopyGroup] = _NO_COPIES,
    parts: Mapping[str, int] = _UNDIVIDED,
    attributions: Mapping[str, Sequence[Attribution]] = _NO_ATTRIBUTIONS,
) -> tuple[EventGroup, ...]:
    """Cluster the claims of the reports of one story by event.

    `links` are the decisions of people on pairs of claims; they always hold. `copies` maps the id of a report
    to its copy group. `parts` maps the ids of reports to parts of the story: across parts only the events of
    linked claims are compared. `attributions` maps the ids of reports to all that they attribute, as sources
    may speak of an event without a claim of it. Every claim is in one group. Groups are sorted by number of
    reports, then by number of values of killed and injured, then by number of claims. The result does not
    depend on the order of `claims`.
    """
    claims = _in_order(claims)
    lent = lend_harm(claims)
    sources = StorySources(claims, copies, attributions)
    groups = [_make_group(event, copies, lent, sources) for event in _cluster_parts(claims, links, parts)]
    return tuple(sorted(groups, key=_weight))


def _weight(group: EventGroup) -> tuple[int, int, int]:
    hurt = sum(value.slot in word_set("values", "grave", "slots") for value in group.values)
    return -group.reports, -hurt, -len(group.claims)


def _make_group(
    claims: list[SourcedClaim], copies: Mapping[str, CopyGroup], lent: Lent, sources: StorySources
) -> EventGroup:
    """Return the group of claims in order; its id, from the first claim, is stable when it grows."""
    first = claims[0]
    type = _most(claim.claim.event.type for claim in claims)[0]
    places = _places(claims)
    values = find_values(within_scope(claims), lent)
    found = find_origins(claims, copies, sources)
    origins = tuple(origin for origin in found if origin.kind.is_counted)
    disagreements = find_disagreements(claims, values, found)
    reports = {claim.report.id for claim in claims}
    return EventGroup(
        id="g_" + digest(first.claim.key, first.report.id),
        label=label_event(claims, type, places, values),
        type=type,
        places=places,
        time=_time(claims),
        claims=tuple(_grouped(claim) for claim in claims),
        values=values,
        disagreements=tuple(disagreement for disagreement in disagreements if disagreement.certain),
        uncertain_disagreements=tuple(
            disagreement for disagreement in disagreements if not disagreement.certain
        ),
        reports=len(reports),
        copies_folded=_count_copies(reports, copies),
        independent_sources=len(origins),
        unnamed_sources=sum(not origin.named for origin in origins),
        origins=origins,
        own_words=tuple(origin for origin in found if not origin.kind.is_counted),
    )


def _grouped(sourced: SourcedClaim) -> GroupedClaim:
    claim = sourced.claim
    return GroupedClaim(
        report=sourced.report.id,
        claim=claim.id,
        key=claim.key,
        trigger=claim.trigger,
        status=claim.status,
        negated=claim.negated,
        sources=source_names(sourced),
        published=sourced.report.published,
    )


def _places(claims: list[SourcedClaim]) -> tuple[Toponym, ...]:
    """Return each place once, as it is first named, the most frequent first."""
    first: dict[tuple[int | None, str], Toponym] = {}
    keys = []
    for claim in claims:
        for key, place in {_place_key(toponym): toponym for toponym in claim.claim.places}.items():
            first.setdefault(key, place)
            keys.append(key)
    return tuple(first[key] for key in _most(keys))


def _place_key(place: Toponym) -> tuple[int | None, str]:
    return place.geonameid, "" if place.geonameid else place.name


def _time(claims: list[SourcedClaim]) -> TimeExpression | None:
    """Return the most frequent days, as the first claim words them; else a time without days."""
    times = [claim.claim.time for claim in claims if claim.claim.time is not None]
    days = _most((time.first, time.last) for time in times if time.first)
    return next((time for time in times if not days or (time.first, time.last) == days[0]), None)


def _count_copies(reports: set[str], copies: Mapping[str, CopyGroup]) -> int:
    """Return the number of reports that copy another one of them."""
    groups = Counter(copies[report].id for report in reports if report in copies)
    return sum(n - 1 for n in groups.values())


def _most(keys: Iterable[_Key]) -> list[_Key]:
    """Return the keys by frequency; ties keep the order of the input."""
    return [key for key, _ in Counter(keys).most_common()]


def _cluster_parts(
    claims: Sequence[SourcedClaim], links: Sequence[Link], parts: Mapping[str, int]
) -> Iterator[list[SourcedClaim]]:
    """Return the clusters of each part; clusters that links connect are clustered again as one."""
    claims_of_part = defaultdict[int, list[SourcedClaim]](list)
    for claim in claims:
        claims_of_part[parts.get(claim.report.id, 0)].append(claim)
    clusters = [cluster for part in claims_of_part.values() for cluster in cluster_claims(part, links=links)]
    if len(claims_of_part) < 2:
        yield from clusters
        return
    first: dict[tuple[str, ...], list[SourcedClaim]] = {
        (cluster[0].report.id, cluster[0].claim.id): cluster for cluster in clusters
    }
    holders = defaultdict[str, set[tuple[str, ...]]](set)
    for place, cluster in first.items():
        for claim in cluster:
            holders[claim.claim.key].add(place)
    joined = [holders[link.one] | holders[link.other] for link in links if link.together]
    bonds = [bond for places in joined for bond in pairwise(sorted(places))]
    for places in components(first, bonds):
        cluster = [claim for place in places for claim in first[place]]
        yield from cluster_claims(cluster, links=links) if len(places) > 1 else [cluster]


def cluster_claims(claims: Sequence[SourcedClaim], *, links: Sequence[Link] = ()) -> list[list[SourcedClaim]]:
    """Cluster claims by event, first within each report, then across reports.

    The two most similar clusters are merged while their similarity reaches the threshold, each time by the
    features of all their claims. Claims under one key (copies of one text) and linked ones are together from
    the start; those that people split never come together unless other links demand it. The result does not
    depend on the order of `claims`; clusters are in the order of their first claims.
    """
    ordered = _in_order(claims)
    apart = {frozenset((link.one, link.other)) for link in links if not link.together}
    begun = _begin(ordered, links)
    within = defaultdict[str, list[_Cluster]](list)
    for group in begun:
        within[group[0].report.id].append(_Cluster(group, reduce(merge_features, map(features_of, group))))
    joined = [group for groups in within.values() for group in _agglomerate(groups, apart)]
    found = (group.claims for group in _agglomerate(joined, apart))
    return sorted(found, key=lambda group: _place_in_order(group[0]))


def _begin(ordered: list[SourcedClaim], links: Sequence[Link]) -> list[list[SourcedClaim]]:
    """Return the initial clusters: claims with one key, and with keys that people linked."""
    present = {claim.claim.key for claim in ordered}
    bonds = [(link.one, link.other) for link in links if link.together and {link.one, link.other} <= present]
    first = {key: part[0] for part in components(present, bonds) for key in part}
    groups = defaultdict[str, list[SourcedClaim]](list)
    for claim in ordered:
        groups[first[claim.claim.key]].append(claim)
    return list(groups.values())


def _in_order(claims: Sequence[SourcedClaim]) -> list[SourcedClaim]:
    """Return each claim once, by day of publication and position."""
    return sorted(
        {(claim.report.id, claim.claim.id): claim for claim in claims}.values(), key=_place_in_order
    )


def _place_in_order(sourced: SourcedClaim) -> tuple[str, str, int, int, str]:
    """Return the sort key of a claim: day of publication (unknown last), report, position in the text."""
    claim, report = sourced.claim, sourced.report
    return (report.published or _LAST, report.id, claim.trigger.start, claim.trigger.end, claim.id)


class _Cluster(NamedTuple):
    """Claims of one event with their merged features."""

    claims: list[SourcedClaim]
    features: EventFeatures


def _agglomerate(groups: list[_Cluster], apart: set[frozenset[str]]) -> list[_Cluster]:
    """Merge the two most similar clusters until none reach the threshold; ties go to the earliest."""
    alive = dict(enumerate(groups))
    least, following = threshold(), len(groups)

    def score(a: int, candidates: Iterable[int]) -> Iterator[tuple[float, int, int]]:
        for b in candidates:
            near = event_similarity(alive[a].features, alive[b].features)
            if near is not None and near >= least:
                yield -near, min(a, b), max(a, b)

    heap = [pair for number in alive for pair in score(number, range(number))]
    heapq.heapify(heap)
    while heap:
        _, a, b = heapq.heappop(heap)
        if a not in alive or b not in alive or _are_apart(alive[a].claims, alive[b].claims, apart):
            continue
        first, second = alive.pop(a), alive.pop(b)
        together = sorted(first.claims + second.claims, key=_place_in_order)
        alive[following] = _Cluster(together, merge_features(first.features, second.features))
        for pair in score(following, [n for n in alive if n != following]):
            heapq.heappush(heap, pair)
        following += 1
    return list(alive.values())


def _are_apart(a: list[SourcedClaim], b: list[SourcedClaim], apart: set[frozenset[str]]) -> bool:
    if not apart:
        return False
    keys = {claim.claim.key for claim in b}
    return any(frozenset((claim.claim.key, key)) in apart for claim in a for key in keys)
