"""Dates given by people: the accepted forms, and the days that they stand for.

A date may be exact to the day (or moment), the month or the year. No day is ever made up for a month or a
year: code that needs the day treats such a date as unknown; code that needs a range takes the first and last.
"""

import re
from calendar import monthrange
from datetime import date, datetime

from sayso.errors import UsageError

__all__ = [
    "DATE_FORMS",
    "check_date",
    "date_part",
    "day_number",
    "first_day",
    "is_published_by",
    "iso_day",
    "known_day",
    "last_day",
    "parse_date",
]

DATE_FORMS = "write it like 2014-08-12, 2014-08, 2014 or 2014-08-12T09:30:00Z"

_NUMBERS = re.compile(r"([0-9]{4})(?:-([0-9]{1,2}))?(?:-([0-9]{1,2}))?")
# `datetime.fromisoformat` takes a week without a day for its Monday.
_WEEK = re.compile(r"[0-9]{4}-?W[0-9]{2}(?!-?[0-9])")
_DAY = len("2014-08-12")


def parse_date(text: str) -> str | None:
    """Return a year, month, day or moment in ISO 8601's extended form; None if the text is no such date.

    A moment in the extended form stays as it is.

    >>> parse_date("2014-08-12T09:30:00Z"), parse_date("20140812"), parse_date("2014-8-2")
    ('2014-08-12T09:30:00Z', '2014-08-12', '2014-08-02')
    >>> parse_date("2014-8"), parse_date("2014"), parse_date("last Tuesday"), parse_date("2014-W33")
    ('2014-08', '2014', None, None)
    """
    text = text.strip()
    if found := _NUMBERS.fullmatch(text):
        return _join(found)
    if _WEEK.match(text):
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    day = moment.date().isoformat()
    if text.startswith(day):
        return text
    return moment.isoformat() if "T" in text else day


def check_date(value: object, name: str) -> str:
    """Return what a caller gave as a date, in ISO 8601; raises `UsageError`, naming the argument.

    >>> check_date(date(2014, 8, 12), "published"), check_date("2014-8", "published")
    ('2014-08-12', '2014-08')
    """
    text = value.isoformat() if isinstance(value, date) else value
    found = parse_date(text) if isinstance(text, str) else None
    if found is None:
        remedy = DATE_FORMS if isinstance(value, str) else f"{DATE_FORMS}, or give a datetime.date"
        raise UsageError(f"{name} {_shown(value)} is no date", help=remedy)
    return found


def known_day(published: str | None) -> date | None:
    """Return the day of a date in ISO 8601; None if it is exact to the month or year only, or missing."""
    try:
        return date.fromisoformat(date_part(published)) if len(published or "") >= _DAY else None
    except ValueError:
        return None


def iso_day(published: str | None) -> str:
    """Return the day of a date in ISO 8601 as text; "" if it is exact to the month or year only, or missing.

    >>> iso_day("2014-08-12T09:30:00Z"), iso_day("2014-08")
    ('2014-08-12', '')
    """
    day = known_day(published)
    return day.isoformat() if day else ""


def day_number(published: str | None) -> int | None:
    """Return the running number of the day of a date in ISO 8601, or None if the day is unknown."""
    day = known_day(published)
    return day.toordinal() if day else None


def date_part(published: str | None) -> str:
    """Return a date in ISO 8601 without the time of day, as exact as it is given; "" if it is missing.

    >>> date_part("2014-08-12T09:30:00Z"), date_part("2014-08"), date_part(None)
    ('2014-08-12', '2014-08', '')
    """
    return (published or "")[:_DAY]


def first_day(published: str) -> str:
    """Return the first day of a date in ISO 8601.

    >>> first_day("2014"), first_day("2014-08"), first_day("2014-08-12T09:30:00Z")
    ('2014-01-01', '2014-08-01', '2014-08-12')
    """
    return (published + "-01-01"[len(published) - len("2014") :])[:_DAY]


def last_day(published: str) -> str:
    """Return the last day of a date in ISO 8601.

    >>> last_day("2014"), last_day("2014-02"), last_day("2014-08-12T09:30:00Z")
    ('2014-12-31', '2014-02-28', '2014-08-12')
    """
    if len(published) >= _DAY:
        return date_part(published)
    year, month = int(published[:4]), int(published[5:7] or 12)
    return f"{year:04}-{month:02}-{monthrange(year, month)[1]}"


def is_published_by(published: str | None, day: str | None) -> bool:
    """Tell whether a report was out by a day for certain; without a day every report was.

    >>> is_published_by("2014-08", "2014-08-12"), is_published_by("2014-08", "2014-08-31")
    (False, True)
    """
    return day is None or (bool(published) and last_day(published or "") <= day)


def _join(found: re.Match[str]) -> str | None:
    """Return the numbers with two digits for month and day; None if the calendar has no such date."""
    year, month, day = found.groups()
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return "-".join((year, *(f"{int(number):02}" for number in (month, day) if number)))


def _shown(value: object) -> str:
    """Return the value as a message shows it, cut if it is long."""
    shown = repr(value)
    return shown if len(shown) <= 60 else f"{shown[:57]}..."
