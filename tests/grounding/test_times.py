"""Time expressions: a table of them by TimeML's conventions, and what must not be found or invented."""

from datetime import date
from pathlib import Path

import pytest
from benchmarks.floors import below
from benchmarks.score_time_values import score_time_values
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sayso.codebook import read_codebook
from sayso.grounding import calendar_values, clock_values, length_values, relative_values
from sayso.grounding.times import find_times
from sayso.language.parser import parse_text

PUBLISHED = date(2015, 8, 20)
LINES = (Path(__file__).parent / "times.tsv").read_text(encoding="utf-8").splitlines()
ROWS = [line.split("\t") for line in LINES if line and not line.startswith("#")]
PIECES = [
    "March 5",
    "Monday",
    "three days later",
    "in 1999",
    "٣ أيام",
    "🚒",
    "\n\n",
    " ",
    "31 Feb. 2015",
    "9/11",
    "-",
    "the",
]


def values(text, published=PUBLISHED):
    return [time.value for time in find_times(parse_text(text), published)]


def words(text, published=PUBLISHED):
    return [time.text for time in find_times(parse_text(text), published)]


def test_table_holds_two_hundred_expressions():
    assert len(ROWS) >= 200


@pytest.mark.parametrize(
    ("anchor", "sentence", "expression", "value", "first", "last"),
    ROWS,
    ids=[f"{r[2]} ({r[0]})" for r in ROWS],
)
def test_expression_has_its_value_and_days(anchor, sentence, expression, value, first, last):
    published = None if anchor == "-" else date.fromisoformat(anchor)
    found = [time for time in find_times(parse_text(sentence), published) if time.text == expression]
    assert [(time.value, time.first or "-", time.last or "-") for time in found][-1:] == [
        (value, first, last)
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Some 2000 troops crossed the river.",
        "The fine came to $1995.",
        "Call 555-2010 for help.",
        "Theresa May spoke to the press.",
        "They may march to the sea.",
        "He sat down and the sun rose.",
        "The Daily Mirror printed the photograph.",
        "Resolution 2254 was adopted.",
        "She won a second term.",
        "A quarter of the voters stayed at home.",
        "The army began its long march to the coast.",
    ],
)
def test_sentence_without_a_time_has_none(sentence):
    assert values(sentence) == []


def test_every_rule_of_the_codebook_has_its_value():
    rules = {rule["name"] for rule in read_codebook("times")["rules"]}
    modules = (calendar_values, clock_values, length_values, relative_values)
    assert rules == {name for module in modules for name in module.RULES}


@pytest.mark.quality
def test_values_on_labelled_claims_do_not_fall(shared):
    figures = score_time_values(shared / "data" / "claims" / "dev")
    assert not below(figures, "times")


def test_day_that_does_not_exist_is_left_out():
    assert values("The treaty was signed on 31 February 2013.") == []


def test_report_without_a_date_is_anchored_on_its_dateline():
    text = "Base handed over\n\nBAGHDAD, Aug. 20, 2015 - Troops left the base on Monday.\n"
    assert values(text, None) == ["2015-08-20", "2015-08-17"]


def test_date_in_running_text_is_no_dateline():
    text = "The minister was killed on Aug. 20, 2015, police said. Troops left the base on Monday.\n"
    assert values(text, None) == ["2015-08-20", "XXXX-WXX-1"]


def test_publication_date_wins_over_dateline():
    text = "BAGHDAD, Aug. 20, 2012 - Troops left the base on Monday.\n"
    assert values(text) == ["2012-08-20", "2015-08-17"]


def test_relative_days_hang_on_the_last_day_told():
    text = "Shells fell on March 3. The next day the mayor fled. Two days later the army came."
    assert values(text) == ["2015-03-03", "2015-03-04", "2015-03-06"]


def test_extent_leaves_out_the_preposition():
    assert words("They met on Monday, in March and since 2009.") == ["Monday", "March", "2009"]


def test_written_form_uses_from_and_to():
    import msgspec

    (time,) = find_times(parse_text("Troops left the base on Monday."), PUBLISHED)
    assert msgspec.to_builtins(time)["from"] == "2015-08-17"


@pytest.mark.parametrize("text", ["", "...!?", "🚒🚒 🔥", "وقع الهجوم يوم الاثنين", "‮" + "Monday " * 3])
def test_odd_texts_do_not_crash(text):
    for time in find_times(parse_text(text), PUBLISHED):
        assert text[time.start : time.end] == time.text


def test_long_texts_do_not_crash():
    text = "March March 5 Monday 1999 the end of the end of " * 4500
    times = find_times(parse_text(text), None)
    assert len(times) > 10_000
    assert all(text[time.start : time.end] == time.text for time in times)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=12)), max_size=12).map(" ".join))
def test_spans_lie_in_the_text_and_do_not_overlap(text):
    text = text.replace("\r", "\n")
    end = 0
    for time in find_times(parse_text(text), PUBLISHED):
        assert end <= time.start < time.end <= len(text)
        assert text[time.start : time.end] == time.text
        assert (time.first is None) == (time.last is None)
        end = time.end


@settings(max_examples=30, deadline=None)
@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_weekday_lies_within_a_week_of_publication(published):
    (time,) = find_times(parse_text("Troops left the base on Monday."), published)
    told = date.fromisoformat(time.value)
    assert told.isoweekday() == 1
    assert 0 <= (published - told).days < 7


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(["yesterday", "on Monday", "last week", "on March 5", "two years ago", "last summer"]))
def test_no_date_is_invented_without_an_anchor(expression):
    times = find_times(parse_text(f"The bridge collapsed {expression}."), None)
    assert [time.first for time in times] == [None]
    assert all("X" in time.value for time in times)


@settings(max_examples=40, deadline=None)
@given(
    st.dates(),
    st.sampled_from(
        [
            "last week",
            "next Monday",
            "last summer",
            "next March",
            "two years ago",
            "on Sunday",
            "the weekend",
            "a decade ago",
        ]
    ),
)
@example(date(19, 1, 1), "a decade ago")
def test_any_day_of_publication_is_withstood(published, expression):
    assert len(find_times(parse_text(f"The bridge collapsed {expression}."), published)) == 1


@pytest.mark.parametrize(
    "text",
    ["1" * 5000, "1, " * 3000, "hundred " * 500 + "years", "twenty and " * 2000 + "days", "9" * 30 + "th"],
)
def test_rows_of_digits_and_number_words_do_not_crash(text):
    find_times(parse_text(text), PUBLISHED)
