"""Clustering of reports about the same happening: names, numbers, places and dates count before topic.

Sketch each report (`sketch_story`), compare those that share a blocking key (`compare_stories`), cluster them
(`group_stories`); `find_stories` does all of it for readings in memory. A pair's score comes from the two
reports and shipped tables alone, so that adding reports one at a time and recomputing give the same result.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterable

import msgspec

from sayso.codebook import read_codebook
from sayso.model import Pair, Reading, Sketch, Story
from sayso.relate.linkage import link_on_average
from sayso.relate.stories.blocking import blocking_keys, candidate_ranges
from sayso.relate.stories.features import extract_features
from sayso.relate.stories.similarity import compare_vectors, days_apart, score_comparison
from sayso.relate.stories.vectors import unpack_vectors

__all__ = ["compare_stories", "find_stories", "group_stories", "least_join", "least_score", "sketch_story"]

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


def compare_stories(a: Sketch, b: Sketch) -> float:
    """Return the score, 0 to 1, that two reports are about one happening; symmetric in the two.

    Near days of publication, or of what the leads tell, count for a match; a missing day counts like a far one.
    """
    first, second = sorted((a, b), key=lambda sketch: (sketch.report, sketch.body))
    mine, theirs = unpack_vectors(first.body), unpack_vectors(second.body)
    return score_comparison(compare_vectors(mine, theirs), days_apart(mine, theirs))


def least_score() -> float:
    """Return the least score worth storing; a pair below it counts as 0 when stories are clustered."""
    return float(read_codebook("stories")["groups"]["kept"])


def least_join() -> float:
    """Return the least score that connects a component: no two groups are joined without one as high."""
    groups = read_codebook("stories")["groups"]
    return float(groups["joined"] * groups["usual"])


def group_stories(
    members: Iterable[str],
    pairs: Collection[Pair],
    *,
    copies: Iterable[Collection[str]] = (),
    apart: Iterable[tuple[str, str]] = (),
) -> tuple[Story, ...]:
    """Cluster reports into stories of two or more; the result does not depend on the order of the input.

    Clusters are merged by average linkage relative to the averages within them, and a pair that is not among
    `pairs` counts as 0: neither a chain of reports nor months of news about one name become one story. `copies` are groups of reports of one text:
    they stay in one story and count as one report. `apart` are pairs that a person has split. Only reports
    that scores of `least_join` or copies connect can come together, so that it is enough to pass such a
    component with all pairs inside it.
    """
    settings = read_codebook("stories")["groups"]
    groups = link_on_average(
        members, pairs, least=settings["joined"], usual=settings["usual"], together=copies, apart=apart
    )
    return tuple(
        Story(id=f"s_{group[0].removeprefix('r_')}", reports=group) for group in groups if len(group) > 1
    )


def find_stories(readings: Iterable[Reading], *, copies: Iterable[Collection[str]] = ()) -> tuple[Story, ...]:
    """Sketch, compare and group readings in memory."""
    sketches = {sketch.report: sketch for sketch in map(sketch_story, readings)}
    pairs = [
        Pair(a, b, score)
        for a, b in _candidates(sketches.values())
        if (score := compare_stories(sketches[a], sketches[b])) >= least_score()
    ]
    return group_stories(sketches, pairs, copies=copies)


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
