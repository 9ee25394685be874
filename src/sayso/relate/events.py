"""Claims of the reports of a story put together by the event that they tell of."""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce

from sayso.model import Link, Told
from sayso.relate.nearness import nearness, threshold
from sayso.relate.tellings import join, telling_of

__all__ = ["cluster_claims", "in_order"]

_LAST = "~"


def in_order(told: Iterable[Told]) -> list[Told]:
    """By day of publication (unknown last), report and place in the text."""
    return sorted(told, key=_place_in_order)


def _place_in_order(told: Told) -> tuple[str, str, int, int, str]:
    claim, report = told.claim, told.report
    return (report.published or _LAST, report.id, claim.trigger.start, claim.trigger.end, claim.id)


def cluster_claims(told: Sequence[Told], *, links: Sequence[Link] = ()) -> list[list[Told]]:
    """Put claims together that tell of one event, first within each report, then across reports.

    The two nearest groups are joined as long as enough speaks for it, each time weighing all that either
    tells. Claims under one key (copies of one text) and linked ones are together from the start; those that
    people split never come together unless other links demand it. The order of `told` does not matter; the
    groups are in the order of their first claims.
    """
    ordered = in_order(told)
    apart = {frozenset((one.one, one.other)) for one in links if not one.together}
    begun = _begin(ordered, links)
    within = defaultdict[str, list[list[Told]]](list)
    for group in begun:
        within[group[0].report.id].append(group)
    joined = [group for groups in within.values() for group in _agglomerate(groups, apart)]
    return sorted(_agglomerate(joined, apart), key=lambda group: _place_in_order(group[0]))


def _begin(ordered: list[Told], links: Sequence[Link]) -> list[list[Told]]:
    """Claims with one key, and with keys that people put together."""
    above: dict[str, str] = {}

    def top(key: str) -> str:
        while key in above:
            key = above[key]
        return key

    present = {one.claim.key for one in ordered}
    for link in sorted(links, key=lambda one: (one.one, one.other)):
        if link.together and {link.one, link.other} <= present and top(link.one) != top(link.other):
            low, high = sorted((top(link.one), top(link.other)))
            above[high] = low
    groups = defaultdict[str, list[Told]](list)
    for one in ordered:
        groups[top(one.claim.key)].append(one)
    return list(groups.values())


def _agglomerate(groups: list[list[Told]], apart: set[frozenset[str]]) -> list[list[Told]]:
    """Join the nearest two until no two are near enough; ties go to the earliest."""
    alive = dict(enumerate(groups))
    tellings = {n: reduce(join, map(telling_of, group)) for n, group in alive.items()}
    least, following = threshold(), len(groups)

    def score(one: int, others: Iterable[int]) -> Iterator[tuple[float, int, int]]:
        for other in others:
            near = nearness(tellings[one], tellings[other])
            if near is not None and near >= least:
                yield -near, min(one, other), max(one, other)

    heap = [pair for one in alive for pair in score(one, range(one))]
    heapq.heapify(heap)
    while heap:
        _, one, other = heapq.heappop(heap)
        if one not in alive or other not in alive or _are_apart(alive[one], alive[other], apart):
            continue
        alive[following] = sorted(alive.pop(one) + alive.pop(other), key=_place_in_order)
        tellings[following] = join(tellings.pop(one), tellings.pop(other))
        for pair in score(following, [n for n in alive if n != following]):
            heapq.heappush(heap, pair)
        following += 1
    return list(alive.values())


def _are_apart(one: list[Told], other: list[Told], apart: set[frozenset[str]]) -> bool:
    if not apart:
        return False
    keys = {told.claim.key for told in other}
    return any(frozenset((told.claim.key, key)) in apart for told in one for key in keys)
