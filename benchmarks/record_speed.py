"""How fast a record answers while somebody adds to it: `python -m benchmarks.record_speed DB [--reports N]`.

Makes the record first, if it is not there. Prints the median and the 95th percentile of the time to a page
of 50 rows, and how many rows a second are streamed as CSV would be. With --relate it first relates what
waits, and prints how fast, with how much memory, and how long a page of events takes.
"""

import argparse
import itertools
import random
import resource
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.made_record import ACTORS, PLACES, SOURCES, WORDS, make_readings
from sayso.engine import relate
from sayso.record import Store

_ROWS = 50
_ROUNDS = 40


def main() -> None:
    """Make the record, measure it, print a table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("db")
    arguments.add_argument("--reports", type=int, default=50_000)
    arguments.add_argument("--relate", action="store_true")
    given = arguments.parse_args()
    if "://" in given.db or not Path(given.db).exists():
        with Store(given.db) as record:
            for reading in make_readings(given.reports):
                record.put(reading)
    if given.relate:
        with Store(given.db) as record:
            _relate(record)
    with Store(given.db) as record, _adding(given.db):
        print(f"{record.claims().count():,} claims")
        for name, ask in _QUESTIONS.items():
            times = sorted(_measure(record, ask))
            p95 = times[int(len(times) * 0.95)]
            print(f"{name:<44} median {statistics.median(times):6.1f} ms   p95 {p95:6.1f} ms")
        _stream(record)


def _relate(record: Store) -> None:
    pieces, start = [], time.perf_counter()

    def tell(reports: int) -> None:
        pieces.append((reports, time.perf_counter()))

    number = relate(record, tell)
    moments = [start, *(moment for _, moment in pieces)]
    times = [after - before for before, after in itertools.pairwise(moments)]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if times:
        print(f"related {number / sum(times):,.1f} reports/s, {memory:,.0f} MB at most")
        print(f"a piece took {times[0]:.1f} s first, {times[-1]:.1f} s last, {max(times):.1f} s at most")
    start = time.perf_counter()
    rows = record.events().page(_ROWS).rows
    print(f"a page of {len(rows)} of {record.events().count():,} events {time.perf_counter() - start:.3f} s")


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


def _measure(record: Store, ask: Callable[[random.Random], _Filters]) -> Iterator[float]:
    dice = random.Random(2)  # noqa: S311 - a benchmark
    for _ in range(_ROUNDS):
        query = record.claims(**ask(dice))
        start = time.perf_counter()
        query.page(_ROWS)
        yield (time.perf_counter() - start) * 1000


def _stream(record: Store) -> None:
    start, rows = time.perf_counter(), 0
    for _ in itertools.islice(record.claims().tuples(), 100_000):
        rows += 1
    print(f"streamed {rows / (time.perf_counter() - start):,.0f} rows/s")


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
