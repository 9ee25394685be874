"""Casualties: people killed, injured, arrested, displaced or missing, in any wording."""

from functools import lru_cache
from typing import Any

from sayso.codebook import read_codebook
from sayso.model import Parse, Token

__all__ = ["casualty_unit", "state_behind"]

_NEGATIONS = ("not", "n't", "n’t", "never")
_OBJECTS = ("dobj", "nsubjpass", "obj", "attr", "oprd", "dative")


def casualty_unit(parse: Parse, index: int) -> str | None:
    """Return the unit of casualties for token `index`, a number or the noun it counts, or None.

    The nearest governor wins: "15 killed", "killing at least five", "the death toll rose to 15".
    """
    token = _first_conjunct(parse, parse.tokens[index])
    for step in (_own_state, _beside, _governor, _of_noun, _toll):
        unit = step(parse, parse.tokens[index]) or (step(parse, token) if token.i != index else None)
        if unit is not None:
            return unit
    return None


def state_behind(parse: Parse, index: int) -> str | None:
    """Return the unit given by the words right behind token `index`: "15 dead", "15 have been killed".

    Headlines and lists are parsed badly; there word order is more reliable than the tree.
    """
    last = min(index + 6, parse.sentence_of(index).last)
    for token in parse.tokens[index + 1 : last]:
        if token.lower in _units_by("states") and token.dep != "amod":
            return None if parse.child(token.i, "dobj") else _units_by("states")[token.lower]
        if token.lemma in _units_by("intransitive"):
            return _units_by("intransitive")[token.lemma]
        if token.pos not in ("AUX", "ADV", "PART") or token.lower in _NEGATIONS:
            return None
    return None


def _first_conjunct(parse: Parse, token: Token) -> Token:
    """ "15 soldiers and 3 civilians": what holds of the soldiers holds of the civilians."""
    seen = 0
    while token.dep in ("conj", "appos") and seen < 8:
        token = parse.tokens[token.head]
        seen += 1
    return token


@lru_cache(maxsize=8)
def _units_by(kind: str) -> dict[str, str]:
    tables: dict[str, dict[str, Any]] = read_codebook("quantities")["casualties"]
    return {word: unit for unit, table in tables.items() for word in table[kind]}


def _own_state(parse: Parse, token: Token) -> str | None:
    """ "a few injured", "25 deaths", "10 dead"."""
    return _units_by("states").get(token.lower) or _units_by("nouns").get(token.lemma)


def _beside(parse: Parse, token: Token) -> str | None:
    """ "15 people killed", "ten dead", "40 people missing"."""
    for child in parse.children(token.i, "acl", "amod", "relcl", "acomp", "advcl"):
        if child.lower in _units_by("states") and child.tag in ("VBN", "VBD", "JJ", "NN"):
            return _units_by("states")[child.lower]
        if child.dep == "acl" and child.tag != "VBN":
            continue
        unit = _units_by("verbs").get(child.lemma)
        if unit and (child.tag == "VBN" or parse.child(child.i, "auxpass")) and child.dep != "relcl":
            return unit
        if child.dep == "relcl":
            return _relative(parse, child)
    return None


def _relative(parse: Parse, verb: Token) -> str | None:
    """ "five people who died", "20 people who were injured"."""
    if parse.child(verb.i, "nsubjpass"):
        return _units_by("verbs").get(verb.lemma) or _units_by("states").get(verb.lower)
    return _units_by("intransitive").get(verb.lemma)


def _governor(parse: Parse, token: Token) -> str | None:
    head = parse.tokens[token.head]
    if head.i == token.i:
        return None
    if token.dep in _OBJECTS:
        return _object_of(parse, token, head)
    if token.dep in ("nsubj", "dep", "ROOT", "npadvmod"):
        return _subject_of(parse, head)
    return None


def _object_of(parse: Parse, token: Token, verb: Token) -> str | None:
    lives = read_codebook("quantities")["lives"]
    if token.lemma in lives["nouns"]:
        return "killed" if verb.lemma in lives["verbs"] else None
    unit = _units_by("verbs").get(verb.lemma)
    if unit is None and verb.lemma in read_codebook("quantities")["found"]["verbs"]:
        unit = _state_below(parse, verb)
    if unit is None and token.dep == "nsubjpass":
        unit = _also(parse, verb)
    return unit


def _also(parse: Parse, verb: Token) -> str | None:
    """ "was shot and killed": the second verb has the same subject."""
    for conjunct in parse.children(verb.i, "conj"):
        if conjunct.tag == "VBN" and not parse.child(conjunct.i, "nsubj", "nsubjpass", "dobj"):
            return _units_by("verbs").get(conjunct.lemma)
    return None


def _state_below(parse: Parse, verb: Token) -> str | None:
    """ "left two women dead and thousands homeless"."""
    for child in parse.children(verb.i, "oprd", "acomp", "ccomp", "xcomp", "amod", "advcl"):
        if child.lower in _units_by("states"):
            return _units_by("states")[child.lower]
    return None


def _subject_of(parse: Parse, verb: Token) -> str | None:
    lives = read_codebook("quantities")["lives"]
    lost = parse.child(verb.i, "dobj")
    if verb.lemma == "lose" and lost is not None and lost.lemma in lives["nouns"]:
        return "killed"
    unit = _units_by("intransitive").get(verb.lemma) or _units_by("states").get(verb.lower)
    if unit and verb.lemma not in _units_by("verbs"):
        return unit
    # A headline's "Three Killed In Athens" and "15 were confirmed dead".
    if verb.lemma in _units_by("verbs") and verb.tag in ("VBN", "VBD") and not parse.child(verb.i, "dobj"):
        return _units_by("verbs")[verb.lemma]
    for child in parse.children(verb.i, "acomp", "oprd", "xcomp", "attr"):
        if child.lower in _units_by("states"):
            return _units_by("states")[child.lower]
    return None


def _of_noun(parse: Parse, token: Token) -> str | None:
    """ "the deaths of two women", "the arrest of 30 men", "a death toll of 15"."""
    if token.dep != "pobj":
        return None
    preposition = parse.tokens[token.head]
    noun = parse.tokens[preposition.head]
    if preposition.lower not in ("of", "to", "among"):
        return None
    return _units_by("nouns").get(noun.lemma) if noun.pos in ("NOUN", "PROPN") else None


def _toll(parse: Parse, token: Token) -> str | None:
    """ "the death toll rose to 15", "the number of dead stands at 40", "bringing the death toll to 9"."""
    verb = next((ancestor for ancestor in parse.ancestors(token.i) if ancestor.pos in ("VERB", "AUX")), None)
    if verb is None or verb.lemma not in read_codebook("quantities")["toll"]["verbs"]:
        return None
    if token.dep not in ("pobj", "dobj", "attr", "nummod", "acomp", "npadvmod"):
        return None
    for child in parse.children(verb.i, "nsubj", "nsubjpass", "dobj"):
        if child.i == token.i:
            continue
        unit = _toll_noun(parse, child)
        if unit:
            return unit
    return None


def _toll_noun(parse: Parse, noun: Token) -> str | None:
    if noun.lemma == "toll" or noun.lemma in ("number", "count", "total", "figure"):
        below = [parse.tokens[i] for i in parse.subtree(noun.i) if i != noun.i]
        found = (_own_state(parse, token) or _units_by("verbs").get(token.lemma) for token in below)
        unit = next(filter(None, found), None)
        return unit or ("killed" if noun.lemma == "toll" else None)
    return _units_by("nouns").get(noun.lemma)
