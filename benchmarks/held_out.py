"""Accuracy on held-out data: a fifth of PLV for event types, and reports of the claims gold.

The thresholds of the learned tier were chosen with a look at these, so that they are no blind test either.
"""

import json
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.accuracy import CLAIM_FIGURES, make_section, score_claims, score_texts
from benchmarks.kept_out import write_kept_out
from benchmarks.score_confidence import measure_confidence
from benchmarks.score_factuality import SETS, score_factuality
from benchmarks.score_hedges import score_factuality_sets, score_labels
from benchmarks.tables import Cell, make_table
from sayso.heads import WEIGHTS
from sayso.pipeline import available_tiers

__all__ = ["measure_held_out"]

# Places, times and numbers have no labelled values there.
_KEPT_OUT_FIGURES = tuple(name for name in CLAIM_FIGURES if name not in ("places", "quantities", "time"))
_TYPE_FIGURES = ("root accuracy", "root_f1", "quad accuracy")


def measure_held_out(shared: Path) -> Iterator[str]:
    """The sections of what was kept out, of factuality and of hedges."""
    held_out = json.loads((WEIGHTS / "config.json").read_text(encoding="utf-8"))["trained"]["held"]
    yield _claims(shared, set(held_out["claims"]))
    path = shared / "data" / "events" / "plv_train.jsonl"
    if path.is_file():
        yield _types(shared, path, set(held_out["plv"]))
    yield from _factuality(shared / "data" / "factuality")
    yield from _hedges(shared / "data")
    yield _kept_out(shared)
    yield from measure_confidence(shared)


def _claims(shared: Path, names: set[str]) -> str:
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            for suffix in (".json", ".txt"):
                path = shared / "data" / "claims" / "train" / f"{name}{suffix}"
                if path.is_file():
                    shutil.copy(path, folder)
        rows = {tier: score_claims(shared, Path(folder), tier) for tier in available_tiers()}
    return make_section("Claims: reports kept out of training", "score_claims.py", rows, CLAIM_FIGURES)


def _kept_out(shared: Path) -> str:
    with tempfile.TemporaryDirectory() as folder:
        write_kept_out(shared, Path(folder))
        rows = {tier: score_claims(shared, Path(folder), tier) for tier in available_tiers()}
    return make_section("Claims: reports labelled to measure on", "score_claims.py", rows, _KEPT_OUT_FIGURES)


def _types(shared: Path, path: Path, names: set[str]) -> str:
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as gold:
        gold.writelines(
            line + "\n"
            for line in path.read_text(encoding="utf-8").split("\n")
            if line.strip() and json.loads(line)["id"] in names
        )
        gold.flush()
        rows = {
            tier: score_texts(shared, "score_events.py", Path(gold.name), tier) for tier in available_tiers()
        }
    section = make_section(
        "Event types: the fifth of PLV kept out of training", "score_events.py", rows, _TYPE_FIGURES
    )
    return section + (
        "\n\nThe reader is not told who acts on whom, as it is in most published figures. "
        "The full tier learned from the other four fifths."
    )


def _factuality(folder: Path) -> Iterator[str]:
    rows: list[list[Cell]] = []
    names: list[str] = []
    for name in SETS:
        path = folder / f"{name}_dev.jsonl"
        if path.is_file():
            figures = score_factuality(path, name)
            names = list(figures)
            rows.append([name, *figures.values()])
    if rows:
        table = make_table(["set", *names], rows)
        yield (
            f"## Factuality: dev parts\n\n`python -m benchmarks.score_factuality`\n\n{table}\n\n"
            "The full tier's heads; they learned from the training parts of the three sets. "
            "No reading shows this figure: its certainty is what the words say (hedges, below)."
        )


def _hedges(data: Path) -> Iterator[str]:
    if not (data / "claims").is_dir() or not (data / "factuality").is_dir():
        return
    labels, sets = score_labels(data), score_factuality_sets(data)
    tables = [
        make_table(["set", *next(iter(scores.values()))], [[name, *scores[name].values()] for name in scores])
        for scores in (labels, sets)
    ]
    yield (
        "## Hedges: claims labelled by hand\n\n`python -m benchmarks.score_hedges`\n\n"
        f"{tables[0]}\n\nCues were chosen on `chosen`, errors on `checked` were looked at, for `last` "
        "nothing was changed. Both tiers find them alike ([notes](notes/hedges.md)). How far from 0 readers "
        f"put events with and without a hedge (3 is certain), and the share below 2.25:\n\n{tables[1]}"
    )
