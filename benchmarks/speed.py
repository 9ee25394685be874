"""Speed and memory: each tier beside a bare pass of the parser over the same texts, in one process."""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.tables import make_table
from sayso.language.parser import load_model
from sayso.model import Report, make_report
from sayso.pipeline import Pipeline, available_tiers

__all__ = ["measure_speed"]

_ROUNDS = 3


def measure_speed(shared: Path) -> list[str]:
    """The speed section: words a second, the ratio to bare spaCy, cold start, memory."""
    reports = _reports(shared)
    words = sum(len(report.text.split()) for report in reports)
    bare = _bare_seconds(reports)
    rows: list[list[str | float | int | None]] = [["bare spaCy sm", words / bare, 1.0]]
    for tier in available_tiers():
        seconds = _read_seconds(Pipeline(tier), reports)
        rows.append([f"Sayso {tier.value}", words / seconds, seconds / bare])
    table = make_table(
        ["reader", "words/s", "time against bare spaCy"],
        [[r[0], round(float(r[1] or 0)), r[2]] for r in rows],
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [
        f"## Speed\n\n{len(reports)} reports, {words} words, one process, best of {_ROUNDS}.\n\n{table}\n\n"
        f"Peak memory {peak:.0f} MB. `import sayso` {_cold(['-c', 'import sayso']):.2f} s, `sayso --help` "
        f"{_cold(['-m', 'sayso', '--help']):.2f} s (whole process)."
    ]


def _reports(shared: Path) -> list[Report]:
    path = shared / "data" / "claims" / "dev" / "reports.jsonl"
    if not path.is_file():
        path = next(iter(sorted(Path("examples").rglob("*.jsonl"))))
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    return [make_report(row["text"], input_id=str(row.get("id"))) for row in rows]


def _bare_seconds(reports: list[Report]) -> float:
    model = load_model()
    texts = [report.text for report in reports]
    return _best(lambda: [len(doc) for doc in model.pipe(texts)])


def _read_seconds(pipeline: Pipeline, reports: list[Report]) -> float:
    return _best(lambda: [len(reading.claims) for reading in pipeline.read(reports)])


def _best(run: Callable[[], object]) -> float:
    best = float("inf")
    for _ in range(_ROUNDS):
        start = time.perf_counter()
        run()
        best = min(best, time.perf_counter() - start)
    return best


def _cold(arguments: list[str]) -> float:
    best = float("inf")
    for _ in range(_ROUNDS):
        start = time.perf_counter()
        subprocess.run([sys.executable, *arguments], capture_output=True, check=True)
        best = min(best, time.perf_counter() - start)
    return best
