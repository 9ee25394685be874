"""Relations between the reports of a record: copies, stories and events.

Two readings are compared once; the groups that a new reading touches are computed again from all their
pairs. So the result does not depend on the order of the reports, or on the number of steps.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise

import msgspec

from sayso.codebook import least_confidence
from sayso.engine.parts import split_story
from sayso.engine.stories import compare_with_candidates, pairs_with, put_stories
from sayso.model import CopyGroup, Link, Pair, Sketch, SourcedClaim
from sayso.model.report import digest
from sayso.record import DatedReport, Made, Relations, Store
from sayso.relate import (
    Publication,
    compare_copies,
    compare_unblocked_pairs,
    components,
    extract_assertions,
    group_copies,
    group_events,
    index_claim,
    least_copy_join,
    least_copy_score,
    may_bear_on_commitments,
    sketch_copy,
    sketch_story,
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
    texts, stories = list[Sketch](), list[Sketch]()
    for name, reading in relations.readings(waiting):
        texts.append(msgspec.structs.replace(sketch_copy(reading.report), report=name))
        stories.append(msgspec.structs.replace(sketch_story(reading), report=name))
    _compare_copies(relations, texts)
    relations.put_sketches("story", stories)
    compare_with_candidates(relations, stories)
    copied = _put_copies(relations, waiting)
    _put_events(relations, put_stories(relations, waiting, copied))
    relations.mark_related(waiting)
    return sum(map(len, waiting.values()))


def _compare_copies(relations: Relations, sketches: Sequence[Sketch]) -> None:
    """Store the sketches of readings, and their pairs with their candidates for copies."""
    relations.put_sketches("copy", sketches)
    names = {sketch.report for sketch in sketches}
    pairs = list[Pair]()
    for sketch in sketches:
        candidates = relations.within("copy", sketch.key_ranges()) - {sketch.report}
        # Of two new ones, the first by name finds the other.
        candidates = {name for name in candidates if name not in names or sketch.report < name}
        bodies = relations.bodies("copy", candidates)
        pairs += pairs_with(sketch, bodies, compare_copies, least_copy_score())
    relations.put_pairs("copy", names, pairs)


def _put_copies(relations: Relations, names: Iterable[str]) -> set[str]:
    """Compute again the copy groups of readings and of all readings connected to them; return these."""
    beside = relations.partners("copy", names)
    pairs = relations.component(["copy"], beside, least=least_copy_join())
    touched = beside | _in_pairs(pairs)
    publications = [Publication.of(report, text=name) for name, report in relations.reports(touched)]
    rest = compare_unblocked_pairs(relations.sketches("copy", touched), pairs)
    relations.put_copies(group_copies(publications, (*pairs, *rest)))
    return touched


def _put_events(relations: Relations, stories: Mapping[str, Sequence[DatedReport]]) -> None:
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
    relations: Relations, parts: list[list[DatedReport]], links: Iterable[Link]
) -> list[list[list[DatedReport]]]:
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
    relations: Relations, stories: Mapping[str, Sequence[DatedReport]], links: Iterable[Link]
) -> dict[str, list[DatedReport]]:
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
    found, left = dict[str, list[DatedReport]](), set(stories)
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
