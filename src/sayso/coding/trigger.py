"""Trigger of an event and what it denotes."""

from sayso.model import Parse, Span
from sayso.model.base import Struct

__all__ = ["Trigger"]


class Trigger(Struct, frozen=True, kw_only=True):
    """A trigger: its head token, tokens `first` to `last` (exclusive), and what it denotes."""

    head: int
    first: int
    last: int
    type: str
    mode: str = ""

    def span(self, parse: Parse) -> Span:
        """Return the span of the trigger."""
        return parse.span(self.first, self.last)
