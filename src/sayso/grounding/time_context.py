"""The context that resolves a report's dates: its day of publication and the dates before."""

from collections.abc import Callable
from datetime import date

from sayso.grounding.periods import Period

__all__ = ["TimeContext"]

_FINE = ("D",)


class TimeContext:
    """The anchors of relative dates in one report, updated from top to bottom.

    `published` is the report's own day, or None. `last_date` is the last date resolved, of any unit;
    `last_day` the last one of a day. `direction` says whether the current expression lies in the past (-1) or
    the future (1).
    """

    def __init__(self, published: date | None) -> None:
        self.published = published
        self.last_date: Period | None = None
        self.last_day: date | None = None
        self._find_direction: Callable[[], int] = lambda: 0

    def set_direction(self, direction: Callable[[], int]) -> None:
        """Set the function that finds the direction of the current expression, called only if needed."""
        self._find_direction = direction

    @property
    def direction(self) -> int:
        """-1, 0 or 1 for the current expression."""
        return self._find_direction()

    @property
    def last_year(self) -> int | None:
        """The year of the last date, if that is a day or a month."""
        if self.last_date is None or self.last_date.first is None or self.last_date.unit not in ("D", "M"):
            return None
        return self.last_date.first.year

    def remember(self, period: Period) -> None:
        """Remember a resolved date."""
        if period.first is None:
            return
        self.last_date = period
        if period.unit in _FINE:
            self.last_day = period.first

    def anchor(self, unit: str) -> date | None:
        """Return the anchor of "the next <unit>": the last date that precise, else the report's own day."""
        if unit == "D":
            return self.last_day or self.published
        if self.last_date is not None and self.last_date.unit in _AT_LEAST.get(unit, ()):
            return self.last_date.first
        return self.last_day or self.published

    def nearest(self, candidates: list[Period]) -> Period | None:
        """Return the candidate in the expression's direction from the report's own day.

        Candidates are in order of time; where the direction stays open the nearest wins, the past on a tie.
        """
        if self.published is None or not candidates:
            return None
        here, direction = self.published, self.direction
        behind = [period for period in candidates if period.first is not None and period.first <= here]
        ahead = [period for period in candidates if period.last is not None and period.last >= here]
        if direction < 0 and behind:
            return behind[-1]
        if direction > 0 and ahead:
            return ahead[0]
        return min(candidates, key=lambda period: _distance(period, here))


_AT_LEAST = {
    "W": ("D", "W"),
    "M": ("D", "M"),
    "Y": ("D", "W", "M", "Q", "S", "H", "Y"),
    "DE": ("D", "M", "Y", "DE"),
}


def _distance(period: Period, here: date) -> int:
    if period.first is None or period.last is None:
        return 10**6
    if period.first <= here <= period.last:
        return 0
    return min(abs((period.first - here).days), abs((period.last - here).days))
