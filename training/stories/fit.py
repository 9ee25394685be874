"""Fit the weights of the comparison features of two reports that may be about one happening.

usage: python -m training.stories.fit SHARED READINGS    cross-validation on the tuning part
       python -m training.stories.fit SHARED READINGS --weights    the weights, fitted on that part
       python -m training.stories.fit SHARED READINGS --held-out    B-cubed of the shipped ones, both parts

READINGS: a folder with `ecbplus_docs.jsonl` and `outlets.jsonl`, `sayso read --tier fast` of both files of
SHARED/data/stories. ECB+ has two look-alike stories on each topic and no days of publication; the outlets
tell long-running stories, dated. Both are cut in two by topic or story; whatever has a report in `claims/dev`
or `kept_out.jsonl.gz` is held out.

A logistic model over `sayso.relate.stories.similarity.ComparisonVector`, whose weights may only have the sign
that a feature has by its meaning, fitted by gradient descent with an L2 penalty (fixed steps, no chance).
Pairs: those that share a key or a topic; topics weigh alike within a set, and pairs of two topics half as
much as all pairs within. What nearness in days counts is not fitted: ECB+ has no days.
"""

import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from zlib import crc32

import numpy as np
from benchmarks.b_cubed import b_cubed
from numpy.typing import NDArray

from sayso.codebook import read_codebook
from sayso.model import Pair, Reading
from sayso.relate.copies import find_copies
from sayso.relate.linkage import link_on_average
from sayso.relate.stories.clustering import _candidates, find_stories, least_join, sketch_story
from sayso.relate.stories.similarity import (
    ComparisonVector,
    compare_vectors,
    days_apart,
    score_comparison,
)
from sayso.relate.stories.vectors import unpack_vectors

# ECB+ weighs twice as much as the outlets: its pairs of look-alikes are what the fit can learn from.
SETS = {"ecbplus_docs": 200.0, "outlets": 100.0}
PENALTY, ACROSS, ROUNDS, FOLDS = 1.0, 0.5, 3000, 5
AGAINST = ("missing", "apart")
# Shares of the averages within, from which two groups are joined, that are compared.
LEVELS = [round(0.5 + 0.05 * step, 2) for step in range(8)]
# Of the topics of ECB+ without a report in `claims/dev`, the first so many by hash are held out as well.
TEST_TOPICS = 6
KEPT_OUT = Path(__file__).parents[2] / "benchmarks" / "kept_out.jsonl.gz"

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


def held_out(shared: Path, rows: list[dict[str, str]]) -> set[str]:
    """Return the topics of ECB+, or the stories of the outlets, that nothing is tuned on."""
    if "topic" in rows[0]:
        topics = {row["topic"] for row in rows}
        dev = {path.stem.split("_")[1] for path in (shared / "data/claims/dev").glob("ecb_*.txt")}
        rest = sorted(topics - dev, key=lambda topic: crc32(f"topic{topic}".encode()))
        return dev | set(rest[:TEST_TOPICS])
    labels = map(json.loads, gzip.decompress(KEPT_OUT.read_bytes()).splitlines())
    kept = {label["id"].removeprefix("out-") for label in labels}
    return {row["story"] for row in rows if row["id"] in kept}


class Reports:
    """The readings of a set of stories, each with its story and its topic, and the part of each."""

    def __init__(self, name: str, shared: Path, readings: Path) -> None:
        with (shared / "data/stories" / f"{name}.jsonl").open(encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines]
        by_id = {row["id"]: row for row in rows}
        with (readings / f"{name}.jsonl").open(encoding="utf-8") as lines:
            self.readings = [Reading.from_json(line) for line in lines]
        known = [by_id[str(reading.report.input_id)] for reading in self.readings]
        self.stories = np.array([row["story"] for row in known])
        self.topics = np.array([row.get("topic", row["story"]) for row in known])
        self.held_out = np.isin(self.topics, sorted(held_out(shared, rows)))


def _copies(readings: Iterable[Reading]) -> list[tuple[str, ...]]:
    """Return the groups of copies, which count as one report, as in a record (without: .02 more on ECB+)."""
    groups = find_copies(reading.report for reading in readings)
    return [group.reports for group in groups if len(group.reports) > 1]


class Pairs:
    """Pairs of reports that share a key or a topic: their features, and whether they are of one story."""

    def __init__(self, reports: Reports, weight: float) -> None:
        chosen = [int(n) for n in np.flatnonzero(~reports.held_out)]
        sketches = [sketch_story(reports.readings[n]) for n in chosen]
        self.ids = [sketch.report for sketch in sketches]
        self.stories, self.topics = reports.stories[chosen], reports.topics[chosen]
        self.folds = np.array([crc32(f"f{topic}".encode()) % FOLDS for topic in self.topics])
        index = {report: number for number, report in enumerate(self.ids)}
        candidates = {tuple(sorted((index[a], index[b]))) for a, b in _candidates(sketches)}
        inside = {(i, j) for j in range(len(chosen)) for i in range(j) if self.topics[i] == self.topics[j]}
        pairs = sorted(candidates | inside)
        self.are_candidates = np.array([pair in candidates for pair in pairs])
        self.first, self.second = np.array(pairs).T
        vectors = [unpack_vectors(sketch.body) for sketch in sketches]
        self.copies = _copies(reports.readings[n] for n in chosen)
        self.vectors = [compare_vectors(vectors[i], vectors[j]) for i, j in pairs]
        self.table = np.array(self.vectors)
        self.gaps = [days_apart(vectors[i], vectors[j]) for i, j in pairs]
        self.same = self.stories[self.first] == self.stories[self.second]
        self.weights = self._weigh() * weight

    def _weigh(self) -> Floats:
        """Return the weights of the pairs: those within topics come to 1, those across to `ACROSS`."""
        first, within = self.topics[self.first], self.topics[self.first] == self.topics[self.second]
        counts = Counter(first[within])
        weights = np.array([counts[topic] ** -0.5 if topic in counts else 0.0 for topic in first])
        total = weights[within].sum()
        shares: Floats = np.where(within, weights / total, ACROSS / max((~within).sum(), 1))
        return shares


def fit(sets: list[Pairs], left_out: int | None = None) -> tuple[Floats, float]:
    """Return half the weights and half the intercept, by accelerated gradient descent without a fold.

    A weight of the wrong sign is set to 0 at every step. Half, as the score of a pair should not jump from 0
    to 1 within the spread of one story.
    """
    used = [
        (pairs.folds[pairs.first] != left_out) & (pairs.folds[pairs.second] != left_out) for pairs in sets
    ]
    table = np.concatenate([pairs.table[mask] for pairs, mask in zip(sets, used, strict=True)])
    same = np.concatenate([pairs.same[mask] for pairs, mask in zip(sets, used, strict=True)])
    weights = np.concatenate([pairs.weights[mask] for pairs, mask in zip(sets, used, strict=True)])
    mean, spread = table.mean(0), table.std(0) + 1e-6
    x = np.c_[(table - mean) / spread, np.ones(len(table))]
    sign = np.array([-1 if any(word in name for word in AGAINST) else 1 for name in ComparisonVector._fields])
    signs, penalty = np.append(sign, 0), np.append(np.full(len(sign), PENALTY), 0.0)
    step = 4 / (np.linalg.eigvalsh((x * weights[:, None]).T @ x)[-1] + 4 * PENALTY)
    now = ahead = np.zeros(x.shape[1])
    for k in range(ROUNDS):
        gradient = x.T @ (weights * (1 / (1 + np.exp(-x @ ahead)) - same)) + penalty * ahead
        new = ahead - step * gradient
        new[signs * new < 0] = 0
        if np.abs(new - now).max() < 1e-6:
            break
        ahead, now = new + k / (k + 3) * (new - now), new
    raw = now[:-1] / spread
    return raw / 2, float(now[-1] - raw @ mean) / 2


def score(pairs: Pairs, raw: Floats, intercept: float) -> Floats:
    """Return the scores of pairs by some weights."""
    weights = dict(zip(ComparisonVector._fields, map(float, raw), strict=True))
    return np.array(
        [
            score_comparison(vector, gap, weights=weights, intercept=intercept)
            for vector, gap in zip(pairs.vectors, pairs.gaps, strict=True)
        ]
    )


def measure(pairs: Pairs, scores: Floats, least: float) -> float:
    """Return B-cubed F1 of the clusters of the reports."""
    used = pairs.are_candidates & (scores >= least_join())
    found = [
        Pair(min(pairs.ids[i], pairs.ids[j]), max(pairs.ids[i], pairs.ids[j]), float(score))
        for i, j, score in zip(pairs.first[used], pairs.second[used], scores[used], strict=True)
    ]
    usual = read_codebook("stories")["groups"]["usual"]
    clusters = link_on_average(pairs.ids, found, least=least, usual=usual, together=pairs.copies)
    cluster_of = {report: cluster[0] for cluster in clusters for report in cluster}
    return b_cubed(
        [(cluster_of[report], story) for report, story in zip(pairs.ids, pairs.stories, strict=True)]
    )


def cross_validate(sets: list[Pairs]) -> None:
    """Print B-cubed of the tuning part, each pair scored by weights that did not see its topics."""
    scores = [np.zeros(len(pairs.same)) for pairs in sets]
    for fold in range(FOLDS):
        raw, intercept = fit(sets, fold)
        for pairs, known in zip(sets, scores, strict=True):
            mask = (pairs.folds[pairs.first] == fold) | (pairs.folds[pairs.second] == fold)
            known[mask] = score(pairs, raw, intercept)[mask]
    for least in LEVELS:
        figures = [measure(pairs, known, least) for pairs, known in zip(sets, scores, strict=True)]
        print(f"joined {least:.2f}:", *(f"{name} {f:.4f}" for name, f in zip(SETS, figures, strict=True)))


def measure_parts(reports: Reports) -> dict[str, float]:
    """Return B-cubed F1 of the shipped weights on either part of a set, each grouped by itself."""
    figures = {}
    for part, mask in (("tuning", ~reports.held_out), ("held out", reports.held_out)):
        readings = [reports.readings[n] for n in np.flatnonzero(mask)]
        stories = find_stories(readings, copies=_copies(readings))
        story_of = {report: story.id for story in stories for report in story.reports}
        found = [story_of.get(reading.report.id, reading.report.id) for reading in readings]
        figures[part] = b_cubed(list(zip(found, reports.stories[mask], strict=True)))
    return figures


def main(shared: str, readings: str, *options: str) -> None:
    """Cross-validate, print the weights, or measure the shipped ones."""
    sets = {name: Reports(name, Path(shared), Path(readings)) for name in SETS}
    if "--held-out" in options:
        for name, reports in sets.items():
            print(name, *(f"{part} {figure:.4f}" for part, figure in measure_parts(reports).items()))
        return
    pairs = [Pairs(reports, SETS[name]) for name, reports in sets.items()]
    if "--weights" not in options:
        cross_validate(pairs)
        return
    raw, intercept = fit(pairs)
    print(f"[weights]\nintercept = {intercept:.3f}")
    for name, weight in zip(ComparisonVector._fields, raw, strict=True):
        print(f"{name} = {weight:.3f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
