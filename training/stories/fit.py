"""Fit the weights of the comparison features of two reports that may be about one happening.

usage: python training/stories/fit.py STORIES.jsonl READINGS.jsonl    cross-validation by topic
       python training/stories/fit.py STORIES.jsonl READINGS.jsonl --all    the weights

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

from sayso.codebook import read_codebook
from sayso.model import Pair, Reading
from sayso.relate.linkage import link_on_average
from sayso.relate.stories.clustering import _candidates, least_score, sketch_story
from sayso.relate.stories.similarity import ComparisonVector, compare_vectors, days_apart
from sayso.relate.stories.vectors import unpack_vectors

PENALTY, OUTSIDE, ROUNDS, FOLDS, SEEDS = 5.0, 0.25, 6000, 5, (0, 1, 2)
AGAINST = ("missing", "apart")


class Pairs:
    def __init__(self, stories: Path, readings: Path) -> None:
        gold = {row["id"]: row for row in map(json.loads, stories.open(encoding="utf-8"))}
        read = [Reading.from_json(line) for line in readings.open(encoding="utf-8")]
        self.sketches = [sketch_story(reading) for reading in read]
        self.ids = [sketch.report for sketch in self.sketches]
        self.stories = [gold[reading.report.input_id]["story"] for reading in read]
        self.topics = np.array([gold[reading.report.input_id]["topic"] for reading in read])
        place = {one: n for n, one in enumerate(self.ids)}
        asked = {tuple(sorted((place[a], place[b]))) for a, b in _candidates(self.sketches)}
        inside = {(i, j) for j in range(len(read)) for i in range(j) if self.topics[i] == self.topics[j]}
        self.asked = np.array([pair in asked for pair in sorted(asked | inside)])
        self.first, self.second = np.array(sorted(asked | inside)).T
        profiles = [unpack_vectors(sketch.body) for sketch in self.sketches]
        both = [(profiles[i], profiles[j]) for i, j in zip(self.first, self.second)]
        self.table = np.array([compare_vectors(*pair) for pair in both])
        self.gaps = np.array([days_apart(*pair) or 0 for pair in both])
        self.same = np.array([self.stories[i] == self.stories[j] for i, j in zip(self.first, self.second)])
        self.weights = self._weigh()

    def _weigh(self) -> np.ndarray:
        first, within = self.topics[self.first], self.topics[self.first] == self.topics[self.second]
        counts = Counter(first[within])
        weights = np.array([counts[topic] ** -0.5 for topic in first])
        return np.where(within, weights / weights[within].mean(), OUTSIDE)


def fit(table: np.ndarray, same: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, float]:
    """Accelerated gradient descent; a weight of the wrong sign is set to 0 at every step."""
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
    if name == "longer":
        return 0
    return -1 if any(word in name for word in AGAINST) else 1


def score(pairs: Pairs, raw: np.ndarray, intercept: float) -> np.ndarray:
    days = read_codebook("stories")["days"]
    late = np.clip(pairs.gaps - days["grace"], 0, days["most"])
    return 1 / (1 + np.exp(-(pairs.table @ raw + intercept - days["weight"] * late)))


def group(pairs: Pairs, scores: np.ndarray, chosen: np.ndarray, least: float) -> dict[str, str]:
    kept = pairs.asked & (scores >= least_score()) & chosen[pairs.first] & chosen[pairs.second]
    found = [
        Pair(*sorted((pairs.ids[i], pairs.ids[j])), float(p))
        for i, j, p in zip(pairs.first[kept], pairs.second[kept], scores[kept])
    ]
    members = [one for one, is_in in zip(pairs.ids, chosen) if is_in]
    return {one: part[0] for part in link_on_average(members, found, least=least) for one in part}


def b_cubed(gold: dict[str, str], found: dict[str, str]) -> float:
    both = Counter((gold[one], found[one]) for one in found)
    gold_sizes, sizes = Counter(gold[one] for one in found), Counter(found.values())
    precision = sum(n * n / sizes[part] for (_, part), n in both.items()) / len(found)
    recall = sum(n * n / gold_sizes[story] for (story, _), n in both.items()) / len(found)
    return 2 * precision * recall / (precision + recall)


def cross_validate(pairs: Pairs) -> None:
    gold = dict(zip(pairs.ids, pairs.stories))
    levels = [round(0.25 + 0.05 * n, 2) for n in range(8)]
    table = {least: [] for least in levels}
    for seed in SEEDS:
        topics = sorted(set(pairs.topics), key=int)
        np.random.default_rng(seed).shuffle(topics)
        fold = np.array([topics.index(topic) % FOLDS for topic in pairs.topics])
        scores = np.zeros(len(pairs.same))
        for n in range(FOLDS):
            train = (fold[pairs.first] != n) & (fold[pairs.second] != n)
            raw, intercept = fit(pairs.table[train], pairs.same[train], pairs.weights[train])
            scores[~train] = score(pairs, raw, intercept)[~train]
        for least in levels:
            table[least].append(b_cubed(gold, group(pairs, scores, np.ones(len(fold), bool), least)))
    for least, figures in table.items():
        print(
            f"joined {least:.2f}: B-cubed {np.mean(figures):.4f} (topics left out, {len(figures)} divisions)"
        )
    halves(pairs, gold, levels)


def halves(pairs: Pairs, gold: dict[str, str], levels: list[float]) -> None:
    odd = np.array([int(topic) % 2 == 1 for topic in pairs.topics])
    train = odd[pairs.first] & odd[pairs.second]
    scores = score(pairs, *fit(pairs.table[train], pairs.same[train], pairs.weights[train]))
    for least in levels:
        tuned, checked = (b_cubed(gold, group(pairs, scores, part, least)) for part in (odd, ~odd))
        print(f"joined {least:.2f}: odd topics (tuning) {tuned:.4f}, even topics (check) {checked:.4f}")


def main(stories: str, readings: str, *options: str) -> None:
    pairs = Pairs(Path(stories), Path(readings))
    if "--all" not in options:
        cross_validate(pairs)
        return
    raw, intercept = fit(pairs.table, pairs.same, pairs.weights)
    print(f"[weights]\nintercept = {intercept:.3f}")
    for name, weight in zip(ComparisonVector._fields, raw):
        print(f"{name} = {weight:.3f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
