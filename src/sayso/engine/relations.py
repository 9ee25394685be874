"""Relations between the reports of a record: copies, stories and events.

Two readings are compared once; the groups that a new reading touches are computed again from all their
pairs. So the result does not depend on the order of the reports, or on the number of steps.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import msgspec

from sayso.codebook import least_confidence
from sayso.engine.parts import split_story
from sayso.model import CopyGroup, Link, Pair, Reading, Report, Sketch, SourcedClaim
from sayso.model.report import digest
from sayso.record import Made, Relations, Store
from sayso.relate import (
    Publication,
    compare_copies,
    compare_stories,
    compare_unblocked_pairs,
    components,
    extract_assertions,
    group_copies,
    group_events,
    group_stories,
    index_claim,
    least_copy_join,
    least_copy_score,
    least_story_join,
    least_story_score,
    sketch_copy,
    sketch_story,
)

__all__ = ["confident", "relate", "relate_anew"]

# Readings that are related in one transaction: more at a time if many are waiting, as all groups that they
# touch are computed again each time. Other writers wait as long: 300 readings take some fifteen seconds.
_FEWEST, _MOST, _SHARE = 100, 300, 20

ProgressCallback = Callable[[int], None]


class _Kind(NamedTuple):
    """A kind of relation: its sketches, its comparison and its thresholds.

    A pair that scores below `least` is not stored; one that scores below `join` joins no component.
    """

    name: str
    sketch: Callable[[Reading], Sketch]
    compare: Callable[[Sketch, Sketch], float]
    least: Callable[[], float]
    join: Callable[[], float]


_COPY = _Kind(
    "copy", lambda reading: sketch_copy(reading.report), compare_copies, least_copy_score, least_copy_join
)
_STORY = _Kind("story", sketch_story, compare_stories, least_story_score, least_story_join)


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

    Events, values, disagreements, situations and what becomes of commitments rest on them alone.
    """
    least = least_confidence()
    return [claim for claim in claims if claim.claim.is_confident(least)]


def _put_features(relations: Relations, reports: Iterable[str], claims: Sequence[SourcedClaim]) -> None:
    """Store the blocking keys and the state assertions of the claims of some reports."""
    relations.put_blocking_keys({claim.claim.id: index_claim(claim) for claim in claims})
    relations.put_state_assertions(
        reports, (assertion for claim in claims for assertion in extract_assertions(claim))
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
        for kind in (_COPY, _STORY):
            _compare(relations, kind, name, reading)
    _put_copies(relations, waiting)
    stories = _put_stories(relations, waiting)
    _put_events(relations, stories)
    relations.mark_related(waiting)
    return sum(map(len, waiting.values()))


def _compare(relations: Relations, kind: _Kind, name: str, reading: Reading) -> None:
    """Sketch a reading, compare it with its candidates, and store sketch and pairs."""
    sketch = msgspec.structs.replace(kind.sketch(reading), report=name)
    pairs = []
    for candidate in relations.within(kind.name, sketch.key_ranges()):
        if candidate.report != name and (score := kind.compare(sketch, candidate)) >= kind.least():
            left, right = sorted((name, candidate.report))
            pairs.append(Pair(left, right, score))
    relations.put_sketch(kind.name, sketch)
    relations.put_pairs(kind.name, name, pairs)


def _put_copies(relations: Relations, names: Iterable[str]) -> None:
    """Compute again the copy groups of readings and of all readings connected to them."""
    beside = relations.partners("copy", names)
    pairs = relations.component("copy", beside, least=least_copy_join())
    touched = beside | _in_pairs(pairs)
    publications = [Publication.of(report, text=name) for name, report in relations.reports(touched)]
    rest = compare_unblocked_pairs(relations.sketches("copy", touched), pairs)
    relations.put_copies(group_copies(publications, (*pairs, *rest)))


def _put_stories(relations: Relations, names: Iterable[str]) -> dict[str, list[Report]]:
    """Compute again the stories of readings and of all readings connected to them.

    Returns the reports of each story by story id; a story that no longer exists has none.
    """
    touched, pairs = _touched_by_story(relations, names)
    reports = relations.reports(touched)
    copies = relations.groups_of("copy", (report.id for _, report in reports))
    together: dict[str, set[str]] = defaultdict(set)
    for name, report in reports:
        together[copies.get(report.id, report.id)].add(name)
    members: dict[str, list[Report]] = defaultdict(list)
    for name, report in reports:
        members[name].append(report)
    stories: dict[str, list[Report]] = {}
    found = group_stories(touched, pairs, copies=list(together.values()))
    alone = touched - {name for story in found for name in story.reports}
    for readings in (*(story.reports for story in found), *((name,) for name in sorted(alone))):
        of_story = sorted((report for name in readings for report in members[name]), key=_in_time)
        stories["s_" + digest(of_story[0].id)] = of_story
    ids = {story: [report.id for report in of_story] for story, of_story in stories.items()}
    gone = relations.put_groups("story", ids) - stories.keys()
    return {**stories, **{story: [] for story in gone}}


def _touched_by_story(relations: Relations, names: Iterable[str]) -> tuple[set[str], list[Pair]]:
    """Return the readings whose stories may change, through pairs or copies, and all their pairs."""
    touched, pairs = set(names), list[Pair]()
    while True:
        beside = relations.partners("story", touched) | relations.partners("copy", touched)
        pairs = relations.component("story", beside, least=least_story_join())
        grown = beside | _in_pairs(pairs)
        if grown == touched:
            return touched, pairs
        touched = grown


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
            claims = confident(relations.claims_of(ids))
            events = group_events(claims, links=links, copies=copies, parts=numbers)
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
