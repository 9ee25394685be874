"""Stories of the reports of a record, in two levels: clusters of one period, and what joins them.

Only the parts of a level in which a change may show are computed again (`bounded_components`), and what they
are depends on the pairs alone. So neither the order of the reports nor the number of steps shows.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

import msgspec

from sayso.model import Pair, Sketch
from sayso.model.report import digest
from sayso.record import DatedReport, Relations
from sayso.relate import (
    INSEPARABLE,
    average_bonds,
    bounded_components,
    choose_representatives,
    cluster_reports,
    compare_stories,
    copies_within,
    join_clusters,
    least_story_join,
    most_reports,
    most_representatives,
    period_ranges,
    story_period,
    story_ranges,
)

__all__ = ["compare_with_candidates", "pairs_with", "put_stories"]

_Bonds = dict[str, dict[str, float]]
_Chosen = dict[tuple[str, ...], tuple[str, ...]]


def compare_with_candidates(
    relations: Relations, sketches: Sequence[Sketch], *, link_only: bool = False
) -> None:
    """Compare readings with their candidates for stories, and store the pairs.

    Each is compared with all of its own period, and with those of other periods for which no others stand.
    Pairs of one period have the kind `story`, those of two the kind `link`.
    """
    names = {sketch.report for sketch in sketches}
    found = {sketch.report: relations.within("story", sketch.key_ranges()) for sketch in sketches}
    if not link_only:
        for sketch in sketches:
            near_by = period_ranges(sketch, _day(sketch.report))
            found[sketch.report] |= relations.within("story", near_by, aside=True)
    peers = set().union(*found.values()) - names
    represented = relations.represented(peers)
    bodies = {sketch.report: sketch for sketch in [*relations.bodies("story", peers), *sketches]}
    pairs: dict[str, list[Pair]] = {"link": []} if link_only else {"link": [], "story": []}
    for sketch in sketches:
        name = sketch.report
        # Of two new ones, the first by name finds the other.
        near = {peer for peer in found[name] if peer not in names or name < peer}
        inside = {peer for peer in near if _period(peer) == _period(name)}
        for kind, compared in (("story", inside), ("link", near - inside - represented)):
            if kind in pairs:
                candidates = [bodies[peer] for peer in sorted(compared)]
                pairs[kind] += pairs_with(sketch, candidates, compare_stories, least_story_join())
    for kind, known in pairs.items():
        relations.put_pairs(kind, names, known)


def pairs_with(
    sketch: Sketch,
    candidates: Iterable[Sketch],
    compare: Callable[[Sketch, Sketch], float],
    least: float,
) -> list[Pair]:
    """Return the pairs of a sketch with candidates that score at least `least`."""
    found = []
    for candidate in candidates:
        if (score := compare(sketch, candidate)) >= least:
            left, right = sorted((sketch.report, candidate.report))
            found.append(Pair(left, right, score))
    return found


def put_stories(
    relations: Relations, names: Collection[str], copied: Collection[str]
) -> dict[str, list[DatedReport]]:
    """Compute again the stories that some readings may change.

    `names` have just been compared, `copied` may have other copies than before. Returns the reports of each
    changed story by story id; a story that no longer exists has none.
    """
    level = _Graph(relations, ["story"], most_reports())
    change = _cluster(relations, level, {*names, *copied})
    fresh = change.now - (change.before - set(names))
    beside = _representatives(relations).near(change.before)
    _store_clusters(relations, change.clusters)
    _put_links(relations, level, change, names)
    # Those for which others stand need not be found from other periods.
    relations.set_aside("story", (change.before | set(names)) - change.now, aside=True)
    relations.set_aside("story", fresh - set(names), aside=False)
    late = [
        msgspec.structs.replace(sketch, ranges=story_ranges(sketch))
        for sketch in relations.bodies("story", fresh - set(names))
    ]
    compare_with_candidates(relations, late, link_only=True)
    return _join(relations, change, beside - relations.represented(beside))


class _Graph:
    """Bonds among the readings of one level: scores of pairs, and ties that hold whatever the score."""

    def __init__(self, relations: Relations, kinds: Sequence[str], most: int) -> None:
        self._relations = relations
        self._kinds = kinds
        self._most = most
        self._scores: _Bonds = {}
        self._bonds: _Bonds = {}

    def bonds(self, names: Iterable[str], without: Collection[str] = ()) -> _Bonds:
        """Return the bonds of some readings, without those to others if given."""
        asked = set(names)
        if new := asked - self._scores.keys():
            self._load(new)
        if not without:
            return {name: self._bonds[name] for name in asked}
        return {
            name: {near: bond for near, bond in self._bonds[name].items() if near not in without}
            for name in asked
        }

    def _load(self, names: Collection[str]) -> None:
        self._scores |= self._relations.bonds(self._kinds, names)
        self._bonds |= {name: dict(self._scores[name]) for name in names}
        for group in self._relations.groups_with("copy", names):
            for copies in _by_period(group).values():
                self._tie(copies)

    def _tie(self, group: Collection[str]) -> None:
        """Tie those of a group whose bonds are loaded to all others of it."""
        for name in group:
            if name in self._bonds:
                self._bonds[name] |= {peer: INSEPARABLE for peer in group if peer != name}

    def near(self, names: Iterable[str]) -> set[str]:
        """Return the readings that some have a bond with."""
        return {near for bonds in self.bonds(names).values() for near in bonds}

    def pairs(self, names: Collection[str]) -> list[Pair]:
        """Return the pairs among some readings."""
        self.bonds(names)
        return [
            Pair(a, b, score) for a in names for b, score in self._scores[a].items() if a < b and b in names
        ]

    def regions(self, changed: Collection[str], beside: Collection[str]) -> list[set[str]]:
        """Return the parts of the level, as they are now, in which a change may show.

        `changed` are the readings that are new or whose bonds have changed, `beside` those that had bonds
        with them before. The change may have cut the part of one beside, all of which then counts. A part
        that is the same without what has changed, and had no bond with it before, is left out.
        """
        moved = set(changed).union(beside)
        near = (self.near(changed) | moved).difference(changed)
        before = set(bounded_components(near, partial(self.bonds, without=changed), most=self._most))
        now = bounded_components(moved.union(near, *before), self.bonds, most=self._most)
        return [set(part) for part in now if part not in before or not moved.isdisjoint(part)]


class _RepresentativeGraph(_Graph):
    """Bonds among what stands for clusters: averages between clusters; one cluster is tied together."""

    def _load(self, names: Collection[str]) -> None:
        groups = self._relations.groups_with("representative", names)
        asked = set(names).union(*groups)
        self._scores |= self._relations.bonds(self._kinds, asked)
        peers = {near for name in asked for near in self._scores[name]} - asked
        cluster_of: dict[str, tuple[str, ...]] = {name: (name,) for name in asked | peers}
        for group in [*groups, *self._relations.groups_with("representative", peers)]:
            cluster_of |= dict.fromkeys(group, tuple(sorted(group)))
        pairs = {
            Pair(min(name, near), max(name, near), score)
            for name in asked
            for near, score in self._scores[name].items()
        }
        bonds = average_bonds(sorted(pairs), cluster_of)
        self._bonds |= {name: dict(bonds[name]) for name in asked}
        copies = self._relations.groups_with("copy", asked)
        represented = self._relations.represented({name for group in copies for name in group})
        for group in [*groups, *(group - represented for group in copies)]:
            self._tie(group)


class _Change(NamedTuple):
    """Clusters that have changed, with their representatives; all representatives before and now."""

    clusters: _Chosen
    before: set[str]
    now: set[str]


def _cluster(relations: Relations, level: _Graph, changed: Collection[str]) -> _Change:
    """Compute again the clusters of periods that some readings may change."""
    beside = relations.partners("cluster", changed) | relations.partners("copy", changed)
    regions = level.regions(changed, beside)
    members = set().union(*regions)
    copies = relations.groups_with("copy", members)
    copies_of = {name: group for group in copies for name in group if len(group) > 1}
    clusters = [
        cluster
        for region in regions
        for cluster in cluster_reports(region, level.pairs(region), copies=copies_within(region, copies_of))
    ]
    chosen = {cluster: choose_representatives(cluster, copies_of) for cluster in clusters}
    stored = [
        {frozenset(group) for group in relations.groups_with(kind, members)}
        for kind in ("cluster", "representative")
    ]
    made = {
        cluster: names
        for cluster, names in chosen.items()
        if not ({*cluster}.isdisjoint(changed) and {*cluster} in stored[0] and {*names} in stored[1])
    }
    inside = {name for cluster in made for name in cluster}
    before = {name for group in stored[1] for name in group} & inside
    return _Change(made, before, {name for names in made.values() for name in names})


def _store_clusters(relations: Relations, chosen: _Chosen) -> None:
    """Store clusters of readings with their representatives, in place of earlier ones of these readings."""
    reports = relations.reports_of(name for cluster in chosen for name in cluster)
    kinds: list[tuple[str, Mapping[tuple[str, ...], Sequence[str]]]] = [
        ("cluster", {cluster: cluster for cluster in chosen}),
        ("representative", chosen),
    ]
    for kind, groups in kinds:
        relations.drop_groups(kind, (report for ids in reports.values() for report in ids))
        relations.put_groups(
            kind,
            {
                "k_" + digest(cluster[0]): [report for name in group for report in reports[name]]
                for cluster, group in groups.items()
            },
        )


def _put_links(relations: Relations, level: _Graph, change: _Change, names: Collection[str]) -> None:
    """Store the pairs of one period among representatives; drop all links of readings that are none now."""
    wanted = {
        name: {pair: score for pair, score in bonds.items() if score < INSEPARABLE}
        for name, bonds in level.bonds(change.now).items()
    }
    peers = {near for bonds in wanted.values() for near in bonds} - change.now
    represented = relations.represented(peers)
    stored, stale, pairs = relations.bonds(["near"], change.now), set[str](), set[Pair]()
    for name in change.now:
        near = {peer: score for peer, score in wanted[name].items() if peer not in represented}
        if near != stored[name]:
            stale.add(name)
            pairs |= {Pair(min(name, peer), max(name, peer), score) for peer, score in near.items()}
    gone = (change.before | set(names)) - change.now
    relations.put_pairs("near", stale | gone, sorted(pairs))
    relations.put_pairs("link", gone, [])


def _representatives(relations: Relations) -> _Graph:
    return _RepresentativeGraph(relations, ["near", "link"], most_representatives())


def _join(relations: Relations, change: _Change, beside: Collection[str]) -> dict[str, list[DatedReport]]:
    """Join clusters into stories wherever those that have changed, or are gone, may show."""
    graph = _representatives(relations)
    regions = graph.regions(change.now, beside)
    names = set().union(*regions)
    first = {name: ids[0] for name, ids in relations.reports_of(names).items()}
    cluster_of = relations.groups_of("cluster", first.values())
    story_of = relations.groups_of("story", first.values())
    copies_of = {name: group for group in relations.groups_with("copy", names) for name in group}
    joined = []
    for region in regions:
        clusters = defaultdict[str, list[str]](list)
        for name in region:
            clusters[cluster_of[first[name]]].append(name)
        copies = copies_within(region, copies_of)
        joined += join_clusters(list(clusters.values()), graph.pairs(region), copies=copies)
    changed = {cluster_of[first[name]] for name in change.now}
    before = [{story_of.get(first[name], "") for name in group} for group in joined]
    shared = Counter(story for stories in before for story in stories)
    stories: dict[str, list[DatedReport]] = {}
    for group, known in zip(joined, before, strict=True):
        parts = {cluster_of[first[name]] for name in group}
        if parts & changed or len(known) > 1 or shared[min(known)] > 1:
            of_story = sorted(relations.reports_in("cluster", parts), key=_in_time)
            stories["s_" + digest(of_story[0].id)] = of_story
    members = {story: [report.id for report in of_story] for story, of_story in stories.items()}
    gone = relations.put_groups("story", members) - stories.keys()
    return {**stories, **{story: [] for story in gone}}


def _period(name: str) -> int:
    """Return the period of a reading by its name, which ends in its day."""
    return story_period(_day(name))


def _day(name: str) -> str | None:
    return name.rpartition("@")[2] or None


def _by_period(names: Iterable[str]) -> dict[int, set[str]]:
    found = defaultdict[int, set[str]](set)
    for name in names:
        found[_period(name)].add(name)
    return found


def _in_time(report: DatedReport) -> tuple[str, str]:
    """Return the sort key of publication; reports without a day come last."""
    return report.published or "~", report.id
