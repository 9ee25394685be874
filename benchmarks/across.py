"""Accuracy across reports, through a record as people use it: add, relate, ask.

usage: python -m benchmarks.across [--shared FOLDER] [--tier fast|full]
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.score_commitments import read_commitments, score_commitments
from benchmarks.score_copies import score_copies
from benchmarks.score_disagreements import score_disagreements
from benchmarks.score_events_across import labelled_rows, read_reports, score_labelled
from benchmarks.score_main_events import PARTS, labelled_stories, score_main_events
from benchmarks.score_tracking import read_labelled, score_situations
from benchmarks.tables import make_table
from sayso.engine import Record
from sayso.model import Tier, make_report
from sayso.pipeline import Pipeline
from sayso.tables import as_object

__all__ = ["measure_across", "score_corroboration", "score_stories"]

_COPIES = ("pair_p", "pair_r", "pair_f1", "b3_f1", "indep_source_count_exact")
_STORIES = ("b3_p", "b3_r", "b3_f1", "conll_f1")


def measure_across(shared: Path, tiers: Iterable[Tier]) -> Iterator[str]:
    """The sections of the results: copies, stories (fast tier), events of the corroboration stories."""
    copies, stories = score_copies(shared), score_stories(shared, Tier.FAST)
    outlets = score_stories(shared, Tier.FAST, "outlets")
    for title, command, figures, names in (
        ("Copies: built copies of ECB+ reports", "python -m benchmarks.score_copies", copies, _COPIES),
        ("Stories: ECB+, fast tier", "python -m benchmarks.across", stories, _STORIES),
        ("Stories: many outlets, fast tier", "python -m benchmarks.across", outlets, _STORIES),
    ):
        table = make_table(names, [[figures[name] for name in names]])
        yield f"## {title}\n\n`{command}`\n\n{table}"
    rows = {tier: score_corroboration(shared, tier) for tier in tiers}
    present = list(dict.fromkeys(name for row in rows.values() for name in row))
    table = make_table(
        ["tier", *present], [[tier.value, *(row.get(name) for name in present)] for tier, row in rows.items()]
    )
    yield f"## Events: the corroboration stories\n\n`python -m benchmarks.across`\n\n{table}"
    yield from _labelled_here(shared)


def _labelled_here(shared: Path) -> Iterator[str]:
    """Give the sections scored by labels beside this module: events, disagreements, outcomes."""
    readings = read_labelled(shared, Tier.FULL)
    for title, command, figures in (
        (
            "Events: stories labelled by hand, full tier",
            "score_events_across",
            score_labelled(read_reports(Pipeline(Tier.FULL), labelled_rows(shared))),
        ),
        (
            "Main events: sources and numbers labelled by hand, full tier",
            "score_main_events",
            _main_events(shared),
        ),
        ("Disagreements: pairs labelled by hand", "score_disagreements", _pairs(shared)),
        ("Situations as told, full tier", "score_tracking", score_situations(readings)),
        (
            "Commitments: what became of them, full tier",
            "score_commitments",
            score_commitments(read_commitments(shared, Tier.FULL), shared),
        ),
    ):
        table = make_table(list(figures), [list(figures.values())])
        yield f"## {title}\n\n`python -m benchmarks.{command}`\n\n{table}"


def _main_events(shared: Path) -> dict[str, float]:
    """Both parts, without disagreements, of which these stories have hardly any."""
    wanted = {
        report for part in PARTS for story in labelled_stories(shared, part) for report in story["reports"]
    }
    rows = [
        row
        for name in ("ecbplus_docs", "outlets")
        for row in _rows(shared / "data" / "stories" / f"{name}.jsonl")
        if row["id"] in wanted
    ]
    readings = read_reports(Pipeline(Tier.FULL), rows).values()
    return {
        f"{part} {name}": figure
        for part in PARTS
        for name, figure in score_main_events(shared, readings, part).items()
        if not name.startswith("pairs")
    }


def _pairs(shared: Path) -> dict[str, float]:
    """Without the lists of what is read as what."""
    figures = score_disagreements(shared / "data")
    return {name: figure for name, figure in figures.items() if " read as " not in name}


def score_stories(shared: Path, tier: Tier, name: str = "ecbplus_docs") -> dict[str, float]:
    """The figures that the scorer of stories prints for one of its files."""
    path = shared / "data" / "stories" / f"{name}.jsonl"
    record = _record(path, tier)
    with tempfile.NamedTemporaryFile("w", suffix=".tsv", encoding="utf-8") as groups:
        groups.writelines(f"{report}\t{group}\n" for report, group in record.groups("story"))
        groups.flush()
        printed = _run(shared, "score_stories.py", path, groups.name)
    return {line.split()[0]: float(line.split()[1]) for line in printed.splitlines()}


def score_corroboration(shared: Path, tier: Tier) -> dict[str, float]:
    """Return its scorer's figures: reports in the group, numbers, conflicts shown, independent sources."""
    folder = shared / "data" / "corroboration"
    record = _record(folder / "reports.jsonl", tier)
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as groups:
        groups.writelines(json.dumps(as_object("event", row)) + "\n" for row in record.events())
        groups.flush()
        printed = _run(shared, "score_corroboration.py", folder, groups.name)
    figures: dict[str, float] = {}
    for story, recall, precision, ours, gold in re.findall(
        r"(\w+): reports recall (\S+) precision ([\d.]+).*independent (\w+) \(gold (\d+)\)", printed
    ):
        figures[f"{story} reports R"], figures[f"{story} reports P"] = float(recall), float(precision)
        figures[f"{story} sources (gold {gold})"] = float(ours) if ours.isdigit() else 0.0
    for name in ("values_f1", "conflicts", "conflicts_f1", "origins_f1"):
        found = re.search(rf"^{name} ([\d.]+)", printed, re.M)
        figures[name] = float(found.group(1)) if found else 0.0
    return figures


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


def _record(path: Path, tier: Tier) -> Record:
    record = Record(":memory:", tier=tier.value)
    record.add(
        make_report(
            row["text"],
            input_id=row["id"],
            url=row.get("url"),
            title=row.get("title"),
            publisher=row.get("publisher"),
            byline=row.get("byline"),
            published=row.get("published"),
        )
        for row in _rows(path)
    )
    return record


def _run(shared: Path, scorer: str, *arguments: str | Path) -> str:
    command = [sys.executable, scorer, *(str(Path(argument).resolve()) for argument in arguments)]
    return subprocess.run(command, cwd=shared / "score", capture_output=True, text=True, check=True).stdout


def main() -> int:
    """Print the sections."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--tier", choices=[tier.value for tier in Tier], action="append")
    arguments = parser.parse_args()
    tiers = [Tier(tier) for tier in arguments.tier or [Tier.FULL.value, Tier.FAST.value]]
    print("\n\n".join(measure_across(arguments.shared, tiers)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
