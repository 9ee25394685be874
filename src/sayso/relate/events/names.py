"""Names of participants for the label of an event."""

import re

from sayso.codebook import read_codebook, word_set
from sayso.model import EntityKind, Participant
from sayso.relate.background import fold_word, is_ordinary

__all__ = ["call_participant", "is_pronoun", "lower_first"]

_LONGEST = 60
_LONGEST_NAME = 3
_DAY = re.compile(
    r"(?:\s+(?:early|late))?(?:(?:\s+on)?\s+(?:\w+day|yesterday|today|tonight)|\s+on\s+[A-Z]\w+\.? \d+)$"
)
_POSSESSIVE = re.compile(r"^(?:his|her|its|their|my|our|your|whose)\s+", re.IGNORECASE)


def call_participant(person: Participant) -> str:
    """Return the name of a participant, else the words for it; "" if neither says who is meant.

    "The Iraqi forces" are not called Iraq, "Damascus" is called Syria, "his family" is called family. Only a
    sure link to an entity gives its name.
    """
    entity, text = person.entity, " ".join(_DAY.sub("", person.text).split())
    words = text.lower().split()
    if entity is not None and entity.name.split()[-1][:1].isupper() and _is_sure(person):
        is_name = len(words) <= _LONGEST_NAME and all(word[:1].isupper() for word in text.split())
        if entity.kind is EntityKind.PERSON or (entity.gazetteer and (is_name or is_pronoun(person))):
            return entity.name
    text = _POSSESSIVE.sub("", text)
    if is_pronoun(person) or len(text) > _LONGEST or words[0] in word_set("labels", "unnamed", "words"):
        return ""
    leaning = word_set("labels", "label", "first") | word_set("labels", "label", "third")
    return "" if text.isdigit() or not leaning.isdisjoint(words) else text


def is_pronoun(person: Participant) -> bool:
    """Tell whether the words for a participant do not say what sort of people it is."""
    text = person.text.lower()
    is_leaning = set(text.split()) <= word_set("labels", "label", "openers")
    return is_leaning or text in word_set("events", "phrases", "skipped")


def _is_sure(person: Participant) -> bool:
    """Tell whether a participant is surely the entity that it is linked to."""
    return person.confidence is None or person.confidence >= read_codebook("labels")["unnamed"]["confidence"]


def lower_first(text: str) -> str:
    """Lower the first letter of a word that is capitalized only because it opens a sentence.

    >>> lower_first("Sixteen employees"), lower_first("The army"), lower_first("Aleppo")
    ('sixteen employees', 'the army', 'Aleppo')
    """
    word = (text.split() or [""])[0]
    is_number = word.lower() in read_codebook("quantities")["numbers"]
    is_plain = word[1:].islower() and is_ordinary(fold_word(word))
    return text[:1].lower() + text[1:] if is_number or is_plain or word in ("A", "An", "The") else text
