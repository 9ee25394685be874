"""Spans of a report's text."""

from collections import defaultdict
from collections.abc import Iterable

from sayso.model.base import Struct

__all__ = ["IntervalIndex", "Span"]

# Cells of 64 characters, and of eight times as many again and again, up to more than any text has.
_SHIFTS = tuple(range(6, 37, 3))


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


class IntervalIndex:
    """Character ranges by place: those that overlap another one are found without looking at all of them.

    A range is kept in the smallest cell that holds it whole. Ranges are numbered as they come.

    >>> IntervalIndex([(0, 5), (3, 900), (7, 9)]).overlapping(4, 8)
    [0, 1, 2]
    """

    def __init__(self, ranges: Iterable[tuple[int, int]] = ()) -> None:
        self._ranges: list[tuple[int, int]] = []
        self._cells: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
        self._used: set[int] = set()
        for start, end in ranges:
            self.add(start, end)

    def add(self, start: int, end: int) -> None:
        """Add the range from `start` to `end` under the next number."""
        last = max(start, end - 1)
        shift = next(shift for shift in _SHIFTS if start >> shift == last >> shift)
        self._used.add(shift)
        self._cells[shift, start >> shift].append(len(self._ranges))
        self._ranges.append((start, end))

    def overlapping(self, start: int, end: int) -> list[int]:
        """The numbers of the ranges that share a character with `start` to `end`, in their order."""
        last = max(start, end - 1)
        found = [
            number
            for shift in self._used
            for cell in range(start >> shift, (last >> shift) + 1)
            for number in self._cells.get((shift, cell), ())
            if self._ranges[number][0] < end and start < self._ranges[number][1]
        ]
        return sorted(found)

    def covering(self, at: int) -> list[int]:
        """The numbers of the ranges that hold the character at `at`, in their order."""
        return self.overlapping(at, at + 1)
