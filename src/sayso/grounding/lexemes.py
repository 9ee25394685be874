"""Words, numbers and signs of a text, cut finely enough for times and amounts.

The parser's tokens follow its training text ("3:00pm", "2015-08", "mid"); dates and amounts need cuts that do
not depend on a model, so they have their own.
"""

import re
from functools import lru_cache
from typing import NamedTuple
from unicodedata import numeric

from sayso.codebook import word_set

__all__ = ["Lexeme", "cut_lexemes", "read_number"]

_LEXEME = re.compile(
    r"""
    (?P<money>(?<!\w)(?:US|NZ|HK|AU|CA|A|C|S|R)\$)
  # most pieces are plain words: these are tried first
  | (?P<word>(?!(?:[AaPp]\.?[ ]?m|[AP]\.?[ ]?M)(?!\w))[^\W\d_]+(?!\w))
  | (?P<isodate>(?<![\w-])[12][0-9]{3}-[01][0-9]-[0-3][0-9]
        (?:T[0-2][0-9]:[0-5][0-9](?::[0-5][0-9])?Z?)?(?![\w-]))
  | (?P<slashed>(?<![\w/.-])(?:[0-3]?[0-9]/[0-3]?[0-9]/[12][0-9]{3}
        |[12][0-9]{3}/[0-3]?[0-9]/[0-3]?[0-9])(?![\w/-]))
  | (?P<dotted>(?<![\w/.-])[0-3]?[0-9]\.[01]?[0-9]\.[12][0-9]{3}(?![\w/-]))
  | (?P<clock>(?<![\w:.,])[0-2]?[0-9]:[ ]?[0-5][0-9](?::[ ]?[0-5][0-9])?(?![0-9:]))
  | (?P<decade>(?<![\w.,])(?:[12][0-9]{2}0|['’‘]?[0-9]0)['’]?s(?!\w))
  | (?P<ordinal>(?<![\w.,])[0-9]{1,3}(?:,[0-9]{3})*(?:st|nd|rd|th)(?!\w))
  # "26,000"; "1, 400" and "6. 1" as texts have them that were cut into words and glued again
  | (?P<number>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?(?!\d)
        |[0-9]{1,3}(?:,[ ][0-9]{3}){1,20}(?![0-9]|,[ ]?[0-9])
        |[0-9]+\.[ ][0-9]+(?=[ ]-[ ][a-z])
        |(?:(?<=magnitude[ ]-[ ])|(?<=magnitude[ ]of[ ]))[0-9]\.[ ][0-9]
        |[0-9]+[½¼¾⅓⅔](?!\w)|[0-9]+(?:\.[0-9]+)?|(?<![\w.])\.[0-9]+)
  | (?P<ampm>[AaPp]\.[ ]?[Mm](?:\.|(?!\w))|[AaPp]m(?!\w)|[AP]M(?!\w))
  # letters before a sum of money, and letters with digits that are a name ("M109A5")
  | (?P<prefix>(?:USD|AUD|CAD|EUR|GBP|JPY|CHF|INR|US|NZ|HK|RM|Rs|PS|(?<=\$)A)(?=[0-9]))
  | (?P<code>[^\W\d_]+[0-9][\w]*)
  | (?P<stub>[^\W\d_]+)
  | (?P<possessive>['’ʼ]s(?!\w))
  | (?P<gap>\n[^\S\n]*\n)
  | (?P<sign>[^\w\s]|_)
    """,
    re.VERBOSE,
)


_DIGITS = frozenset(".0123456789")
# Longer rows of digits are account numbers and the like.
_LONGEST = 24
# "hundred hundred hundred ..." is no number.
_LARGEST = 1e18


class Lexeme(NamedTuple):
    """A piece of text; `kind` names the cut ("word", "number", "clock", ...), `lower` is its lower case."""

    start: int
    end: int
    kind: str
    lower: str
    capital: bool


@lru_cache(maxsize=2)
def cut_lexemes(text: str) -> tuple[Lexeme, ...]:
    """Cut a text; an abbreviation of the codebook takes its full stop along, a blank line is a lexeme too.

    Times and amounts are cut alike, so the last text is kept.

    >>> [lexeme.lower for lexeme in cut_lexemes("On Dec. 6, 30bn")]
    ['on', 'dec.', '6', ',', '30', 'bn']
    """
    abbreviations = word_set("times", "abbreviations", "words")
    lexemes: list[Lexeme] = []
    end = 0
    while match := _LEXEME.search(text, end):
        start, end = match.span()
        piece, kind = match.group(), match.lastgroup or "sign"
        if kind == "number" and ", " in piece and lexemes and lexemes[-1].capital:
            # "Aug. 18, 107 people": a day and a number
            end = start + piece.index(",")
            piece = piece[: end - start]
        lower = piece.lower()
        if lower in abbreviations and text[end : end + 1] == ".":
            end += 1
            lower += "."
        lexemes.append(Lexeme(start, end, "word" if kind == "stub" else kind, lower, piece[0].isupper()))
    return tuple(lexemes)


def read_number(words: list[str], values: dict[str, float]) -> float | None:
    """Return the value of a number in digits and words; `values` gives that of each word.

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
        value = _digits(word) if word[0] in _DIGITS else values.get(word)
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
    value = total + group
    return _tidy(value) if seen and value <= _LARGEST else None


def _digits(word: str) -> float | None:
    if len(word) > _LONGEST:
        return None
    if word[-1] in "½¼¾⅓⅔":
        return float(word[:-1]) + numeric(word[-1])
    try:
        return float(word.replace(",", "").replace(" ", "").rstrip("."))
    except ValueError:
        return None


def _tidy(value: float) -> float:
    """Return an int where the value is whole; rounding takes off what binary fractions leave (1.1 * 1e9)."""
    value = round(value, 6)
    return int(value) if value == int(value) else value
