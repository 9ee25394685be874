"""Clustering of reports about the same happening: words, names, numbers, places and days.

A pair's score comes from the two reports and shipped tables alone. Grouping has two levels, so that one more
report does not cost more the longer a story is (docs/adr/0013): the reports of one period of days are
clustered with all their pairs (`cluster_reports`); then a few representatives of each cluster stand for it
(`choose_representatives`), and the clusters of all periods are joined by the pairs of these
(`join_clusters`). Each level depends on the set of reports alone, so that the order of arrival does not show.
`group_stories` does both, and `find_stories` all of it for readings in memory.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from sayso.codebook import read_codebook
from sayso.model import Pair, Reading, Sketch, Story
from sayso.model.dates import day_number
from sayso.model.report import digest
from sayso.relate.components import INSEPARABLE, bounded_components
from sayso.relate.linkage import link_on_average
from sayso.relate.stories.blocking import blocking_keys, candidate_ranges, keys_of_day
from sayso.relate.stories.features import extract_features
from sayso.relate.stories.similarity import compare_vectors, days_apart, score_comparison
from sayso.relate.stories.vectors import decode_features, unpack_vectors

__all__ = [
    "average_bonds",
    "choose_representatives",
    "cluster_reports",
    "compare_stories",
    "copies_within",
    "find_stories",
    "group_stories",
    "join_clusters",
    "least_join",
    "most_reports",
    "most_representatives",
    "period_ranges",
    "sketch_story",
    "story_period",
    "story_ranges",
]

_encoder = msgspec.msgpack.Encoder()


def sketch_story(reading: Reading) -> Sketch:
    """Return the sketch of a report for finding its story: blocking keys and about 1.5 kB of features."""
    features = extract_features(reading)
    return Sketch(
        report=reading.report.id,
        keys=blocking_keys(features),
        ranges=candidate_ranges(features),
        body=_encoder.encode(features),
    )


def story_ranges(sketch: Sketch) -> tuple[tuple[int, int], ...]:
    """Return the ranges of keys in which a report looks for candidates, by the body of its sketch."""
    return candidate_ranges(decode_features(sketch.body))


def period_ranges(sketch: Sketch, published: str | None) -> list[tuple[int, int]]:
    """Return the ranges of keys in which a report looks for candidates of its period."""
    return [(key, key) for key in keys_of_day(sketch.keys, day_number(published))]


def compare_stories(a: Sketch, b: Sketch) -> float:
    """Return the score, 0 to 1, that two reports are about one happening; symmetric in the two.

    Near days of publication, or of what the leads tell, count for a match; a missing day counts like a far
    one.
    """
    first, second = sorted((a, b), key=lambda sketch: (sketch.report, sketch.body))
    mine, theirs = unpack_vectors(first.body), unpack_vectors(second.body)
    return score_comparison(compare_vectors(mine, theirs), days_apart(mine, theirs))


def least_join() -> float:
    """Return the least score worth storing: no two groups are joined without one as high."""
    return float(_settings()["joined"] * _settings()["usual"])


def most_reports() -> int:
    """Return how many connected reports of a period are clustered at once; more are cut in parts."""
    return int(_settings()["most_reports"])


def most_representatives() -> int:
    """Return how many connected representatives are joined at once; more are cut in parts."""
    return int(_settings()["most_representatives"])


def story_period(published: str | None) -> int:
    """Return the number of the period in which a report was published, 0 for an unknown day."""
    day = day_number(published)
    return 0 if day is None else day // int(_settings()["period"]) + 1


def cluster_reports(
    members: Iterable[str], pairs: Collection[Pair], *, copies: Iterable[Collection[str]] = ()
) -> list[tuple[str, ...]]:
    """Cluster the reports of one period; a report that no other is like is a cluster by itself.

    Clusters are merged by average linkage relative to the averages within them, and a pair that is not among
    `pairs` counts as 0: a chain of reports does not become one cluster. `copies` are groups of reports of one
    text: they stay together and count as one report. Only reports that scores of `least_join` or copies
    connect can come together, so that it is enough to pass such a component with all pairs inside it.
    """
    settings = _settings()
    return link_on_average(members, pairs, least=settings["joined"], usual=settings["usual"], together=copies)


def choose_representatives(
    cluster: Collection[str], copies: Mapping[str, Collection[str]]
) -> tuple[str, ...]:
    """Return the reports that stand for a cluster at the second level, sorted.

    They are the least of its texts by hash, as many as `groups.representatives` in the codebook says: which
    ones hardly ever changes as the cluster grows. Reports with a copy outside the cluster come on top, as
    they hold their clusters together. `copies` has the copies of a report, itself among them.
    """
    inside = set(cluster)
    first: dict[str, str] = {}
    for name in sorted(inside):
        first.setdefault(min(copies.get(name, (name,))), name)
    chosen = sorted(first.values(), key=digest)[: int(_settings()["representatives"])]
    bound = {name for name in inside if not inside.issuperset(copies.get(name, ()))}
    return tuple(sorted({*chosen, *bound}))


def average_bonds(
    pairs: Iterable[Pair], cluster_of: Mapping[str, Sequence[str]]
) -> dict[str, dict[str, float]]:
    """Return the bonds of representatives: the average between their clusters, if it reaches `least_join`.

    If no two clusters of two groups reach it, the groups cannot come together, as the average between them is
    not above all of those between their clusters. So a report that is like one of a cluster's representatives
    by chance connects nothing. `cluster_of` has the representatives of a cluster for each of them; all pairs
    between two clusters must be given.
    """
    known, sums = list(pairs), defaultdict[tuple[str, str], float](float)
    for a, b, score in known:
        first, second = sorted((cluster_of[a][0], cluster_of[b][0]))
        sums[first, second] += score
    bonds = defaultdict[str, dict[str, float]](dict)
    for a, b, _ in known:
        first, second = sorted((cluster_of[a][0], cluster_of[b][0]))
        average = sums[first, second] / (len(cluster_of[a]) * len(cluster_of[b]))
        if first != second and average >= least_join():
            bonds[a][b] = bonds[b][a] = average
    return bonds


def copies_within(names: Collection[str], copies_of: Mapping[str, Collection[str]]) -> list[set[str]]:
    """Return the groups of copies that some reports are in, each cut to these reports."""
    groups = {min(copies_of[name]): copies_of[name] for name in names if name in copies_of}
    inside = set(names)
    return [inside.intersection(group) for group in groups.values()]


def join_clusters(
    clusters: Collection[Collection[str]],
    pairs: Collection[Pair],
    *,
    copies: Iterable[Collection[str]] = (),
) -> list[tuple[str, ...]]:
    """Join clusters, given by their representatives, into stories; the result does not depend on their order.

    `pairs` are those between representatives; others count as 0.
    """
    settings = _settings()
    members = {name for cluster in clusters for name in cluster}
    bonds = [tuple(sorted(members & set(group))) for group in copies]
    return link_on_average(
        members,
        pairs,
        least=settings["joined"],
        usual=settings["usual"],
        together=bonds,
        clusters=clusters,
    )


def group_stories(
    periods: Mapping[str, int], pairs: Collection[Pair], *, copies: Collection[Collection[str]] = ()
) -> tuple[Story, ...]:
    """Group reports, each with its period, into stories of two or more, whatever the order of the input."""
    copies_of = {name: group for group in copies for name in group}
    ties = copies_within(periods, copies_of)
    in_periods = [set(names) for group in ties for names in _by_period(group, periods)]
    inside = [pair for pair in pairs if periods[pair.left] == periods[pair.right]]
    chosen = {
        choose_representatives(cluster, copies_of): cluster
        for names, known in _regions(_bonds(periods, inside), inside, in_periods, most_reports())
        for cluster in cluster_reports(names, known, copies=copies_within(names, copies_of))
    }
    cluster_of = {name: names for names in chosen for name in names}
    links = [pair for pair in pairs if pair.left in cluster_of and pair.right in cluster_of]
    between = average_bonds(links, cluster_of)
    bonds = {name: between[name] for name in cluster_of}
    tied = [*map(set, chosen), *(group & cluster_of.keys() for group in ties)]
    joined = [
        group
        for names, known in _regions(bonds, links, tied, most_representatives())
        for group in join_clusters(
            {cluster_of[name] for name in names}, known, copies=copies_within(names, copies_of)
        )
    ]
    stories = [
        tuple(sorted({name for first in group for name in chosen[cluster_of[first]]})) for group in joined
    ]
    return tuple(
        Story(id=f"s_{story[0].removeprefix('r_')}", reports=story)
        for story in sorted(stories)
        if len(story) > 1
    )


def _by_period(names: Iterable[str], periods: Mapping[str, int]) -> Collection[Collection[str]]:
    found = defaultdict[int, list[str]](list)
    for name in names:
        found[periods[name]].append(name)
    return found.values()


def _bonds(names: Iterable[str], pairs: Iterable[Pair]) -> dict[str, dict[str, float]]:
    bonds: dict[str, dict[str, float]] = {name: {} for name in names}
    for a, b, score in pairs:
        bonds[a][b] = bonds[b][a] = score
    return bonds


def _regions(
    bonds: Mapping[str, Mapping[str, float]],
    pairs: Iterable[Pair],
    ties: Iterable[Collection[str]],
    most: int,
) -> Iterator[tuple[set[str], list[Pair]]]:
    """Yield the parts in which reports may come together, each with the pairs in it; no tie is cut."""
    graph = {name: dict(near) for name, near in bonds.items()}
    for group in ties:
        for name in group:
            graph[name] |= {peer: INSEPARABLE for peer in group if peer != name}

    def find_bonds(names: Iterable[str]) -> dict[str, dict[str, float]]:
        return {name: graph[name] for name in names}

    parts = bounded_components(graph, find_bonds, most=most)
    part_of = {name: number for number, part in enumerate(parts) for name in part}
    inside = defaultdict[int, list[Pair]](list)
    for pair in pairs:
        if part_of[pair.left] == part_of[pair.right]:
            inside[part_of[pair.left]].append(pair)
    yield from ((set(part), inside[number]) for number, part in enumerate(parts))


def find_stories(
    readings: Iterable[Reading], *, copies: Collection[Collection[str]] = ()
) -> tuple[Story, ...]:
    """Sketch, compare and group readings in memory."""
    sketches, periods = dict[str, Sketch](), dict[str, int]()
    for reading in readings:
        sketches[reading.report.id] = sketch_story(reading)
        periods[reading.report.id] = story_period(reading.report.published)
    pairs = [
        Pair(a, b, score)
        for a, b in _candidates(sketches.values())
        if (score := compare_stories(sketches[a], sketches[b])) >= least_join()
    ]
    return group_stories(periods, pairs, copies=copies)


def _settings() -> Any:  # noqa: ANN401 - a table of the codebook
    return read_codebook("stories")["groups"]


def _candidates(sketches: Iterable[Sketch]) -> list[tuple[str, str]]:
    """Return the candidate pairs of reports by their blocking keys, each pair once."""
    known = list(sketches)
    ordered = sorted((key, sketch.report) for sketch in known for key in sketch.keys)
    found = {
        (min(sketch.report, report), max(sketch.report, report))
        for sketch in known
        for first, last in sketch.key_ranges()
        for _, report in ordered[bisect_left(ordered, (first,)) : bisect_left(ordered, (last + 1,))]
        if report != sketch.report
    }
    return sorted(found)
