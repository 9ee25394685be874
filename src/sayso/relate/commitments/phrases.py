"""Roots of words, and phrases of claims and deeds."""

import re
from functools import cache

from sayso.codebook import read_codebook, word_set
from sayso.codebook.word_forms import base_forms, root
from sayso.gazetteer import fold_name
from sayso.model import Claim

__all__ = [
    "WORD",
    "adjacent_verbs",
    "alike",
    "alike_of",
    "lead_of",
    "root_of",
    "roots_of",
    "says",
    "window_of",
    "words_of",
]

# A word, with its hyphens and apostrophes.
WORD = re.compile(r"[\w’'-]+")
_BREAK = re.compile(r"[,;:—]|\bbut\b|\band (?=(?:will|would|is|was|has|had|must|should)\b)")


@cache
def root_of(word: str) -> str:
    """Return the root of a word, or of the codebook's word for the same thing.

    >>> root_of("withdrew") == root_of("withdrawal"), root_of("truce") == root_of("ceasefire")
    (True, True)
    >>> root_of("freed") == root_of("release"), root_of("Soldiers") == root_of("troops")
    (True, True)
    """
    same: dict[str, str] = read_codebook("following")["same"]
    folded = fold_name(word.removesuffix("'s").removesuffix("’s"))
    known = next((form for form in (folded, *base_forms(folded)) if form in same), folded)
    return root(same.get(known, known))


def roots_of(text: str) -> tuple[str, ...]:
    """Return the roots of the content words, in order.

    >>> roots_of("withdraw its troops from Ain Issa")
    ('withd', 'troop', 'ain', 'issa')
    """
    empty = word_set("following", "words", "empty")
    return tuple(root_of(word) for word in WORD.findall(text) if word.lower() not in empty)


def alike(text: str) -> frozenset[str]:
    """Return the names of the codebook's groups of like verbs that the verb opening a text belongs to.

    >>> sorted(alike("rescinded the rule") & alike("rolled back the rule"))
    ['revoke']
    """
    words = words_of(text[:_OPENING])
    if not words:
        return frozenset()
    forms = (words[0], *base_forms(words[0]))
    openings = {" ".join((form, *words[1:count])) for form in forms for count in range(1, len(words) + 1)}
    return frozenset(group for opening in openings for group in _groups().get(opening, ()))


def alike_of(claim: Claim, text: str) -> frozenset[str]:
    """Return the groups of like verbs of a claim, by each word of its trigger and what follows."""
    starts = [match.start() for match in WORD.finditer(claim.trigger.text)]
    window = window_of(claim, text)
    return frozenset(group for start in starts for group in alike(window[start:]))


# The longest phrase for a verb has less characters ("take into custody").
_OPENING = 30


@cache
def _groups() -> dict[str, tuple[str, ...]]:
    """Return the groups that each verb or phrase of the codebook's table `alike` stands in."""
    found: dict[str, tuple[str, ...]] = {}
    for group, verbs in read_codebook("following")["alike"].items():
        for verb in verbs:
            found[verb] = (*found.get(verb, ()), group)
    return found


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


def adjacent_verbs(claim: Claim, text: str) -> dict[str, int]:
    """Return the verbs in the past that stand in a claim's sentence behind one of its actors, by their roots.

    "Clinton delivered her speech, painting her rival as unfit": a claim of painting tells of the speech too.
    Each with its offset. Those willed, denied or further from the actor than a few words are left out.
    """
    found: dict[str, int] = {}
    reach = read_codebook("following")["measure"]["before"]
    for actor in claim.actors:
        first, last = actor.end, min(actor.end + reach, claim.sentence.end)
        if not claim.sentence.contains(actor):
            continue
        for match in WORD.finditer(text, first, last):
            if claim.trigger.start <= match.start() < claim.trigger.end or not _is_past(match[0]):
                continue
            between = text[first : match.start()]
            if not (_BREAK.search(between) or says(between, "following", "words", "unreal")):
                found.setdefault(root_of(match[0]), match.start())
    return found


def _is_past(word: str) -> bool:
    lower = word.lower()
    if lower in word_set("following", "words", "promising") or lower in ("said", "told"):
        return False
    return word == lower and bool(base_forms(lower)) and not lower.endswith(("s", "ing"))


def says(text: str, *keys: str) -> bool:
    """Tell whether a text has one of the words or phrases of the codebook under `keys`."""
    return _phrases(*keys).search(text) is not None


@cache
def _phrases(*keys: str) -> re.Pattern[str]:
    words = sorted(word_set(*keys), key=lambda word: (-len(word), word))
    return re.compile(rf"(?<![\w])(?:{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE)
