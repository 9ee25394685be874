"""Actors, recipients and object of an event by the dependencies of its trigger, and their noun phrases."""

from sayso.model import Grounding, Parse, Participant, Span, Token
from sayso.model.base import Struct

__all__ = [
    "MODIFIERS",
    "Roles",
    "find_roles",
    "make_participant",
    "name_participant",
    "noun_around",
    "noun_phrase",
]

# Dependents that belong to the noun phrase of the noun above them.
MODIFIERS = frozenset({"det", "amod", "case", "nummod", "compound", "poss", "nmod", "predet", "quantmod"})
# A noun phrase many times as long as the words it was found by means something else.
_MAX_GROWTH = 3
# ... but a fragment of a few letters may grow to a whole phrase, in characters.
_MAX_FRAGMENT = 40

_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
_LEFT_OUT = frozenset({"relcl", "acl", "advcl", "appos", "punct", "cc", "conj", "ccomp", "parataxis"})
_LIGHT = frozenset(
    {
        "carry",
        "make",
        "hold",
        "launch",
        "conduct",
        "stage",
        "begin",
        "start",
        "give",
        "take",
        "have",
        "commit",
        "issue",
        "file",
        "open",
        "face",
        "order",
        "continue",
        "announce",
        "express",
        "offer",
        "sign",
        "reach",
        "pay",
        "undertake",
        "mount",
        "wage",
        "lead",
        "do",
        "perform",
        "suffer",
        "plan",
        "plot",
        "win",
        "get",
        "impose",
        "call",
    }
)
_SUFFERED = frozenset({"face", "suffer", "get"})
_AGENT_PREPOSITIONS = frozenset({"by"})
_TARGET_PREPOSITIONS = frozenset({"against", "on", "to", "with", "for", "upon", "at", "of"})
# Verbs whose intransitive subject is the one harmed or concerned.
_PATIENT_SUBJECT = frozenset({"die", "drown", "perish", "disappear", "suffocate", "flee", "starve"})


class Roles(Struct, frozen=True, kw_only=True):
    """Head tokens of actors and recipients, and the complement that is the object."""

    actors: tuple[int, ...] = ()
    recipients: tuple[int, ...] = ()
    object: tuple[int, int] | None = None


def find_roles(parse: Parse, token: Token) -> Roles:
    """Find the participants of an event in its sentence by the head token of its trigger."""
    if token.pos in ("VERB", "AUX"):
        return _verb_roles(parse, token)
    if token.pos == "ADJ":
        return Roles(recipients=_heads(parse, _subject(parse, token)))
    return _noun_roles(parse, token)


def _verb_roles(parse: Parse, token: Token) -> Roles:
    passive = parse.child(token.i, "nsubjpass") is not None or (
        token.tag == "VBN"
        and token.dep in ("acl", "relcl", "advcl")
        and parse.child(token.i, "nsubj") is None
    )
    if passive:
        agent = parse.child(token.i, "agent")
        by = parse.child(agent.i, "pobj") if agent else None
        patient = parse.child(token.i, "nsubjpass")
        if patient is None and token.dep in ("acl", "relcl"):
            patient = parse.tokens[token.head]
        return Roles(
            actors=_heads(parse, by),
            recipients=_heads(parse, _real(parse, patient, token)),
            object=_object(parse, token),
        )
    subject = _subject(parse, token)
    if token.lemma in _PATIENT_SUBJECT:
        return Roles(recipients=_heads(parse, subject))
    thing = parse.child(token.i, "dobj", "dative")
    recipients = _heads(parse, thing)
    if not recipients:
        recipients = _prepositional(parse, token, _TARGET_PREPOSITIONS - {"of"})
    return Roles(actors=_heads(parse, subject), recipients=recipients, object=_object(parse, token))


def _subject(parse: Parse, token: Token) -> Token | None:
    """Return the subject of a verb, its own or one shared with the verb above."""
    subject = parse.child(token.i, "nsubj")
    if subject is not None:
        return _real(parse, subject, token)
    if token.dep in ("xcomp", "conj", "advcl", "pcomp", "ccomp", "acomp", "dep") and token.head != token.i:
        above = parse.tokens[token.head]
        if token.dep == "xcomp" and parse.child(above.i, "dobj") is not None and above.i < token.i:
            return parse.child(above.i, "dobj")
        if above.pos in ("VERB", "AUX"):
            passive = parse.child(above.i, "nsubjpass")
            return passive if passive is not None else _subject(parse, above)
        if above.pos == "ADP" and above.head != above.i:
            return _subject(parse, parse.tokens[above.head])
    if token.dep == "relcl":
        return parse.tokens[token.head]
    if token.dep == "acl" and token.tag == "VBG":
        return parse.tokens[token.head]
    return None


def _real(parse: Parse, token: Token | None, verb: Token) -> Token | None:
    """Return the antecedent of a relative pronoun, else the token."""
    if token is not None and token.tag in ("WDT", "WP") and verb.dep == "relcl":
        return parse.tokens[verb.head]
    return token


def _noun_roles(parse: Parse, token: Token) -> Roles:
    """ "the US withdrawal", "talks between A and B", "carried out an attack on ..."."""
    actors = _heads(parse, parse.child(token.i, "poss"))
    actors += _prepositional(parse, token, _AGENT_PREPOSITIONS)
    recipients: tuple[int, ...] = ()
    for preposition in parse.children(token.i, "prep"):
        named = parse.child(preposition.i, "pobj")
        if preposition.lower in ("between", "among"):
            actors += _heads(parse, named)
        elif preposition.lower in _TARGET_PREPOSITIONS:
            recipients += _heads(parse, named)
    if not actors:
        actors = _adjectival(parse, token)
    above = parse.tokens[token.head]
    if not actors and token.dep == "dobj" and above.lemma in _LIGHT:
        subject = _subject(parse, above)
        if above.lemma in _SUFFERED:
            recipients = recipients or _heads(parse, subject)
        else:
            actors = _heads(parse, subject)
    return Roles(actors=actors, recipients=recipients)


def _adjectival(parse: Parse, token: Token) -> tuple[int, ...]:
    """Return the names before an event noun: "US troops pull-out", "Israeli strikes"."""
    before = parse.children(token.i, "amod", "compound", "nmod")
    return tuple(
        child.i
        for child in before
        if child.i < token.i and (child.pos == "PROPN" or child.text[:1].isupper())
    )


def _prepositional(parse: Parse, token: Token, prepositions: frozenset[str]) -> tuple[int, ...]:
    found: tuple[int, ...] = ()
    for preposition in parse.children(token.i, "prep", "agent"):
        if preposition.lower in prepositions:
            found += _heads(parse, parse.child(preposition.i, "pobj"))
    return found


def _heads(parse: Parse, token: Token | None) -> tuple[int, ...]:
    """Return a noun and those coordinated with it."""
    if token is None or token.pos not in _NOMINAL | {"DET", "ADJ"}:
        return ()
    if token.tag in ("WDT", "WP", "EX") or token.lower in ("it", "there", "that", "this", "which"):
        return (token.i,) if token.lower == "it" else ()
    found = [token.i]
    for conjunct in parse.children(token.i, "conj"):
        if conjunct.pos in _NOMINAL:
            found.extend(_heads(parse, conjunct))
    return tuple(found)


def _object(parse: Parse, token: Token) -> tuple[int, int] | None:
    """Return the tokens of the clause or phrase that says what was asked, promised or denied."""
    clause = parse.child(token.i, "ccomp", "xcomp", "pcomp")
    if clause is None:
        preposition = parse.child(token.i, "prep")
        clause = parse.child(preposition.i, "pcomp", "pobj") if preposition is not None else None
    if clause is None:
        clause = parse.child(token.i, "dobj")
    if clause is None:
        return None
    inside = [i for i in parse.subtree(clause.i) if i > token.i]
    return (inside[0], inside[-1] + 1) if inside else None


def noun_phrase(parse: Parse, head: int) -> Span:
    """Return the fullest noun phrase of `head`, without relative clauses and a final possessive."""
    first, last = parse.phrase(head, set(parse.subtree(head, _LEFT_OUT)))
    while last - first > 1 and parse.tokens[last - 1].tag == "POS":
        last -= 1
    return parse.span(first, last)


def noun_around(parse: Parse, span: Span) -> Token | None:
    """Return the noun whose whole phrase a span stands for, None if that is much longer than the span."""
    head = _noun_in(parse, span)
    if head is None:
        return None
    whole = noun_phrase(parse, head.i)
    longest = max(_MAX_GROWTH * (span.end - span.start), _MAX_FRAGMENT)
    return head if whole.overlaps(span) and whole.end - whole.start <= longest else None


def _noun_in(parse: Parse, span: Span) -> Token | None:
    """Return the noun that governs a span; from a fragment ("the", "s") up to the noun it belongs to."""
    inside = parse.tokens_in(span.start, span.end)
    tops = [
        parse.tokens[i] for i in inside if parse.tokens[i].head not in inside or parse.tokens[i].head == i
    ]
    nouns = [token for token in tops if token.pos in _NOMINAL]
    if nouns:
        return nouns[0]
    for token in tops:
        above = parse.tokens[token.head]
        if token.dep in MODIFIERS and above.pos in _NOMINAL:
            return above
    return None


def make_participant(parse: Parse, grounding: Grounding, head: int) -> Participant:
    """Return the noun phrase of `head` with its entity."""
    return name_participant(parse, grounding, noun_phrase(parse, head), head)


def name_participant(parse: Parse, grounding: Grounding, span: Span, head: int | None = None) -> Participant:
    """Say who the words of `span` name; `head` is its head token, found in the parse when not given."""
    entity = grounding.entity_of(parse, span.start, span.end, head)
    return Participant(start=span.start, end=span.end, text=span.text, entity=entity)
