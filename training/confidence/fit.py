"""Fit the confidence of claims: one forest for each decision, and the calibration of their product.

usage: python -m training.confidence.fit full|fast            cross-validation by report
       python -m training.confidence.fit full|fast --write    fits on all, writes src/sayso/confidence/claims-*.json

SAYSO_SHARED names the folder with data/ and score/. Needs scikit-learn.
"""

import argparse
import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.isotonic import IsotonicRegression

from sayso.confidence import ConfidenceModel
from sayso.confidence.evidence import SCALE
from sayso.model import Tier
from training.confidence.examples import Example, claim_examples
from training.confidence.features import FEATURES, expand
from training.confidence.reports import GOLD, OWN, LabelledReport, labelled_texts, shared_data

SEED = 0
FOLDS = 10
# Trees a forest, and the fewest examples of a leaf. Swept 30 to 300 and 8 to 12: the fewest trees within .005 of the best AUROC.
TREES, LEAF = {"full": 60, "fast": 40}, {"full": 8, "fast": 20}
# The fewest examples of a step of the calibration.
STEP = 100
OUT = Path("src/sayso/confidence")


def fit_model(examples: Sequence[Example], tier: str, steps: tuple[tuple[int, int], ...] = ((0, 0),)) -> ConfidenceModel:
    """Fit the forests on examples; `steps` is the calibration to put with them."""
    names = tuple(sorted({name for example in examples for name in example.features}))
    forests = {}
    for decision, wanted in FEATURES.items():
        known = [example for example in examples if example.right[decision] is not None]
        columns = [n for n, name in enumerate(names) if name in expand(wanted, names)]
        table = np.array([[example.features.get(names[n], 0) for n in columns] for example in known])
        right = np.array([bool(example.right[decision]) for example in known])
        forest = ExtraTreesClassifier(
            TREES[tier], min_samples_leaf=LEAF[tier], max_features=0.3, random_state=SEED, n_jobs=1
        ).fit(table, right)
        forests[decision] = tuple(_tree(fitted.tree_, columns) for fitted in forest.estimators_)
    return ConfidenceModel(features=names, forests=forests, steps=steps)


def _tree(tree, columns: Sequence[int]) -> tuple[int, ...]:
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
    """Return whether all decisions of a claim are right."""
    return all(example.right.values())


def cross_scores(examples: Sequence[Example], tier: str) -> np.ndarray:
    """Return the score of each example by forests that did not see its report."""
    fold = np.array([_fold(example.report) for example in examples])
    scores = np.zeros(len(examples), dtype=int)
    for n in range(FOLDS):
        model = fit_model([example for example, k in zip(examples, fold) if k != n], tier)
        for at in np.flatnonzero(fold == n):
            scores[at] = model.score(examples[at].features)
    return scores


def _fold(report: str) -> int:
    return int(hashlib.sha256(f"{SEED} {report}".encode()).hexdigest(), 16) % FOLDS


def calibrate(scores: np.ndarray, right: np.ndarray) -> tuple[tuple[int, int], ...]:
    """Return the steps of isotonic regression over bins of equal counts: (least score, confidence in hundredths)."""
    order = np.argsort(scores, kind="stable")
    bins = np.array_split(order, max(1, len(order) // STEP))
    middle = np.array([scores[part].mean() for part in bins])
    share = np.array([right[part].mean() for part in bins])
    # Between the middles of the bins the line is straight: fewer ties, the same order.
    smooth = IsotonicRegression(y_min=0.01, y_max=0.99).fit(middle, share, [len(part) for part in bins])
    grid = np.arange(SCALE + 1)
    values = np.rint(100 * np.interp(grid, middle, smooth.predict(middle))).astype(int)
    starts = [0, *(np.flatnonzero(np.diff(values)) + 1).tolist()]
    return tuple((int(at), int(values[at])) for at in starts)


def figures(confidence: np.ndarray, right: np.ndarray) -> str:
    """Return what score_confidence.py prints, in one line."""
    order = np.argsort(-confidence, kind="stable")
    ranks = np.unique(confidence, return_inverse=True)[1]
    wins = [(ranks[right][:, None] > ranks[~right][None]).mean(), (ranks[right][:, None] == ranks[~right][None]).mean()]
    shares = [right[order[: len(order) * percent // 100]].mean() for percent in (10, 25, 50, 75)]
    parts = np.array_split(np.argsort(confidence, kind="stable"), 10)
    error = sum(abs(confidence[part].sum() - right[part].sum()) for part in parts) / len(right)
    precision = " ".join(f"{share:.3f}" for share in shares)
    return f"claims {len(right)} right {right.mean():.3f} auroc {wins[0] + wins[1] / 2:.3f} p10/25/50/75 {precision} ece {error:.3f}"


def confidences(scores: np.ndarray, steps: Sequence[tuple[int, int]]) -> np.ndarray:
    """Return the calibrated confidence of scores."""
    starts = [least for least, _ in steps]
    return np.array([steps[n - 1][1] / 100 for n in np.searchsorted(starts, scores, side="right")])


def cross_calibrated(examples: Sequence[Example], scores: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Return the confidence of each example by a calibration that did not see its report."""
    fold = np.array([_fold(example.report) for example in examples])
    result = np.zeros(len(examples))
    for n in range(FOLDS):
        result[fold == n] = confidences(scores[fold == n], calibrate(scores[fold != n], right[fold != n]))
    return result


def reports_of(tier: str) -> Iterable[LabelledReport]:
    """Yield the reports to learn a tier from: for the learned one only those that its encoder never saw."""
    for folder in (shared_data() / GOLD, *((OWN,) if tier == "fast" else ())):
        for report in labelled_texts(folder):
            if tier == "fast" or report.is_unseen:
                yield report


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tier", choices=("full", "fast"))
    parser.add_argument("--write", action="store_true", help="fit on all examples and write the model")
    arguments = parser.parse_args()
    examples = list(claim_examples(reports_of(arguments.tier), Tier(arguments.tier)))
    right = np.array([is_right(example) for example in examples])
    scores = cross_scores(examples, arguments.tier)
    calibrated = cross_calibrated(examples, scores, right)
    for label, prefix in (("all", ""), ("gm", "gm_")):
        part = np.array([example.report.startswith(prefix) for example in examples])
        print(label, "not calibrated:", figures(scores[part] / SCALE, right[part]))
        print(label, "calibrated:    ", figures(calibrated[part], right[part]), flush=True)
    if arguments.write:
        model = fit_model(examples, arguments.tier, calibrate(scores, right))
        path = OUT / f"claims-{arguments.tier}.json"
        path.write_text(to_json(model), encoding="utf-8")
        print(path, path.stat().st_size, "bytes,", len(model.steps), "steps")


def to_json(model: ConfidenceModel) -> str:
    """Return a model as JSON, one tree a line."""
    forests = ",\n".join(
        f"{json.dumps(name)}: [\n" + ",\n".join(json.dumps(tree, separators=(",", ":")) for tree in trees) + "\n]"
        for name, trees in model.forests.items()
    )
    return (
        f'{{"features": {json.dumps(model.features)},\n"steps": {json.dumps(model.steps)},\n"forests": {{\n{forests}\n}}}}\n'
    )


if __name__ == "__main__":
    main()
