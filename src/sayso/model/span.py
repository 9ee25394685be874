"""Stretches of a report's text."""

from sayso.model.base import Struct

__all__ = ["Span"]


class Span(Struct, frozen=True, kw_only=True):
    """`text[start:end]` of a report, with the words it covers.

    Offsets are half-open and count Unicode code points of the canonical text.
    """

    start: int
    end: int
    text: str

    @classmethod
    def of(cls, text: str, start: int, end: int) -> "Span":
        """Cut a span out of a canonical text.

        >>> Span.of("Troops left.", 0, 6).text
        'Troops'
        """
        return cls(start=start, end=end, text=text[start:end])

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: "Span") -> bool:
        """Whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end
