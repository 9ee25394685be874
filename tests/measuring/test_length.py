"""The curve of time and memory over the length of a report."""

import pytest
from benchmarks.long_texts import PAGES, TEXTS
from benchmarks.report_length import Cost, _measure_here, _steepest


@pytest.mark.parametrize("kind", TEXTS)
def test_text_has_the_length_asked_for_and_is_always_the_same(kind: str) -> None:
    assert len(TEXTS[kind](5_000)) == 5_000
    assert TEXTS[kind](20_000).startswith(TEXTS[kind](5_000))


@pytest.mark.parametrize("kind", PAGES)
def test_page_is_about_as_long_as_asked_for(kind: str) -> None:
    assert len(PAGES[kind](50_000)) == pytest.approx(50_000, rel=0.2)


def test_steepest_step_is_told_as_one_of_four_times() -> None:
    costs = [Cost(seconds, 1, 1, "") for seconds in (1, 3, 30)]
    assert _steepest(costs, (10, 40, 80)) == 20
    assert _steepest(costs[:1], (10, 40, 80)) is None


@pytest.mark.parametrize(("tier", "kind"), [("fast", "news"), ("pages", "elements")])
def test_cost_of_one_report_is_measured(tier: str, kind: str) -> None:
    cost = _measure_here(tier, kind, 4_000)
    assert cost.output_mb > 0
    assert not cost.note
