"""Which reports are about the same happening: names, numbers, places and dates before topic.

Sketch each report (`sketch_story`), compare those that share a key (`compare_stories`), group what hangs
together (`group_stories`); `find_stories` does all of it for readings in memory. A pair's score comes from
the two reports and shipped tables alone, so that adding one by one and making all anew give the same.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterable

import msgspec

from sayso.codebook import read_codebook
from sayso.model import Pair, Reading, Sketch, Story
from sayso.relate.linkage import link_on_average
from sayso.relate.stories.evidence import collect_evidence, days_apart, score_evidence
from sayso.relate.stories.keys import make_keys, make_looks
from sayso.relate.stories.marks import mark_report
from sayso.relate.stories.profiles import profile_of

__all__ = ["compare_stories", "find_stories", "group_stories", "least_join", "least_score", "sketch_story"]

_encoder = msgspec.msgpack.Encoder()


def sketch_story(reading: Reading) -> Sketch:
    """Keep of a report what tells its story from others: keys for candidates and about 1.5 kB of marks."""
    marks = mark_report(reading)
    return Sketch(
        report=reading.report.id, keys=make_keys(marks), ranges=make_looks(marks), body=_encoder.encode(marks)
    )


def compare_stories(one: Sketch, other: Sketch) -> float:
    """How surely two reports are about one happening, from 0 to 1, whichever comes first.

    Where both have a day of publication, days far apart weigh against, and two months part them, unless the
    leads tell of days that are near; a missing day does not.
    """
    first, second = sorted((one, other), key=lambda sketch: (sketch.report, sketch.body))
    mine, theirs = profile_of(first.body), profile_of(second.body)
    return score_evidence(collect_evidence(mine, theirs), days_apart(mine, theirs))


def least_score() -> float:
    """The score below which a pair need not be kept: it counts as 0 when stories are grouped."""
    return float(read_codebook("stories")["groups"]["kept"])


def least_join() -> float:
    """The score that pairs of a story come to on average, hence the least that connects a component."""
    return float(read_codebook("stories")["groups"]["joined"])


def group_stories(
    members: Iterable[str],
    pairs: Collection[Pair],
    *,
    copies: Iterable[Collection[str]] = (),
    apart: Iterable[tuple[str, str]] = (),
) -> tuple[Story, ...]:
    """Part reports into stories of two or more; the order of what comes in never shows.

    Groups are joined by average linkage, and a pair that is not among `pairs` counts as 0: neither a chain of
    reports nor months of news about one name become one story. `copies` are groups of reports of one text:
    they stay in one story and count as one report. `apart` are reports that a person has told apart. Only
    what scores of `least_join` and copies connect can come together, so that it is enough to hand over such a
    component with all pairs inside it.
    """
    groups = link_on_average(members, pairs, least=least_join(), together=copies, apart=apart)
    return tuple(
        Story(id=f"s_{group[0].removeprefix('r_')}", reports=group) for group in groups if len(group) > 1
    )


def find_stories(readings: Iterable[Reading], *, copies: Iterable[Collection[str]] = ()) -> tuple[Story, ...]:
    """Sketch, compare and group readings in memory."""
    sketches = {sketch.report: sketch for sketch in map(sketch_story, readings)}
    pairs = [
        Pair(one, other, score)
        for one, other in _candidates(sketches.values())
        if (score := compare_stories(sketches[one], sketches[other])) >= least_score()
    ]
    return group_stories(sketches, pairs, copies=copies)


def _candidates(sketches: Iterable[Sketch]) -> list[tuple[str, str]]:
    """Reports that find one another by their keys, each two once."""
    known = list(sketches)
    ordered = sorted((key, sketch.report) for sketch in known for key in sketch.keys)
    found = {
        (min(sketch.report, other), max(sketch.report, other))
        for sketch in known
        for first, last in sketch.key_ranges()
        for _, other in ordered[bisect_left(ordered, (first,)) : bisect_left(ordered, (last + 1,))]
        if other != sketch.report
    }
    return sorted(found)
