"""Duties that someone takes on or is placed under (fast tier: modals and commissive verbs)."""

from collections.abc import Iterator

from sayso.codebook import read_codebook
from sayso.coding.binding import chains_of
from sayso.coding.roles import make_participant
from sayso.model import (
    Attribution,
    Claim,
    Commitment,
    Grounding,
    Mint,
    Parse,
    Span,
    Strength,
    TimeExpression,
    Token,
)
from sayso.model.base import Record

__all__ = ["find_commitments"]

_SUBJECT = ("nsubj", "nsubjpass")


class _Duty(Record, frozen=True, kw_only=True):
    """Head of the debtor, first and last token of the deed, strength, the operative words."""

    debtor: int
    deed: tuple[int, int]
    strength: Strength
    verb: Span


def find_commitments(
    parse: Parse,
    grounding: Grounding,
    attributions: tuple[Attribution, ...],
    claims: tuple[Claim, ...],
    mint: Mint,
) -> tuple[Commitment, ...]:
    """Find who owes which deed, in text order."""
    found: list[Commitment] = []
    for token in parse.tokens:
        for duty in _duties(parse, token):
            deed = parse.span(*duty.deed)
            identifier, key = mint.stamp("m", deed)
            found.append(
                Commitment(
                    id=identifier,
                    key=key,
                    claim=next((one.id for one in claims if deed.contains(one.trigger)), None),
                    debtor=make_participant(parse, grounding, duty.debtor),
                    deed=deed,
                    strength=duty.strength,
                    verb=duty.verb.text,
                    due=_due(grounding, deed),
                    chains=chains_of(deed, attributions),
                )
            )
    return tuple(found)


def _duties(parse: Parse, token: Token) -> Iterator[_Duty]:
    book = read_codebook("commitments")
    if token.dep == "aux" and token.lower in book["modals"]:
        verb = parse.tokens[token.head]
        yield from _for_deeds(
            parse, verb, _subject(parse, verb), Strength(book["modals"][token.lower]), token
        )
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


def _object_of(parse: Parse, token: Token) -> Token | None:
    """X in "called on X to ..."."""
    preposition = parse.child(token.i, "prep")
    return parse.child(preposition.i, "pobj") if preposition is not None else None


def _subject(parse: Parse, token: Token) -> Token | None:
    """The subject of a verb, or of the verb it is coordinated with."""
    subject = parse.child(token.i, *_SUBJECT)
    if subject is None and token.dep in ("conj", "xcomp") and token.head != token.i:
        return _subject(parse, parse.tokens[token.head])
    return subject


def _is_infinitive(parse: Parse, token: Token) -> bool:
    return token.tag == "VB" and any(one.lower == "to" for one in parse.children(token.i, "aux"))


def _for_deeds(
    parse: Parse, verb: Token, debtor: Token | None, strength: Strength, operative: Token
) -> Iterator[_Duty]:
    """One duty for each coordinated deed: "must end ... and prohibit ..."."""
    if debtor is None or debtor.tag in ("WDT", "WP", "EX") or debtor.lower in ("it", "there"):
        return
    deeds = [verb, *(one for one in parse.children(verb.i, "conj") if one.tag in ("VB", verb.tag))]
    for one in deeds:
        later = {i for other in deeds if other is not one and other.i > one.i for i in parse.subtree(other.i)}
        inside = [
            i
            for i in parse.subtree(one.i, frozenset({"advcl", "parataxis"}))
            if i >= one.i and i not in later
        ]
        last = _last_word(parse, one.i, inside)
        yield _Duty(
            debtor=debtor.i,
            deed=(one.i, last + 1),
            strength=strength,
            verb=parse.span(operative.i, operative.i + 1),
        )


def _last_word(parse: Parse, first: int, inside: list[int]) -> int:
    """The last token of an unbroken run that is no comma, quotation mark or "and"."""
    last = first
    for i in inside:
        if i > last + 1 and any(parse.tokens[j].pos != "PUNCT" for j in range(last + 1, i)):
            break
        if parse.tokens[i].pos not in ("PUNCT", "CCONJ"):
            last = i
    return last


def _due(grounding: Grounding, deed: Span) -> TimeExpression | None:
    """The time named inside the deed."""
    return next((one for one in grounding.times if deed.start <= one.start and one.end <= deed.end), None)
