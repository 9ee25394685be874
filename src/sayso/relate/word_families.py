"""Stems of event words, and the families of words for the same kind of event."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from sayso.codebook import read_codebook, word_set
from sayso.model import Claim

__all__ = ["families_in", "families_of", "stem", "stems_of"]

_WORDS = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_VOWELS = "aeiouy"


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return the stem that the forms of a word share, which need not be a word.

    >>> stem("shot"), stem("Killings"), stem("stabbed"), stem("investigating"), stem("died")
    ('shoot', 'kill', 'stab', 'investigat', 'die')
    """
    word = word.lower()
    forms: dict[str, str] = read_codebook("happenings")["forms"]
    word = forms[word] if word in forms else _without_ending(word)
    return word[:-1] if word.endswith("e") and len(word) > 3 else word


def _without_ending(word: str) -> str:
    for ending in ("ings", "ing", "ed"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) > 2 and any(sign in _VOWELS for sign in rest):
            return _without_double(rest)
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        return word[:-1]
    return word


def _without_double(rest: str) -> str:
    """Return the verb before "-ed" or "-ing": "stab" for "stabb", "carry" for "carri"."""
    if rest.endswith("i"):
        return rest[:-1] + "y"
    return rest[:-1] if rest[-1] == rest[-2] and rest[-1] not in "lsz" else rest


def stems_of(claim: Claim) -> tuple[str, ...]:
    """Return the content stems of a claim's trigger, in order; all stems if none is a content word."""
    words = [word.lower() for word in _WORDS.findall(claim.trigger.text)]
    kept = [word for word in words if word not in word_set("happenings", "particles", "words")]
    return tuple(dict.fromkeys(stem(word) for word in kept or words))


def families_of(claim: Claim) -> tuple[str, ...]:
    """Return the word families of a claim's trigger."""
    return _families_of(stems_of(claim), claim.event.type)


def families_in(words: Iterable[str], type: str) -> tuple[str, ...]:
    """Return the families that words of a sentence belong to, as words for an event of the type."""
    return _families_of(map(stem, words), type)


def _families_of(stems: Iterable[str], type: str) -> tuple[str, ...]:
    known = _families()
    return tuple(
        dict.fromkeys(
            name for key in stems for name, types in known.get(key, ()) if not types or type in types
        )
    )


@cache
def _families() -> dict[str, list[tuple[str, frozenset[str]]]]:
    """Return the families of each stem, with the event types for which each family holds."""
    found: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for name, family in read_codebook("happenings")["families"].items():
        for word in family["words"]:
            found.setdefault(stem(word), []).append((name, frozenset(family.get("types", ()))))
    return found
