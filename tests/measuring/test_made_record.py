"""Made readings: the benchmarks and the tests of scale rest on them."""

from collections import Counter
from collections.abc import Iterator
from itertools import islice

import msgspec
import pytest
from benchmarks.made_record import ACTORS, CLAIMS_PER_REPORT, PLACES, WORDS, make_readings

from sayso.model import Reading
from sayso.record import Store


@pytest.fixture(scope="module")
def readings() -> list[Reading]:
    return list(make_readings(150))


def _spans(value: object) -> Iterator[object]:
    if isinstance(value, list | tuple):
        for one in value:
            yield from _spans(one)
    elif isinstance(value, msgspec.Struct):
        if hasattr(value, "start"):
            yield value
        for name in value.__struct_fields__:
            yield from _spans(getattr(value, name))


def test_words_of_made_readings_stand_where_they_say(readings: list[Reading]) -> None:
    for reading in readings:
        text = reading.report.text
        for span in _spans(reading):
            assert text[span.start : span.end] == span.text  # type: ignore[attr-defined]


def test_same_seed_makes_same_bytes(readings: list[Reading]) -> None:
    again = [one.to_json() for one in make_readings(150)]
    assert again == [one.to_json() for one in readings]
    assert again != [one.to_json() for one in make_readings(150, seed=2)]


def test_made_reports_come_in_order_and_are_told_apart(readings: list[Reading]) -> None:
    published = [one.report.published or "" for one in readings]
    assert published == sorted(published)
    assert len({one.report.id for one in readings}) == 150
    assert abs(sum(len(one.claims) for one in readings) / 150 - CLAIMS_PER_REPORT) < 2


def test_made_stories_are_copied_and_told_anew(readings: list[Reading]) -> None:
    printed = Counter(one.report.document for one in readings)
    assert any(number > 1 for number in printed.values())
    assert len(printed) > 100


def test_made_record_is_found_by_what_the_benchmarks_ask() -> None:
    with Store(":memory:") as store:
        for reading in islice(make_readings(60), 60):
            store.put(reading)
        assert all(store.claims(text=word).count() for word in WORDS[:20])
        assert any(store.claims(actor=name).count() for name in ACTORS)
        assert any(store.claims(place=name).count() for name in PLACES)
        assert store.commitments().count()
