"""What a report's dates hang on: its own day and the dates told so far."""

from collections.abc import Callable
from datetime import date

from sayso.grounding.periods import Period

__all__ = ["Story"]

_FINE = ("D",)


class Story:
    """The anchors of one report while it is read from top to bottom.

    `published` is the report's own day, or None. `told` is the last date told, of any unit; `told_day` the
    last one told to the day. `direction` says whether the expression in hand lies behind (-1) or ahead (1).
    """

    def __init__(self, published: date | None) -> None:
        self.published = published
        self.told: Period | None = None
        self.told_day: date | None = None
        self._look: Callable[[], int] = lambda: 0

    def look(self, direction: Callable[[], int]) -> None:
        """Set how to find the direction of the expression in hand; it is asked for only when needed."""
        self._look = direction

    @property
    def direction(self) -> int:
        """-1, 0 or 1 for the expression in hand."""
        return self._look()

    @property
    def told_year(self) -> int | None:
        """The year of the last date told, where that was told to the month at least."""
        if self.told is None or self.told.first is None or self.told.unit not in ("D", "M"):
            return None
        return self.told.first.year

    def tell(self, period: Period) -> None:
        """Remember a resolved date."""
        if period.first is None:
            return
        self.told = period
        if period.unit in _FINE:
            self.told_day = period.first

    def anchor(self, unit: str) -> date | None:
        """The day that "the next <unit>" hangs on: the last date told so exactly, else the report's own."""
        if unit == "D":
            return self.told_day or self.published
        if self.told is not None and self.told.unit in _AT_LEAST.get(unit, ()):
            return self.told.first
        return self.told_day or self.published

    def nearest(self, candidates: list[Period]) -> Period | None:
        """The candidate that the expression's direction points to, seen from the report's own day.

        Candidates are in order of time; where the direction stays open the nearest wins, the past on a tie.
        """
        if self.published is None or not candidates:
            return None
        here, direction = self.published, self.direction
        behind = [one for one in candidates if one.first is not None and one.first <= here]
        ahead = [one for one in candidates if one.last is not None and one.last >= here]
        if direction < 0 and behind:
            return behind[-1]
        if direction > 0 and ahead:
            return ahead[0]
        return min(candidates, key=lambda one: _distance(one, here))


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
