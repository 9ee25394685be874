"""Rarity of words in news, by a shipped table: no corpus at hand decides the score of two reports.

`codebook/background.tsv` counts in how many of some 1,700 news reports a word stands, and in how many of them
in lower case (`training/stories/background.py` makes it).
"""

import math
import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

__all__ = ["find_words", "fold_word", "is_ordinary", "rarity"]

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+(?:[.,:]\d+)*")
_HISSING = ("ss", "us", "is")


class _Table(NamedTuple):
    reports: int
    counts: dict[str, int]
    lower: dict[str, int]


def find_words(text: str) -> Iterator[tuple[str, int]]:
    """Return the words and numbers of a text, each with its offset.

    >>> [word for word, _ in find_words("Erbil's 1,500 troops")]
    ["Erbil's", '1,500', 'troops']
    """
    return ((match.group(), match.start()) for match in _WORD.finditer(text))


@lru_cache(maxsize=65536)
def fold_word(word: str) -> str:
    """Forget case, possessives, plural s and the commas in numbers.

    The shipped table was counted under these keys, from texts that are no longer all at hand: hence not
    `codebook.word_forms.singular`, which also knows "crashes".

    >>> fold_word("Erbil's"), fold_word("armies"), fold_word("troops"), fold_word("1,500")
    ('erbil', 'army', 'troop', '1500')
    """
    if word[0].isdigit():
        return word.replace(",", "")
    word = word.lower()
    if word.endswith(("'s", "’s")):
        word = word[:-2]
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith("s") and not word.endswith(_HISSING):
        return word[:-1]
    return word


@lru_cache(maxsize=1)
def _table() -> _Table:
    text = (files("sayso.codebook") / "background.tsv").read_text(encoding="utf-8")
    head, *rows = text.splitlines()
    cells = [row.split("\t") for row in rows]
    return _Table(
        int(head.split("\t")[1].rpartition(" ")[2]),
        {word: int(count) for word, count, _ in cells},
        {word: int(lower) for word, _, lower in cells},
    )


@lru_cache(maxsize=65536)
def rarity(word: str) -> float:
    """Return the weight of sharing this folded word: 0 (in all news) to some 7 (in none).

    >>> rarity("qamishli") > rarity("army") > rarity("the")
    True
    """
    table = _table()
    return math.log((table.reports + 1) / (table.counts.get(word, 0) + 0.5)) if word else 0.0


def is_ordinary(word: str) -> bool:
    """Tell whether news writes this folded word in lower case, so that a capital makes no name of it.

    >>> is_ordinary("patch"), is_ordinary("baghdad")
    (True, False)
    """
    table = _table()
    return table.lower.get(word, 0) >= 0.3 * table.counts.get(word, 1)
