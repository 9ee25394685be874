"""What is told across the example reports, as the home page and an event's page show it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sayso.engine import relate
from sayso.ingest import read_inputs
from sayso.model import ClaimRef, Report, Verdict
from sayso.pipeline import Pipeline
from sayso.record import Decision, Store
from sayso.web.event_view import origin_views_of

EXAMPLES = Path(__file__).parents[2] / "examples" / "reports"


@pytest.fixture(scope="module")
def store(full: Pipeline) -> Iterator[Store]:
    reports = [one for one in read_inputs([str(EXAMPLES)]) if isinstance(one, Report)]
    with Store(":memory:") as store:
        for reading in full.read(reports):
            store.put(reading)
        relate(store)
        yield store


def test_the_count_that_two_sources_give_otherwise_is_all_that_disagrees(store):
    # Both stand in sentences of several claims, and are less certain than what is related.
    for row in list(store.claims(text="missing")):
        if row.claim.trigger.text == "missing":
            store.judge(row.claim.id, Decision(verdict=Verdict.ACCEPT, by="Ann"))
    relate(store)
    (found,) = (row.disagreement for row in store.disagreements())
    assert found.slot == "missing"
    assert [side.value for side in found.sides] == [3, 7]


def test_who_is_nobody_passes_on_no_word(store):
    passing = set[str]()
    for row in store.events():
        rows = store.claims_of([ClaimRef(report=one.report, claim=one.claim) for one in row.event.claims])
        for rest in origin_views_of(row.event, rows):
            passing.update(name for relay in rest.relays for name in relay.sources)
    assert "Lebanese Red Cross" in passing
    assert not passing & {"An earlier version of this report", "it"}
