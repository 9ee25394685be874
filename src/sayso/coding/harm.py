"""Harm that nobody meant: "a blast killed ten" is an INCIDENT, not an ASSAULT (fast tier)."""

import msgspec

from sayso.codebook import word_set
from sayso.coding.trigger import Trigger
from sayso.model import Parse, Token

__all__ = ["as_incident"]


def as_incident(parse: Parse, trigger: Trigger) -> Trigger:
    """Make a word of harm an INCIDENT where a disaster does it and nothing in the sentence was meant."""
    token = parse.tokens[trigger.head]
    harms = token.lemma in word_set("harm", "verbs") or token.lemma in word_set("harm", "adjectives")
    if trigger.type != "ASSAULT" or not harms or not _is_accidental(parse, token):
        return trigger
    return msgspec.structs.replace(trigger, type="INCIDENT", mode="")


def _is_accidental(parse: Parse, token: Token) -> bool:
    sentence = parse.sentence_of(token.i)
    words = {parse.tokens[i].lemma for i in range(sentence.first, sentence.last)}
    if words & word_set("harm", "deliberate"):
        return False
    subject = parse.child(token.i, "nsubj")
    if subject is not None and subject.pos != "ADJ":
        below = {parse.tokens[i].lemma for i in parse.subtree(subject.i)}
        return (token.pos == "ADJ" and bool(words & word_set("harm", "causes"))) or bool(
            below & word_set("harm", "causes")
        )
    return bool(words & word_set("harm", "causes"))
