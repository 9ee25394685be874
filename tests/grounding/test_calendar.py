"""Values of dates, months, seasons, feasts and years, by what the text and its day of publication give."""

from datetime import date

import pytest
from tests.parses import ground_text

from sayso.grounding import periods
from sayso.grounding.periods import Period

# A Thursday.
PUBLISHED = date(2015, 8, 20)

Expected = list[tuple[str, str]]


def values(text: str, published: date | None = PUBLISHED) -> Expected:
    return [(time.text, time.value) for time in ground_text(text, published).times]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The treaty was signed on 31.12.1999.", [("31.12.1999", "1999-12-31")]),
        ("The treaty was signed on 13/14/2015.", []),
        ("The treaty was signed on 7/7/2005.", [("7/7/2005", "2005-07-07")]),
        ("The treaty was signed on 12/25/2005.", [("12/25/2005", "2005-12-25")]),
        ("The treaty was signed on 25/12/2005.", [("25/12/2005", "2005-12-25")]),
        ("The treaty was signed on 2005/07/08.", [("2005/07/08", "2005-07-08")]),
        ("The treaty was signed on 7/8/2005.", [("7/8/2005", "2005-XX-XX")]),
        ("The log begins on 2013-08-20T14:30:59Z.", [("2013-08-20T14:30:59Z", "2013-08-20T14:30")]),
        ("On 31 April 2014 nothing happened.", []),
        ("On 31 April nothing happened.", []),
        ("The fair runs 28-31 May 2016.", [("28-31 May 2016", "2016-05-28/2016-05-31")]),
        ("The war of 1939-45 ended.", [("1939-45", "1939/1945")]),
        ("The war of 1945-39 ended.", []),
        ("He ruled from 1999 to 2004.", [("1999", "1999"), ("2004", "2004")]),
        ("The temple dates from 200 BC.", [("200 BC", "BC0200")]),
        ("The temple dates from AD 79.", [("AD 79", "0079")]),
        ("The temple dates from 79 AD.", [("79 AD", "0079")]),
        ("The temple dates from the 5th century BC.", [("the 5th century BC", "BC04")]),
        ("The temple dates from the 5th century AD.", [("the 5th century AD", "04")]),
        ("The church was built in the twelfth century.", [("the twelfth century", "11")]),
        ("The firm lost money in financial year 2014.", [("financial year 2014", "FY2014")]),
        ("The firm lost money in fiscal 2014.", [("fiscal 2014", "FY2014")]),
        ("The firm lost money in the year 2014.", [("the year 2014", "2014")]),
        ("The band split in the '60s.", [("the '60s", "196")]),
        ("The band split in the 1960s.", [("the 1960s", "196")]),
        ("The band split in the sixties.", [("the sixties", "196")]),
        ("The firm began in the '10s.", [("the '10s", "201")]),
        ("It happened in December '98.", [("December '98", "1998-12")]),
        ("It happened in December '08.", [("December '08", "2008-12")]),
        ("The dam broke in the autumn of 2001.", [("the autumn of 2001", "2001-FA")]),
        ("The dam broke in fall 2001.", [("fall 2001", "2001-FA")]),
        ("The attacks of 9/11 changed the city.", [("9/11", "2001-09-11")]),
    ],
)
def test_date_in_full_needs_no_other(text: str, expected: Expected) -> None:
    assert values(text) == expected
    assert values(text, None) == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Prices rose in the fourth quarter of 2013.", "2013-Q4"),
        ("Prices rose in the fourth quarter.", "2014-Q4"),
        ("Prices will rise in the fourth quarter.", "2015-Q4"),
        ("Prices rose in the second quarter of last year.", "2014-Q2"),
        ("Prices rose in the first half of last year.", "2014-H1"),
        ("The fair runs from 28 to 30 September.", "2015-09-28/2015-09-30"),
        ("Prices rose in the second half of 2013.", "2013-H2"),
        ("Prices will rise in the second half of next year.", "2016-H2"),
        ("It happened last December.", "2014-12"),
        ("It will happen next December.", "2015-12"),
        ("It will happen this December.", "2015-12"),
        ("It happened last August.", "2014-08"),
        ("It will happen next August.", "2016-08"),
        ("It happened on 19 August.", "2015-08-19"),
        ("It happened on 21 August.", "2014-08-21"),
        ("It will happen on 21 August.", "2015-08-21"),
        ("It will happen on 19 August.", "2016-08-19"),
        ("It happened in March.", "2015-03"),
        ("It will happen in March.", "2016-03"),
        ("The dam broke last winter.", "2014-WI"),
        ("The dam broke in the winter.", "2014-WI"),
        ("The dam will be built in winter.", "2015-WI"),
        ("The dam will be built next summer.", "2016-SU"),
        ("The dam broke this spring.", "2015-SP"),
        ("Markets closed on Good Friday.", "2015-04-03"),
        ("Shops closed on Labor Day.", "2014-09-01"),
        ("Shops will close on Labor Day.", "2015-09-07"),
        ("They met on Christmas Eve.", "2014-12-24"),
        ("They will meet on Christmas Eve.", "2015-12-24"),
        ("They met on New Year's Eve 2010.", "2010-12-31"),
        ("They met on Thanksgiving 2010.", "2010-11-25"),
        ("They met on Easter Monday 2010.", "2010-04-05"),
        ("They met on Ash Wednesday 2010.", "2010-02-17"),
        ("They met on Memorial Day 2011.", "2011-05-30"),
        ("They met on Martin Luther King Day 2011.", "2011-01-17"),
        ("They met on Halloween.", "2014-10-31"),
        ("They met on May Day.", "2015-05-01"),
    ],
)
def test_missing_part_comes_from_the_day_of_publication(text: str, value: str) -> None:
    assert [found for _, found in values(text)] == [value]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("It rained on Christmas Day.", "XXXX-12-25"),
        ("Shops closed on Easter Sunday.", "XXXX-XX-XX"),
        ("Shops closed on Labor Day.", "XXXX-XX-XX"),
        ("The dam broke last spring.", "XXXX-SP"),
        ("It happened on 19 August.", "XXXX-08-19"),
        ("It happened in March.", "XXXX-03"),
        ("Prices rose in the fourth quarter.", "XXXX-Q4"),
        ("The fair runs from 28 to 30 September.", "XXXX-09-28/XXXX-09-30"),
    ],
)
def test_without_a_day_of_publication_the_year_stays_open(text: str, value: str) -> None:
    (time,) = ground_text(text, None).times
    assert (time.value, time.first, time.last) == (value, None, None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The ferry sank in May 2005. On 3 June the captain was charged.", "2005-06-03"),
        ("The ferry sank in May 2005. In July the captain was charged.", "2005-07"),
        ("The ferry sank in May 2005. That summer the captain was charged.", "2005-SU"),
        ("The ferry sank in May 2005. In the summer the captain was charged.", "2005-SU"),
        ("The ferry sank in May 2005. On Christmas Day the captain died.", "2005-12-25"),
        ("The ferry sank in May 2005. On Thanksgiving the captain died.", "2005-11-24"),
        ("The ferry sank in May 2005. The following March the captain died.", "2006-03"),
        ("The ferry sank in May 2005. The previous March it was sold.", "2005-03"),
        ("The ferry sank on 9 May 2005. The 20th of that month was a holiday.", "2005-05-20"),
        ("The ferry sank in May 2005. It was sold in March of that year.", "2005-03"),
        ("The ferry sank in 2005. In July the captain was charged.", "XXXX-07"),
    ],
)
def test_without_one_the_last_date_gives_the_year(text: str, expected: str) -> None:
    assert values(text, None)[-1][1] == expected


@pytest.mark.parametrize(
    ("year", "day"),
    [(1818, "03-22"), (1943, "04-25"), (2000, "04-23"), (2008, "03-23"), (2015, "04-05"), (2038, "04-25")],
)
def test_easter_falls_on_its_day(year: int, day: str) -> None:
    assert periods.easter(year).isoformat() == f"{year}-{day}"


@pytest.mark.parametrize(
    ("on", "unit", "number", "moved"),
    [
        ("2015-08-20", "D", 12, "2015-09-01"),
        ("2015-08-20", "W", -1, "2015-08-13"),
        ("2015-08-20", "2W", 1, "2015-09-03"),
        ("2015-08-20", "WE", 1, "2015-08-27"),
        ("2015-08-31", "M", 1, "2015-09-30"),
        ("2016-01-31", "M", 1, "2016-02-29"),
        ("2015-01-15", "M", -1, "2014-12-15"),
        ("2015-08-20", "Q", -1, "2015-05-20"),
        ("2016-02-29", "Y", 1, "2017-02-28"),
        ("2015-08-20", "DE", -2, "1995-08-20"),
        ("2015-08-20", "CE", -1, "1915-08-20"),
        ("9999-12-31", "D", 1, None),
        ("0001-01-01", "Y", -1, None),
    ],
)
def test_day_moves_by_units(on: str, unit: str, number: int, moved: str | None) -> None:
    found = periods.add_units(date.fromisoformat(on), unit, number)
    assert (found.isoformat() if found else None) == moved


@pytest.mark.parametrize(
    ("unit", "value", "first", "last"),
    [
        ("D", "2015-08-20", "2015-08-20", "2015-08-20"),
        ("W", "2015-W34", "2015-08-17", "2015-08-23"),
        ("WE", "2015-W34-WE", "2015-08-22", "2015-08-23"),
        ("M", "2015-08", "2015-08-01", "2015-08-31"),
        ("Q", "2015-Q3", "2015-07-01", "2015-09-30"),
        ("Y", "2015", "2015-01-01", "2015-12-31"),
        ("DE", "201", "2010-01-01", "2019-12-31"),
        ("CE", "20", "2000-01-01", "2099-12-31"),
    ],
)
def test_day_lies_in_a_period_of_each_unit(unit: str, value: str, first: str, last: str) -> None:
    assert periods.period_of(unit, PUBLISHED) == Period(
        value, "W" if unit == "2W" else unit, date.fromisoformat(first), date.fromisoformat(last)
    )


@pytest.mark.parametrize(
    ("found", "value", "first", "last"),
    [
        (periods.quarter(2013, 1), "2013-Q1", "2013-01-01", "2013-03-31"),
        (periods.half(2013, 2), "2013-H2", "2013-07-01", "2013-12-31"),
        (periods.season(2013, "WI"), "2013-WI", "2013-12-01", "2014-02-28"),
        (periods.season(2013, "SP"), "2013-SP", "2013-03-01", "2013-05-31"),
        (periods.decade(0), "000", "0001-01-01", "0009-12-31"),
        (periods.century(18), "18", "1800-01-01", "1899-12-31"),
        (periods.span(periods.year(1939), periods.year(1945)), "1939/1945", "1939-01-01", "1945-12-31"),
        (periods.in_part(periods.day(PUBLISHED), "MO"), "2015-08-20TMO", "2015-08-20", "2015-08-20"),
        (periods.moved_day(PUBLISHED, -2), "2015-08-18", "2015-08-18", "2015-08-18"),
        (periods.unit_at(PUBLISHED, "M", -8), "2014-12", "2014-12-01", "2014-12-31"),
    ],
)
def test_period_has_its_days(found: Period, value: str, first: str, last: str) -> None:
    assert (found.value, str(found.first), str(found.last)) == (value, first, last)


@pytest.mark.parametrize(
    ("unit", "value"),
    [("D", "XXXX-XX-XX"), ("W", "XXXX-WXX"), ("M", "XXXX-XX"), ("Y", "XXXX"), ("DE", "XXX"), ("CE", "XX")],
)
def test_unit_from_an_unknown_day_stays_open(unit: str, value: str) -> None:
    assert periods.unit_at(None, unit, 1) == Period(value, unit)
    assert periods.unit_at(PUBLISHED, unit, 10_000_000) == Period(value, unit)


def test_day_that_the_calendar_lacks_is_none() -> None:
    assert periods.make_day(2015, 2, 29) is None
    assert periods.make_day(2016, 2, 29) is not None
    assert periods.moved_day(None, 1) == Period("XXXX-XX-XX", "D")


def test_years_around_stay_inside_the_calendar() -> None:
    assert [period.value for period in periods.around(2015, periods.year)] == ["2014", "2015", "2016"]
    assert [period.value for period in periods.around(1, periods.year)] == ["0001", "0002"]
