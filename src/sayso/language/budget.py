"""The part of a very long text that is read.

The budget counts words and characters, not time: the same text always gives the same reading.
"""

import re
from itertools import islice
from typing import NamedTuple

from sayso.model import Issue

__all__ = ["MAX_CHARACTERS", "MAX_WORDS", "Excerpt", "within_budget"]

# A book. A million characters of news are 200,000 words and signs, which the full tier reads in four minutes;
# 250,000 of any kind ("a-a-a-") need 1.3 GB.
MAX_CHARACTERS = 1_000_000
MAX_WORDS = 250_000
# How far before the budget's end a line, a sentence or a word is looked for to end with.
_REACH = 10_000
_WORD = re.compile(r"[^\W_]+|[^\w\s]|_")
_ENDS = ("\n", ". ", "? ", "! ", " ")


class Excerpt(NamedTuple):
    """The part of a text that is read and, where that is not all of it, an issue that says so."""

    text: str
    issues: tuple[Issue, ...] = ()


def within_budget(text: str) -> Excerpt:
    """Return the part of a text that is read.

    >>> within_budget("Troops left Mosul.").text
    'Troops left Mosul.'
    """
    end = min(len(text), MAX_CHARACTERS)
    if end > MAX_WORDS:  # else it cannot have more words
        last = next(islice(_WORD.finditer(text, 0, end), MAX_WORDS, None), None)
        end = last.start() if last is not None else end
    if end == len(text):
        return Excerpt(text)
    found = (text.rfind(sign, max(0, end - _REACH), end) for sign in _ENDS)
    end = next((at + 1 for at in found if at >= 0), end)
    message = f"the report is too long to be read to its end: {end:,} of {len(text):,} characters were read"
    return Excerpt(text[:end], (Issue(code="too-long", message=message),))
