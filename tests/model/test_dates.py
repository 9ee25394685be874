"""Dates as people give them."""

from datetime import UTC, date, datetime

import pytest

from sayso.errors import UsageError
from sayso.model import make_report
from sayso.model.dates import (
    check_date,
    date_part,
    day_number,
    first_day,
    is_published_by,
    iso_day,
    known_day,
    last_day,
    parse_date,
)

SENTENCE = "Rebels withdrew from the town on Sunday, the army said."


@pytest.mark.parametrize(
    ("given", "kept", "first", "last"),
    [
        ("2020", "2020", "2020-01-01", "2020-12-31"),
        ("2020-02", "2020-02", "2020-02-01", "2020-02-29"),
        ("2020-2", "2020-02", "2020-02-01", "2020-02-29"),
        ("2020-3-5", "2020-03-05", "2020-03-05", "2020-03-05"),
        (" 2020-03-05 ", "2020-03-05", "2020-03-05", "2020-03-05"),
        ("20200305", "2020-03-05", "2020-03-05", "2020-03-05"),
        ("2020-W10-4", "2020-03-05", "2020-03-05", "2020-03-05"),
        ("2020-03-05T23:30:00-04:00", "2020-03-05T23:30:00-04:00", "2020-03-05", "2020-03-05"),
        ("2020-03-05 23:30", "2020-03-05 23:30", "2020-03-05", "2020-03-05"),
        (date(2020, 3, 5), "2020-03-05", "2020-03-05", "2020-03-05"),
        (datetime(2020, 3, 5, 9, 30, tzinfo=UTC), "2020-03-05T09:30:00+00:00", "2020-03-05", "2020-03-05"),
    ],
)
def test_date_is_kept_as_exact_as_it_is_given(given: object, kept: str, first: str, last: str) -> None:
    assert check_date(given, "published") == kept
    assert (first_day(kept), last_day(kept)) == (first, last)
    day = known_day(kept)
    assert (day.isoformat() if day else None) == (first if first == last else None)
    assert parse_date(kept) == kept


@pytest.mark.parametrize(
    "given",
    ["", "0000", "2020-13", "2020-02-30", "2020-00", "2020-03-5T10:00", "2020-W10", "2020W10", "20-03-05",
     "March 2020", "1583366400", "٢٠٢٠", 2020, 1.5, True, ("2020", "03"), b"2020"],
)  # fmt: skip
def test_what_is_no_date_is_refused_by_name_and_value(given: object) -> None:
    with pytest.raises(UsageError) as caught:
        make_report(SENTENCE, published=given)  # type: ignore[arg-type]
    assert caught.value.message == f"published {given!r} is no date"
    assert all(form in caught.value.help for form in ("2014-08-12", "2014-08,", "2014 or"))


def test_report_without_a_date_has_none() -> None:
    assert make_report(SENTENCE).published is None
    assert make_report(SENTENCE, published=None).published is None


@pytest.mark.parametrize(
    ("published", "part", "day"),
    [
        (None, "", ""),
        ("", "", ""),
        ("2020", "2020", ""),
        ("2020-03", "2020-03", ""),
        ("2020-03-05", "2020-03-05", "2020-03-05"),
        ("2020-03-05 23:30", "2020-03-05", "2020-03-05"),
        ("2020-03-05T23:30:00-04:00", "2020-03-05", "2020-03-05"),
        ("2020-02-30T10:00", "2020-02-30", ""),
    ],
)
def test_a_date_is_cut_and_its_day_known_by_one_rule(published: str | None, part: str, day: str) -> None:
    assert date_part(published) == part
    assert iso_day(published) == day
    assert day_number(published) == (date.fromisoformat(day).toordinal() if day else None)


@pytest.mark.parametrize(
    ("published", "day", "expected"),
    [
        (None, None, True),
        (None, "2020-03-05", False),
        ("2020-03-05T23:30", "2020-03-05", True),
        ("2020-03-06", "2020-03-05", False),
        ("2020-03", "2020-03-30", False),
        ("2020-03", "2020-03-31", True),
    ],
)
def test_a_report_is_out_by_its_last_possible_day(
    published: str | None, day: str | None, expected: bool
) -> None:
    assert is_published_by(published, day) is expected
