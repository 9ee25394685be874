"""Stems of triggers, and the families of words for the same kind of event."""

import re
from collections.abc import Iterable
from functools import cache

from sayso.codebook import read_codebook, word_set
from sayso.codebook.word_forms import root, stem
from sayso.model import Claim

__all__ = ["families_in", "families_of", "trigger_roots", "trigger_stems"]

_WORDS = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


def trigger_stems(claim: Claim) -> tuple[str, ...]:
    """Return the content stems of a claim's trigger, in order; all stems if none is a content word."""
    return tuple(dict.fromkeys(map(stem, _content_words(claim))))


def trigger_roots(claim: Claim) -> frozenset[str]:
    """Return the roots of a claim's trigger, which words derived from one another share."""
    return frozenset(map(root, _content_words(claim)))


def _content_words(claim: Claim) -> list[str]:
    words = [word.lower() for word in _WORDS.findall(claim.trigger.text)]
    return [word for word in words if word not in word_set("happenings", "particles", "words")] or words


def families_of(claim: Claim) -> tuple[str, ...]:
    """Return the word families of a claim's trigger."""
    return _families_of(trigger_stems(claim), claim.event.type)


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
