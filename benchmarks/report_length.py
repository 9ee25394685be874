"""Time and memory over the length of a report: `python -m benchmarks.report_length [--tier TIER]`.

Each text is made up (`long_texts.py`) and read in a process of its own, so that its peak of memory is its own
and one that takes too long can be ended. Times are work of the processor, which other programs change less
than the clock; models are loaded before. Four times the text may take at most five times the time.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from benchmarks.long_texts import PAGES, TEXTS
from benchmarks.tables import Cell, make_table
from sayso.ingest import Refusal, read_inputs
from sayso.model import Tier, make_report
from sayso.pipeline import Pipeline, available_tiers

__all__ = ["measure_length"]

# Characters; the whole with these takes less than ten minutes. More than a million are read of no report.
_SIZES = {
    "fast": (64_000, 256_000, 1_000_000),
    "full": (8_000, 32_000),
    "pages": (64_000, 256_000, 1_000_000),
}
_PAGES = "pages"
_TIMEOUT_S = 200
# Shorter times say nothing of a step.
_LEAST_S = 0.05
_WARMING = "Troops left Mosul on Monday, officials said."


class Cost(NamedTuple):
    """The cost of one report: seconds of work, peak memory, size of the output, and its issues."""

    seconds: float
    peak_mb: float
    output_mb: float
    note: str


def main() -> None:
    """Measure what is asked for and print it, or measure one text in this process."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tier", choices=tuple(_SIZES), help="a tier, or pages; default: all")
    parser.add_argument("--kinds", nargs="+", choices=(*TEXTS, *PAGES), default=[*TEXTS, *PAGES])
    parser.add_argument("--sizes", nargs="+", type=int, help="characters, rising")
    parser.add_argument("--timeout", type=float, default=_TIMEOUT_S, help="seconds for one text")
    parser.add_argument("--alone", action="store_true", help="measure one text here, and print its cost")
    given = parser.parse_args()
    if given.alone:
        print(json.dumps(_measure_here(given.tier, given.kinds[0], given.sizes[0])))
        return
    for tier in [given.tier] if given.tier else _tiers():
        print(_section(tier, given.kinds, given.sizes or _SIZES[tier], given.timeout), end="\n\n", flush=True)


def measure_length() -> Iterator[str]:
    """The sections of the results, one a tier, and one of pages."""
    for tier in _tiers():
        yield _section(tier, [*TEXTS, *PAGES], _SIZES[tier], _TIMEOUT_S)


def _tiers() -> list[str]:
    return [*(tier.value for tier in available_tiers()), _PAGES]


def _section(tier: str, kinds: Sequence[str], sizes: Sequence[int], timeout_s: float) -> str:
    made = PAGES if tier == _PAGES else TEXTS
    head = [
        "kind",
        *(f"{size // 1000} kB" for size in sizes),
        "most for 4 times",
        "peak MB",
        "output MB",
        "issues",
    ]
    rows = [_row(tier, kind, sizes, timeout_s) for kind in kinds if kind in made]
    title = "pages" if tier == _PAGES else f"{tier} tier"
    caption = f"`python -m benchmarks.report_length --tier {tier}`: seconds of work and memory of a report."
    return f"## Length: {title}\n\n{caption}\n\n{make_table(head, rows)}"


def _row(tier: str, kind: str, sizes: Sequence[int], timeout_s: float) -> list[Cell]:
    """One kind of text: a cell for each size; after one that was ended, the larger ones are left out."""
    costs: list[Cost] = []
    for size in sizes:
        cost = _measure_apart(tier, kind, size, timeout_s)
        if cost is None:
            break
        costs.append(cost)
        print(
            f"{tier} {kind} {size:,}: {cost.seconds:.1f} s, {cost.peak_mb:.0f} MB",
            file=sys.stderr,
            flush=True,
        )
    cells: list[Cell] = [round(cost.seconds, 2) for cost in costs]
    if len(costs) < len(sizes):
        cells += [f"over {timeout_s:.0f} s", *[None] * (len(sizes) - len(costs) - 1)]
    last = costs[-1] if costs else Cost(0, 0, 0, "")
    return [
        kind,
        *cells,
        _steepest(costs, sizes),
        round(max((cost.peak_mb for cost in costs), default=0)),
        round(last.output_mb, 1),
        last.note,
    ]


def _steepest(costs: Sequence[Cost], sizes: Sequence[int]) -> Cell:
    """The most that four times the text took, as if each step were one of four times."""
    steps = zip(pairwise(costs), pairwise(sizes), strict=False)
    ratios = [
        (after.seconds / before.seconds) * 4 / (larger / size)
        for (before, after), (size, larger) in steps
        if before.seconds >= _LEAST_S
    ]
    return round(max(ratios), 1) if ratios else None


def _measure_apart(tier: str, kind: str, size: int, timeout_s: float) -> Cost | None:
    """Measure in a process of its own; None if it had to be ended."""
    command = [sys.executable, "-m", "benchmarks.report_length", "--alone"]
    asked = ["--tier", tier, "--kinds", kind, "--sizes", str(size)]
    try:
        done = subprocess.run(
            [*command, *asked],
            capture_output=True,
            check=True,
            timeout=timeout_s,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        )
    except subprocess.TimeoutExpired:
        return None
    return Cost(*json.loads(done.stdout.splitlines()[-1]))


def _measure_here(tier: str, kind: str, size: int) -> Cost:
    run = _page_reader(kind, size) if tier == _PAGES else _text_reader(Tier(tier), kind, size)
    start = time.process_time()
    output, note = run()
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Cost(seconds, peak, output / 1_000_000, note)


def _text_reader(tier: Tier, kind: str, size: int) -> Callable[[], tuple[int, str]]:
    pipeline = Pipeline(tier)
    list(pipeline.read([make_report(_WARMING)]))
    report = make_report(TEXTS[kind](size))

    def run() -> tuple[int, str]:
        (reading,) = pipeline.read([report])
        return len(reading.to_json()), ", ".join(issue.code for issue in reading.issues)

    return run


def _page_reader(kind: str, size: int) -> Callable[[], tuple[int, str]]:
    folder = Path(tempfile.mkdtemp())
    (folder / "warming.html").write_text(f"<html><body><p>{_WARMING}</p></body></html>")
    list(read_inputs([str(folder / "warming.html")]))
    (folder / "page.html").write_text(PAGES[kind](size))

    def run() -> tuple[int, str]:
        taken = list(read_inputs([str(folder / "page.html")]))
        codes = [found.code for found in taken if isinstance(found, Refusal)]
        return sum(len(found.text) for found in taken if not isinstance(found, Refusal)), ", ".join(codes)

    return run


if __name__ == "__main__":
    main()
