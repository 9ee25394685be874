"""The comparison of two values may not fall below its floor."""

import pytest
from benchmarks.floors import below
from benchmarks.score_disagreements import score_disagreements


@pytest.mark.quality
def test_what_cannot_both_hold_stays_above_its_floor(shared):
    figures = score_disagreements(shared / "data")
    assert figures["pairs"] == 167
    assert not below(figures, "disagreements")
