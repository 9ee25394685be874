"""The word lists that the naming stages go by (`words.toml`)."""

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any

__all__ = ["word_table", "words_of"]


@lru_cache(maxsize=1)
def _lists() -> dict[str, Any]:
    return tomllib.loads(files("sayso.gazetteer").joinpath("words.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=64)
def words_of(section: str, kind: str) -> frozenset[str]:
    """Return a list of words; empty if there is none.

    >>> "troops" in words_of("whole", "MIL")
    True
    """
    return frozenset(_lists()[section].get(kind, ()))


@lru_cache(maxsize=8)
def word_table(section: str) -> dict[str, Any]:
    """Return a section: its lists, or its single words, by kind."""
    return dict(_lists()[section])
