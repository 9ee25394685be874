"""Event groups across reports may not get worse than this on the stories labelled by hand."""

import pytest
from benchmarks.floors import below
from benchmarks.score_events_across import corroboration_rows, read_reports, score_corroboration


@pytest.mark.quality
def test_events_of_told_stories_stay_above_their_floors(shared, full):
    figures = score_corroboration(shared, read_reports(full, corroboration_rows(shared)))
    assert not below(figures, "events_across")
