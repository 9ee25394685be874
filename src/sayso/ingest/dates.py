"""Dates of publication."""

from datetime import datetime

__all__ = ["parse_published"]


def parse_published(value: str) -> str | None:
    """Check an ISO 8601 day or moment; None where it names no single day.

    A value in the extended form is kept as it is, another form (`20140812`, `2014-W33-2`) is written in it.

    >>> parse_published("2014-08-12T09:30:00Z")
    '2014-08-12T09:30:00Z'
    >>> parse_published("20140812")
    '2014-08-12'
    >>> parse_published("last Tuesday") is None
    True
    """
    value = value.strip()
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    day = moment.date().isoformat()
    if value.startswith(day):
        return value
    return moment.isoformat() if "T" in value else day
