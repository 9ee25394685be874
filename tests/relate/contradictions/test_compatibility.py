"""Whether two values of one slot can both hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.model import Entity, EntityKind, Status, TimeExpression, Toponym, Value
from sayso.relate.contradictions import Compatibility, StatedValue, compare_values
from sayso.relate.contradictions.amounts import amount_of

BOTH, NOT_BOTH, CHANGED = Compatibility.COMPATIBLE, Compatibility.INCOMPATIBLE, Compatibility.CHANGED


def count(text, slot="killed", near="", published=None, **amount):
    """A number as a claim states it; a plain figure is its value unless a bound is given."""
    figures = [int(word) for word in text.replace(",", "").split() if word.isdigit()]
    known = amount or ({"value": figures[0]} if figures else {})
    value = Value(report="r", claim="c", slot=slot, of="", text=text, **known)
    near = near or f"{text} were {slot}."
    return StatedValue(slot=slot, near=near, published=published, amount=amount_of(value, near))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (count("5 people"), count("7 people"), NOT_BOTH),
        (count("at least 5 people", min=5), count("7 people"), BOTH),
        (count("at least 5 people", min=5), count("4 people"), NOT_BOTH),
        (count("more than 200", min=200), count("more than 400", min=400), BOTH),
        (count("about 50", value=50, approximate=True), count("52 people"), BOTH),
        (count("about 50", value=50, approximate=True), count("80 people"), NOT_BOTH),
        (count("dozens of people", approximate=True), count("70 people"), BOTH),
        (count("dozens of people", approximate=True), count("more than 500 people", min=500), NOT_BOTH),
        (count("no one", value=0), count("3 people"), NOT_BOTH),
    ],
)
def test_bounds_that_meet_go_together(one, other, expected):
    assert compare_values(one, other) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (count("176 people"), count("57 Canadians"), BOTH),
        (count("57 Canadians"), count("40 people"), NOT_BOTH),
        (count("3 women"), count("2 men"), BOTH),
        (count("12 of them", value=12), count("23 pirates"), BOTH),
        (count("4 workers"), count("6 protesters"), NOT_BOTH),
        (count("5 people", "injured"), count("5 people", "killed"), BOTH),
    ],
)
def test_a_part_may_not_be_larger_than_the_whole(one, other, expected):
    assert compare_values(one, other) is expected


def test_the_critically_injured_are_others_than_the_injured():
    critical = count("2 people", "injured", "2 people with life-threatening injuries were injured.")
    other = count("1 person", "injured", "1 person was injured critically.")
    assert compare_values(critical, count("5 people", "injured")) is BOTH
    assert compare_values(critical, other) is NOT_BOTH


def test_a_count_of_one_night_is_no_count_of_the_riots():
    night = count("86 people", "arrested", "Police arrested 86 people over the course of the night.")
    assert compare_values(night, count("200 people", "arrested")) is BOTH


def test_a_later_report_tells_of_a_change():
    first, later = (count(f"{n} people", published=f"2021-03-{day}") for n, day in ((5, "04"), (7, "05")))
    assert compare_values(first, later) is CHANGED


def test_hours_tell_where_both_reports_have_them():
    first = count("5 people", published="2021-03-04T08:00:00Z")
    assert compare_values(first, count("7 people", published="2021-03-04T14:00:00Z")) is CHANGED
    assert compare_values(first, count("7 people", published="2021-03-04T09:00:00Z")) is NOT_BOTH
    assert compare_values(first, count("7 people", published="2021-03-04")) is NOT_BOTH


@pytest.mark.parametrize(
    "near",
    [
        "The toll rose to 7 people on Friday.",
        "Officials initially spoke of 7 people.",
        "He corrected an earlier count of 7 people.",
    ],
)
def test_words_tell_of_a_change(near):
    assert compare_values(count("5 people"), count("7 people", near=near)) is CHANGED


def happened(negated, near="", status=Status.OCCURRED):
    return StatedValue(slot="polarity", near=near, status=status, negated=negated)


def test_what_happened_and_did_not_cannot_both_hold():
    assert compare_values(happened(False), happened(True)) is NOT_BOTH
    assert compare_values(happened(False), happened(False)) is BOTH


def test_a_plan_and_its_outcome_go_together():
    assert compare_values(happened(False, status=Status.PLANNED), happened(True)) is BOTH


def test_an_admission_is_a_change():
    near = "The ministry admitted that the plane was shot down."
    assert compare_values(happened(False, near), happened(True)) is CHANGED


def day(value, first=None, last=None):
    time = TimeExpression(start=0, end=1, text="x", value=value, first=first, last=last or first)
    return StatedValue(slot="time", time=time)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (day("2021-03-04", "2021-03-04"), day("2021-03-05", "2021-03-05"), NOT_BOTH),
        (day("2021-W09", "2021-03-01", "2021-03-07"), day("2021-03-05", "2021-03-05"), BOTH),
        (day("XXXX-WXX-4"), day("2021-03-05", "2021-03-05"), NOT_BOTH),
        (day("XXXX-WXX-5"), day("2021-03-05", "2021-03-05"), BOTH),
        (day("XXXX-11-18"), day("XXXX-11-19"), NOT_BOTH),
        (day("XXXX-11"), day("XXXX-11-19"), BOTH),
        (day("PAST_REF"), day("2021-03-05", "2021-03-05"), BOTH),
    ],
)
def test_days_that_differ_cannot_both_be_the_day(one, other, expected):
    assert compare_values(one, other) is expected


def place(name, geonameid, lat, lon, country="IRQ", feature="PPL"):
    found = Toponym(
        start=0,
        end=1,
        text=name,
        name=name,
        geonameid=geonameid,
        lat=lat,
        lon=lon,
        country=country,
        feature=feature,
    )
    return StatedValue(slot="place", places=(found,))


MOSUL = place("Mosul", 1, 36.3, 43.1)
ERBIL = place("Erbil", 2, 36.2, 44.0)


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (MOSUL, BOTH),
        (ERBIL, NOT_BOTH),
        (place("Iraq", 3, 33.0, 44.0, feature="PCLI"), BOTH),
        (place("Hamdaniya", 4, 36.3, 43.4), BOTH),
        (place("Syria", 5, 35.0, 38.0, "SYR", "PCLI"), NOT_BOTH),
        (place("Somewhere", None, None, None), BOTH),
    ],
)
def test_places_apart_cannot_both_be_the_place(other, expected):
    assert compare_values(MOSUL, other) is expected


def actor(name, kind=EntityKind.PERSON, country=""):
    return StatedValue(
        slot="actor", actors=(Entity(id=name, name=name, kind=kind, country=country, gazetteer=name),)
    )


def test_two_persons_cannot_both_have_done_it():
    assert compare_values(actor("Jan Adler"), actor("Omar Haddad")) is NOT_BOTH
    assert compare_values(actor("Jan Adler"), actor("Adler")) is BOTH


def test_a_person_may_act_for_a_country():
    assert compare_values(actor("Jan Adler"), actor("Iraq", EntityKind.COUNTRY, "IRQ")) is BOTH
    iran = actor("Iran", EntityKind.COUNTRY, "IRN")
    assert compare_values(iran, actor("Iraq", EntityKind.COUNTRY, "IRQ")) is NOT_BOTH


COUNTS = st.builds(
    lambda n, words, bound: count(f"{n} {words}", **({bound: n} if bound else {"value": n})),
    st.integers(0, 200),
    st.sampled_from(["people", "women", "of them", "workers", "Canadians"]),
    st.sampled_from(["", "min", "max"]),
)


@given(COUNTS, COUNTS)
def test_it_is_the_same_whichever_comes_first(one, other):
    assert compare_values(one, other) is compare_values(other, one)


@given(COUNTS)
def test_nothing_disagrees_with_itself(one):
    assert compare_values(one, one) is BOTH
