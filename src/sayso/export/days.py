"""Days and times as formats write them, as exact as the text is and no more."""

from datetime import UTC, date, datetime

from sayso.model import TimeExpression

__all__ = ["fraction_of_year", "shared_month", "shared_year", "single_day", "timestamp"]


def single_day(time: TimeExpression | None) -> date | None:
    """The day, where the text names one day; None for a longer time."""
    if time is None or time.first is None or time.last not in (None, time.first):
        return None
    return date.fromisoformat(time.first)


def shared_month(time: TimeExpression | None) -> str | None:
    """`YYYYMM`, where all of the time lies in one month."""
    first, last = _ends(time)
    return f"{first[:4]}{first[5:7]}" if first and first[:7] == last[:7] else None


def shared_year(time: TimeExpression | None) -> str | None:
    """`YYYY`, where all of the time lies in one year."""
    first, last = _ends(time)
    return first[:4] if first and first[:4] == last[:4] else None


def fraction_of_year(day: date) -> str:
    """GDELT's FractionDate: 30 days for each month that has passed, as GDELT's own files have it.

    >>> fraction_of_year(date(2015, 2, 18))
    '2015.1315'
    """
    return f"{day.year + ((day.month - 1) * 30 + day.day) / 365:.4f}"


def timestamp(published: str | None) -> str | None:
    """`YYYYMMDDHHMMSS` in UTC; midnight where only the day is known, None where it is not.

    >>> timestamp("2020-03-17T09:30:00+01:00"), timestamp("2020-03-17")
    ('20200317083000', '20200317000000')
    """
    try:
        at = datetime.fromisoformat(published or "")
    except ValueError:
        return None
    return (at.astimezone(UTC) if at.tzinfo else at).strftime("%Y%m%d%H%M%S")


def _ends(time: TimeExpression | None) -> tuple[str, str]:
    if time is None or time.first is None:
        return "", ""
    return time.first, time.last or time.first
