"""Fit the weights by which names compete for a pronoun, on the pronouns of the claims' training reports.

usage: python -m training.coreference.fit > src/sayso/gazetteer/salience.toml
       python -m training.coreference.fit --check

Gold: pronouns among the sources, actors and recipients, with the name they stand for (`is`). The weights are
chosen by gradient ascent on the log-likelihood of the right names among all that gender and number allow,
with an L2 penalty; pronouns whose name is not among them are left out. Three rounds, as the features use the
antecedents of earlier pronouns.

`--check` prints how often the shipped weights choose the right name, on the dev part.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from sayso.gazetteer import find_bodies, fold_name
from sayso.language import coreference, parse_texts, salience
from sayso.model import Parse, Token
from training.paths import shared_data

# Words that do not tell two names apart.
IDLE = {"the", "a", "an", "of", "in", "and", "al", "for", "to", "mr", "mrs", "ms", "dr"}
PENALTY, STEPS, RATE = 0.002, 1500, 1.0
ROUNDS = 3

Floats = NDArray[np.float64]
Row = tuple[Floats, NDArray[np.bool_]]  # features of the candidates of a pronoun; which are right
Gold = dict[tuple[int, int], str]


class Recorder(coreference.Resolver):
    """Resolver that records the features of all candidates of the pronouns with gold."""

    def __init__(self, parse: Parse, gold: Gold) -> None:
        super().__init__(parse)
        self.gold = gold
        self.rows: list[Row] = []
        self.pronouns = 0

    def _resolve_pronoun(self, token: Token) -> None:
        name = self.gold.get((token.start, token.end))
        kind = coreference._pronoun_kind(token.lower)
        if name and kind:
            self.pronouns += 1
            candidates = self.options(token, kind)
            scene = self.scene(token, kind, candidates)
            table = [
                salience.features(self.parse, candidate, scene, self.quoted[candidate.head])
                for candidate in candidates
            ]
            right = [
                is_same(name, self.parse.span(candidate.first, candidate.last).text)
                for candidate in candidates
            ]
            if any(right):
                self.rows.append((np.array(table), np.array(right)))
        super()._resolve_pronoun(token)


def is_same(gold: str, name: str) -> bool:
    """Return True if two names share a word that counts, or an entry of the gazetteer."""
    shared = (set(fold_name(gold).split()) - IDLE) & (set(fold_name(name).split()) - IDLE)
    return bool(shared) or bool(
        {body.key for body in find_bodies(gold)} & {body.key for body in find_bodies(name)}
    )


def read_gold(folder: Path) -> list[tuple[str, Gold]]:
    """Return the text of each labelled report, and the names of its pronouns by their offsets."""
    reports = []
    for path in sorted(folder.glob("*.json")):
        report = json.loads(path.read_text(encoding="utf-8"))
        named = [
            mention
            for claim in report["claims"]
            for key in ("actors", "recipients", "sources")
            for mention in claim[key]
        ]
        named += [
            attribution["source"] for attribution in report["attributions"] if attribution.get("source")
        ]
        gold = {
            (mention["start"], mention["end"]): mention["is"]
            for mention in named
            if mention.get("is") and "start" in mention
        }
        reports.append((path.with_suffix(".txt").read_text(encoding="utf-8"), gold))
    return reports


def record(parses: Sequence[Parse], reports: Sequence[tuple[str, Gold]]) -> Iterator[Recorder]:
    """Resolve the pronouns of the reports, and give what was recorded of each report."""
    for parse, (_, gold) in zip(parses, reports, strict=True):
        recorder = Recorder(parse, gold)
        recorder.run()
        yield recorder


def fit(rows: Sequence[Row]) -> Floats:
    """Return the weights of the greatest penalised likelihood."""
    weights = np.zeros(len(salience.FEATURES))
    for _ in range(STEPS):
        gradient = -PENALTY * weights * len(rows)
        for table, right in rows:
            scores = table @ weights
            powers = np.exp(scores - scores.max())
            share, hit = powers / powers.sum(), powers * right / (powers * right).sum()
            gradient += table.T @ (hit - share)
        weights += RATE * gradient / len(rows)
    return weights


def count_right(rows: Sequence[Row], weights: Floats) -> int:
    """Return the number of pronouns whose best candidate is right."""
    return sum(bool(right[np.argmax(table @ weights)]) for table, right in rows)


def read_parses(reports: Sequence[tuple[str, Gold]]) -> list[Parse]:
    """Parse the texts of the reports."""
    return list(parse_texts((text, None) for text, _ in reports))


def check(folder: Path) -> None:
    """Print how often the shipped weights choose the right name."""
    weights = np.array(salience._weights())
    reports = read_gold(folder)
    recorders = list(record(read_parses(reports), reports))
    pronouns = sum(recorder.pronouns for recorder in recorders)
    rows = [row for recorder in recorders for row in recorder.rows]
    right = count_right(rows, weights)
    print(f"{pronouns} pronouns with a name, {len(rows)} where it is among the options, {right} right")


def fit_rounds(folder: Path) -> Floats:
    """Fit the weights on a part of the claims, each round with the antecedents by the weights before."""
    reports = read_gold(folder)
    parses = read_parses(reports)
    weights = np.array(salience._weights())
    for _ in range(ROUNDS):
        current = tuple(weights)
        with patch.object(salience, "_weights", lambda current=current: current):
            recorders = list(record(parses, reports))
        rows = [row for recorder in recorders for row in recorder.rows if not all(row[1])]
        before = count_right(rows, weights)
        weights = fit(rows)
        right = count_right(rows, weights)
        shares = f"{before / len(rows):.3f} right before, {right / len(rows):.3f} after the fit"
        print(f"{len(rows)} pronouns, {shares}", file=sys.stderr)
    return weights


def main() -> None:
    """Print the fitted weights as a TOML file, or check those that are shipped."""
    claims = shared_data() / "claims"
    if "--check" in sys.argv:
        check(claims / "dev")
        return
    weights = fit_rounds(claims / "train")
    print(
        "# How much each feature of `language/salience.py` counts. Fitted by training/coreference/fit.py on"
    )
    print("# the pronouns of the claims' training reports.\n[weights]")
    for name, weight in zip(salience.FEATURES, weights, strict=True):
        print(f"{name} = {weight:.2f}")


if __name__ == "__main__":
    main()
