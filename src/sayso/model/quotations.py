"""Spans of text in quotation marks."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from sayso.model.base import Struct

__all__ = ["Quotation", "find_quotations", "overlapping"]

_OPEN = "“«"
_CLOSE = "”»"
_STRAIGHT = '"'
# A quotation mark that is never closed may not swallow the report.
_MAX_LENGTH = 3_000


class Quotation(Struct, frozen=True, kw_only=True):
    """Characters `start` to `end`, quotation marks included."""

    start: int
    end: int


def find_quotations(text: str) -> tuple[Quotation, ...]:
    """Find quotations in text order; one left open at a paragraph's end is closed there.

    >>> [(q.start, q.end) for q in find_quotations('He said: "We will leave." Then he left.')]
    [(9, 25)]
    """
    found: list[Quotation] = []
    open_: int | None = None
    for match in re.finditer(r'[“”«»"]|\n\s*\n|``|\'\'', text):
        sign, at = match.group(), match.start()
        if sign.isspace() or sign == "\n":
            if open_ is not None:
                found.append(Quotation(start=open_, end=open_ + len(text[open_:at].rstrip())))
            open_ = None
        elif open_ is None and (sign in _OPEN or sign in (_STRAIGHT, "``")):
            open_ = at
        elif open_ is not None and (sign in _CLOSE or sign in (_STRAIGHT, "''")):
            found.append(Quotation(start=open_, end=match.end()))
            open_ = None
        elif sign in _OPEN:
            open_ = at
    return tuple(quotation for quotation in found if quotation.end - quotation.start <= _MAX_LENGTH)


def overlapping(quotations: Sequence[Quotation], start: int, end: int) -> Iterator[Quotation]:
    """Give the quotations, of those in text order, that share a character with `start` to `end`."""
    for n in range(bisect_right(quotations, start, key=lambda quotation: quotation.end), len(quotations)):
        if quotations[n].start >= end:
            return
        yield quotations[n]
