"""What holds where, as told in labelled reports, may not be found worse than before."""

import pytest
from benchmarks.floors import below
from benchmarks.score_tracking import read_labelled, score_situations

from sayso.model import Tier


@pytest.mark.quality
def test_situations_stay_above_their_floor(shared):
    readings = read_labelled(shared, Tier.FULL, ["check"])
    assert not below(score_situations(readings), "situations")
