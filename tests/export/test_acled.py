"""The table that ACLED's users know."""

import csv
import io

import pytest
from msgspec.structs import replace
from tests.export.made import COLUMNS, HOSTILE, TEXT, at, export, hostile, make_told, withdrawal

from sayso.model import Quantity, TimeExpression


def rows(*told):
    return list(csv.DictReader(io.StringIO(export("acled", told)[""].decode(), newline="")))


def test_columns_begin_as_acled_users_know_them():
    (found,) = rows(withdrawal())
    assert [name for name in found if name in COLUMNS["acled"]] == COLUMNS["acled"]


def test_row_of_a_claim():
    (found,) = rows(withdrawal(url="https://karo.example.org/a"))
    assert (found["event_date"], found["year"], found["time_precision"]) == ("2030-03-18", "2030", "1")
    assert (found["event_type"], found["sub_event_type"]) == ("RETREAT", "withdraw")
    assert (found["actor1"], found["actor2"]) == ("Iraq troops", "Omar Haddad")
    assert (found["location"], found["country"], found["iso3"]) == ("Erbil", "Iraq", "IRQ")
    assert found["source"] == "Omar Haddad via Sahar News, in The Karo Post"
    assert found["notes"] == TEXT.split("\n\n")[1]
    assert (found["status"], found["negated"]) == ("occurred", "false")
    assert found["url"] == "https://karo.example.org/a"


@pytest.mark.parametrize(
    ("quantity", "fatalities"),
    [
        ({"value": 12, "unit": "killed"}, "12"),
        ({"min": 107, "unit": "killed"}, "107"),
        ({"max": 5, "unit": "killed"}, ""),
        ({"value": 12, "unit": "injured"}, ""),
    ],
)
def test_fatalities_are_those_that_the_claim_counts_and_never_guessed(quantity, fatalities):
    (found,) = rows(make_told(quantities=(Quantity(**at(TEXT, "At least 107"), **quantity),)))
    assert found["fatalities"] == fatalities
    assert rows(make_told())[0]["fatalities"] == ""


@pytest.mark.parametrize(
    ("first", "last", "date", "precision", "year"),
    [
        ("2030-03-01", "2030-03-31", "", "2", "2030"),
        ("2030-01-01", "2030-12-31", "", "3", "2030"),
        ("2029-12-30", "2030-01-02", "", "3", ""),
        (None, None, "", "", ""),
    ],
)
def test_date_is_empty_unless_the_text_gives_a_day(first, last, date, precision, year):
    told = withdrawal()
    time = TimeExpression(**at(TEXT, "Monday"), value="X", first=first, last=last)
    (found,) = rows(replace(told, claim=replace(told.claim, time=time)))
    assert (found["event_date"], found["time_precision"], found["year"]) == (date, precision, year)


def test_source_of_the_reports_own_voice_is_its_outlet():
    assert rows(make_told())[0]["source"] == "The Karo Post"


def test_words_come_back_unchanged():
    told = [hostile(words, number=number) for number, words in enumerate(HOSTILE)]
    assert [found["notes"] for found in rows(*told)] == [one.claim.sentence.text for one in told]
