"""What of the example reports stands side by side, as the home page shows it."""

from pathlib import Path

from sayso.engine import relate
from sayso.ingest import read_inputs
from sayso.model import Report
from sayso.record import Store

EXAMPLES = Path(__file__).parents[2] / "examples" / "reports"


def test_the_count_that_two_sources_give_otherwise_is_all_that_disagrees(full):
    reports = [one for one in read_inputs([str(EXAMPLES)]) if isinstance(one, Report)]
    with Store(":memory:") as store:
        for reading in full.read(reports):
            store.put(reading)
        relate(store)
        (found,) = (row.disagreement for row in store.disagreements())
    assert found.slot == "missing"
    assert [side.value for side in found.sides] == [3, 7]
