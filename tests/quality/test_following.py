"""What holds where, as told in labelled reports, may not be found worse than before."""

import pytest
from benchmarks.score_following import read_labelled, score_commitments, score_situations

from sayso.model import Tier

# Measured .745 and .830 (F1 of situations), .922 and .872 (states of commitments).
FLOORS = {"tune F1": 0.72, "check F1": 0.80, "tune states": 0.90, "check states": 0.85}


@pytest.mark.quality
def test_situations_and_states_stay_above_their_floors(shared):
    readings = read_labelled(shared, Tier.FULL)
    figures = score_commitments(readings) | score_situations(readings)
    assert {name: figures[name] for name, floor in FLOORS.items() if figures[name] < floor} == {}
