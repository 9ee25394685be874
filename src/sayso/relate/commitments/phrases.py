"""Stems and phrases of claims and deeds."""

import re
from functools import cache

from sayso.codebook import read_codebook, word_set
from sayso.gazetteer import fold_name
from sayso.model import Claim

__all__ = ["WORD", "lead_of", "says", "stem_of", "stems_of", "window_of", "words_of"]

# A word, with its hyphens and apostrophes.
WORD = re.compile(r"[\w’'-]+")
_BREAK = re.compile(r"[,;:—]|\bbut\b")
# Endings cut off after at least three letters, and the doubled letter that this may leave.
_ENDING = re.compile(r"(?<=\w{3})(?:ing|ed|es|s|e)$")
_DOUBLE = re.compile(r"([bdfgklmnprt])\1$")


@cache
def stem_of(word: str) -> str:
    """Return the first letters of a word's base form.

    >>> stem_of("withdrew") == stem_of("withdrawal"), stem_of("truce") == stem_of("ceasefire")
    (True, True)
    """
    book = read_codebook("following")
    folded = fold_name(word.removesuffix("'s").removesuffix("’s"))
    plain = _ENDING.sub("", book["forms"].get(folded, folded))
    return str(_DOUBLE.sub(r"\1", plain)[: book["measure"]["stem"]]).removesuffix("e")


def stems_of(text: str) -> tuple[str, ...]:
    """Return the stems of the content words, in order.

    >>> stems_of("withdraw its troops from Ain Issa")
    ('withd', 'troop', 'ain', 'issa')
    >>> stem_of("shipped") == stem_of("ship"), stem_of("moved") == stem_of("move")
    (True, True)
    """
    empty = word_set("following", "words", "empty")
    return tuple(stem_of(word) for word in WORD.findall(text) if word.lower() not in empty)


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text in lower case.

    >>> words_of("Six bases, no more.")
    ('six', 'bases', 'no', 'more')
    """
    return tuple(word.lower() for word in WORD.findall(text))


def lead_of(claim: Claim, text: str) -> str:
    """Return the text before a trigger in its clause, up to a comma."""
    reach = read_codebook("following")["measure"]["before"]
    before = text[max(claim.sentence.start, claim.trigger.start - reach) : claim.trigger.start]
    return _BREAK.split(before)[-1]


def window_of(claim: Claim, text: str) -> str:
    """Return a trigger and the text after it in its sentence, up to a fixed length."""
    reach = read_codebook("following")["measure"]["after"]
    return text[claim.trigger.start : min(claim.sentence.end, claim.trigger.end + reach)]


def says(text: str, *keys: str) -> bool:
    """Tell whether a text has one of the words or phrases of the codebook under `keys`."""
    return _phrases(*keys).search(text) is not None


@cache
def _phrases(*keys: str) -> re.Pattern[str]:
    words = sorted(word_set(*keys), key=lambda word: (-len(word), word))
    return re.compile(rf"(?<![\w])(?:{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE)
