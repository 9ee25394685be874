"""Speed and memory: each tier beside a bare pass of the parser over the same texts, in one process.

The speed of a machine wanders while it works. So the readers take turns, and what is told is the median, over
the rounds, of the ratio within a round. On a machine that is busy with other work, the time of this process
on the processor says more than the clock.
"""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from statistics import median

from benchmarks.tables import make_table
from sayso.engine import read_all
from sayso.language import MODEL
from sayso.model import Reading, Report, make_report
from sayso.model.reading import Tier
from sayso.pipeline import Pipeline, available_tiers

__all__ = ["measure_speed"]

_ROUNDS = 9
_COLD_ROUNDS = 3
_POOL_ROUNDS = 3
# Small, so that no process waits long for the last one to end.
_BATCH = 4
_BARE = "bare spaCy sm"

Runs = Mapping[str, Callable[[], object]]
# One round: for each reader its seconds by the clock and on the processor.
Round = dict[str, tuple[float, float]]


def measure_speed(shared: Path) -> list[str]:
    """The speed section: words a second, the ratio to bare spaCy, cold start, memory."""
    reports = _reports(shared)
    words = sum(len(report.text.split()) for report in reports)
    runs = _runs(reports)
    rounds = [_round(runs) for _ in range(_ROUNDS + 1)][1:]  # in the first one all is loaded
    table = make_table(
        ["reader", "words/s", "time against bare", "words/s of processor time", "processor time to bare"],
        [[name, *_row(rounds, name, words)] for name in runs],
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    conditions = (
        f"{len(reports)} reports, {words} words, one process, {_ROUNDS} rounds in which they take turns; "
        "medians over the rounds, of ratios within one round."
    )
    cold = (
        f"Peak memory {peak:.0f} MB, the bare model among it. "
        f"`import sayso` {_cold(['-c', 'import sayso']):.2f} s, `sayso --help` "
        f"{_cold(['-m', 'sayso', '--help']):.2f} s (whole process)."
    )
    return ["\n\n".join([f"## Speed\n\n{conditions}", table, cold, *_measure_two(shared)])]


def _measure_two(shared: Path) -> Iterator[str]:
    """Two processes beside one, on more reports: but for the first quarter, in which models are loaded."""
    path = shared / "data" / "claims" / "train" / "reports.jsonl"
    if not path.is_file():
        return
    reports, rows = _read_reports(path), list[list[str | float]]()
    for tier in available_tiers():
        speeds = [[_words_a_second(reports, tier, jobs) for jobs in (1, 2)] for _ in range(_POOL_ROUNDS)]
        single, double = (round(median(each)) for each in zip(*speeds, strict=True))
        rows.append([f"Sayso {tier.value}", single, double, median(b / a for a, b in speeds)])
    yield f"{len(reports)} reports, {_POOL_ROUNDS} rounds in which one and two processes take turns; medians."
    yield make_table(["reader", "words/s of one", "words/s of two", "two against one"], rows)


def _words_a_second(reports: list[Report], tier: Tier, jobs: int) -> float:
    words, start = 0, 0.0
    readings = read_all(reports, load=partial(Pipeline, tier), jobs=jobs, batch_size=_BATCH)
    for number, reading in enumerate(readings, start=1):
        if isinstance(reading, Reading) and start:
            words += len(reading.report.text.split())
        if number == len(reports) // 4:
            start = time.perf_counter()
    return words / (time.perf_counter() - start)


def _reports(shared: Path) -> list[Report]:
    path = shared / "data" / "claims" / "dev" / "reports.jsonl"
    if not path.is_file():
        path = next(iter(sorted(Path("examples").rglob("*.jsonl"))))
    return _read_reports(path)


def _read_reports(path: Path) -> list[Report]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    return [make_report(row["text"], input_id=str(row.get("id"))) for row in rows]


def _runs(reports: list[Report]) -> Runs:
    """A pass of the whole model as it comes, and one of each tier."""
    import spacy

    model = spacy.load(MODEL)
    texts = [report.text for report in reports]
    runs: dict[str, Callable[[], object]] = {_BARE: lambda: [len(doc) for doc in model.pipe(texts)]}
    for tier in available_tiers():
        runs[f"Sayso {tier.value}"] = partial(_read, Pipeline(tier), reports)
    return runs


def _read(pipeline: Pipeline, reports: list[Report]) -> int:
    return sum(len(reading.claims) for reading in pipeline.read(reports))


def _round(runs: Runs) -> Round:
    spent = {}
    for name, run in runs.items():
        clock, processor = time.perf_counter(), time.process_time()
        run()
        spent[name] = (time.perf_counter() - clock, time.process_time() - processor)
    return spent


def _row(rounds: list[Round], name: str, words: int) -> list[float]:
    """Words a second by both clocks, and both times against the bare pass of the same round."""
    row: list[float] = []
    for clock in (0, 1):
        row.append(round(words / median(times[name][clock] for times in rounds)))
        row.append(median(times[name][clock] / times[_BARE][clock] for times in rounds))
    return row


def _cold(arguments: list[str]) -> float:
    best = float("inf")
    for _ in range(_COLD_ROUNDS):
        start = time.perf_counter()
        subprocess.run([sys.executable, *arguments], capture_output=True, check=True)
        best = min(best, time.perf_counter() - start)
    return best
