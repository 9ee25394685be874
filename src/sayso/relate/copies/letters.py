"""A text as copies are told by: its letters and digits in order, without what stands around any report."""

import re
import unicodedata
from functools import cache

import numpy as np
import numpy.typing as npt

from sayso.codebook import read_codebook

__all__ = ["Hashes", "hash_runs", "letters_of", "numbers_of"]

Hashes = npt.NDArray[np.uint64]

_NO_LETTER = re.compile(r"[\W_]+")
_NUMBER = re.compile(r"\d{2,}")
# Odd 64-bit constants of Fowler-Noll-Vo and of Fibonacci hashing.
_STEP, _SPREAD = np.uint64(0x100000001B3), np.uint64(0x9E3779B97F4A7C15)


def letters_of(text: str) -> str:
    """The first letters and digits of a text, folded, without spaces and without newsletters and copyright.

    Spaces go because misprints put them in and leave them out.

    >>> letters_of("All 3 were released. Follow us on Twitter.")
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
    """Phrases as they stand among letters, the longest first."""
    phrases = [_NO_LETTER.sub("", one) for one in read_codebook("copies")["furniture"]["phrases"]]
    return tuple(sorted(phrases, key=lambda phrase: (-len(phrase), phrase)))


def numbers_of(letters: str) -> frozenset[str]:
    """The numbers of two digits or more, as they stand among letters ("4500" for "4,500").

    >>> sorted(numbers_of(letters_of("At 10.30 about 4,500 people, 3 of them children")))
    ['1030', '4500']
    """
    return frozenset(_NUMBER.findall(letters))


def hash_runs(letters: str, size: int) -> Hashes:
    """A hash of each run of `size` letters, in order; the same everywhere and for ever."""
    codes = np.frombuffer(letters.encode("utf-32-le"), dtype="<u4").astype(np.uint64)
    count = len(codes) - size + 1
    if count < 1:
        return np.zeros(0, np.uint64)
    hashes = np.zeros(count, np.uint64)
    for offset in range(size):
        hashes = (hashes * _STEP) ^ codes[offset : offset + count]
    hashes *= _SPREAD
    return hashes ^ (hashes >> np.uint64(32))
