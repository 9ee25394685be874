"""Duties in running text: "must end", "vowed to withdraw", "urged Kyiv to repeal" (fast tier)."""

from collections.abc import Iterator

from sayso.codebook import read_codebook, word_set
from sayso.model import Parse, Span, Strength, Token
from sayso.model.base import Struct

__all__ = ["Duty", "find_duties"]

_SUBJECT = ("nsubj", "nsubjpass")


class Duty(Struct, frozen=True, kw_only=True):
    """Head token of the debtor, tokens [first, last) of the deed, strength, the operative words."""

    debtor: int
    deed: tuple[int, int]
    strength: Strength
    verb: Span


def find_duties(parse: Parse, token: Token) -> Iterator[Duty]:
    """Yield the duties that one word states: a modal, a verb of promising or ordering, "committed"."""
    book = read_codebook("commitments")
    if token.dep == "aux" and token.lower in book["modals"]:
        yield from _modal(parse, token, Strength(book["modals"][token.lower]))
    elif token.lower in book["adjectives"]:
        yield from _adjective(parse, token, Strength(book["adjectives"][token.lower]))
    elif token.pos == "VERB" and token.lemma in book["takes_on"]:
        deed = parse.child(token.i, "xcomp")
        if deed is not None and not parse.child(token.i, "dobj") and _is_infinitive(parse, deed):
            yield from _for_deeds(
                parse, deed, _subject(parse, token), Strength(book["takes_on"][token.lemma]), token
            )
    elif token.pos == "VERB" and token.lemma in book["places_under"]:
        deed = parse.child(token.i, "xcomp", "ccomp")
        if deed is not None and _is_infinitive(parse, deed):
            debtor = (
                parse.child(deed.i, *_SUBJECT) or parse.child(token.i, "dobj") or _object_of(parse, token)
            )
            yield from _for_deeds(parse, deed, debtor, Strength(book["places_under"][token.lemma]), token)


def _modal(parse: Parse, token: Token, strength: Strength) -> Iterator[Duty]:
    """ "must end", "will withdraw": a promise by "will" takes somebody who can make it, and a deed."""
    verb = parse.tokens[token.head]
    subject = _subject(parse, verb)
    if parse.child(verb.i, "neg") is not None and strength in (Strength.MUST, Strength.SHALL):
        strength = Strength.BANNED
    if strength is Strength.WILL and not _can_promise(parse, subject, verb):
        return
    yield from _for_deeds(parse, verb, subject, strength, token)


def _can_promise(parse: Parse, subject: Token | None, verb: Token) -> bool:
    if subject is None or verb.lemma in word_set("commitments", "promisers", "no_deed"):
        return False
    # "Was denied bail and will appear" has the subject of a passive, but is none.
    passive = parse.child(verb.i, "nsubjpass", "auxpass") is not None
    if passive or any(child.dep == "mark" for child in parse.children(verb.i)):
        return False
    return subject.pos == "PROPN" or subject.lower in word_set("commitments", "promisers", "pronouns")


def _adjective(parse: Parse, token: Token, strength: Strength) -> Iterator[Duty]:
    """ "is committed to ending", "is required to end"."""
    to = parse.child(token.i, "prep")
    deed = (
        parse.child(to.i, "pcomp") if to is not None and to.lower == "to" else parse.child(token.i, "xcomp")
    )
    subject = _subject(parse, token) or _subject(parse, parse.tokens[token.head])
    if deed is not None and deed.i > token.i:
        yield from _for_deeds(parse, deed, subject, strength, token)


def _object_of(parse: Parse, token: Token) -> Token | None:
    """X in "called on X to ..."."""
    preposition = parse.child(token.i, "prep")
    return parse.child(preposition.i, "pobj") if preposition is not None else None


def _subject(parse: Parse, token: Token) -> Token | None:
    """Return the subject of a verb, or of the verb it is coordinated with."""
    subject = parse.child(token.i, *_SUBJECT)
    if subject is None and token.dep in ("conj", "xcomp") and token.head != token.i:
        return _subject(parse, parse.tokens[token.head])
    return subject


def _is_infinitive(parse: Parse, token: Token) -> bool:
    return token.tag == "VB" and any(child.lower == "to" for child in parse.children(token.i, "aux"))


def _for_deeds(
    parse: Parse, verb: Token, debtor: Token | None, strength: Strength, operative: Token
) -> Iterator[Duty]:
    """Yield one duty for each coordinated deed: "must end ... and prohibit ..."."""
    if debtor is None or debtor.tag in ("WDT", "WP", "EX") or debtor.lower in ("it", "there"):
        return
    deeds = [verb, *(child for child in parse.children(verb.i, "conj") if child.tag in ("VB", verb.tag))]
    for deed in deeds:
        later = {
            i
            for next_deed in deeds
            if next_deed is not deed and next_deed.i > deed.i
            for i in parse.subtree(next_deed.i)
        }
        inside = [
            i
            for i in parse.subtree(deed.i, frozenset({"advcl", "parataxis"}))
            if i >= deed.i and i not in later
        ]
        last = _last_word(parse, deed.i, inside)
        yield Duty(
            debtor=debtor.i,
            deed=(deed.i, last + 1),
            strength=strength,
            verb=parse.span(operative.i, operative.i + 1),
        )


def _last_word(parse: Parse, first: int, inside: list[int]) -> int:
    """Return the last token of an unbroken run that is no comma, quotation mark or "and"."""
    last = first
    for i in inside:
        if i > last + 1 and any(parse.tokens[j].pos != "PUNCT" for j in range(last + 1, i)):
            break
        if parse.tokens[i].pos not in ("PUNCT", "CCONJ"):
            last = i
    return last
