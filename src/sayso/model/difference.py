"""Differences of a record between two days: what is claimed at the second that was not at the first."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum

from sayso.errors import UsageError
from sayso.model.base import Struct
from sayso.model.dates import check_date, last_day
from sayso.model.group import ClaimRef

__all__ = ["Basis", "Difference", "DifferenceKind", "Period", "make_period", "parse_kinds"]


class Basis(StrEnum):
    """Day from which a report counts: of its arrival in the record, or of its publication."""

    ARRIVAL = "arrival"
    PUBLICATION = "publication"


class Period(Struct, frozen=True, kw_only=True):
    """The time between two states of a record: after `since`, until `until` inclusive, or until now.

    A day stands for its end, in UTC, as with `as_of`. By arrival both may be moments; by publication the day
    of a moment counts. See `make_period`.
    """

    since: str
    until: str | None = None
    by: Basis = Basis.ARRIVAL

    def has_begun(self, known_at: str) -> bool:
        """Tell whether a report that was known at a time is newer than the first state."""
        return known_at > self._bound(self.since)

    def has_ended(self, known_at: str) -> bool:
        """Tell whether a report that was known at a time is newer than the second state."""
        return self.until is not None and known_at > self._bound(self.until)

    @property
    def limits(self) -> tuple[str, str | None]:
        """The last times of the first and the second state, as texts to compare with a report's."""
        return self._bound(self.since), self._bound(self.until) if self.until is not None else None

    @property
    def days(self) -> tuple[str, str]:
        """The days of the first and the second state; of now, today."""
        until = self.until or datetime.now(UTC).date().isoformat()
        return last_day(self.since), last_day(until)

    def _bound(self, time: str) -> str:
        # "~" sorts after every sign of a moment on that day.
        is_day = "T" not in time
        return last_day(time) + ("~" if is_day and self.by is Basis.ARRIVAL else "") if is_day else time


def make_period(
    since: str | None = None, until: str | None = None, by: Basis | str = Basis.ARRIVAL
) -> Period:
    """Return a period of given days or moments; it begins at the end of yesterday unless `since` is given.

    Raises `UsageError` for what is no date, and for an end before the beginning.

    >>> make_period("2024-05-01", "2024-05-02T09:30:00+02:00").limits
    ('2024-05-01~', '2024-05-02T07:30:00.000000+00:00')
    """
    if by not in list(Basis):
        raise UsageError(f"{by!r} is no basis of a comparison", help=f"one of: {', '.join(Basis)}")
    by = Basis(by)
    yesterday = datetime.now(UTC).date() - timedelta(days=1)
    begin = _time(since if since is not None else yesterday.isoformat(), "since", by)
    end = _time(until, "until", by) if until is not None else None
    period = Period(since=begin, until=end, by=by)
    first, last = period.limits
    if last is not None and last < first:
        raise UsageError(f"{end} is before {begin}", help="give the earlier day as since")
    return period


def _time(value: str, name: str, by: Basis) -> str:
    """Return a day, or by arrival a moment in UTC as the record writes it."""
    date = check_date(value, name)
    if "T" not in date or by is Basis.PUBLICATION:
        return last_day(date)
    moment = datetime.fromisoformat(date)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    try:
        return moment.astimezone(UTC).isoformat(timespec="microseconds")
    except OverflowError as error:
        raise UsageError(
            f"{name} {date} is out of the calendar", help="give a later or earlier day"
        ) from error


class DifferenceKind(StrEnum):
    """Kind of a difference: what is new or has changed."""

    EVENT = "event"
    NUMBER = "number"
    DISAGREEMENT = "disagreement"
    COMMITMENT = "commitment"
    SITUATION = "situation"
    SOURCE = "source"


def parse_kinds(names: str) -> tuple[DifferenceKind, ...]:
    """Return the kinds of differences of a list with commas, in the plural or not; none of "".

    >>> parse_kinds("events, number")
    (<DifferenceKind.EVENT: 'event'>, <DifferenceKind.NUMBER: 'number'>)
    """
    known = {name: kind for kind in DifferenceKind for name in (str(kind), f"{kind}s")}
    found = []
    for name in filter(None, (part.strip().lower() for part in names.split(","))):
        if name not in known:
            listed = ", ".join(f"{kind}s" for kind in DifferenceKind)
            raise UsageError(f"{name[:40]!r} is no kind of change", help=f"one or more of: {listed}")
        found.append(known[name])
    return tuple(found)


class Difference(Struct, frozen=True, kw_only=True):
    """One thing that is claimed otherwise than before, or for the first time.

    `label` says of what: an event, a deed, a situation, a source. `slot` is that of a number or
    disagreement, the relation of a situation, or the kind of a source, and `of` who or what is counted.
    `before` and `after` are in words; `before` is "" for what is new. `sources` are those on whose word it
    is new, `words` quotes the first `claim` of them, in the report of that `claim`.
    """

    id: str
    kind: DifferenceKind
    label: str
    slot: str = ""
    of: str = ""
    before: str = ""
    after: str
    sources: tuple[str, ...] = ()
    words: str = ""
    event: str | None = None
    situation: str | None = None
    claim: ClaimRef
    published: str | None = None
