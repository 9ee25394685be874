"""Scores on the labelled data may not fall below their floors (benchmarks/floors.toml)."""

import tomllib
from pathlib import Path

import pytest
from benchmarks.accuracy import claim_folder, score_claims, score_texts
from benchmarks.score_copies import score_copies
from benchmarks.score_pages import score_pages

from sayso.model import Tier
from sayso.pipeline import available_tiers

FLOORS = tomllib.loads((Path(__file__).parents[2] / "benchmarks" / "floors.toml").read_text(encoding="utf-8"))
# No tier has a part in taking the article out of a page, or in telling copies.
PAGES = FLOORS.pop("pages")
COPIES = FLOORS.pop("copies")
CASES = [(task, Tier(tier)) for task, tiers in FLOORS.items() for tier in tiers]


@pytest.mark.quality
@pytest.mark.parametrize(("task", "tier"), CASES, ids=[f"{task}-{tier}" for task, tier in CASES])
def test_figures_stay_above_their_floors(shared, task, tier):
    assert tier in available_tiers()
    figures = measure(shared, task, tier)
    below = {name: figures[name] for name, floor in FLOORS[task][tier].items() if figures[name] < floor}
    assert not below, f"floors {FLOORS[task][tier]}"
    assert figures.get("offset errors", 0) == 0


@pytest.mark.quality
def test_page_bodies_stay_above_their_floor(shared):
    figures = score_pages(shared / "data" / "html")
    assert figures["pages"] == 91
    assert {name: figures[name] for name, floor in PAGES.items() if figures[name] < floor} == {}


@pytest.mark.quality
def test_copies_stay_above_their_floor(shared):
    figures = score_copies(shared)
    assert {name: figures[name] for name, floor in COPIES.items() if figures[name] < floor} == {}


def measure(shared: Path, task: str, tier: Tier) -> dict[str, float]:
    if task == "polnear_dev":
        return score_texts(
            shared, "score_attribution.py", shared / "data/attribution/polnear_dev.jsonl", tier
        )
    with claim_folder(shared, task) as folder:
        return score_claims(shared, Path(folder), tier)
