"""Memory over many reports: `python -m benchmarks.memory [--reports N] [--jobs N] [--reader READER]`.

Streams made-up reports through the pool and prints, at eleven points from start to end, what this process
and its workers hold. `plain` is a reader without models that finds a claim in every sentence: what is left is
the engine. Needs /proc (Linux).
"""

import argparse
import itertools
import time
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from sayso.engine import read_all
from sayso.ingest import Refusal, read_inputs
from sayso.model import Claim, Event, Mint, Reader, Reading, Report, Span, Tier, make_report
from sayso.pipeline import Pipeline

__all__ = ["own_memory"]

_EXAMPLES = Path(__file__).parents[1] / "examples" / "reports"
_POINTS = 10
_MB = 1 << 20


class PlainReader:
    """Claims something in every sentence."""

    def __init__(self) -> None:
        self.reader = Reader(version="plain", tier=Tier.FAST, models={})

    def read(self, reports: Sequence[Report]) -> Iterator[Reading]:
        """One reading a report."""
        for report in reports:
            mint = Mint(report.document, self.reader.fingerprint())
            claims = tuple(_claim(sentence, mint) for sentence in _sentences(report.text))
            yield Reading(report=report, claims=claims, reader=self.reader)


def main() -> None:
    """Stream reports, and print a table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--reports", type=int, default=100_000)
    arguments.add_argument("--jobs", type=int, default=2)
    arguments.add_argument("--reader", choices=["plain", "fast", "full"], default="plain")
    given = arguments.parse_args()
    load = PlainReader if given.reader == "plain" else partial(Pipeline, Tier(given.reader))
    _stream(given.reports, given.jobs, load)


def _stream(number: int, jobs: int, load: "type[PlainReader] | partial[Pipeline]") -> None:
    print(f"{'reports':>9} {'this process':>13} {'largest worker':>15} {'all':>9}   seconds")
    start = time.perf_counter()
    readings = read_all(_made_reports(number), load=load, jobs=jobs)
    for done, _ in enumerate(readings, start=1):
        if done == 1 or done % max(1, number // _POINTS) == 0:
            own, workers = _rss("self"), [_rss(child) for child in _descendants()]
            total = own + sum(workers)
            seconds = time.perf_counter() - start
            print(
                f"{done:>9,} {own:>10,} MB {max(workers, default=0):>12,} MB {total:>6,} MB {seconds:>9.1f}"
            )


def _made_reports(number: int) -> Iterator[Report]:
    """The example reports over and over, each time with another first line."""
    given = [report for report in read_inputs([str(_EXAMPLES)]) if not isinstance(report, Refusal)]
    for n, report in enumerate(itertools.islice(itertools.cycle(given), number)):
        yield make_report(f"Report {n}.\n\n{report.text}", input_id=str(n), published=report.published)


def _sentences(text: str) -> Iterator[Span]:
    start = 0
    while (end := text.find(". ", start)) >= 0:
        yield Span.of(text, start, end + 1)
        start = end + 2


def _claim(sentence: Span, mint: Mint) -> Claim:
    id_, key = mint.stamp("c", sentence)
    return Claim(id=id_, key=key, trigger=sentence, sentence=sentence, event=Event(type="INCIDENT"))


def own_memory() -> float:
    """MB that this process holds of its own, without files that it maps; 0 where there is no /proc."""
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("RssAnon:")) / 1024


def _rss(process: str) -> int:
    """Resident memory in MB; 0 for a process that has gone."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0
    return pages * 4096 // _MB


def _descendants() -> list[str]:
    """This process's children, and theirs."""
    found: list[str] = []
    waiting = ["self"]
    while waiting:
        process = waiting.pop()
        for tasks in Path(f"/proc/{process}/task").glob("*/children"):
            try:
                children = tasks.read_text().split()
            except OSError:
                continue
            found += children
            waiting += children
    return found


if __name__ == "__main__":
    main()
