"""Time expressions."""

import msgspec

from sayso.model.span import Span

__all__ = ["TimeExpression"]


class TimeExpression(Span, frozen=True, kw_only=True):
    """A time expression, its TIMEX3 value, and the days it covers.

    Without a known date a relative expression keeps an unresolved value (`XXXX-WXX-1`) and null days: a date
    is never invented. `first` and `last` are written `from` and `to`; both days are included.
    """

    value: str
    first: str | None = msgspec.field(default=None, name="from")
    last: str | None = msgspec.field(default=None, name="to")
