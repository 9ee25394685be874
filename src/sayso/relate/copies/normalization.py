"""Normalized texts for finding copies: letters and digits in order, without boilerplate."""

import re
import unicodedata
from functools import cache

import numpy as np
import numpy.typing as npt

from sayso.codebook import read_codebook

__all__ = ["Hashes", "extract_numbers", "hash_ngrams", "normalize_text"]

Hashes = npt.NDArray[np.uint64]

_NO_LETTER = re.compile(r"[\W_]+")
_NUMBER = re.compile(r"\d{2,}")
# Odd 64-bit constants of Fowler-Noll-Vo and of Fibonacci hashing.
_STEP, _SPREAD = np.uint64(0x100000001B3), np.uint64(0x9E3779B97F4A7C15)


def normalize_text(text: str) -> str:
    """Return the first letters and digits of a text, folded, without spaces and boilerplate.

    Spaces are removed because misprints add and drop them.

    >>> normalize_text("All 3 were released. Follow us on Twitter.")
    'all3werereleased'
    """
    most: int = read_codebook("copies")["text"]["most_letters"]
    folded = unicodedata.normalize("NFKC", text[: 2 * most]).casefold()
    letters = _NO_LETTER.sub("", folded)
    for phrase in _furniture():
        letters = letters.replace(phrase, "")
    return letters[:most]


@cache
def _furniture() -> tuple[str, ...]:
    """Return the boilerplate phrases in normalized form, the longest first."""
    phrases = [_NO_LETTER.sub("", phrase) for phrase in read_codebook("copies")["furniture"]["phrases"]]
    return tuple(sorted(phrases, key=lambda phrase: (-len(phrase), phrase)))


def extract_numbers(letters: str) -> frozenset[str]:
    """Return the numbers of two digits or more in a normalized text ("4500" for "4,500").

    >>> sorted(extract_numbers(normalize_text("At 10.30 about 4,500 people, 3 of them children")))
    ['1030', '4500']
    """
    return frozenset(_NUMBER.findall(letters))


def hash_ngrams(letters: str, size: int) -> Hashes:
    """Hash each n-gram of `size` letters, in order; hashes are stable across platforms and versions."""
    codes = np.frombuffer(letters.encode("utf-32-le"), dtype="<u4").astype(np.uint64)
    count = len(codes) - size + 1
    if count < 1:
        return np.zeros(0, np.uint64)
    hashes = np.zeros(count, np.uint64)
    for offset in range(size):
        hashes = (hashes * _STEP) ^ codes[offset : offset + count]
    hashes *= _SPREAD
    return hashes ^ (hashes >> np.uint64(32))
