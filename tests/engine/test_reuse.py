"""A text that comes again soon is read once, and nothing of that is seen in the readings."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine import plain_reader

from sayso.engine import read_all
from sayso.engine.reuse import ReusingReader
from sayso.model import Reading, Report, make_report
from sayso.pipeline import Pipeline

REPORTS = st.builds(
    make_report,
    st.sampled_from(["They left Mosul.", "Nothing happened.", "All of this is nonsense to you."]),
    title=st.sampled_from([None, "They left"]),
    publisher=st.sampled_from(["The Post", "The Star"]),
    published=st.sampled_from([None, "2014-06-10", "2014-06-10T08:00:00+00:00", "2014-06-11"]),
    byline=st.sampled_from([None, "By Reuters"]),
    language=st.sampled_from([None, "en"]),
    url=st.sampled_from([None, "https://post.example/1", "https://post.example/2"]),
    input_id=st.sampled_from([None, "1", "2"]),
)


def read(reports: list[Report], size: int) -> list[bytes]:
    readings = read_all(reports, load=plain_reader.PlainReader, batch_size=size)
    return [one.to_json() for one in readings if isinstance(one, Reading)]


def texts_read(folder: Path) -> list[str]:
    return sorted(file.name.split("-")[0] for file in folder.iterdir())


@settings(deadline=None, max_examples=40)
@given(st.lists(REPORTS, max_size=12), st.integers(1, 4))
def test_reuse_is_not_seen_in_the_readings(reports: list[Report], size: int) -> None:
    alone = [line for report in reports for line in read([report], size)]
    assert read(reports, size) == alone


@pytest.mark.parametrize("size", [1, 16])
def test_copies_are_read_once(tmp_path: Path, size: int) -> None:
    reports = [make_report("They left Mosul.", publisher=f"Outlet {n}") for n in range(5)]
    load = lambda: plain_reader.WatchedReader(str(tmp_path))  # noqa: E731
    readings = [one for one in read_all(reports, load=load, batch_size=size) if isinstance(one, Reading)]
    assert [one.report for one in readings] == reports
    assert texts_read(tmp_path) == [reports[0].document]


def test_another_day_is_another_reading(tmp_path: Path) -> None:
    days = ["2014-06-10", "2014-06-11", "2014-06-10T09:00:00+00:00"]
    reports = [make_report("They left Mosul on Monday.", published=day) for day in days]
    reader = ReusingReader(plain_reader.WatchedReader(str(tmp_path)))
    list(reader.read(reports))
    assert len(texts_read(tmp_path)) == 2


def test_pipeline_gives_a_copy_what_reading_it_would(fast: Pipeline) -> None:
    text = "BAGHDAD (Reuters) - Troops left Mosul on Monday, two officials said."
    one = make_report(text, publisher="The Post", published="2014-06-10", input_id="1")
    other = make_report(text, publisher="The Star", published="2014-06-10T12:00:00+00:00", input_id="2")
    reused = [reading.to_json() for reading in ReusingReader(fast).read([one, other])]
    assert reused == [reading.to_json() for reading in fast.read([one, other])]
