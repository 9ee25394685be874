"""Scores on the labelled data may not fall below their floors (benchmarks/floors.toml)."""

import tomllib
from pathlib import Path

import pytest
from benchmarks.accuracy import claim_folder, score_claims, score_texts
from benchmarks.floors import FLOORS, below
from benchmarks.score_copies import score_copies
from benchmarks.score_hedges import score_labels
from benchmarks.score_pages import score_pages

from sayso.model import Tier
from sayso.pipeline import available_tiers

READ_BY_BOTH = ("claims_seed", "claims_dev", "polnear_dev")
TABLES = tomllib.loads(FLOORS.read_text(encoding="utf-8"))
CASES = [(task, Tier(tier)) for task in READ_BY_BOTH for tier in TABLES[task]]


@pytest.mark.quality
@pytest.mark.parametrize(("task", "tier"), CASES, ids=[f"{task}-{tier}" for task, tier in CASES])
def test_figures_stay_above_their_floors(shared, task, tier):
    assert tier in available_tiers()
    figures = measure(shared, task, tier)
    assert not below(figures, f"{task}.{tier}"), f"floors {TABLES[task][tier]}"
    assert figures.get("offset errors", 0) == 0


@pytest.mark.quality
def test_page_bodies_stay_above_their_floor(shared):
    figures = score_pages(shared / "data" / "html")
    assert figures["pages"] == 91
    assert not below(figures, "pages")


@pytest.mark.quality
def test_copies_stay_above_their_floor(shared):
    assert not below(score_copies(shared), "copies")


@pytest.mark.quality
def test_hedges_stay_above_their_floor(shared):
    assert not below(score_labels(shared / "data")["last"], "hedges.last")


def measure(shared: Path, task: str, tier: Tier) -> dict[str, float]:
    if task == "polnear_dev":
        return score_texts(
            shared, "score_attribution.py", shared / "data/attribution/polnear_dev.jsonl", tier
        )
    with claim_folder(shared, task) as folder:
        return score_claims(shared, Path(folder), tier)
