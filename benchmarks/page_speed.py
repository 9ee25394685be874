"""How long the server works on each page: `python -m benchmarks.page_speed DB [--reports N] [--rounds N]`.

Makes the record first, if it is not there: reports of twenty claims each, 5,000 of them for 100,000 claims.
Asks each page over a test client, without a network, so often, each time for something else where the page
can be asked for something. Prints the median and the 95th percentile, of the clock and of this process's own
work (which is what another program on the machine does not change), in milliseconds.
"""

import argparse
import random
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from benchmarks.made_record import ACTORS, PLACES, SOURCES, WORDS, make_readings
from sayso.record import Store
from sayso.web import Settings, make_app

# The median that no page may exceed.
_LIMIT_MS = 300


def main() -> None:
    """Make the record, ask each page, print a table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("db")
    arguments.add_argument("--reports", type=int, default=5_000)
    arguments.add_argument("--rounds", type=int, default=20)
    arguments.add_argument("--only", default="", help="pages with this in their name")
    given = arguments.parse_args()
    if not Path(given.db).exists():
        with Store(given.db) as record:
            for reading in make_readings(given.reports):
                record.put(reading)
    with Store(given.db) as record:
        print(f"{record.claims().count():,} claims")
        ids = [row.report.id for row in record.reports(limit=500)]
        claims = [(row.report.id, row.claim.id) for row in record.claims(limit=2_000)]
    app = make_app(given.db, settings=Settings(requests_per_minute=0))
    with TestClient(app, base_url="http://localhost") as client:
        _sign_in(client)
        print(f"{'page':<42} {'wall':>6} {'p95':>6} {'work':>6} {'p95':>6}")
        for name, ask in _pages(ids, claims).items():
            if given.only in name:
                _print(name, list(_measure(client, ask, given.rounds)))


Ask = Callable[[random.Random], str]


def _pages(ids: list[str], claims: list[tuple[str, str]]) -> dict[str, Ask]:
    """Each page, and addresses of it."""
    return {
        "home": lambda _: "/",
        "report": lambda dice: f"/reports/{dice.choice(ids)}",
        "report, a claim chosen": lambda dice: "/reports/{}?claim={}".format(*dice.choice(claims)),
        "explore": lambda _: "/explore",
        "explore, a page further on": lambda dice: f"/explore?after={2 * dice.randint(0, 90_000)}.2",
        "explore, a word": lambda dice: f"/explore?text={_word(dice)}",
        "explore, a common word": lambda dice: f"/explore?text={WORDS[dice.randint(0, 20)]}",
        "explore, two words and a type": lambda dice: f"/explore?text={_word(dice)}+{_word(dice)}&type=AID",
        "explore, a source": lambda dice: f"/explore?source={dice.choice(SOURCES)}",
        "explore, an actor": lambda dice: f"/explore?actor={dice.choice(ACTORS)}",
        "explore, a place": lambda dice: f"/explore?place={dice.choice(PLACES)}",
        "explore, a country and days": lambda dice: f"/explore?country=IRQ&from={_day(dice)}",
        "explore, a word as of a day": lambda dice: f"/explore?text={_word(dice)}&as_of={_day(dice)}",
        "explore, in a report": lambda dice: f"/explore?report={dice.choice(ids)}",
        "explore, not on a map": lambda _: "/explore?placed=false",
        "explore, reports": lambda _: "/explore?show=reports",
        "explore, reports with a word": lambda dice: f"/explore?show=reports&text={_word(dice)}",
        "explore, reports of a source": lambda dice: f"/explore?show=reports&source={dice.choice(SOURCES)}",
        "explore, attributions of a type": lambda _: "/explore?show=attributions&type=AID",
        "commitments": lambda _: "/commitments",
        "events": lambda _: "/events",
        "disagreements": lambda _: "/disagreements",
        "situations": lambda _: "/situations",
        "review": lambda _: "/review",
        "review, a type, further on": lambda dice: f"/review?type=AID&after={2 * dice.randint(0, 90_000)}.2",
        "review, a report": lambda dice: f"/review?report={dice.choice(ids)}",
        "judgements": lambda _: "/review/judgements",
        "feed of claims": lambda dice: f"/feeds/claims.atom?text={_word(dice)}",
        "feed of a source": lambda dice: f"/feeds/claims.atom?source={dice.choice(SOURCES)}",
        "api, claims of a word": lambda dice: f"/api/claims?text={_word(dice)}",
        "api, how many claims": lambda dice: f"/api/claims/count?text={_word(dice)}",
    }


def _word(dice: random.Random) -> str:
    return dice.choice(WORDS)


def _day(dice: random.Random) -> str:
    return f"20{dice.randint(10, 24)}-{dice.randint(1, 12):02}-01"


def _sign_in(client: TestClient) -> None:
    mark = client.get("/review").text.split('name="mark" value="')[1].split('"')[0]
    client.post("/review/sign-in", data={"name": "Ann", "mark": mark})


def _measure(client: TestClient, ask: Ask, rounds: int) -> Iterator[tuple[float, float]]:
    """Milliseconds by the clock and of work, of each round; nothing where there is no such page."""
    dice = random.Random(3)  # noqa: S311 - a benchmark
    for _ in range(rounds):
        address = ask(dice)
        wall, work = time.perf_counter(), time.process_time()
        answer = client.get(address)
        took: Any = (time.perf_counter() - wall) * 1000, (time.process_time() - work) * 1000
        if answer.status_code == 404:
            return
        answer.raise_for_status()
        yield took


def _print(name: str, times: list[tuple[float, float]]) -> None:
    if not times:
        print(f"{name:<42} there is no such page")
        return
    sides = [sorted(side) for side in zip(*times, strict=True)]
    figures = [figure for side in sides for figure in (statistics.median(side), side[int(len(side) * 0.95)])]
    over = "  over the limit" if figures[2] > _LIMIT_MS else ""
    print(f"{name:<42} {' '.join(f'{figure:6.0f}' for figure in figures)}{over}")


if __name__ == "__main__":
    main()
