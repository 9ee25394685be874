"""Relations between the reports of a record: copies, stories and events.

Two readings are compared once; the groups that a new reading touches are computed again from all their
pairs. So the result does not depend on the order of the reports, or on the number of steps.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import pairwise

import msgspec

from sayso.codebook import least_confidence
from sayso.engine.parts import split_story
from sayso.model import CopyGroup, Link, Pair, Reading, Report, Sketch, SourcedClaim
from sayso.model.report import digest
from sayso.record import Made, Relations, Store
from sayso.relate import (
    Publication,
    choose_representatives,
    cluster_reports,
    compare_copies,
    compare_stories,
    compare_unblocked_pairs,
    components,
    extract_assertions,
    group_copies,
    group_events,
    index_claim,
    join_clusters,
    least_copy_join,
    least_copy_score,
    least_story_join,
    may_bear_on_commitments,
    sketch_copy,
    sketch_story,
    story_period,
    story_ranges,
)

__all__ = ["confident", "relate", "relate_anew"]

# Readings that are related in one transaction: more at a time if many are waiting, as all groups that they
# touch are computed again each time. Other writers wait as long: 300 readings take some fifteen seconds.
_FEWEST, _MOST, _SHARE = 100, 300, 20

ProgressCallback = Callable[[int], None]


def relate(store: Store, on_progress: ProgressCallback | None = None) -> int:
    """Relate the reports that are not related yet, and return their number.

    Each step is one transaction: after an interruption the next call continues. `on_progress` is called after
    each step with its number of reports.
    """
    total = 0
    while left := store.count_waiting():
        with store.relating() as relations:
            done = _relate_some(relations, min(max(_FEWEST, left // _SHARE), _MOST))
        total += done
        if on_progress is not None:
            on_progress(done)
    return total


def confident(claims: Iterable[SourcedClaim]) -> list[SourcedClaim]:
    """Return the claims that are related: those with at least the least confidence, or an unknown one.

    Events, values, disagreements and situations rest on them alone.
    """
    least = least_confidence()
    return [claim for claim in claims if claim.claim.is_confident(least)]


def _put_features(relations: Relations, reports: Iterable[str], claims: Sequence[SourcedClaim]) -> None:
    """Store the blocking keys and the state assertions of the claims of some reports."""
    relations.put_blocking_keys(
        {claim.claim.id: index_claim(claim) for claim in claims if may_bear_on_commitments(claim)}
    )
    relations.put_state_assertions(
        reports, (assertion for claim in confident(claims) for assertion in extract_assertions(claim))
    )


def relate_anew(store: Store, on_progress: ProgressCallback | None = None) -> int:
    """Drop all relations and compute them again; the result is the same, unless Sayso has changed."""
    with store.relating() as relations:
        relations.drop_all()
    return relate(store, on_progress)


def _relate_some(relations: Relations, most: int) -> int:
    waiting = relations.waiting(most)
    if not waiting:
        return 0
    for name, reading in relations.readings(waiting):
        _compare_copies(relations, name, reading)
        sketch = msgspec.structs.replace(sketch_story(reading), report=name)
        _compare_stories(relations, sketch)
        relations.put_sketch("story", sketch)
    copied = _put_copies(relations, waiting)
    touched = _put_clusters(relations, waiting, copied)
    stories = _put_stories(relations, touched)
    _put_events(relations, stories)
    relations.mark_related(waiting)
    return sum(map(len, waiting.values()))


def _compare_copies(relations: Relations, name: str, reading: Reading) -> None:
    """Sketch a reading, compare it with its candidates for copies, and store sketch and pairs."""
    sketch = msgspec.structs.replace(sketch_copy(reading.report), report=name)
    candidates = relations.within("copy", sketch.key_ranges()) - {name}
    found = _pairs(sketch, relations.bodies("copy", candidates), compare_copies, least_copy_score())
    relations.put_sketch("copy", sketch)
    relations.put_pairs("copy", name, found)


def _compare_stories(relations: Relations, sketch: Sketch, *, link_only: bool = False) -> None:
    """Compare a reading with its candidates for stories, and store the pairs.

    It is compared with all of its own period, and with those of other periods for which no others stand.
    Pairs of one period have the kind `story`, those of two the kind `link`.
    """
    name = sketch.report
    candidates = relations.within("story", sketch.key_ranges()) - {name}
    near = {candidate for candidate in candidates if _period(candidate) == _period(name)}
    far = candidates - near
    compared = [("link", far - relations.represented(far))]
    for kind, names in compared if link_only else [*compared, ("story", near)]:
        bodies = relations.bodies("story", names)
        relations.put_pairs(kind, name, _pairs(sketch, bodies, compare_stories, least_story_join()))


def _pairs(
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


def _period(name: str) -> int:
    """Return the period of a reading by its name, which ends in its day."""
    return story_period(name.rpartition("@")[2] or None)


def _put_copies(relations: Relations, names: Iterable[str]) -> set[str]:
    """Compute again the copy groups of readings and of all readings connected to them; return these."""
    beside = relations.partners("copy", names)
    pairs = relations.component(["copy"], beside, least=least_copy_join())
    touched = beside | _in_pairs(pairs)
    publications = [Publication.of(report, text=name) for name, report in relations.reports(touched)]
    rest = compare_unblocked_pairs(relations.sketches("copy", touched), pairs)
    relations.put_copies(group_copies(publications, (*pairs, *rest)))
    return touched


def _put_clusters(relations: Relations, names: Collection[str], copied: Collection[str]) -> set[str]:
    """Compute again the clusters of the periods of readings that these may change; return their readings.

    `names` have just been compared, `copied` may have other copies than before.
    """
    touched, pairs = _touched_clusters(relations, {*names, *copied})
    copies = _copies_by_name(relations, relations.partners("copy", touched))
    copies_of = {name: group for group in copies for name in group}
    chosen = {
        cluster: choose_representatives(cluster, copies_of)
        for members in _by_period(touched).values()
        for cluster in cluster_reports(
            members,
            [pair for pair in pairs if pair.left in members],
            copies=[members & group for group in copies],
        )
    }
    before = relations.representatives("cluster", touched) | set(names)
    _store_clusters(relations, chosen)
    now = {name for representatives in chosen.values() for name in representatives}
    _put_links(relations, touched, now, pairs)
    for sketch in relations.bodies("story", now - before):
        ranges = story_ranges(sketch)
        _compare_stories(relations, msgspec.structs.replace(sketch, ranges=ranges), link_only=True)
    return touched


def _store_clusters(relations: Relations, chosen: Mapping[tuple[str, ...], Sequence[str]]) -> None:
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


def _put_links(
    relations: Relations, touched: Iterable[str], representatives: Collection[str], pairs: Iterable[Pair]
) -> None:
    """Store the pairs of one period among representatives; drop all links of readings that are none."""
    near = defaultdict[str, list[Pair]](list)
    for pair in pairs:
        if pair.left in representatives and pair.right in representatives:
            near[pair.left].append(pair)
            near[pair.right].append(pair)
    for name in touched:
        relations.put_pairs("near", name, near[name])
        if name not in representatives:
            relations.put_pairs("link", name, [])


def _touched_clusters(relations: Relations, names: Iterable[str]) -> tuple[set[str], list[Pair]]:
    """Return the readings whose clusters may change with those of some, and the pairs of their periods."""
    touched = set(names)
    periods = set(map(_period, touched))
    while True:
        beside = relations.partners("cluster", touched) | relations.partners("copy", touched)
        beside = {name for name in beside if _period(name) in periods}
        pairs = relations.component(["story"], beside, least=least_story_join())
        grown = beside | _in_pairs(pairs)
        if grown == touched:
            return touched, pairs
        touched = grown


def _by_period(names: Iterable[str]) -> dict[int, set[str]]:
    found = defaultdict[int, set[str]](set)
    for name in names:
        found[_period(name)].add(name)
    return found


def _copies_by_name(relations: Relations, names: Iterable[str]) -> list[set[str]]:
    """Return the groups of readings, by name, that have copies of one text or the same text."""
    reports = relations.reports_of(names)
    name_of = {report: name for name, ids in reports.items() for report in ids}
    groups = defaultdict[str, set[str]](set)
    for report, group in relations.groups_of("copy", name_of).items():
        groups[group].add(name_of[report])
    return [group for group in groups.values() if len(group) > 1]


def _put_stories(relations: Relations, touched: Collection[str]) -> dict[str, list[Report]]:
    """Compute again the stories of the clusters of some readings and of all clusters connected to them.

    Returns the reports of each changed story by story id; a story that no longer exists has none.
    """
    names, pairs = _connected_representatives(relations, touched)
    reports = relations.reports_of(names)
    cluster_of = relations.groups_of("cluster", (ids[0] for ids in reports.values()))
    story_of = relations.groups_of("story", (ids[0] for ids in reports.values()))
    clusters = defaultdict[str, list[str]](list)
    for name in names:
        clusters[cluster_of[reports[name][0]]].append(name)
    again = relations.reports_of(relations.representatives("cluster", touched))
    changed = {cluster_of[ids[0]] for ids in again.values()}
    joined = join_clusters(list(clusters.values()), pairs, copies=_copies_by_name(relations, names))
    before = [{story_of.get(reports[name][0], "") for name in group} for group in joined]
    shared = Counter(story for stories in before for story in stories)
    stories: dict[str, list[Report]] = {}
    for group, known in zip(joined, before, strict=True):
        parts = {cluster_of[reports[name][0]] for name in group}
        if parts & changed or len(known) > 1 or shared[min(known)] > 1:
            of_story = sorted(relations.reports_in("cluster", parts), key=_in_time)
            stories["s_" + digest(of_story[0].id)] = of_story
    members = {story: [report.id for report in of_story] for story, of_story in stories.items()}
    gone = relations.put_groups("story", members) - stories.keys()
    return {**stories, **{story: [] for story in gone}}


def _connected_representatives(relations: Relations, touched: Collection[str]) -> tuple[set[str], list[Pair]]:
    """Return the representatives of all clusters whose stories may change, and the pairs among them."""
    reached = relations.representatives("cluster", touched) | relations.representatives("story", touched)
    while True:
        pairs = relations.component(["link", "near"], reached, least=least_story_join())
        grown = reached | _in_pairs(pairs)
        grown |= relations.representatives("cluster", grown) | relations.representatives("copy", grown)
        if grown == reached:
            return reached, pairs
        reached = grown


def _put_events(relations: Relations, stories: Mapping[str, Sequence[Report]]) -> None:
    """Compute again the events of each part of the stories that has changed."""
    links = relations.links()
    stories = _with_linked(relations, stories, links)
    before = relations.parts(stories)
    unchanged, made = set[str](), list[Made]()
    for story, of_story in stories.items():
        copies = relations.copies_of(report.id for report in of_story)
        waiting = relations.waiting_among(report.id for report in of_story)
        for parts in _join_linked(relations, list(split_story(of_story, copies)), links):
            numbers = {report.id: number for number, part in enumerate(parts) for report in part}
            ids = tuple(sorted(numbers))
            name = _name_part(story, ids, copies)
            if name in before and waiting.isdisjoint(ids):
                unchanged.add(name)
                continue
            claims = relations.claims_of(ids)
            events = group_events(
                confident(claims),
                links=links,
                copies=copies,
                parts=numbers,
                attributions=relations.attributions_of(ids),
            )
            made.append(Made(story, name, events))
            _put_features(relations, ids, claims)
    relations.put_events(stories, unchanged, made)


def _join_linked(
    relations: Relations, parts: list[list[Report]], links: Iterable[Link]
) -> list[list[list[Report]]]:
    """Join the parts of a story whose claims people merged into one event."""
    if len(parts) == 1:
        return [parts]
    first = {min(report.id for report in part): part for part in parts}
    part_of = {report.id: name for name, part in first.items() for report in part}
    together = [(link.one, link.other) for link in links if link.together]
    reports_of = relations.reports_of_keys(key for pair in together for key in pair)
    reached = [
        {part_of[report] for key in pair for report in reports_of.get(key, ()) if report in part_of}
        for pair in together
    ]
    bonds = [bond for names in reached for bond in pairwise(sorted(names))]
    return [[first[name] for name in names] for names in components(first, bonds)]


def _with_linked(
    relations: Relations, stories: Mapping[str, Sequence[Report]], links: Iterable[Link]
) -> dict[str, list[Report]]:
    """Join the stories whose claims people merged into one event.

    A joined story has the least id and all the reports of its stories; the other ids have no reports. Stories
    that were joined before are included, as they may be separate now.
    """
    ids = {report.id for reports in stories.values() for report in reports}
    before = relations.stories_of_events(ids) | stories.keys()
    before |= relations.stories_with_events_of(before)
    before -= stories.keys()
    stories = {**stories, **{story: relations.reports_in("story", [story]) for story in before}}
    merges = [link for link in links if link.together]
    stories_of = relations.stories_of_keys(key for link in merges for key in (link.one, link.other))
    joined = [stories_of.get(link.one, set()) | stories_of.get(link.other, set()) for link in merges]
    found, left = dict[str, list[Report]](), set(stories)
    while left:
        bundle = {min(left)}
        while reached := {story for some in joined if some & bundle for story in some} - bundle:
            bundle |= reached
        reports = [report for story in sorted(bundle & stories.keys()) for report in stories[story]]
        reports += relations.reports_in("story", bundle - stories.keys())
        found |= {story: [] for story in bundle}
        found[min(bundle)] = reports
        left -= bundle
    return found


def _name_part(story: str, reports: Iterable[str], copies: Mapping[str, CopyGroup]) -> str:
    """Return a name for all that the events of some reports depend on, except for the claims."""
    known = [copies[report] for report in reports if report in copies]
    groups = sorted({(group.id, group.original or "", group.credit) for group in known})
    return "p_" + digest(story, *reports, *(part for group in groups for part in group))


def _in_pairs(pairs: Iterable[Pair]) -> set[str]:
    return {name for pair in pairs for name in (pair.left, pair.right)}


def _in_time(report: Report) -> tuple[str, str]:
    """Return the sort key of publication; reports without a day come last."""
    return report.published or "~", report.id
