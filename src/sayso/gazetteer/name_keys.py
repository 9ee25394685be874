"""Keys of names, equal for the spellings of one name.

`fold_name` forgets case, accents, signs and common short forms ("St." = "Saint"). `fold_loosely` also forgets
what transliterations disagree on ("Ein al-Assad" = "Ayn al-Asad"); it joins more than it should, so its
answers need a check of kind and country.
"""

import re
import unicodedata
from functools import lru_cache

__all__ = ["fold_loosely", "fold_name"]

_LETTERS = str.maketrans(
    {"ı": "i", "ł": "l", "đ": "d", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ə": "e"}
)
_DROPPED = re.compile(r"['’‘ʼʻ`´ʿʾ.]")
_SPLIT = re.compile(r"[^\w&]+|_")
_SHORT = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort", "&": "and", "pt": "point"}
# Articles of Arabic names before sun letters and in press spellings.
_ARTICLES = frozenset(
    ["al", "el", "ul", "ar", "as", "ash", "ad", "an", "at", "az", "ed", "es", "er", "en", "ez"]
)
_LOOSE = (
    (re.compile(r"^(?:ein|ayn|ain|eyn)$"), "ain"),
    (re.compile(r"^(?:abd|abdel|abdul|abdal|abdol)$"), "abd"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"(?:kh|gh|ch|q|ck)"), "k"),
    (re.compile(r"(?:dh|th)"), "d"),
    (re.compile(r"sh"), "s"),
    (re.compile(r"(?:ou|oo|u|w)"), "o"),
    (re.compile(r"(?:ee|ei|ai|ay|ey|iy|y|e|ie)"), "i"),
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile(r"a?h$"), "a"),
)


@lru_cache(maxsize=65536)
def fold_name(name: str) -> str:
    """Fold a name to its key.

    >>> fold_name("St. Petersburg"), fold_name("Ali al-Qameni’s"), fold_name("U.S.")
    ('saint petersburg', 'ali al qamenis', 'us')
    """
    plain = unicodedata.normalize("NFKD", name.lower().translate(_LETTERS))
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    words = _SPLIT.sub(" ", _DROPPED.sub("", plain)).split()
    return " ".join(_SHORT.get(word, word) for word in words)


@lru_cache(maxsize=65536)
def fold_loosely(name: str) -> str:
    """Fold a name to a key that its transliterations share.

    >>> fold_loosely("Ein al-Assad") == fold_loosely("Ayn al-Asad") == fold_loosely("Ain Al Asad")
    True
    """
    return "".join(_loosen(word) for word in fold_name(name).split() if word not in _ARTICLES)


def _loosen(word: str) -> str:
    for pattern, replacement in _LOOSE:
        word = pattern.sub(replacement, word)
    return word
