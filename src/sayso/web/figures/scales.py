"""Scales of days and amounts in a picture, with their labels."""

import math
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

__all__ = [
    "Amounts",
    "Moments",
    "anchor_of",
    "bin_of",
    "format_bin",
    "format_moment",
    "moment_of",
    "moved",
    "next_bin",
]

_DAY = timedelta(days=1)
# A picture has at most so many bars and so many dates below it: more do not fit a telephone.
_BARS = 70
_DATES = 5
# A date nearer to an edge than this share of the width begins or ends there; dots, on a telephone.
_EDGE, _LETTER, _TELEPHONE = 0.12, 6.6, 358
_UNITS = (("day", 1), ("week", 7), ("month", 30.4), ("year", 365.25))
_STEPS = (
    *((timedelta(hours=hours), "hour") for hours in (1, 3, 6, 12)),
    *((timedelta(days=days), "day") for days in (1, 2, 5, 10)),
    *((timedelta(days=30.4 * months), "month") for months in (1, 3, 6)),
    *((timedelta(days=365.25 * years), "year") for years in (1, 2, 5, 10, 25, 100)),
)


def moment_of(text: str | None) -> datetime | None:
    """Return a day or a moment, UTC; None if the text is neither."""
    try:
        found = datetime.fromisoformat((text or "").replace("Z", "+00:00"))
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def moved(moment: datetime, by: timedelta) -> datetime:
    """Return a moment moved, within the range of datetime."""
    try:
        return moment + by
    except OverflowError:
        return (datetime.min if by < timedelta() else datetime.max).replace(tzinfo=UTC)


def unit_for(first: datetime, last: datetime) -> str:
    """Return the least of day, week, month and year that gives no more bars than fit."""
    days = (last - first).days + 1
    return next((unit for unit, length in _UNITS if days / length <= _BARS), "year")


def bin_of(moment: datetime, unit: str) -> datetime:
    """Return the first day of the day, week (from Monday), month or year of a moment."""
    day = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    if unit == "week":
        return day - min(timedelta(days=day.weekday()), day - datetime.min.replace(tzinfo=UTC))
    if unit == "month":
        return day.replace(day=1)
    return day.replace(month=1, day=1) if unit == "year" else day


def next_bin(start: datetime, unit: str) -> datetime:
    """Return the start of the next bin."""
    try:
        if unit == "month":
            return start.replace(year=start.year + start.month // 12, month=start.month % 12 + 1)
        if unit == "year":
            return start.replace(year=start.year + 1)
        return start + _DAY * (7 if unit == "week" else 1)
    except (ValueError, OverflowError):
        return datetime.max.replace(tzinfo=UTC)


def format_bin(start: datetime, unit: str) -> str:
    """Return a day, week, month or year in words."""
    if unit == "year":
        return str(start.year)
    if unit == "month":
        return f"{start:%b} {start.year}"
    day = f"{start.day} {start:%b} {start.year}"
    return f"the week of {day}" if unit == "week" else day


def format_moment(moment: datetime) -> str:
    """Return a moment in words, UTC; midnight is taken for a day whose hour is not known."""
    day = f"{moment.day} {moment:%b} {moment.year}"
    return day if moment.time() == datetime.min.time() else f"{day}, {moment:%H:%M}"


class Moments(NamedTuple):
    """Scale of time from edge to edge; `margin` is the share of the width left free at each."""

    first: datetime
    last: datetime
    margin: float = 0.0

    def at(self, moment: datetime) -> float:
        """Return the share of the width."""
        return self.margin + (1 - 2 * self.margin) * ((moment - self.first) / (self.last - self.first))

    def dates(self) -> Iterator[tuple[datetime, str]]:
        """Yield a few round dates with their labels."""
        step, unit = next(
            ((step, unit) for step, unit in _STEPS if (self.last - self.first) / step <= _DATES), _STEPS[-1]
        )
        shown, free = "", -1.0
        for moment in self._round(step, unit):
            if self.first <= moment <= self.last:
                words = _format_date(moment, unit, shown)
                start, end = _label_range(self.at(moment), words)
                if start < free:
                    continue
                free = end
                shown = str(moment.year) if unit != "hour" else f"{moment:%j}"
                yield moment, words

    def _round(self, step: timedelta, unit: str) -> Iterator[datetime]:
        if unit in ("hour", "day"):
            moment = bin_of(self.first, "day")
            while moment <= self.last:
                yield moment
                moment += step
            return
        length = max(1, round(step.days / 30.4))
        month = self.first.year * 12 - (self.first.year * 12) % length
        while month < 9999 * 12 and month // 12 <= self.last.year:
            if month >= 12:
                yield datetime(month // 12, month % 12 + 1, 1, tzinfo=UTC)
            month += length


def anchor_of(share: float) -> str:
    """Return the text anchor of a date at its tick: at an edge it begins or ends there."""
    return "start" if share < _EDGE else "end" if share > 1 - _EDGE else "middle"


def _label_range(share: float, words: str) -> tuple[float, float]:
    """Return the start and end of a date's label, as shares of a telephone's width, with room after it."""
    width = (len(words) * _LETTER + 10) / _TELEPHONE
    start = share - {"start": 0.0, "middle": width / 2, "end": width}[anchor_of(share)]
    return start, start + width


def _format_date(moment: datetime, unit: str, shown: str) -> str:
    if unit == "year":
        return str(moment.year)
    if unit == "hour":
        return f"{moment:%H:%M}" if shown == f"{moment:%j}" else f"{moment.day} {moment:%b}"
    words = f"{moment:%b}" if unit == "month" else f"{moment.day} {moment:%b}"
    return words if shown == str(moment.year) else f"{words} {moment.year}"


class Amounts(NamedTuple):
    """Scale of amounts from `least` to `most`."""

    least: float
    most: float

    @classmethod
    def spanning(cls, amounts: list[float]) -> "Amounts":
        """Return a scale with room for all amounts; it begins at 0 unless that would flatten the rest."""
        least, most = min(amounts), max(amounts)
        if least > 0 and least < 0.6 * most:
            least = 0
        room = (most - least) * 0.12 or max(abs(most) * 0.2, 1)
        return cls(least - room if least else 0, most + room)

    def at(self, amount: float) -> float:
        """Return the share of the height, from below."""
        return (amount - self.least) / (self.most - self.least)

    def ticks(self) -> list[float]:
        """Return three or four round amounts."""
        rough = (self.most - self.least) / 3.5
        power = 10 ** math.floor(math.log10(rough))
        step = next(power * times for times in (1, 2, 5, 10) if power * times >= rough)
        first = math.ceil(self.least / step)
        return [step * number for number in range(first, math.floor(self.most / step) + 1)]
