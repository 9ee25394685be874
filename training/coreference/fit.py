"""Fit the weights by which names compete for a pronoun, on the pronouns of the claims' training reports.

usage: python training/coreference/fit.py > src/sayso/gazetteer/salience.toml
       python training/coreference/fit.py --check

Gold: pronouns among the sources, actors and recipients, with the name they stand for (`is`). The weights are
chosen by gradient ascent on the log-likelihood of the right names among all that gender and number allow,
with an L2 penalty; pronouns whose name is not among them are left out. Three rounds, as the features use what
earlier pronouns of the text were taken for.

`--check` tells how often the shipped weights choose the right name, on the dev part.
"""

import json
import os
import sys
from pathlib import Path

import numpy as np

from sayso.gazetteer import find_bodies, fold_name
from sayso.language import coreference, parse_texts, salience
from sayso.model import Parse, Token

ROOT = Path(__file__).resolve().parents[2]
IDLE = {"the", "a", "an", "of", "in", "and", "al", "for", "to", "mr", "mrs", "ms", "dr"}
PENALTY, STEPS, RATE = 0.002, 1500, 1.0


class Recorder(coreference.Resolver):
    """Keeps the features of all options of the pronouns with gold."""

    def __init__(self, parse: Parse, gold: dict[tuple[int, int], str]) -> None:
        super().__init__(parse)
        self.gold = gold
        self.rows: list[tuple[np.ndarray, np.ndarray]] = []
        self.pronouns = 0

    def _resolve_pronoun(self, token: Token) -> None:
        name = self.gold.get((token.start, token.end))
        kind = coreference._pronoun_kind(token.lower)
        if name and kind:
            self.pronouns += 1
            options = self.options(token, kind)
            scene = self.scene(token, kind, options)
            table = [salience.features(self.parse, one, scene, self.quoted[one.head]) for one in options]
            right = [is_same(name, self.parse.span(one.first, one.last).text) for one in options]
            if any(right):
                self.rows.append((np.array(table), np.array(right)))
        super()._resolve_pronoun(token)


def is_same(gold: str, name: str) -> bool:
    words, others = set(fold_name(gold).split()) - IDLE, set(fold_name(name).split()) - IDLE
    return bool(words & others) or bool(
        {body.key for body in find_bodies(gold)} & {body.key for body in find_bodies(name)}
    )


def read_gold(folder: Path) -> list[tuple[str, dict[tuple[int, int], str]]]:
    reports = []
    for path in sorted(folder.glob("*.json")):
        report = json.loads(path.read_text(encoding="utf-8"))
        named = [
            one
            for claim in report["claims"]
            for key in ("actors", "recipients", "sources")
            for one in claim[key]
        ]
        named += [one["source"] for one in report["attributions"] if one.get("source")]
        gold = {(one["start"], one["end"]): one["is"] for one in named if one.get("is") and "start" in one}
        reports.append((path.with_suffix(".txt").read_text(encoding="utf-8"), gold))
    return reports


def fit(rows: list[tuple[np.ndarray, np.ndarray]]) -> np.ndarray:
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


def check(folder: Path) -> int:
    weights = np.array(salience._weights())
    pronouns, offered, right = 0, 0, 0
    reports = read_gold(folder)
    for parse, (_, gold) in zip(parse_texts((text, None) for text, _ in reports), reports, strict=True):
        recorder = Recorder(parse, gold)
        recorder.run()
        pronouns += recorder.pronouns
        offered += len(recorder.rows)
        right += sum(bool(fits[np.argmax(table @ weights)]) for table, fits in recorder.rows)
    print(f"{pronouns} pronouns with a name, {offered} where it is among the options, {right} right")
    return 0


def main() -> int:
    claims = Path(os.environ.get("SAYSO_SHARED", ROOT.parent / "shared")) / "data/claims"
    if "--check" in sys.argv:
        return check(claims / "dev")
    reports = read_gold(claims / "train")
    parses = list(parse_texts((text, None) for text, _ in reports))
    weights = np.array(salience._weights())
    for _ in range(3):
        salience._weights = lambda weights=weights: tuple(weights)
        rows = []
        for parse, (_, gold) in zip(parses, reports, strict=True):
            recorder = Recorder(parse, gold)
            recorder.run()
            rows += [(table, right) for table, right in recorder.rows if not all(right)]
        before = sum(bool(right[np.argmax(table @ weights)]) for table, right in rows)
        weights = fit(rows)
        right = sum(bool(right[np.argmax(table @ weights)]) for table, right in rows)
        shares = f"{before / len(rows):.3f} right before, {right / len(rows):.3f} after the fit"
        print(f"{len(rows)} pronouns, {shares}", file=sys.stderr)
    print(
        "# How much each feature of `language/salience.py` counts. Fitted by training/coreference/fit.py on"
    )
    print("# the pronouns of the claims' training reports.\n[weights]")
    for name, weight in zip(salience.FEATURES, weights, strict=True):
        print(f"{name} = {weight:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
