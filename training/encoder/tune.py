"""Choose the thresholds on the held-out part of the training sets; prints each sweep, writes thresholds.json.

Nothing here looks at a dev or test part.
"""

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sayso.heads import Heads, load_heads
from sayso.language import load_encoder
from sayso.model.encoding import Encoding
from training.encoder.predict import make_reading
from training.paths import shared_data
from training.silver.gold import validation_reports

Settings = Mapping[str, Any]

# setting, values, scorer, the figure to raise (regular expression with one group)
F1 = r" +P +[\d.]+ +R +[\d.]+ +F1 +([\d.]+)"
SWEEPS: list[tuple[str, list[Any], str, str]] = [
    ("cue_threshold", [0.4, 0.45, 0.5, 0.55], "attribution", "SC" + F1),
    ("content_threshold", [-0.5, 0.0, 0.5], "attribution", "SC" + F1),
    ("source_threshold", [-0.5, 0.0, 0.5], "attribution", "SC" + F1),
    ("extent_share", [0.0, 0.25, 0.5], "attribution", "AR exact" + F1),
    ("claims_share", [0.2, 0.35, 0.5, 0.65], "both", ""),
    ("role_domain", [0, 1], "both", ""),
    ("nested_threshold", [0.3, 0.5, 0.7, 0.9, 1.0], "both", ""),
    ("geometry_share", [0.0, 0.25, 0.5, 1.0, 3.0], "claims", r"chain +([\d.]+)"),
    ("own_voice_bias", [-1.0, -0.5, 0.0, 0.5, 1.0], "claims", r"chain +([\d.]+)"),
    ("parent_bias", [-1.5, -0.75, 0.0, 0.75], "claims", r"chain +([\d.]+)"),
    ("type_share", [0.0, 0.3, 0.5, 0.7, 1.0], "claims", "typed" + F1),
    ("trigger_threshold", [0.3, 0.4, 0.45, 0.5, 0.55, 0.6], "claims", "right" + F1),
    ("context_share", [0.0, 0.5, 0.7, 0.9], "claims", r"status +([\d.]+)"),
    ("status_bias", [[b, 0, 0, 0, 0] for b in (-0.5, 0.0, 0.5, 1.0)], "claims", r"status +([\d.]+)"),
    ("negated_threshold", [-1.0, -0.5, 0.0, 0.5], "claims", r"negated +([\d.]+)"),
    ("role_thresholds.actors", [-1.0, 0.0, 0.5, 1.0], "claims", "actors" + F1),
    ("role_thresholds.recipients", [-1.0, 0.0, 0.5, 1.0], "claims", "recipients" + F1),
    ("commit_threshold", [0.2, 0.3, 0.4, 0.5], "claims", "commitments" + F1),
]


@dataclass
class ScoredSet:
    """Encoded texts of one set that were kept out of training, and their labels for the scorer."""

    gold: Path
    texts: list[tuple[str, str, Encoding]]


class Bench:
    """Scores of the heads on the documents that were kept out of training."""

    def __init__(self, model: Path, scorers: Path, folder: Path) -> None:
        self.scorers, self.folder = scorers, folder
        self.heads: Heads = load_heads(model)
        encoder = load_encoder(model)
        ids = json.loads((model / "config.json").read_text())["trained"]["held"]
        self.sets = {
            name: ScoredSet(gold, [(id_, text, encoder.encode(text)) for id_, text in texts])
            for name, gold, texts in (
                ("claims", *copy_claims(ids["claims"], folder)),
                ("attribution", *copy_attributions(set(ids["polnear"]), folder)),
            )
        }

    def score(self, settings: Settings, name: str) -> str:
        """Return the scorer's output for the heads with some settings."""
        heads = replace(self.heads, settings=settings)
        chosen, readings = self.sets[name], self.folder / "readings.jsonl"
        lines = (json.dumps(make_reading(*text, heads)) + "\n" for text in chosen.texts)
        readings.write_text("".join(lines))
        done = subprocess.run(
            [sys.executable, str(self.scorers / f"score_{name}.py"), str(chosen.gold), str(readings)],
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def sweep(self, settings: Settings, name: str, values: list[Any], target: tuple[str, str]) -> list[float]:
        """Return the figure for each value of a setting; `target` is the scorer and the figure to raise."""
        scorer, pattern = target
        results = []
        for value in values:
            changed = put(settings, name, value)
            if scorer == "both":
                results.append(self._score_both(changed, value))
            else:
                results.append(figure(pattern, self.score(changed, scorer)))
        return results

    def _score_both(self, settings: Settings, value: Any) -> float:  # noqa: ANN401
        sc = figure("SC" + F1, self.score(settings, "attribution")) / 100
        text = self.score(settings, "claims")
        mine = [figure(x, text) for x in ("attributions" + F1, "right" + F1, r"sourced +([\d.]+)")]
        print("   ", value, "SC", sc, "attributions, right, sourced", mine)
        return sc + mine[0] + mine[1] + 0.5 * mine[2]


def copy_claims(ids: list[str], folder: Path) -> tuple[Path, list[tuple[str, str]]]:
    """Copy labelled reports, and those with silver labels for validation; returns their folder and texts."""
    target = folder / "claims"
    target.mkdir()
    for id_ in ids:
        for suffix in ("txt", "json"):
            shutil.copy(shared_data() / "claims" / "train" / f"{id_}.{suffix}", target)
    for id_, (text, gold) in validation_reports().items():
        (target / f"{id_}.txt").write_text(text, encoding="utf-8")
        (target / f"{id_}.json").write_text(json.dumps(gold), encoding="utf-8")
    paths = sorted(target.glob("*.txt"))
    return target, [(path.stem, path.read_text(encoding="utf-8")) for path in paths]


def copy_attributions(ids: set[str], folder: Path) -> tuple[Path, list[tuple[str, str]]]:
    """Copy PolNeAR's articles; returns their file and (id, text) of each."""
    target = folder / "attribution.jsonl"
    with (shared_data() / "attribution" / "polnear_train.jsonl").open(encoding="utf-8") as lines:
        rows = [row for row in map(json.loads, lines) if row["id"] in ids]
    target.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return target, [(row["id"], row["text"]) for row in rows]


def figure(pattern: str, text: str) -> float:
    """Return the figure that a scorer prints; raises ValueError if it prints none."""
    found = re.search(pattern, text)
    if found is None:
        raise ValueError(f"no figure {pattern!r} in the scorer's output:\n{text}")
    return float(found[1])


def put(settings: Settings, name: str, value: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return the settings with one changed; "a.b" is the key b of the setting a."""
    head, _, tail = name.partition(".")
    return {**settings, head: {**settings[head], tail: value} if tail else value}


def parse_arguments() -> argparse.Namespace:
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("--score", type=Path, default=shared_data().parent / "score")
    parser.add_argument("--write", type=Path)
    parser.add_argument("--only", default="", help="settings to sweep, with commas; all when empty")
    return parser.parse_args()


def main() -> None:
    """Sweep the settings in their order, each with the best values of those before."""
    args = parse_arguments()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(args.model, args.score, Path(folder))
        settings = dict(bench.heads.settings)
        for name, values, scorer, pattern in SWEEPS:
            if args.only and name not in args.only.split(","):
                continue
            results = bench.sweep(settings, name, values, (scorer, pattern))
            best = max(range(len(values)), key=results.__getitem__)
            settings = put(settings, name, values[best])
            print(name, list(zip(values, results, strict=True)), "->", values[best], flush=True)
        print(bench.score(settings, "attribution"), bench.score(settings, "claims"), sep="\n")
    if args.write:
        old = json.loads(args.write.read_text())
        args.write.write_text(json.dumps({name: settings[name] for name in old}, indent=1) + "\n")


if __name__ == "__main__":
    main()
