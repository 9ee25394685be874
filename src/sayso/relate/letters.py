"""A text as copies are told by: its letters and digits in order, without what stands around any report."""

import re
import unicodedata
from functools import cache

import numpy as np
import numpy.typing as npt

from sayso.codebook import read_codebook

__all__ = ["Hashes", "hash_runs", "letters_of"]

Hashes = npt.NDArray[np.uint32]

_NO_LETTER = re.compile(r"[\W_]+")
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
    return _furniture().sub("", _NO_LETTER.sub("", folded))[:most]


@cache
def _furniture() -> re.Pattern[str]:
    phrases = [_NO_LETTER.sub("", one) for one in read_codebook("copies")["furniture"]["phrases"]]
    return re.compile("|".join(sorted(phrases, key=len, reverse=True)))


def hash_runs(letters: str, size: int) -> Hashes:
    """A hash of each run of `size` letters, in order; the same everywhere and for ever."""
    codes = np.frombuffer(letters.encode("utf-32-le"), dtype="<u4").astype(np.uint64)
    count = len(codes) - size + 1
    if count < 1:
        return np.zeros(0, np.uint32)
    hashes = np.zeros(count, np.uint64)
    for offset in range(size):
        hashes = (hashes * _STEP) ^ codes[offset : offset + count]
    return ((hashes * _SPREAD) >> np.uint64(32)).astype(np.uint32)
