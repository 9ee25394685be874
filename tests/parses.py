"""Parses of short sentences, made once for all tests that ask about them.

What the later stages make of a parse is made anew each time: a mutant of them must not find the result of the
unchanged code.
"""

from datetime import date
from functools import cache

from sayso.grounding import ground
from sayso.language import parse_text as _parse_text
from sayso.model import Grounding, Parse, Token

__all__ = ["ground_text", "parse", "token_of"]


@cache
def parse(text: str, title: str | None = None) -> Parse:
    """The parse of a text."""
    return _parse_text(text, title=title)


def ground_text(text: str, published: date | None = None) -> Grounding:
    """The entities, places, times and amounts of a text."""
    return ground(parse(text), published)


def token_of(text: str, word: str) -> Token:
    """The first token of a text that is this word."""
    return next(token for token in parse(text).tokens if token.text == word)
