"""Spans of a report's text."""

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

    def overlaps(self, span: "Span") -> bool:
        """Return True if the two spans share at least one character."""
        return self.start < span.end and span.start < self.end

    def contains(self, span: "Span") -> bool:
        """Return True if `span` lies wholly inside this span."""
        return self.start <= span.start and span.end <= self.end
