"""Words, numbers and signs of a text, cut finely enough for times and amounts.

The parser's tokens follow its training text ("3:00pm", "2015-08", "mid"); dates and amounts need cuts that do
not depend on a model, so they have their own.
"""

import re
from typing import NamedTuple

__all__ = ["Lexeme", "cut_lexemes", "read_number"]

_LEXEME = re.compile(
    r"""
    (?P<isodate>(?<![\w-])[12][0-9]{3}-[01][0-9]-[0-3][0-9](?:T[0-2][0-9]:[0-5][0-9](?::[0-5][0-9])?Z?)?(?![\w-]))
  | (?P<slashed>(?<![\w/.-])(?:[0-3]?[0-9]/[0-3]?[0-9]/[12][0-9]{3}|[12][0-9]{3}/[0-3]?[0-9]/[0-3]?[0-9])(?![\w/-]))
  | (?P<dotted>(?<![\w/.-])[0-3]?[0-9]\.[01]?[0-9]\.[12][0-9]{3}(?![\w/-]))
  | (?P<clock>(?<![\w:.,])[0-2]?[0-9]:[ ]?[0-5][0-9](?::[0-5][0-9])?(?![0-9:]))
  | (?P<decade>(?<![\w.,])(?:[12][0-9]{2}0|['’‘]?[0-9]0)['’]?s(?!\w))
  | (?P<ordinal>(?<![\w.,])[0-9]{1,3}(?:,[0-9]{3})*(?:st|nd|rd|th)(?!\w))
  | (?P<number>(?<![^\W\d_])[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?(?!\d)
              |(?<![^\W\d_])[0-9]{1,3}(?:,[ ][0-9]{3})+(?![0-9,])
              |(?<![^\W\d_])[0-9]+(?:\.[0-9]+)?)
  | (?P<ampm>[AaPp]\.?[ ]?[Mm](?:\.|(?!\w)))
  | (?P<code>[^\W\d_]+[0-9][\w]*)
  | (?P<word>[^\W\d_]+)
  | (?P<possessive>['’ʼ]s(?!\w))
  | (?P<gap>\n[^\S\n]*\n)
  | (?P<sign>[^\w\s]|_)
    """,
    re.VERBOSE,
)


class Lexeme(NamedTuple):
    """A piece of text: `kind` is the name of the cut ("word", "number", "clock", ...), `lower` its lower case."""

    start: int
    end: int
    kind: str
    lower: str
    capital: bool


def cut_lexemes(text: str, abbreviations: frozenset[str]) -> list[Lexeme]:
    """Cut a text; a word in `abbreviations` takes its full stop along. A blank line is a lexeme of its own.

    >>> [one.lower for one in cut_lexemes("On Dec. 6, 30bn", frozenset({"dec"}))]
    ['on', 'dec.', '6', ',', '30', 'bn']
    """
    lexemes: list[Lexeme] = []
    skip_until = 0
    for match in _LEXEME.finditer(text):
        start, end = match.span()
        if start < skip_until:
            continue
        piece = match.group()
        lower = piece.lower()
        if lower in abbreviations and text[end : end + 1] == ".":
            end += 1
            skip_until = end
            lower += "."
        lexemes.append(Lexeme(start, end, match.lastgroup or "sign", lower, piece[0].isupper()))
    return lexemes


def read_number(words: list[str], values: dict[str, float]) -> float | None:
    """The value of a number in digits and words; `values` gives that of each word.

    A word worth 100 or more multiplies what stands before it ("two hundred", "1.5 million"), smaller ones add
    up ("twenty", "five"). None where a word is no number.

    >>> read_number(["two", "hundred", "and", "six"], {"two": 2, "hundred": 100, "six": 6})
    206
    """
    total = group = 0.0
    seen = False
    for word in words:
        if word in ("and", "-", "a", "an"):
            continue
        value = _digits(word) if word[0].isdigit() else values.get(word)
        if value is None:
            return None
        if value < 100 or not seen:
            group += value
        elif value == 100:
            group *= value
        else:
            total += (group or 1) * value
            group = 0.0
        seen = True
    return _tidy(total + group) if seen else None


def _digits(word: str) -> float | None:
    try:
        return float(word.replace(",", "").replace(" ", ""))
    except ValueError:
        return None


def _tidy(value: float) -> float:
    """An int where the value is whole; rounding takes off what binary fractions leave (1.1 * 1e9)."""
    value = round(value, 6)
    return int(value) if value == int(value) else value
