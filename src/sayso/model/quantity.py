"""Counted and measured amounts."""

from sayso.model.span import Span

__all__ = ["Quantity"]


class Quantity(Span, frozen=True, kw_only=True):
    """An amount as the text gives it.

    "at least 107 killed" has `min` 107 and no `value`; "dozens" is approximate without a value; "no
    casualties" has the value 0. `unit` is what is counted or the unit of measure; of casualties it is
    killed, injured, missing, arrested or displaced.
    """

    value: float | int | None = None
    min: float | int | None = None
    max: float | int | None = None
    approximate: bool = False
    unit: str = ""
