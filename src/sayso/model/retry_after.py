"""Waits that a server asks for (Retry-After, RFC 9110, 10.2.3)."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

__all__ = ["MAX_WAIT_S", "wait_asked_for"]

# Nobody is believed who asks for more than a day.
MAX_WAIT_S = 86_400.0


def wait_asked_for(retry_after: str, now: float) -> float | None:
    """Return the seconds that a Retry-After header asks for; it holds a number or a date.

    >>> wait_asked_for("120", 0.0), wait_asked_for("Thu, 01 Jan 1970 00:01:00 GMT", 0.0)
    (120.0, 60.0)
    """
    value = retry_after.strip()
    if value.isascii() and value.isdigit():
        return min(float(value[:9]), MAX_WAIT_S)
    try:
        moment = parsedate_to_datetime(value)
        wait_s = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - datetime.fromtimestamp(now, UTC)
    except (ValueError, IndexError, OverflowError):
        return None
    return min(max(wait_s.total_seconds(), 0.0), MAX_WAIT_S)
