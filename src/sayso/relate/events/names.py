"""Names of participants for the label of an event."""

import re

from sayso.codebook import read_codebook, word_set
from sayso.model import EntityKind, Participant
from sayso.relate.background import fold_word, is_ordinary

__all__ = ["call_participant", "lower_first"]

_LONGEST = 60
_LONGEST_NAME = 3
_DAY = re.compile(r"(?:\s+(?:early|late))?(?:\s+on)?\s+(?:\w+day|yesterday|today|tonight)$", re.IGNORECASE)


def call_participant(person: Participant) -> str:
    """Return the name of a participant, else the words for it; "" for an unresolved pronoun.

    "The Iraqi forces" are not called Iraq, "Damascus" is called Syria.
    """
    entity, text = person.entity, " ".join(_DAY.sub("", person.text).split())
    words = text.lower().split()
    is_pronoun = text.lower() in word_set("events", "phrases", "skipped")
    if entity is not None and entity.name[:1].isupper():
        is_name = len(words) <= _LONGEST_NAME and all(word[:1].isupper() for word in text.split())
        if is_pronoun or entity.kind is EntityKind.PERSON or (entity.gazetteer and is_name):
            return entity.name
    if is_pronoun or len(text) > _LONGEST or words[0] in word_set("labels", "unnamed", "words"):
        return ""
    return text


def lower_first(text: str) -> str:
    """Lower the first letter of a word that is capitalized only because it opens a sentence.

    >>> lower_first("Sixteen employees"), lower_first("The army"), lower_first("Aleppo")
    ('sixteen employees', 'the army', 'Aleppo')
    """
    word = (text.split() or [""])[0]
    is_number = word.lower() in read_codebook("quantities")["numbers"]
    is_plain = word[1:].islower() and is_ordinary(fold_word(word))
    return text[:1].lower() + text[1:] if is_number or is_plain or word in ("A", "An", "The") else text
