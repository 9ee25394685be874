"""Fit the confidence of a kind of records: a forest for each decision, and the calibration of their product.

usage: python -m training.confidence.fit KIND TIER            cross-validation by groups of copies
       python -m training.confidence.fit KIND TIER --write    fits on all, writes the package's KIND-TIER.json

KIND: claims, attributions, commitments, participants; TIER: full, fast.

SAYSO_SHARED names the folder with data/ and score/. Needs scikit-learn.
"""

import argparse
import hashlib
import json
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.tree._tree import Tree
from training.confidence.examples import Example, examples_of
from training.confidence.features import DECISIONS, expand
from training.confidence.reports import (
    OWN,
    LabelledReport,
    gold_folder,
    group_copies,
    labelled_reports,
)
from training.paths import ROOT
from training.silver.gold import validation_reports

from sayso.confidence.evidence import SCALE
from sayso.confidence.forest import ConfidenceModel
from sayso.model import Tier

SEED = 0
FOLDS = 10
# The weight, in examples, of leaving scores as they are.
PRIOR = 10.0
# Trees a forest, and the fewest examples of a leaf (claims swept 3 to 12: all alike within .002 of AUROC).
TREES, LEAF = {"full": 60, "fast": 40}, {"full": 8, "fast": 20}
# Commitments are few: finer leaves are sure of what they cannot know.
LEAF_OF_COMMITMENTS = 40
Steps = tuple[tuple[int, int], ...]
OUT = ROOT / "src/sayso/confidence"


class Task(NamedTuple):
    """A kind of records in a tier."""

    kind: str
    tier: str


def fit_model(examples: Sequence[Example], task: Task, steps: Steps = ((0, 0),)) -> ConfidenceModel:
    """Fit the forests on examples; `steps` is the calibration to put with them."""
    names = tuple(sorted({name for example in examples for name in example.features}))
    leaf = LEAF_OF_COMMITMENTS if task.kind == "commitments" else LEAF[task.tier]
    forests = {}
    for decision, wanted in DECISIONS[task.kind].items():
        known = [example for example in examples if example.right[decision] is not None]
        columns = [n for n, name in enumerate(names) if name in expand(wanted, names)]
        table = np.array([[example.features.get(names[n], 0) for n in columns] for example in known])
        right = np.array([bool(example.right[decision]) for example in known])
        forest = ExtraTreesClassifier(
            TREES[task.tier], min_samples_leaf=leaf, max_features=0.3, random_state=SEED, n_jobs=1
        ).fit(table, right)
        forests[decision] = tuple(_tree(fitted.tree_, columns) for fitted in forest.estimators_)
    return ConfidenceModel(features=names, forests=forests, steps=steps)


def _tree(tree: Tree, columns: Sequence[int]) -> tuple[int, ...]:
    """Return a tree of scikit-learn in preorder, as `sayso.confidence.forest` reads it."""
    flat: list[int] = []

    def add(node: int) -> None:
        at = len(flat)
        if tree.children_left[node] < 0:
            flat.extend((-1, round(SCALE * float(tree.value[node][0][1] / tree.value[node][0].sum())), 0))
            return
        flat.extend((columns[tree.feature[node]], int(np.floor(tree.threshold[node])), 0))
        add(tree.children_left[node])
        flat[at + 2] = len(flat)
        add(tree.children_right[node])

    add(0)
    return tuple(flat)


def is_right(example: Example) -> bool:
    """Return whether all decisions of a record are right."""
    return all(example.right.values())


def cross_scores(examples: Sequence[Example], fold: np.ndarray, task: Task) -> np.ndarray:
    """Return the score of each example by forests that did not see its report, nor a copy of it."""
    scores = np.zeros(len(examples), dtype=int)
    for n in range(FOLDS):
        model = fit_model([example for example, k in zip(examples, fold, strict=True) if k != n], task)
        for at in np.flatnonzero(fold == n).tolist():
            scores[at] = model.score(examples[at].features)
    return scores


def folds(examples: Sequence[Example], reports: Sequence[LabelledReport]) -> np.ndarray:
    """Return the fold of each example, by the hash of its report's group of copies."""
    groups = group_copies(reports)
    fold_of = {
        name: int(hashlib.sha256(f"{SEED} {group}".encode()).hexdigest(), 16) % FOLDS
        for name, group in groups.items()
    }
    return np.array([fold_of[example.report] for example in examples])


def calibrate(scores: np.ndarray, right: np.ndarray) -> Steps:
    """Return Platt's calibration as steps: (least score, confidence in hundredths).

    A line over the log-odds, drawn to leaving the scores as they are, so that few examples change them
    little. Isotonic regression makes plateaus of what differs: AUROC .780 against .785 across folds.
    """
    x, line = _log_odds(scores), np.array([1.0, 0.0])
    for _ in range(50):
        shares = 1 / (1 + np.exp(-x @ line))
        slope = x.T @ (shares - right) + PRIOR * (line - [1, 0])
        bend = (x * (shares * (1 - shares))[:, None]).T @ x + PRIOR * np.eye(2)
        line = line - np.linalg.solve(bend, slope)
    shares = 1 / (1 + np.exp(-_log_odds(np.arange(SCALE + 1)) @ line))
    values = np.clip(np.rint(100 * shares), 1, 99).astype(int)  # 1 is a person's
    starts = [0, *(np.flatnonzero(np.diff(values)) + 1).tolist()]
    return tuple((int(at), int(values[at])) for at in starts)


def _log_odds(scores: np.ndarray) -> np.ndarray:
    """Return for each score its log-odds and a 1."""
    inside = np.clip(scores, 4, SCALE - 4)
    return np.stack([np.log(inside / (SCALE - inside)), np.ones(len(scores))], axis=1)


def figures(confidence: np.ndarray, right: np.ndarray) -> str:
    """Return what score_confidence.py prints, in one line."""
    order = np.argsort(-confidence, kind="stable")
    ranks = np.unique(confidence, return_inverse=True)[1]
    wins = [
        (ranks[right][:, None] > ranks[~right][None]).mean(),
        (ranks[right][:, None] == ranks[~right][None]).mean(),
    ]
    shares = [right[order[: len(order) * percent // 100]].mean() for percent in (10, 25, 50, 75)]
    parts = np.array_split(np.argsort(confidence, kind="stable"), 10)
    error = sum(abs(confidence[part].sum() - right[part].sum()) for part in parts) / len(right)
    precision = " ".join(f"{share:.3f}" for share in shares)
    auroc = wins[0] + wins[1] / 2
    return (
        f"{len(right)}, right {right.mean():.3f} auroc {auroc:.3f} p10/25/50/75 {precision} ece {error:.3f}"
    )


def confidences(scores: np.ndarray, steps: Steps) -> np.ndarray:
    """Return the calibrated confidence of scores."""
    starts = [least for least, _ in steps]
    return np.array([steps[n - 1][1] / 100 for n in np.searchsorted(starts, scores, side="right")])


def cross_calibrated(scores: np.ndarray, right: np.ndarray, fold: np.ndarray) -> np.ndarray:
    """Return the confidence of each example by a calibration that did not see its report."""
    result = np.zeros(len(scores))
    for n in range(FOLDS):
        result[fold == n] = confidences(scores[fold == n], calibrate(scores[fold != n], right[fold != n]))
    return result


def examples_for(task: Task) -> tuple[list[LabelledReport], list[Example]]:
    """Return the reports to learn a task from, and their examples.

    Decisions of the learned reader only on reports that its encoder never saw. A link to an entity is the
    work of the rules in both tiers. Of commitments there are a hundred on unseen reports: those that the
    rules find are added, which have all features but the heads'.
    """
    reports = [*labelled_reports(gold_folder()), *labelled_reports(OWN)]
    if task.kind != "participants":  # silver labels do not say who somebody is
        reports += [LabelledReport(name, *labels, {}) for name, labels in validation_reports().items()]
    unseen = [report for report in reports if report.is_unseen]
    if task.tier == "fast" or task.kind == "participants":
        return reports, list(examples_of(task.kind, reports, Tier(task.tier)))
    examples = list(examples_of(task.kind, unseen, Tier.FULL))
    if task.kind == "commitments":
        return reports, examples + list(examples_of(task.kind, reports, Tier.FAST))
    return unseen, examples


def main() -> None:
    """Cross-validate, and write the model if asked to."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("kind", choices=tuple(DECISIONS))
    parser.add_argument("tier", choices=("full", "fast"))
    parser.add_argument("--write", action="store_true", help="fit on all examples and write the model")
    arguments = parser.parse_args()
    task = Task(arguments.kind, arguments.tier)
    reports, examples = examples_for(task)
    right, fold = np.array([is_right(example) for example in examples]), folds(examples, reports)
    scores = cross_scores(examples, fold, task)
    calibrated = cross_calibrated(scores, right, fold)
    learned = np.array(["head.deed" in example.features for example in examples])
    silver = np.array([example.report in validation_reports() for example in examples])
    for label, part in (("all", np.full(len(examples), True)), ("silver", silver), ("gold", ~silver)):
        part &= learned | ~learned.any()
        if not part.any():
            continue
        print(label, "not calibrated:", figures(scores[part] / SCALE, right[part]))
        print(label, "calibrated:    ", figures(calibrated[part], right[part]), flush=True)
    if arguments.write:
        model = fit_model(examples, task, calibrate(scores, right))
        path = OUT / f"{task.kind}-{task.tier}.json"
        path.write_text(to_json(model), encoding="utf-8")
        print(path, path.stat().st_size, "bytes,", len(model.steps), "steps")


def to_json(model: ConfidenceModel) -> str:
    """Return a model as JSON, one tree a line."""
    forests = ",\n".join(
        f"{json.dumps(name)}: [\n"
        + ",\n".join(json.dumps(tree, separators=(",", ":")) for tree in trees)
        + "\n]"
        for name, trees in model.forests.items()
    )
    head = f'"features": {json.dumps(model.features)},\n"steps": {json.dumps(model.steps)}'
    return f'{{{head},\n"forests": {{\n{forests}\n}}}}\n'


if __name__ == "__main__":
    main()
