"""Relates the reports of a record: what is new is compared with what is there, and groups are made anew.

Two readings are compared once, whatever else there is; the groups of whatever they touch are made from
all pairs anew. So it does not matter in which order reports come in, or in how many steps.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import msgspec

from sayso.engine.parts import split_story
from sayso.model import CopyGroup, Link, Pair, Reading, Report, Sketch, Told
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

__all__ = ["relate", "relate_anew"]

# Readings that are related in one transaction: of many that wait, more at a time, as all that they touch is
# grouped anew each time. Others who write wait as long: 300 readings take some fifteen seconds.
_FEWEST, _MOST, _SHARE = 100, 300, 20

Tell = Callable[[int], None]


class _Kind(NamedTuple):
    """How one kind of relation is found.

    A pair that scores below `least` need not be kept; one that scores below `join` joins no component.
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


def relate(store: Store, tell: Tell | None = None) -> int:
    """Relate the reports that are not related yet; how many there were.

    A piece is related or not at all: what is stopped goes on where it was. `tell` hears after each piece how
    many reports it had.
    """
    total = 0
    while left := store.count_waiting():
        with store.relating() as relations:
            done = _relate_some(relations, min(max(_FEWEST, left // _SHARE), _MOST))
        total += done
        if tell is not None:
            tell(done)
    return total


def _put_found(relations: Relations, reports: Iterable[str], told: Sequence[Told]) -> None:
    """Keep what each claim of some reports is found by: what it may bear on, and what it tells of."""
    relations.put_sought({one.claim.id: index_claim(one) for one in told})
    relations.put_tellings(reports, (one for claim in told for one in extract_assertions(claim)))


def relate_anew(store: Store, tell: Tell | None = None) -> int:
    """Drop all relations and make them anew; the outcome is the same, unless Sayso has changed."""
    with store.relating() as relations:
        relations.drop_all()
    return relate(store, tell)


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
    """Sketch a reading and pair it with those that may belong to it."""
    sketch = msgspec.structs.replace(kind.sketch(reading), report=name)
    pairs = []
    for other in relations.within(kind.name, sketch.stretches()):
        if other.report != name and (score := kind.compare(sketch, other)) >= kind.least():
            one, two = sorted((name, other.report))
            pairs.append(Pair(one, two, score))
    relations.put_sketch(kind.name, sketch)
    relations.put_pairs(kind.name, name, pairs)


def _put_copies(relations: Relations, names: Iterable[str]) -> None:
    """Group anew the copies of readings and of all that they lead to."""
    beside = relations.partners("copy", names)
    pairs = relations.component("copy", beside, least=least_copy_join())
    touched = beside | _in_pairs(pairs)
    publications = [Publication.of(report, text=name) for name, report in relations.reports(touched)]
    rest = compare_unblocked_pairs(relations.sketches("copy", touched), pairs)
    relations.put_copies(group_copies(publications, (*pairs, *rest)))


def _put_stories(relations: Relations, names: Iterable[str]) -> dict[str, list[Report]]:
    """Group anew the stories of readings and of all that they lead to.

    Gives the stories by id, each with its reports; none for those that are gone.
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
    for names_of_one in (*(story.reports for story in found), *((name,) for name in sorted(alone))):
        told_by = sorted((one for name in names_of_one for one in members[name]), key=_in_time)
        stories["s_" + digest(told_by[0].id)] = told_by
    ids = {story: [one.id for one in told_by] for story, told_by in stories.items()}
    gone = relations.put_groups("story", ids) - stories.keys()
    return {**stories, **{story: [] for story in gone}}


def _touched_by_story(relations: Relations, names: Iterable[str]) -> tuple[set[str], list[Pair]]:
    """The readings whose stories may change, over pairs and over copies, and all their pairs."""
    touched, pairs = set(names), list[Pair]()
    while True:
        beside = relations.partners("story", touched) | relations.partners("copy", touched)
        pairs = relations.component("story", beside, least=least_story_join())
        grown = beside | _in_pairs(pairs)
        if grown == touched:
            return touched, pairs
        touched = grown


def _put_events(relations: Relations, stories: Mapping[str, Sequence[Report]]) -> None:
    """Make the events of stories anew: of each part of them in which something has changed."""
    links = relations.links()
    stories = _with_linked(relations, stories, links)
    before = relations.parts(stories)
    kept, made = set[str](), list[Made]()
    for story, of_story in stories.items():
        copies = relations.copies_of(one.id for one in of_story)
        waiting = relations.waiting_among(one.id for one in of_story)
        for parts in _join_linked(relations, list(split_story(of_story, copies)), links):
            numbers = {one.id: number for number, part in enumerate(parts) for one in part}
            ids = tuple(sorted(numbers))
            name = _name_part(story, ids, copies)
            if name in before and waiting.isdisjoint(ids):
                kept.add(name)
                continue
            told = relations.told(ids)
            events = group_events(told, links=links, copies=copies, parts=numbers)
            made.append(Made(story, name, events))
            _put_found(relations, ids, told)
    relations.put_events(stories, kept, made)


def _join_linked(
    relations: Relations, parts: list[list[Report]], links: Iterable[Link]
) -> list[list[list[Report]]]:
    """Put the parts of a story together between whose claims people said that they tell of one event."""
    if len(parts) == 1:
        return [parts]
    first = {min(one.id for one in part): part for part in parts}
    part_of = {one.id: name for name, part in first.items() for one in part}
    together = [(one.one, one.other) for one in links if one.together]
    told_in = relations.reports_of_keys(key for pair in together for key in pair)
    reached = [
        {part_of[report] for key in pair for report in told_in.get(key, ()) if report in part_of}
        for pair in together
    ]
    bonds = [bond for names in reached for bond in pairwise(sorted(names))]
    return [[first[name] for name in names] for names in components(first, bonds)]


def _with_linked(
    relations: Relations, stories: Mapping[str, Sequence[Report]], links: Iterable[Link]
) -> dict[str, list[Report]]:
    """The stories, those together between whose claims people said that they tell of one event.

    Each has the reports of all that it leads to and the least of their ids; under the others there are none.
    What was together before is here, too, and may be apart now.
    """
    ids = {one.id for reports in stories.values() for one in reports}
    before = relations.stories_of_events(ids) | stories.keys()
    before |= relations.stories_with_events_of(before)
    before -= stories.keys()
    stories = {**stories, **{story: relations.reports_in("story", [story]) for story in before}}
    told_in = relations.stories_of_keys(key for one in links if one.together for key in (one.one, one.other))
    joined = [told_in.get(one.one, set()) | told_in.get(one.other, set()) for one in links if one.together]
    found, left = dict[str, list[Report]](), set(stories)
    while left:
        bundle = {min(left)}
        while reached := {story for some in joined if some & bundle for story in some} - bundle:
            bundle |= reached
        reports = [one for story in sorted(bundle & stories.keys()) for one in stories[story]]
        reports += relations.reports_in("story", bundle - stories.keys())
        found |= {story: [] for story in bundle}
        found[min(bundle)] = reports
        left -= bundle
    return found


def _name_part(story: str, reports: Iterable[str], copies: Mapping[str, CopyGroup]) -> str:
    """A name for what the events of some reports are made of, but for the claims themselves."""
    known = [copies[one] for one in reports if one in copies]
    groups = sorted({(one.id, one.original or "", one.credit) for one in known})
    return "p_" + digest(story, *reports, *(part for group in groups for part in group))


def _in_pairs(pairs: Iterable[Pair]) -> set[str]:
    return {one for pair in pairs for one in (pair.one, pair.other)}


def _in_time(report: Report) -> tuple[str, str]:
    """In order of publication; what has no day comes last."""
    return report.published or "~", report.id
