"""Cost of relating very many reports: made news as sparse as real news, with a war reported every day.

usage: python -m benchmarks.story_scale [REPORTS] [--war OUTLETS] [--days DAYS] [--order shuffled]

Texts are made of words of the shipped background table, each as frequent as in real news, and of made names,
a few frequent and most rare. Most stories are in one to a few reports within days; the war by OUTLETS
reports a day, each on one of three events of the day, in words that the war's reports share. Readings have no
claims, so that copies and stories are measured and events are not. Prints seconds of work for each STEP
reports, and B-cubed of the stories.
"""

import argparse
import random
import time
from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import sha256
from importlib.resources import files
from itertools import accumulate

from benchmarks.b_cubed import b_cubed
from sayso.engine import relate
from sayso.model import Reader, Reading, Tier, make_report
from sayso.record import Store

_READER = Reader(version="0", tier=Tier.FAST, models={})
_FIRST_DAY = date(2024, 1, 1)
_WORDS, _NAMES, _NAME_POOL = 220, 14, 30_000
_SYLLABLES = (
    "ba be bo da de do fa ga go ka ke ko la le lo ma mi mo na ne no pa pe ra ri ro sa se ta te to va za zo"
)


class World:
    """The words and names that made reports draw from."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - made news
        table = (files("sayso.codebook") / "background.tsv").read_text(encoding="utf-8").splitlines()[1:]
        cells = [row.split("\t") for row in table]
        self.words = [word for word, _, _ in cells]
        self._word_sums = list(accumulate(int(count) for _, count, _ in cells))
        syllables = _SYLLABLES.split()
        self.names = sorted({"".join(self.chance.choices(syllables, k=3)).title() for _ in range(_NAME_POOL)})
        self.chance.shuffle(self.names)
        # The n-th name is named as often as 1 / n of the first.
        self._name_sums = list(accumulate(1 / (n + 20) for n in range(len(self.names))))

    def draw_words(self, number: int) -> list[str]:
        """Draw words as frequent as in news."""
        return self.chance.choices(self.words, cum_weights=self._word_sums, k=number)

    def draw_names(self, number: int) -> list[str]:
        """Draw names, some of which are in much news."""
        return self.chance.choices(self.names, cum_weights=self._name_sums, k=number)

    def write(self, names: list[str], words: list[str], day: date) -> Reading:
        """Return a report of some names in some words among those of all news, some days on."""
        named = self.chance.sample(names, k=min(len(names), _NAMES * 2 // 3))
        said = self.chance.sample(words, k=len(words) * 2 // 3)
        again = self.chance.sample(named, k=len(named) // 2)
        body = [*said, *named, *again, *self.draw_words(_WORDS)]
        head = [*named[:4], *said[:12]]
        self.chance.shuffle(body)
        late = min(int(self.chance.expovariate(0.5)), 40)
        text = " ".join(head) + ".\n" + " ".join(body) + "."
        published = (day + timedelta(days=late)).isoformat()
        return Reading(report=make_report(text, published=published), reader=_READER)


def make_news(reports: int, war: int, days: int, seed: int = 1) -> Iterator[tuple[str, Reading]]:
    """Yield reports with their stories, in order of the days of what they tell of."""
    world = World(seed)
    front = world.draw_names(12), world.draw_words(30)
    number, story = 0, 0
    for n in range(days):
        day = _FIRST_DAY + timedelta(days=n)
        due = reports * (n + 1) // days
        for _event in range(3 if war else 0):
            names = [*front[0], *world.draw_names(4)]
            words = [*front[1], *world.draw_words(25)]
            for _ in range(war // 3):
                yield "war", world.write(names, words, day)
                number += 1
        while number < due:
            names, words, story = world.draw_names(_NAMES), world.draw_words(40), story + 1
            for _ in range(min(1 + int(world.chance.paretovariate(1.2) - 1), 60)):
                yield f"story-{story}", world.write(names, words, day)
                number += 1


def main() -> int:
    """Print the cost of each step and the score at the end."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("reports", type=int, nargs="?", default=20_000)
    parser.add_argument("--war", type=int, default=0)
    parser.add_argument("--days", type=int, default=60)
    parser.add_argument("--step", type=int, default=1000)
    parser.add_argument("--order", choices=["day", "shuffled"], default="day")
    parser.add_argument("--db", default=":memory:")
    arguments = parser.parse_args()
    news = list(make_news(arguments.reports, arguments.war, arguments.days))
    if arguments.order == "shuffled":
        random.Random(2).shuffle(news)  # noqa: S311 - an order of arrival
    story_of = {reading.report.id: story for story, reading in news}
    print(f"{len(news)} reports of {len(set(story_of.values()))} stories")
    with Store(arguments.db) as store:
        for start in range(0, len(news), arguments.step):
            for _, reading in news[start : start + arguments.step]:
                store.put(reading, first_seen="2025-01-01T00:00:00+00:00")
            began = time.process_time()
            relate(store)
            print(f"{start + arguments.step}: {time.process_time() - began:.1f} s", flush=True)
        groups = dict(store.groups("story"))
    figure = b_cubed([(groups[report], story) for report, story in story_of.items()])
    marks = sorted(f"{report} {group}" for report, group in groups.items())
    print(f"B-cubed {figure:.3f}, {len(set(groups.values()))} stories, groups {hash_of(marks)}")
    return 0


def hash_of(lines: list[str]) -> str:
    """Return a short hash, the same for the same groups."""
    return sha256("\n".join(lines).encode()).hexdigest()[:12]


if __name__ == "__main__":
    raise SystemExit(main())
