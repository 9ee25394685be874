"""Dates of publication as pages and feeds are stamped with them."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from sayso.model.dates import known_day, parse_date

__all__ = ["parse_stamp"]

# "2014-08-12 09:30:00 UTC", as some content systems write it.
_ZONE = re.compile(r"\s*(?:UTC|GMT|Z)$", re.IGNORECASE)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# The first newspaper was printed in 1605; earlier dates ("0001-01-01") are what a program writes for none.
_FIRST_YEAR = 1605


def parse_stamp(value: str) -> str | None:
    """Read a date that a page or a feed was stamped with, in ISO 8601 or as e-mail has it (RFC 5322).

    The outlet's own offset is kept, so that its day is. A program's word for "never" is no date, nor is a
    month or a year: another stamp of the page may name the day.

    >>> parse_stamp("Tue, 12 Aug 2014 23:30:00 -0400")
    '2014-08-12T23:30:00-04:00'
    >>> parse_stamp("2014-08-12 09:30:00 UTC")
    '2014-08-12 09:30:00Z'
    >>> parse_stamp("0001-01-01T00:00:00") is None
    True
    """
    published = parse_date(_ZONE.sub("Z", value.strip()))
    if known_day(published) is None:
        published = _parse_mail_date(value)
    if published is None:
        return None
    moment = datetime.fromisoformat(published)
    utc = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None if moment.year < _FIRST_YEAR or utc == _EPOCH else published


def _parse_mail_date(value: str) -> str | None:
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, IndexError, OverflowError):
        return None
    return moment.isoformat()
