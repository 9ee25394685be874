"""Amounts: the table of what reports count, and what is no amount."""

from pathlib import Path

import pytest
from benchmarks.floors import below
from benchmarks.score_quantities import score_claim_quantities, score_newsquant
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.grounding.quantities import find_quantities
from sayso.language.parser import parse_text

LINES = (Path(__file__).parent / "quantities.tsv").read_text(encoding="utf-8").splitlines()
ROWS = [line.split("\t") for line in LINES if line and not line.startswith("#")]
PIECES = [
    "at least 15 people",
    "$5 million",
    "2-0",
    "dozens of",
    "no casualties",
    "٣",
    "🚒",
    "\n\n",
    "1/0",
    "9" * 400,
    "1.5.6",
    "a",
]


def found(text):
    return [(one.text, one.unit) for one in find_quantities(parse_text(text))]


@pytest.mark.parametrize(
    ("sentence", "expression", "value", "least", "most", "approximate", "unit"),
    ROWS,
    ids=[f"{row[1]}: {row[0]}" for row in ROWS],
)
def test_amount_has_its_value_bounds_and_unit(sentence, expression, value, least, most, approximate, unit):
    matches = [one for one in find_quantities(parse_text(sentence)) if one.text == expression]
    assert len(matches) == 1
    (one,) = matches
    numbers = [None if text == "-" else float(text) for text in (value, least, most)]
    assert [one.value, one.min, one.max] == pytest.approx(numbers)
    assert one.approximate == (approximate == "yes")
    assert one.unit == unit


@pytest.mark.parametrize(
    "sentence",
    [
        "The treaty was signed on 5 May 2015 at 14:30.",
        "The treaty was signed on May 5 in Geneva.",
        "He retired in 2003 and returned in 2011.",
        "Flight 370 vanished.",
        "The council adopted Resolution 2254.",
        "An F-16 took off.",
        "The home side won 3-1.",
        "Call 212-555-0100 now.",
        "A 34-year-old teacher spoke.",
        "Amina Salem, 34, spoke to the press.",
        "The third attempt failed.",
        "The rebels fled two years ago.",
        "There is no reason for alarm.",
        "No one knows why.",
        "It was one thing after another.",
        "The fund 1MDB was closed.",
        "Flight 812 left Gate 4.",
        "Article 5 was invoked.",
        "Room 101 was empty.",
        "His third wife left.",
        "The MiG-29 crashed.",
        "The under-21 team won.",
        "Sara Holm, 31, was arrested.",
        "She died at 95.",
        "They met at 9 p.m. in Room 3.",
        "The 1998 treaty lapsed.",
    ],
)
def test_sentence_without_an_amount_has_none(sentence):
    assert found(sentence) == []


@pytest.mark.quality
def test_recall_on_labelled_claims_does_not_fall(shared):
    figures = score_claim_quantities(shared / "data" / "claims" / "dev")
    assert not below(figures, "amounts")


@pytest.mark.quality
def test_values_on_newsquant_do_not_fall(shared):
    figures = score_newsquant(shared / "data" / "quantities" / "newsquant_dev.jsonl")
    assert not below(figures, "newsquant")


def test_headline_counts_dead_and_wounded_apart():
    assert found("15 dead, 30 wounded in market blast") == [("15", "killed"), ("30", "injured")]


def test_day_of_the_month_does_not_run_into_the_number_behind_it():
    assert found("On Aug. 18, 107 people died in the flood.") == [("107 people", "killed")]


def test_sum_moved_from_one_to_another_is_no_range():
    assert found("The gap rose by $43 million to $419 million.") == [
        ("$43 million", "dollars"),
        ("$419 million", "dollars"),
    ]


@pytest.mark.parametrize(
    "text", ["", "...!?", "🚒🚒 🔥 15", "قتل ١٥ شخصا", "‮15 killed", "½ of it", "0/0 1/0"]
)
def test_odd_texts_do_not_crash(text):
    for one in find_quantities(parse_text(text)):
        assert text[one.start : one.end] == one.text


def test_long_texts_do_not_crash():
    text = "15 people, between 20 and 30 and $5 million or 2 to 3 percent of " * 3000
    quantities = find_quantities(parse_text(text))
    assert len(quantities) > 5000
    assert all(text[one.start : one.end] == one.text for one in quantities)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=12)), max_size=12).map(" ".join))
def test_spans_lie_in_the_text_and_bounds_are_in_order(text):
    text = text.replace("\r", "\n")
    for one in find_quantities(parse_text(text)):
        assert 0 <= one.start < one.end <= len(text)
        assert text[one.start : one.end] == one.text
        assert one.min is None or one.max is None or one.min < one.max


@settings(max_examples=40, deadline=None)
@given(st.integers(min_value=2, max_value=1900))
def test_number_of_dead_is_read_whatever_it_is(count):
    (one,) = find_quantities(parse_text(f"The flood killed at least {count:,} people."))
    assert (one.min, one.value, one.unit) == (count, None, "killed")


@pytest.mark.parametrize(
    "text",
    ["1" * 5000, "1, " * 3000, "hundred " * 500, "1-" * 2000, "1/" * 2000, "dozen " * 500, "$" * 5000],
)
def test_rows_of_digits_and_number_words_do_not_crash(text):
    find_quantities(parse_text(text))


@pytest.mark.parametrize(
    "text",
    [
        "Getty Images 22 British Transport Police said Donald Collett died.",
        "Getty Images 14 Greater Manchester Police said the man had died.",
        "Image 3 British Transport Police confirmed the arrests.",
        "Reuters 7 Scottish Ambulance Service said the driver was unhurt.",
        "Alamy 5 West Midlands Police said the road was closed.",
        "At 8.15, 22 British Transport Police said.",
    ],
)
def test_number_beside_the_name_of_a_body_counts_nobody(text: str) -> None:
    assert not [q for q in find_quantities(parse_text(text)) if "Police" in q.text or "Service" in q.text]


@pytest.mark.parametrize(
    ("text", "counted", "unit"),
    [
        (
            "At least 22 British Transport Police said they were hurt.",
            "At least 22 British Transport Police",
            None,
        ),
        ("A total of 300 Metropolitan Police were sent.", "A total of 300 Metropolitan Police", None),
        ("A bomb killed 11 Afghan National Police.", "11 Afghan National Police", "killed"),
        (
            "Rioters hurt 22 British Transport Police officers.",
            "22 British Transport Police officers",
            "injured",
        ),
        ("The army said 22 British soldiers were killed.", "22 British soldiers", "killed"),
        ("Police said 22 Britons were killed.", "22 Britons", "killed"),
        ("Marchers faced 40 Essex Police vans.", "40 Essex Police vans", None),
    ],
)
def test_people_of_a_body_are_counted(text: str, counted: str, unit: str | None) -> None:
    found = {q.text: q.unit for q in find_quantities(parse_text(text))}
    assert counted in found
    assert unit is None or found[counted] == unit
