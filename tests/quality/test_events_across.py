"""Event groups across reports may not get worse than this on the stories labelled by hand."""

import pytest
from benchmarks.score_events_across import corroboration_rows, read_reports, score_corroboration

FLOORS = {"values_f1": 0.65, "seattle reports": 0.85, "well reports": 0.85}


@pytest.mark.quality
def test_events_of_told_stories_stay_above_their_floors(shared, full):
    figures = score_corroboration(shared, read_reports(full, corroboration_rows(shared)))
    assert {name: figures[name] for name, floor in FLOORS.items() if figures[name] < floor} == {}
