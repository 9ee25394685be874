"""Confidence against the labelled claims: figures of score_confidence.py, and the picture of the documents.

usage: python -m benchmarks.score_confidence [--shared FOLDER] [--picture FILE]
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from benchmarks.accuracy import read_gold
from benchmarks.kept_out import write_kept_out
from benchmarks.tables import Cell, make_table
from sayso.codebook import least_confidence
from sayso.model import Tier
from sayso.pipeline import available_tiers

__all__ = ["PICTURE", "judge_claims", "judge_readings", "measure_confidence"]

PICTURE = Path(__file__).parents[1] / "docs/images/confidence.svg"
_SHARES = (10, 25, 50, 75)
_BINS = 10
_JUDGE = "import json, score_confidence as s, sys; print(json.dumps(s.judged(*sys.argv[1:])[:2]))"


class Judged(NamedTuple):
    """The claims of one tier on one set, (confidence, right) each, and the number of labelled claims."""

    name: str
    tier: str
    rows: list[tuple[float, bool]]
    labelled: int

    def precision(self, rows: Sequence[tuple[float, bool]]) -> float:
        """Return the share of claims that are right."""
        return sum(right for _, right in rows) / max(1, len(rows))

    def ranked(self) -> list[tuple[float, bool]]:
        """Return the claims, the most confident first."""
        return sorted(self.rows, key=lambda row: -row[0])

    def top(self, percent: int) -> float:
        """Return the precision of the most confident share of claims."""
        return self.precision(self.ranked()[: max(1, len(self.rows) * percent // 100)])

    def auroc(self) -> float:
        """Return the chance that a right claim has more confidence than a wrong one."""
        right = [confidence for confidence, is_right in self.rows if is_right]
        wrong = [confidence for confidence, is_right in self.rows if not is_right]
        wins = sum((a > b) + (a == b) / 2 for a in right for b in wrong)
        return wins / max(1, len(right) * len(wrong))

    def bins(self) -> list[tuple[float, float, int]]:
        """Return mean confidence, share right and size of ten bins of equal size."""
        ranked = sorted(self.rows)
        cuts = [len(ranked) * n // _BINS for n in range(_BINS + 1)]
        parts = [ranked[first:last] for first, last in pairwise(cuts) if last > first]
        return [(sum(row[0] for row in part) / len(part), self.precision(part), len(part)) for part in parts]

    def calibration_error(self) -> float:
        """Return the expected calibration error over the bins."""
        return sum(size * abs(mean - share) for mean, share, size in self.bins()) / max(1, len(self.rows))

    def f1(self, least: float) -> float:
        """Return F1 of the right claims among those shown from a confidence on."""
        shown = [row for row in self.rows if row[0] >= least]
        return 2 * sum(right for _, right in shown) / max(1, len(shown) + self.labelled)


def measure_confidence(shared: Path, picture: Path | None = PICTURE) -> Iterator[str]:
    """The section of confidence; draws the picture if the full tier is there."""
    judged = list(_judge_sets(shared))
    if not judged:
        return
    least = least_confidence()
    heads = ("set", "tier", "claims", "right", "AUROC", *(f"top {share} %" for share in _SHARES), "ECE")
    heads += (f"right from {least:g}", f"shown from {least:g}", "F1 then", "F1 of all")
    rows: list[list[Cell]] = [list(_figures(found, least)) for found in judged]
    yield (
        f"## Confidence\n\n`python -m benchmarks.score_confidence`\n\n{make_table(heads, rows)}\n\n"
        "`kept out` are reports labelled to measure on alone (benchmarks/kept_out.py). What was tried: "
        "[notes](notes/confidence.md)."
    )
    full = [found for found in judged if found.tier == "full"]
    if picture is not None and full:
        draw(full, picture)


def _figures(found: Judged, least: float) -> Iterator[Cell]:
    shown = [row for row in found.rows if row[0] >= least]
    yield from (found.name, found.tier, len(found.rows))
    figures = (
        found.precision(found.rows),
        found.auroc(),
        *map(found.top, _SHARES),
        found.calibration_error(),
    )
    yield from figures
    yield from (found.precision(shown), len(shown), found.f1(least), found.f1(0))


def _judge_sets(shared: Path) -> Iterator[Judged]:
    for tier in available_tiers():
        with tempfile.TemporaryDirectory() as folder:
            if write_kept_out(shared, Path(folder)):
                yield judge_claims(shared, Path(folder), "kept out", tier)
        yield judge_claims(shared, shared / "data/claims/dev", "claims/dev", tier)


def judge_claims(shared: Path, gold: Path, name: str, tier: Tier) -> Judged:
    """Read the texts of a gold folder and return the confidence of each claim, and whether it is right."""
    with tempfile.NamedTemporaryFile(suffix=".jsonl") as readings:
        read_gold(gold, tier, Path(readings.name))
        rows, labelled = judge_readings(shared, gold, Path(readings.name))
    return Judged(name, tier, rows, labelled)


def judge_readings(shared: Path, gold: Path, readings: Path) -> tuple[list[tuple[float, bool]], int]:
    """Return (confidence, right) of each claim of readings, and the number of labelled claims."""
    command = [sys.executable, "-c", _JUDGE, str(gold.absolute()), str(readings.absolute())]
    done = subprocess.run(command, cwd=shared / "score", capture_output=True, text=True, check=True)
    rows, labelled = json.loads(done.stdout)
    return [(confidence or 0.0, right) for confidence, right in rows], labelled


def draw(judged: Sequence[Judged], path: Path) -> None:
    """Draw the reliability diagram and the curve of precision by coverage as SVG."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "sayso"
    from matplotlib import pyplot

    figure, (reliability, coverage) = pyplot.subplots(1, 2, figsize=(9, 4.2), layout="constrained")
    reliability.plot([0, 1], [0, 1], color="0.7", linewidth=1)
    for found, marker in zip(judged, "os^v", strict=False):
        means, shares, _ = zip(*found.bins(), strict=True)
        reliability.plot(means, shares, marker=marker, label=found.name)
        ranked = found.ranked()
        least = max(5, len(ranked) // 50)
        cuts = range(least, len(ranked) + 1)
        coverage.plot(
            [cut / len(ranked) for cut in cuts],
            [found.precision(ranked[:cut]) for cut in cuts],
            label=found.name,
        )
    reliability.set(xlabel="confidence", ylabel="share of claims that are right", xlim=(0, 1), ylim=(0, 1))
    coverage.set(xlabel="share of claims shown", ylabel="share of them right", xlim=(0, 1), ylim=(0, 1))
    reliability.legend(frameon=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, metadata={"Date": None})
    pyplot.close(figure)


def main() -> None:
    """Print the section, and draw the picture."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--picture", type=Path, default=PICTURE)
    arguments = parser.parse_args()
    print("\n\n".join(measure_confidence(arguments.shared, arguments.picture)))


if __name__ == "__main__":
    main()
