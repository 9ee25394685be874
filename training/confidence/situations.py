"""Fit the confidence of state assertions: a logistic regression on situations judged by reading.

usage: python -m training.confidence.situations SET=READINGS ...

SET is a part of benchmarks/shown_situations.tsv, or several ("ecb_tune,ecb_check"), READINGS what `sayso read
--tier full` prints for its reports. Prints the figures of cross-validation by topic (ECB+) or report, and the
weights for the codebook (situations.toml, "confidence").
"""

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import numpy as np
from benchmarks.score_shown_situations import labels_of, read_readings, shown_situations

from sayso.relate.situations.confidence import evidence_of

__all__ = ["Example", "examples_of", "fit_weights"]

FOLDS, SEEDS = 10, 3
# Ridge penalty (more or less of it is alike in cross-validation).
PENALTY = 2.0


class Example(NamedTuple):
    """Evidence on a shown situation, whether it is right, and the group of reports that it is of."""

    evidence: dict[str, int]
    is_right: bool
    group: str


def examples_of(parts: Iterable[str], path: Path) -> Iterator[Example]:
    """Yield the labelled situations of some parts of the table that the readings show.

    The evidence is that of the assertion whose claim has the highest confidence.
    """
    labels = {key: right for part in parts for key, right in labels_of(part)}
    for found in shown_situations(read_readings(path)):
        key = next((key for key in found.keys if key in labels), None)
        if key is not None and found.support:
            sourced, assertion = max(found.support, key=lambda pair: pair[0].claim.confidence or 0)
            topic = re.match(r"(?:ecb_)?(\d+)_\d+ecb", key.report)
            group = f"ecb {topic.group(1)}" if topic else key.report.replace("_", "-")
            yield Example(evidence_of(sourced, assertion), labels[key], group)


def fit_weights(examples: Sequence[Example]) -> dict[str, int]:
    """Return weights in thousandths of log-odds by name of evidence, and `start`."""
    names = sorted(examples[0].evidence)
    weights = _fit(_table(examples, names), np.array([example.is_right for example in examples], float))
    return {
        name: round((10 if name == "doubt" else 1000) * float(w))
        for name, w in zip([*names, "start"], weights, strict=True)
    }


def _table(examples: Sequence[Example], names: Sequence[str]) -> np.ndarray:
    rows = [[example.evidence[name] for name in names] + [1] for example in examples]
    scale = [0.01 if name == "doubt" else 1.0 for name in names] + [1.0]
    return np.array(rows, float) * scale


def _fit(table: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Return the weights of a logistic regression, by Newton's method; the intercept is not shrunk."""
    penalty = PENALTY * np.eye(table.shape[1])
    penalty[-1, -1] = 0
    weights = np.zeros(table.shape[1])
    for _ in range(60):
        shares = 1 / (1 + np.exp(-table @ weights))
        slope = table.T @ (shares - right) + penalty @ weights
        bend = (table * (shares * (1 - shares))[:, None]).T @ table + penalty
        weights = weights - np.linalg.solve(bend + 1e-9 * np.eye(len(weights)), slope)
    return weights


def cross_validate(examples: Sequence[Example]) -> np.ndarray:
    """Return the confidence of each example by weights that did not see its group, mean of some divisions."""
    names = sorted(examples[0].evidence)
    table, right = _table(examples, names), np.array([example.is_right for example in examples], float)
    scores = np.zeros(len(examples))
    for seed in range(SEEDS):
        fold = np.array([_fold(f"{seed} {example.group}") for example in examples])
        for n in range(FOLDS):
            scores[fold == n] += table[fold == n] @ _fit(table[fold != n], right[fold != n])
    return 1 / (1 + np.exp(-scores / SEEDS))


def _fold(name: str) -> int:
    return int(sha256(name.encode()).hexdigest(), 16) % FOLDS


def main(arguments: Iterable[str]) -> None:
    """Print the figures and the weights."""
    examples: list[Example] = []
    for argument in arguments:
        parts, _, path = argument.partition("=")
        examples += examples_of(parts.split(","), Path(path))
    confidence, right = cross_validate(examples), np.array([example.is_right for example in examples])
    print(f"{len(examples)} situations, {right.mean():.3f} right")
    for least in (0.0, 0.7, 0.75, 0.76, 0.77, 0.78, 0.79, 0.8, 0.85):
        shown = confidence >= least
        share = right[shown].sum() / right.sum()
        precision = right[shown].mean()
        print(f"from {least:.2f}: {shown.sum()} shown, {precision:.3f} right, {share:.3f} of the right")
    for name, weight in fit_weights(examples).items():
        print(f"{name} = {weight}")


if __name__ == "__main__":
    main(sys.argv[1:])
