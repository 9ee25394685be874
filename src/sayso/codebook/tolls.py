"""Verbs that state a toll: "put the toll at 15", "raised the number of dead"."""

from functools import cache

from sayso.codebook import read_codebook, word_set
from sayso.model import Parse, Token

__all__ = ["stated_toll"]

_CASUALTIES = ("killed", "injured", "missing")
_KINDS = ("verbs", "intransitive", "nouns", "states")


def stated_toll(parse: Parse, verb: Token) -> Token | None:
    """Return a verb's object if it counts people killed, injured or missing and the verb states counts."""
    if verb.pos != "VERB" or verb.lemma not in word_set("corrections", "toll", "verbs"):
        return None
    counted = parse.child(verb.i, "dobj", "nsubjpass")
    if counted is None:
        return None
    stated = _is_counted_before(parse, verb) if counted.lower == "it" else _is_toll(parse, counted)
    return counted if stated else None


def _is_counted_before(parse: Parse, verb: Token) -> bool:
    """Return whether "it" is a toll: "the army put the toll at 9, and the governor raised it to 30"."""
    number = parse.sentence_index(verb.i)
    first = parse.sentences[max(0, number - 1)].first
    to = any(parse.child(child.i, "pobj") for child in parse.children(verb.i, "prep"))
    return to and any(_is_toll(parse, token) for token in parse.tokens[first : verb.i])


def _is_toll(parse: Parse, noun: Token) -> bool:
    if noun.lemma == "toll":  # "tolls" and what costs money are those of roads
        return noun.lower == "toll" and not any(
            token.text in ("$", "£", "€") for token in _beside(parse, noun)
        )
    if noun.lemma not in word_set("corrections", "toll", "nouns"):
        return False
    words = {form for i in parse.subtree(noun.i) for form in (parse.tokens[i].lemma, parse.tokens[i].lower)}
    return bool(words & _harm_words())


def _beside(parse: Parse, noun: Token) -> list[Token]:
    return [parse.tokens[i] for i in parse.subtree(noun.head) if i > noun.i]


@cache
def _harm_words() -> frozenset[str]:
    tables = read_codebook("quantities")["casualties"]
    words = {word for name in _CASUALTIES for kind in _KINDS for word in tables[name][kind]}
    return frozenset(words | word_set("corrections", "toll", "casualties")) - {"treat", "gun"}
