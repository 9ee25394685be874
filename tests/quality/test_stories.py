"""Stories may not get worse than this on look-alike happenings (ECB+) and on what many outlets tell."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from benchmarks.b_cubed import b_cubed
from benchmarks.floors import below

from sayso.model import make_report
from sayso.pipeline import Pipeline
from sayso.relate.copies import find_copies
from sayso.relate.stories import find_stories

# Of the topics that no threshold was swept on, two that go well and two that do not.
TOPICS = frozenset(["8", "10", "24", "30"])


# Of the stories of many outlets, those that nothing is tuned on (training/stories/fit.py).
OUTLETS = frozenset(
    [
        "Justin_Timberlake_halftime_show",
        "The_New_Infinity_War_Trailer",
        "bruce_arians_emotional_in_announcing_retirement_from_coaching_cites_family",
        "china_boy_well",
        "chrissy_teigen_live_tweets_nightmare_flight_after_bizarre_passenger_mishap",
        "croydon_tram_trash",
        "cubs_win_championship",
        "f1_crash",
        "first_planets_outside_the_Milky_Way",
        "how_a_small_bird_managed_to_take_over_a_delta_flight",
    ]
)
# Longer reports are left out, so that the test takes seconds.
MOST_WORDS = 450


def score(path: Path, fast: Pipeline, chosen: Callable[[dict[str, Any]], bool]) -> float:
    """Return B-cubed F1 of the stories of the chosen reports."""
    rows = [row for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()) if chosen(row)]
    readings = list(
        fast.read(
            [make_report(row["text"], input_id=row["id"], published=row.get("published")) for row in rows]
        )
    )
    gold = {reading.report.id: row["story"] for reading, row in zip(readings, rows, strict=True)}
    # A record counts copies as one report.
    copies = [group.reports for group in find_copies(reading.report for reading in readings)]
    stories = find_stories(readings, copies=copies)
    together = {report: story.id for story in stories for report in story.reports}
    return b_cubed([(together.get(report, report), story) for report, story in gold.items()])


@pytest.mark.quality
def test_look_alike_stories_stay_apart_above_a_floor(shared: Path, fast: Pipeline) -> None:
    figure = score(shared / "data/stories/ecbplus_docs.jsonl", fast, lambda row: row["topic"] in TOPICS)
    assert not below({"b3_f1": figure}, "stories")


@pytest.mark.quality
def test_stories_of_many_outlets_come_together_above_a_floor(shared: Path, fast: Pipeline) -> None:
    def is_chosen(row: dict[str, Any]) -> bool:
        return row["story"] in OUTLETS and len(row["text"].split()) <= MOST_WORDS

    figure = score(shared / "data/stories/outlets.jsonl", fast, is_chosen)
    assert not below({"b3_f1": figure}, "stories.outlets")
