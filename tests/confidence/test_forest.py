"""Forests as data: whole numbers in, two decimals out."""

import pytest

from sayso.confidence import forest
from sayso.confidence.forest import ConfidenceModel, load_model
from sayso.errors import MissingModelError

# One question: is the first feature at most 5? 100 in 1024 if so, else 900.
TREE = (0, 5, 6, -1, 100, 0, -1, 900, 0)
EVEN = (-1, 512, 0)


def model(**forests) -> ConfidenceModel:
    return ConfidenceModel(features=("words",), forests=forests, steps=((0, 5), (90, 20), (800, 80)))


@pytest.mark.parametrize(("words", "score"), [(5, 100), (6, 900), (0, 100)])
def test_a_tree_is_followed_to_its_leaf(words, score):
    assert model(event=(TREE,)).score({"words": words}) == score


def test_what_is_not_named_counts_nothing():
    assert model(event=(TREE,)).score({}) == 100


def test_the_trees_of_a_forest_are_averaged_and_its_decisions_multiplied():
    assert model(event=(TREE, EVEN)).score({"words": 9}) == 706
    assert model(event=(TREE,), status=(EVEN,)).score({"words": 9}) == 450


@pytest.mark.parametrize(("words", "confidence"), [(5, 0.2), (6, 0.8)])
def test_the_calibration_turns_a_score_into_two_decimals(words, confidence):
    assert model(event=(TREE,)).confidence({"words": words}) == confidence


@pytest.mark.parametrize("kind", ["claims", "attributions", "commitments", "participants"])
@pytest.mark.parametrize("tier", ["full", "fast"])
def test_a_shipped_calibration_never_falls(kind, tier):
    steps = load_model(f"{kind}-{tier}").steps
    assert steps[0][0] == 0
    assert list(steps) == sorted(steps, key=lambda step: (step[0], step[1]))
    assert [step for _, step in steps] == sorted(step for _, step in steps)


def test_a_damaged_model_says_what_to_do(tmp_path, monkeypatch):
    (tmp_path / "claims-fast.json").write_text("{", encoding="utf-8")
    monkeypatch.setattr(forest, "__file__", str(tmp_path / "forest.py"))
    load_model.cache_clear()
    with pytest.raises(MissingModelError, match=r"claims-fast\.json cannot be read"):
        load_model("claims-fast")
    load_model.cache_clear()
