"""Fit the weights of the comparison features of two reports that may be about one happening.

usage: python -m training.stories.fit STORIES.jsonl READINGS.jsonl    cross-validation by topic
       python -m training.stories.fit STORIES.jsonl READINGS.jsonl --all    the weights

STORIES: reports with `id`, `topic`, `story` (ECB+, 66 stories on 33 topics); READINGS: `sayso read --tier
fast` of them. A logistic model over `sayso.relate.stories.similarity.ComparisonVector`, whose weights may
only have the sign that a feature has by its meaning, fitted by gradient descent with an L2 penalty (fixed
steps, no chance). Pairs: those that share a key or a topic; pairs within a topic weigh alike by topic,
others a quarter. The days apart are not fitted: ECB+ has hardly any two dated look-alikes; their weight is
set by hand in the codebook.
"""

import json
import sys
from collections import Counter
from pathlib import Path

import numpy as np
from benchmarks.b_cubed import b_cubed
from numpy.typing import NDArray

from sayso.codebook import read_codebook
from sayso.model import Pair, Reading
from sayso.relate.linkage import link_on_average
from sayso.relate.stories.clustering import _candidates, least_score, sketch_story
from sayso.relate.stories.similarity import ComparisonVector, compare_vectors, days_apart
from sayso.relate.stories.vectors import unpack_vectors

PENALTY, OUTSIDE, ROUNDS, FOLDS, SEEDS = 5.0, 0.25, 6000, 5, (0, 1, 2)
AGAINST = ("missing", "apart")
# Least average scores within a story that are compared.
LEVELS = [round(0.25 + 0.05 * step, 2) for step in range(8)]

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


class Pairs:
    """Pairs of reports that share a key or a topic: their features, and whether they are of one story."""

    def __init__(self, stories: Path, readings: Path) -> None:
        with stories.open(encoding="utf-8") as lines:
            gold = {row["id"]: row for row in map(json.loads, lines)}
        with readings.open(encoding="utf-8") as lines:
            read = [Reading.from_json(line) for line in lines]
        sketches = [sketch_story(reading) for reading in read]
        self.ids = [sketch.report for sketch in sketches]
        stories_of = [gold[reading.report.input_id]["story"] for reading in read]
        self.gold = dict(zip(self.ids, stories_of, strict=True))
        self.topics = np.array([gold[reading.report.input_id]["topic"] for reading in read])
        index = {report: number for number, report in enumerate(self.ids)}
        candidates = {tuple(sorted((index[a], index[b]))) for a, b in _candidates(sketches)}
        inside = {(i, j) for j in range(len(read)) for i in range(j) if self.topics[i] == self.topics[j]}
        pairs = sorted(candidates | inside)
        self.are_candidates = np.array([pair in candidates for pair in pairs])
        self.first, self.second = np.array(pairs).T
        vectors = [unpack_vectors(sketch.body) for sketch in sketches]
        self.table = np.array([compare_vectors(vectors[i], vectors[j]) for i, j in pairs])
        self.gaps = np.array([days_apart(vectors[i], vectors[j]) or 0 for i, j in pairs])
        self.same = np.array([stories_of[i] == stories_of[j] for i, j in pairs])
        self.weights = self._weigh()

    def _weigh(self) -> Floats:
        """Return the weights of the pairs: topics weigh alike, pairs of two topics less."""
        first, within = self.topics[self.first], self.topics[self.first] == self.topics[self.second]
        counts = Counter(first[within])
        weights = np.array([counts[topic] ** -0.5 for topic in first])
        return np.where(within, weights / weights[within].mean(), OUTSIDE)


def fit(table: Floats, same: Flags, weights: Floats) -> tuple[Floats, float]:
    """Return weights and intercept by accelerated gradient descent.

    A weight of the wrong sign is set to 0 at every step.
    """
    mean, spread = table.mean(0), table.std(0) + 1e-6
    x = np.c_[(table - mean) / spread, np.ones(len(table))]
    sign = np.array([signed(name) for name in ComparisonVector._fields] + [0])
    penalty = np.array([PENALTY] * table.shape[1] + [0.0])
    step = 4 / (np.linalg.eigvalsh((x * weights[:, None]).T @ x)[-1] + 4 * PENALTY)
    now = ahead = np.zeros(x.shape[1])
    for k in range(ROUNDS):
        gradient = x.T @ (weights * (1 / (1 + np.exp(-x @ ahead)) - same)) + penalty * ahead
        new = ahead - step * gradient
        new[sign * new < 0] = 0
        if np.abs(new - now).max() < 1e-6:
            break
        ahead, now = new + k / (k + 3) * (new - now), new
    raw = now[:-1] / spread
    return raw, float(now[-1] - raw @ mean)


def signed(name: str) -> int:
    """Return the sign that the weight of a feature may have, 0 for either."""
    if name == "longer":
        return 0
    return -1 if any(word in name for word in AGAINST) else 1


def score(pairs: Pairs, raw: Floats, intercept: float) -> Floats:
    """Return the probability of each pair to be of one story."""
    days = read_codebook("stories")["days"]
    late = np.clip(pairs.gaps - days["grace"], 0, days["most"])
    total: Floats = pairs.table @ raw + intercept - days["weight"] * late
    return 1 / (1 + np.exp(-total))


def group(pairs: Pairs, scores: Floats, chosen: Flags, least: float) -> dict[str, str]:
    """Cluster the chosen reports; returns the first report of each one's cluster."""
    used = pairs.are_candidates & (scores >= least_score()) & chosen[pairs.first] & chosen[pairs.second]
    found = [
        Pair(min(pairs.ids[i], pairs.ids[j]), max(pairs.ids[i], pairs.ids[j]), float(score))
        for i, j, score in zip(pairs.first[used], pairs.second[used], scores[used], strict=True)
    ]
    members = [report for report, is_chosen in zip(pairs.ids, chosen, strict=True) if is_chosen]
    clusters = link_on_average(members, found, least=least)
    return {report: cluster[0] for cluster in clusters for report in cluster}


def score_stories(pairs: Pairs, scores: Floats, chosen: Flags, least: float) -> float:
    """Return B-cubed F1 of the clusters of the chosen reports."""
    found = group(pairs, scores, chosen, least)
    return b_cubed([(cluster, pairs.gold[report]) for report, cluster in found.items()])


def cross_validate(pairs: Pairs) -> None:
    """Print the scores of topics left out of the fit, then of a fit on half of them."""
    table: dict[float, list[float]] = {least: [] for least in LEVELS}
    for seed in SEEDS:
        topics = sorted(set(pairs.topics), key=int)
        np.random.default_rng(seed).shuffle(topics)
        fold = np.array([topics.index(topic) % FOLDS for topic in pairs.topics])
        scores = np.zeros(len(pairs.same))
        for left_out in range(FOLDS):
            train = (fold[pairs.first] != left_out) & (fold[pairs.second] != left_out)
            raw, intercept = fit(pairs.table[train], pairs.same[train], pairs.weights[train])
            scores[~train] = score(pairs, raw, intercept)[~train]
        for least in LEVELS:
            table[least].append(score_stories(pairs, scores, np.ones(len(fold), bool), least))
    for least, figures in table.items():
        print(
            f"joined {least:.2f}: B-cubed {np.mean(figures):.4f} (topics left out, {len(figures)} divisions)"
        )
    print_halves(pairs)


def print_halves(pairs: Pairs) -> None:
    """Print the scores of a fit on the odd topics, on these and on the even ones."""
    odd = np.array([int(topic) % 2 == 1 for topic in pairs.topics])
    train = odd[pairs.first] & odd[pairs.second]
    scores = score(pairs, *fit(pairs.table[train], pairs.same[train], pairs.weights[train]))
    for least in LEVELS:
        tuned, checked = (score_stories(pairs, scores, part, least) for part in (odd, ~odd))
        print(f"joined {least:.2f}: odd topics (tuning) {tuned:.4f}, even topics (check) {checked:.4f}")


def main(stories: str, readings: str, *options: str) -> None:
    """Cross-validate, or print the weights."""
    pairs = Pairs(Path(stories), Path(readings))
    if "--all" not in options:
        cross_validate(pairs)
        return
    raw, intercept = fit(pairs.table, pairs.same, pairs.weights)
    print(f"[weights]\nintercept = {intercept:.3f}")
    for name, weight in zip(ComparisonVector._fields, raw, strict=True):
        print(f"{name} = {weight:.3f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
