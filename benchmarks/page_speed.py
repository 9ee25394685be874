"""Time that the server works on each page: `python -m benchmarks.page_speed DB [--reports N] [--rounds N]`.

Makes and relates the record first, if it is not there: reports of twenty claims each, 5,000 of them for
100,000 claims. Asks each page over a test client, without a network, so often, each time for something else
where the page can be asked for something; then, some times, right after a report was added and related,
when nothing that is kept holds any more. Lists are followed to their hundredth page. Prints the median and
the 95th percentile, of the clock and of this process's own work (which is what another program on the
machine does not change), in milliseconds.
"""

import argparse
import random
import re
import statistics
import time
from collections.abc import Callable, Iterator
from html import unescape
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from starlette.testclient import TestClient

from benchmarks.asked_pages import Ask, draw, list_pages
from benchmarks.made_record import make_readings
from benchmarks.tables import make_table
from sayso.engine import relate
from sayso.record import Store
from sayso.web import Settings, make_app

# The median that no page may exceed, and how long the first request after a change may take.
_LIMIT_MS, _FIRST_MS = 300, 1_000
# Lists whose hundredth page is asked for.
_LISTS = ("/explore", "/explore?show=events", "/disagreements", "/commitments", "/situations")
_DEEP = 100


class Took(NamedTuple):
    """Milliseconds by the clock, and of work."""

    wall: float
    work: float


def main() -> None:
    """Make the record, ask each page, print a table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("db")
    arguments.add_argument("--reports", type=int, default=5_000)
    arguments.add_argument("--rounds", type=int, default=20)
    arguments.add_argument("--writes", type=int, default=3, help="how often each is the first after a change")
    arguments.add_argument("--only", default="", help="pages with this in their name")
    given = arguments.parse_args()
    if "://" not in given.db and not Path(given.db).exists():
        with Store(given.db) as record:
            for reading in make_readings(given.reports):
                record.put(reading)
            relate(record)
    with Store(given.db) as record:
        print(f"{record.claims().count():,} claims, {record.events().count():,} events\n")
        pages = {name: ask for name, ask in list_pages(draw(record)).items() if given.only in name}
    app = make_app(given.db, settings=Settings(requests_per_minute=0))
    with TestClient(app, base_url="http://localhost") as client:
        _sign_in(client)
        deep = {f"{path}, page {_DEEP}": path for path in _LISTS if given.only in path}
        rows = [_row(name, _measure(client, ask, given.rounds)) for name, ask in pages.items()]
        rows += [_row(name, _measure_deep(client, path, given.rounds)) for name, path in deep.items()]
        change = _changes(given.db)
        first = {name: _after_changes(client, ask, change, given.writes) for name, ask in pages.items()}
    head = ["page", "wall", "p95", "work", "p95", "first, wall", "first, work", ""]
    print(make_table(head, [[*row, *_of_first(first.get(str(row[0]), [])), _verdict(row)] for row in rows]))


def _sign_in(client: TestClient) -> None:
    mark = client.get("/review").text.split('name="mark" value="')[1].split('"')[0]
    client.post("/review/sign-in", data={"name": "Ann", "mark": mark})


def _measure(client: TestClient, ask: Ask, rounds: int) -> list[Took]:
    dice = random.Random(3)  # noqa: S311 - a benchmark
    return [_time(client, ask(dice)) for _ in range(rounds)]


def _time(client: TestClient, address: str) -> Took:
    wall, work = time.perf_counter(), time.process_time()
    answer = client.get(address)
    took = Took((time.perf_counter() - wall) * 1000, (time.process_time() - work) * 1000)
    answer.raise_for_status()
    return took


def _measure_deep(client: TestClient, path: str, rounds: int) -> list[Took]:
    """The page at the end of so many links to a next one, or the last there is."""
    *_, last = islice(_follow(client, path), _DEEP)
    return [_time(client, last) for _ in range(rounds)]


def _follow(client: TestClient, path: str) -> Iterator[str]:
    link: re.Match[str] | None
    while True:
        yield path
        link = re.search(r'rel="next" href="([^"]+)"', client.get(path).text)
        if link is None:
            return
        path = unescape(link[1])


def _changes(db: str) -> Callable[[], None]:
    """Return what adds a report to the record, and relates it."""
    readings = make_readings(1_000_000, seed=int(time.time()))

    def change() -> None:
        with Store(db, create=False) as record:
            record.put(next(readings))
            relate(record)

    return change


def _after_changes(client: TestClient, ask: Ask, change: Callable[[], None], times: int) -> list[Took]:
    dice, found = random.Random(4), []  # noqa: S311 - a benchmark
    for _ in range(times):
        change()
        found.append(_time(client, ask(dice)))
    return found


Cell = str | int | None


def _row(name: str, times: list[Took]) -> list[Cell]:
    sides = [sorted(side) for side in zip(*times, strict=True)]
    return [
        name,
        *(
            round(figure)
            for side in sides
            for figure in (statistics.median(side), side[int(len(side) * 0.95)])
        ),
    ]


def _of_first(times: list[Took]) -> list[Cell]:
    return [round(statistics.median(side)) for side in zip(*times, strict=True)] or [None, None]


def _verdict(row: list[Cell]) -> str:
    return "over" if isinstance(row[3], int) and row[3] > _LIMIT_MS else ""


if __name__ == "__main__":
    main()
