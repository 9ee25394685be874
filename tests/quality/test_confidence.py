"""The order that confidence gives to claims may not fall below its floors."""

import pytest
from benchmarks.floors import below
from benchmarks.score_confidence import judge_claims

from sayso.model import Tier
from sayso.pipeline import available_tiers


@pytest.mark.quality
@pytest.mark.parametrize("tier", Tier)
def test_confidence_stays_above_its_floors(shared, tier):
    if tier not in available_tiers():
        pytest.skip("the models of the full tier are not installed")
    judged = judge_claims(shared, shared / "data/claims/dev", "claims/dev", tier)
    figures = {"auroc": judged.auroc(), "top 50 %": judged.top(50), "top 25 %": judged.top(25)}
    assert all(0 < confidence < 1 for confidence, _ in judged.rows)
    assert judged.calibration_error() < 0.1
    assert not below(figures, f"confidence.{tier}")
