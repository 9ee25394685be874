"""Hedges: the words by which a claim's own source says that its event is only probable or possible.

The words and the places where each of them is a hedge are data (`codebook/hedges.toml`); the parse decides
whether the event stands in their scope. What is planned, allowed, asked or conditional is a matter of status.
"""

from collections.abc import Iterator
from itertools import islice

from sayso.codebook import word_set
from sayso.model import Parse, Span, Token
from sayso.model.base import Struct
from sayso.model.claim import Certainty

__all__ = ["Hedges", "find_hedges"]

_SUBJECTS = ("nsubj", "nsubjpass", "csubj")
_BEGINS_ADJUNCT = ("ADP", "SCONJ", "NUM", "DET", "PROPN", "PART")
_LEVELS = (Certainty.POSSIBLE, Certainty.PROBABLE)
# Words from an event up to the one that shares its hedge ("may have tried to carry out an attack").
_MAX_STEPS = 6
# Words from a trigger to its question mark, governors up to an "if": a sentence may be as long as a report.
_MAX_QUESTION = 100
_MAX_ANCESTORS = 12
# A subject and what stands around it: ", I think,".
_MAX_ASIDE = 3


class Hedges(Struct, frozen=True, kw_only=True):
    """Certainty of an event, with the spans that say so: none if it is certain."""

    certainty: Certainty = Certainty.CERTAIN
    spans: tuple[Span, ...] = ()


def find_hedges(parse: Parse, head: Token | None) -> Hedges:
    """Find the hedges that have the event of a trigger in their scope; `head` is the trigger's head word."""
    if head is None or _is_asked(parse, head) or _is_conditional(parse, head):
        return Hedges()
    found: dict[int, tuple[Token, Certainty]] = {}
    for token in _scope(parse, head):
        for cue, certainty in (*_beside(parse, token), *_above(parse, token)):
            found.setdefault(cue.i, (cue, certainty))
    if not found:
        return Hedges()
    levels = {certainty for _, certainty in found.values()}
    return Hedges(
        certainty=next(level for level in _LEVELS if level in levels),
        spans=tuple(_span(parse, found[i][0]) for i in sorted(found)),
    )


def _is_asked(parse: Parse, head: Token) -> bool:
    """Return True if the sentence is a question from the trigger on."""
    sentence = parse.sentence_of(head.i)
    last = min(sentence.last, head.i + _MAX_QUESTION)
    return any(token.text == "?" for token in parse.tokens[head.i : last])


def _is_conditional(parse: Parse, head: Token) -> bool:
    """Return True for an event in a clause with "if" or "whether"."""
    return any(
        child.lower in word_set("hedges", "conditions", "words")
        for token in (head, *islice(parse.ancestors(head.i), _MAX_ANCESTORS))
        for child in parse.children(token.i, "mark")
    )


def _span(parse: Parse, cue: Token) -> Span:
    """Return the span of a cue; a modal with the "have" behind it."""
    after = parse.tokens[cue.i + 1] if cue.i + 1 < len(parse.tokens) else None
    perfect = cue.dep == "aux" and after is not None and after.dep == "aux" and after.lemma == "have"
    return parse.span(cue.i, cue.i + (2 if perfect else 1))


def _level(key: str, word: str) -> Certainty | None:
    """Return the certainty that a word of one list of cues gives, or None if it is not in the list."""
    for level in _LEVELS:
        if word in word_set("hedges", key, str(level)):
            return level
    return None


def _scope(parse: Parse, head: Token) -> Iterator[Token]:
    """Yield an event's head word and the governors whose modifiers have the event in their scope."""
    token: Token | None = head
    for _ in range(_MAX_STEPS):
        if token is None:
            return
        yield token
        token = _next(parse, token)


def _next(parse: Parse, token: Token) -> Token | None:
    """Return the governor that shares its modifiers with an event, or None at the border of the clause."""
    above = parse.tokens[token.head]
    if above.i == token.i:
        return None
    if token.dep == "conj":
        return None if parse.child(token.i, *_SUBJECTS) else above
    if token.dep in ("xcomp", "acomp", "oprd", "compound"):
        is_aim = above.lemma == "be" and token.tag == "VB"
        return None if is_aim or _is_report(above) else above
    if token.dep == "ccomp":
        participle = token.tag == "VBG" and parse.child(token.i, "aux") is None
        return above if participle and not _is_report(above) else None
    if token.dep in ("dobj", "attr", "nsubjpass"):
        return above if above.lemma in word_set("hedges", "between", "verbs") else None
    if token.dep == "nsubj":
        return above if above.lemma in word_set("hedges", "between", "happening") else None
    if token.dep == "acl":
        return above if token.tag == "VB" and above.lemma in word_set("hedges", "between", "nouns") else None
    if token.dep in ("pobj", "pcomp"):
        return _over_preposition(parse, above)
    return None


def _over_preposition(parse: Parse, preposition: Token) -> Token | None:
    """Return what a preposition ties an event to, if it stands for the event ("a case of", "behind")."""
    above = parse.tokens[preposition.head]
    if preposition.lower in word_set("hedges", "between", "authors"):
        return above
    if above.lemma in word_set("hedges", "between", "authors"):
        return above
    supports = above.lemma in word_set("hedges", "between", "supports")
    if supports and preposition.lower in word_set("hedges", "between", "prepositions"):
        return above
    of = preposition.lower == "of" and above.lemma in word_set("hedges", "between", "nouns")
    return above if of else None


def _is_report(verb: Token) -> bool:
    """Return True for a verb that reports and is no hedge itself: its hedges are on the reporting."""
    own = any(_level(key, verb.lemma) for key in ("raising", "belief", "participles"))
    return not own and verb.lemma in word_set("cues", "verbs", "speech")


def _beside(parse: Parse, token: Token) -> Iterator[tuple[Token, Certainty]]:
    """Yield the hedges among the modifiers of a word."""
    for child in parse.children(token.i):
        level = None
        if child.dep == "aux":
            level = _modal(parse, token, child)
        elif child.dep in ("advmod", "npadvmod", "intj", "dep"):
            level = None if _is_adjunct(parse, token, child) else _adverb(parse, child)
        elif child.dep in ("parataxis", "ccomp") and _is_aside(parse, child):
            level = _level("belief", child.lemma) or _level("raising", child.lemma)
        elif child.dep == "amod":
            level = None if _is_any(parse, token) else _level("adjectives", child.lower)
        if level is not None:
            yield child, level


def _is_aside(parse: Parse, verb: Token) -> bool:
    """Return True for a clause of a subject and a verb alone ("the plan has, I think, failed")."""
    below = parse.children(verb.i)
    deps = {child.dep for child in below}
    return len(below) <= _MAX_ASIDE and "nsubj" in deps and not deps & {"dobj", "xcomp", "ccomp"}


def _is_any(parse: Parse, noun: Token) -> bool:
    """Return True for a noun that stands for all that there may be ("any possible attack")."""
    beside = parse.children(noun.i, "det", "predet")
    return any(child.lower in word_set("hedges", "adjectives", "any") for child in beside)


def _modal(parse: Parse, verb: Token, modal: Token) -> Certainty | None:
    """Return the certainty of a modal before an event that is over, goes on or is a state."""
    if modal.lower == "could" and parse.child(verb.i, "neg") is not None:
        return None
    auxiliaries = {child.lemma for child in parse.children(verb.i, "aux", "auxpass") if child.i != modal.i}
    if "have" in auxiliaries and verb.tag in ("VBN", "VBD"):
        conditional = any(
            child.lower in word_set("hedges", "conditions", "words")
            for clause in parse.children(verb.i, "advcl")
            for child in parse.children(clause.i, "mark")
        )
        past = _level("modals", modal.lower) or _level("perfect_modals", modal.lower)
        return None if conditional else past
    is_state = verb.lemma == "be" and not any(
        child.lemma in word_set("hedges", "between", "ahead") for child in parse.children(verb.i, "acomp")
    )
    if is_state or (verb.tag == "VBG" and "be" in auxiliaries):
        return _level("modals", modal.lower)
    return None


def _adverb(parse: Parse, adverb: Token) -> Certainty | None:
    """Return the certainty that an adverb gives; "almost certainly" is probable."""
    if adverb.lower in word_set("hedges", "adverbs", "certain"):
        beside = {child.lower for child in parse.children(adverb.i, "advmod")}
        return Certainty.PROBABLE if beside & word_set("hedges", "adverbs", "nearly") else None
    return _level("adverbs", adverb.lower)


def _is_adjunct(parse: Parse, token: Token, adverb: Token) -> bool:
    """Return True for an adverb that hedges what follows it ("were killed, apparently by a mine")."""
    sentence = parse.sentence_of(adverb.i)
    behind = parse.tokens[adverb.i + 1 : sentence.last]
    after = next((word for word in behind if word.pos != "PUNCT"), None)
    return adverb.i > token.i and after is not None and after.pos in _BEGINS_ADJUNCT


def _above(parse: Parse, token: Token) -> Iterator[tuple[Token, Certainty]]:
    """Yield the hedge that governs a word: a verb of belief, an adjective or a noun with its clause."""
    ought = _is_duty(parse, token)
    token = _first_of_clauses(parse, token)
    above = parse.tokens[token.head]
    if above.i == token.i or (ought and _level("belief", above.lemma)):
        return
    cue, level = above, None
    if token.dep in ("ccomp", "csubj"):
        cue, level = _over_clause(parse, token, above)
    elif token.dep in ("xcomp", "oprd", "acomp", "dep"):
        level = _over_infinitive(above)
    elif token.dep == "acl":
        level = _over_noun_clause(parse, token, above)
    elif token.dep in ("nsubj", "nsubjpass") and not _is_any(parse, token):
        cue, level = _predicate_of(parse, above)
    elif token.dep == "dobj":
        level = _level("suspicion", above.lemma)
    elif token.dep in ("pobj", "pcomp") and above.lower == "of":
        cue = parse.tokens[above.head]
        level = _level("suspicion", cue.lemma) if cue.pos in ("VERB", "ADJ") else None
    if level is not None:
        yield cue, level


def _first_of_clauses(parse: Parse, token: Token) -> Token:
    """Return the first of several clauses with "that" of one governor, else the word itself."""
    marks = {child.lower for child in parse.children(token.i, "mark")}
    return parse.tokens[token.head] if token.dep == "conj" and "that" in marks else token


def _over_clause(parse: Parse, token: Token, above: Token) -> tuple[Token, Certainty | None]:
    """Return the word that hedges a clause ("believe that", "it appears that", "it is likely that")."""
    if _level("belief", above.lemma) is not None:
        return above, _level("belief", above.lemma) if _is_belief(parse, token, above) else None
    if above.lemma in word_set("hedges", "findings", "probable"):
        subject = parse.child(above.i, *_SUBJECTS)
        found = subject is not None and subject.lemma in word_set("hedges", "findings", "subjects")
        return above, _level("findings", above.lemma) if found else None
    if _level("raising", above.lemma) is not None:
        return above, _level("raising", above.lemma)
    if above.pos == "ADJ":
        return above, _level("predicates", above.lower)
    return _predicate_of(parse, above)


def _is_belief(parse: Parse, token: Token, verb: Token) -> bool:
    """Return True if a clause tells what somebody holds to be so, not what may come."""
    before = verb.i > token.i
    if before and any(child.i > verb.i for child in parse.children(verb.i, "ccomp", "dobj")):
        return False
    if verb.dep == "advcl" and verb.tag == "VB":
        return False
    if verb.dep == "ROOT" and verb.tag in ("VB", "VBP") and parse.child(verb.i, *_SUBJECTS) is None:
        return False  # a noun of a headline: "suspect caught"
    ahead = any(child.tag == "MD" for child in parse.children(token.i, "aux"))
    return not (ahead and verb.lemma in word_set("hedges", "belief", "prospective"))


def _is_duty(parse: Parse, token: Token) -> bool:
    """Return True for the head of a clause that tells what ought to be ("should leave", "need to leave")."""
    words = {token.lemma, token.lower, *(child.lower for child in parse.children(token.i, "aux"))}
    return bool(words & word_set("hedges", "belief", "duties"))


def _over_infinitive(above: Token) -> Certainty | None:
    """Return the certainty given by the governor of an infinitive, participle or adjective."""
    if above.pos == "ADJ":
        able = above.lower in word_set("hedges", "predicates", "ability")
        return None if able else _level("predicates", above.lower)
    if above.tag in ("VBN", "VBD") and _level("participles", above.lemma) is not None:
        return _level("participles", above.lemma)
    return _level("raising", above.lemma)


def _over_noun_clause(parse: Parse, token: Token, noun: Token) -> Certainty | None:
    """Return the certainty given by a noun with a clause ("signs that"), unless there are none."""
    marked = parse.child(token.i, "mark", *_SUBJECTS) is not None
    denied = any(child.lower == "no" for child in parse.children(noun.i, "det"))
    return _level("nouns", noun.lemma) if marked and not denied else None


def _predicate_of(parse: Parse, verb: Token) -> tuple[Token, Certainty | None]:
    """Return the adjective said of a verb's subject or clause, with its certainty."""
    for child in parse.children(verb.i, "acomp", "oprd"):
        level = _level("predicates", child.lower)
        if level is not None and parse.child(child.i, "xcomp") is None:
            return child, level
    return verb, None
