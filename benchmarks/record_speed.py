"""Speed of a record while somebody adds to it: `python -m benchmarks.record_speed DB [--reports N]`.

Makes the record first, if it is not there. Prints tables in Markdown: the median and the 95th percentile of
the time to a page of 50 rows, by the clock and as work of this process alone (which another program on the
machine changes less); and how many claims a second each format of `sayso export` streams, in how much
memory. With --relate it first relates what waits, and tells how fast, piece by piece. `make bench` does it
for a small record.
"""

import argparse
import random
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.made_record import ACTORS, PLACES, SOURCES, WORDS, make_readings
from benchmarks.memory import own_memory
from benchmarks.tables import make_table
from sayso.engine import relate
from sayso.export import FORMATS
from sayso.record import Store

__all__ = ["measure_record"]

_ROWS = 50
_ROUNDS = 40
# Of a small record for `make bench`; and reports that are related there.
_REPORTS, _RELATED = 5_000, 500
# Reports after which relating says how fast it is.
_STEP = 1_000


def main() -> None:
    """Make the record, measure it, print tables."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("db")
    arguments.add_argument("--reports", type=int, default=50_000)
    arguments.add_argument("--relate", action="store_true")
    arguments.add_argument("--exported", type=int, default=100_000, help="claims that each format streams")
    given = arguments.parse_args()
    if "://" in given.db or not Path(given.db).exists():
        _fill(given.db, given.reports)
    for part in _measure_all(given.db, exported=given.exported, related=given.relate):
        print(f"{part}\n", flush=True)


def measure_record() -> Iterator[str]:
    """The section of the results, of a small record."""
    with tempfile.TemporaryDirectory() as folder:
        asked, related = str(Path(folder) / "asked.db"), str(Path(folder) / "related.db")
        _fill(asked, _REPORTS)
        _fill(related, _RELATED)
        parts = [*_measure_all(asked, exported=20_000), _relate(related)]
    head = f"## Record\n\n`python -m benchmarks.record_speed DB --reports {_REPORTS}` (made-up reports)"
    yield "\n\n".join([head, *parts, "A record of a million claims: [notes](notes/scale.md)."])


def _measure_all(address: str, *, exported: int, related: bool = False) -> Iterator[str]:
    if related:
        yield _relate(address)
    yield _ask(address)
    yield _export(address, exported)


def _fill(address: str, reports: int) -> None:
    with Store(address) as record:
        for reading in make_readings(reports):
            record.put(reading)


def _relate(address: str) -> str:
    """Return the table of the speed of relating: each thousand reports, and in all."""
    done, rows = 0, list[list[str | int]]()
    last = (0, time.perf_counter(), time.process_time())

    def on_progress(reports: int, step: int = _STEP) -> None:
        nonlocal done, last
        done += reports
        if done - last[0] >= step:
            now = (done, time.perf_counter(), time.process_time())
            number, wall, work = (after - before for after, before in zip(now, last, strict=True))
            memory = round(own_memory())
            rows.append([f"{done:,}", f"{number / wall:.1f}", f"{number / work:.1f}", memory])
            last = now

    with Store(address) as record:
        relate(record, on_progress)
        if done > last[0]:
            on_progress(0, step=1)
        start = time.perf_counter()
        events, number = record.events().page(_ROWS).rows, record.events().count()
        took = time.perf_counter() - start
    table = make_table(["reports related", "reports/s", "reports/s of work", "MB"], rows)
    return f"{table}\n\n{number:,} events; a page of {len(events)} of them in {took * 1000:.0f} ms."


_Filters = dict[str, Any]


def _common(dice: random.Random) -> str:
    return WORDS[dice.randint(0, 20)]


def _any(dice: random.Random) -> str:
    return WORDS[dice.randint(0, len(WORDS) - 1)]


def _common_actor(dice: random.Random) -> str:
    return ACTORS[dice.randint(0, 5)]


def _rare_actor(dice: random.Random) -> str:
    return ACTORS[dice.randint(30, len(ACTORS) - 1)]


def _common_source(dice: random.Random) -> str:
    return SOURCES[dice.randint(0, 5)]


_QUESTIONS: dict[str, Callable[[random.Random], _Filters]] = {
    "all": lambda _: {},
    "a common word": lambda dice: {"text": _common(dice)},
    "two words": lambda dice: {"text": f"{_any(dice)} {_any(dice)}"},
    "a word, type and status": lambda dice: {"text": _any(dice), "type": "PROTEST", "status": "planned"},
    "a common word, country and day": lambda dice: {
        "text": _common(dice),
        "country": "IRQ",
        "first": "2018-01-01",
        "last": "2018-01-31",
    },
    "a common word and a rare actor": lambda dice: {"text": _common(dice), "actor": _rare_actor(dice)},
    "a common word and a common actor": lambda dice: {"text": _common(dice), "actor": _common_actor(dice)},
    "a word and a source": lambda dice: {"text": _any(dice), "source": dice.choice(SOURCES)},
    "a common word and a common source": lambda dice: {"text": _common(dice), "source": _common_source(dice)},
    "a common word as of a day": lambda dice: {"text": _common(dice), "as_of": "2012-06-01"},
    "a rare actor": lambda dice: {"actor": _rare_actor(dice)},
    "a place, type and as of": lambda dice: {
        "place": dice.choice(PLACES),
        "type": "AID",
        "as_of": "2015-01-01",
    },
    "country and status": lambda dice: {"country": "SYR", "status": "ongoing"},
}


def _ask(address: str) -> str:
    rows = list[list[str | float]]()
    with Store(address) as record, _adding(address):
        number = record.claims().count()
        for name, ask in _QUESTIONS.items():
            times = zip(*_measure(record, ask), strict=True)
            rows.append([name, *(round(figure, 1) for side in times for figure in _describe(side))])
    table = make_table(["asked for", "median ms", "p95 ms", "median ms of work", "p95 ms of work"], rows)
    return f"{number:,} claims, and somebody adds. A page of {_ROWS} claims, {_ROUNDS} times each:\n\n{table}"


def _describe(times: tuple[float, ...]) -> tuple[float, float]:
    ordered = sorted(times)
    return statistics.median(ordered), ordered[int(len(ordered) * 0.95)]


def _measure(record: Store, ask: Callable[[random.Random], _Filters]) -> Iterator[tuple[float, float]]:
    """Milliseconds by the clock, and of this thread's own work."""
    dice = random.Random(2)  # noqa: S311 - a benchmark
    for _ in range(_ROUNDS):
        query = record.claims(**ask(dice))
        wall, work = time.perf_counter(), time.thread_time()
        query.page(_ROWS)
        yield (time.perf_counter() - wall) * 1000, (time.thread_time() - work) * 1000


def _export(address: str, most_claims: int) -> str:
    rows = list[list[str | int]]()
    with Store(address) as record:
        number = min(record.claims().count(), most_claims)
    for name, format_ in FORMATS.items():
        with Store(address) as record:
            claims = record.claims(limit=number).told(named=format_.named)
            wall, work, most, done = time.perf_counter(), time.process_time(), 0.0, 0
            for done, _ in enumerate(format_.encode(claims), start=1):
                most = max(most, own_memory()) if done % 10 == 1 else most
            wall, work = time.perf_counter() - wall, time.process_time() - work
        rows.append([name, f"{number / wall:,.0f}", f"{number / work:,.0f}", round(most)])
    table = make_table(["format", "claims/s", "claims/s of work", "MB at most"], rows)
    return f"{number:,} claims through each format of `sayso export`:\n\n{table}"


@contextmanager
def _adding(address: str) -> Iterator[None]:
    """Somebody adds five reports a second."""
    stop = threading.Event()

    def add() -> None:
        with Store(address) as record:
            for reading in make_readings(1_000_000, seed=int(time.time())):
                record.put(reading)
                if stop.wait(0.2):
                    return

    thread = threading.Thread(target=add)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


if __name__ == "__main__":
    main()
