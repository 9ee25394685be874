"""Identities, canonical text, and the written form of records."""

import msgspec
import pytest

from sayso.model import Mint, Reader, Reading, Span, Tier, TimeExpression, canonical_text, make_report


def test_same_wire_text_in_two_outlets_is_two_reports_of_one_document():
    one = make_report("Troops left Mosul.", publisher="Wire One", published="2020-03-17")
    other = make_report("Troops left Mosul.", publisher="Wire Two", published="2020-03-17")
    assert one.document == other.document
    assert one.id != other.id


def test_same_report_twice_has_one_id():
    one = make_report("Troops left Mosul.", url="https://example.org/a", published="2020-03-17")
    assert one == make_report("Troops left Mosul.", url="https://example.org/a", published="2020-03-17")


def test_parts_of_an_identity_do_not_run_into_one_another():
    one = make_report("Troops left.", publisher="ab", input_id="c")
    other = make_report("Troops left.", publisher="a", input_id="bc")
    assert one.id != other.id


@pytest.mark.parametrize(
    ("raw", "canonical"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\x00b", "a\ufffdb"),
        ("a\ud800b", "a\ufffdb"),
        ("tab\tand\u2028stay ", "tab\tand\u2028stay "),
    ],
)
def test_canonical_text_changes_only_line_ends_and_unsafe_signs(raw, canonical):
    assert canonical_text(raw) == canonical


def test_title_is_put_before_a_text_that_lacks_it():
    assert make_report("Body.", title="Title").text == "Title\n\nBody."
    assert make_report("Title\n\nBody.", title="Title").text == "Title\n\nBody."


def test_time_is_written_with_from_and_to():
    time = TimeExpression(
        start=0, end=6, text="Monday", value="2020-03-16", first="2020-03-16", last="2020-03-16"
    )
    assert msgspec.to_builtins(time)["from"] == "2020-03-16"


def test_reading_survives_its_written_form():
    reading = Reading(
        report=make_report("Ein Bericht. تقرير\u2028\u0085"),
        times=(TimeExpression(start=0, end=3, text="Ein", value="2020"),),
        reader=Reader(version="0", tier=Tier.FAST, models={"parser": "1"}),
    )
    line = reading.to_json()
    assert b"\n" not in line
    assert Reading.from_json(line) == reading


def test_keys_outlive_the_reader_and_ids_do_not():
    span = Span(start=3, end=7, text="left")
    id_a, key_a = Mint("d_1", "reader a").stamp("c", span)
    id_b, key_b = Mint("d_1", "reader b").stamp("c", span)
    assert key_a == key_b
    assert id_a != id_b


def test_second_claim_of_one_word_has_its_own_key():
    mint, span = Mint("d_1", "reader"), Span(start=3, end=7, text="left")
    assert mint.stamp("c", span) != mint.stamp("c", span)
