"""The deed of a commitment: what kind of act, by whom, on what and where, so that it can be met again."""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from sayso.codebook import read_codebook, word_set
from sayso.gazetteer import fold_name
from sayso.model import Claim, Commitment, Reading, Report, Span, Strength, Toponym
from sayso.model.base import Struct
from sayso.relate.following.parties import identities_of, place_identity
from sayso.relate.following.wording import says, stem_of, stems_of

__all__ = ["Deed", "Undertaking", "deed_of", "kinds_of", "undertakings_of"]

# Types of the act of promising or asking itself; the deed is in their object.
_SPEAKING = ("AGREE", "REQUEST", "THREATEN", "DECIDE", "CONCEDE", "REJECT")


class Undertaking(Struct, frozen=True, kw_only=True):
    """A commitment with what of its report it takes to follow it, so that a store need not keep more.

    `claims` are those that tell the deed or the promise of it; `stated` are the deeds of all commitments of
    the report; `sources` names on whose word it is, innermost first.
    """

    commitment: Commitment
    report: Report
    claims: tuple[Claim, ...] = ()
    toponyms: tuple[Toponym, ...] = ()
    stated: tuple[Span, ...] = ()
    sources: tuple[str, ...] = ()


class Deed(NamedTuple):
    """What a later claim is held against.

    `kinds` are the acts that carry it out ("TYPE" or "TYPE.mode"), `contrary` those that run against it.
    `forbidden` deeds are those to be left undone.
    """

    kinds: frozenset[str]
    contrary: frozenset[str]
    debtors: frozenset[str]
    places: frozenset[str]
    verb: str
    words: frozenset[str]
    forbidden: bool
    goes_on: bool


def undertakings_of(reading: Reading) -> tuple[Undertaking, ...]:
    """The commitments of a reading, each with what it takes to follow it."""
    sources = {one.id: one.source_name() for one in reading.attributions}
    stated = tuple(one.deed for one in reading.commitments)
    return tuple(
        Undertaking(
            commitment=one,
            report=reading.report,
            claims=tuple(_claims_of(one, reading)),
            toponyms=tuple(place for place in reading.toponyms if one.deed.contains(place)),
            stated=stated,
            sources=tuple(filter(None, (sources.get(id, "") for id in next(iter(one.chains), ())))),
        )
        for one in reading.commitments
    )


def _claims_of(commitment: Commitment, reading: Reading) -> Iterator[Claim]:
    for claim in reading.claims:
        meant = claim.object is not None and claim.object.span.overlaps(commitment.deed)
        promised = meant and claim.event.type in _SPEAKING and claim.sentence.contains(commitment.deed)
        if promised or claim.id == commitment.claim or commitment.deed.contains(claim.trigger):
            yield claim


def kinds_of(claim: Claim) -> frozenset[str]:
    """The type of a claim, alone and with each of its modes.

    A claim of RETREAT withdraw gives "RETREAT" and "RETREAT.withdraw".
    """
    return _kinds(claim.event.type, claim.event.mode)


def _kinds(type: str, modes: tuple[str, ...]) -> frozenset[str]:
    return frozenset([type, *(f"{type}.{mode}" for mode in modes)])


def deed_of(undertaking: Undertaking) -> Deed:
    """Work out what a commitment is about from its words and from the claims that tell it."""
    commitment = undertaking.commitment
    text = commitment.deed.text
    verb = _verb(text)
    told = _told_kinds(undertaking)
    forbidden = _is_forbidden(undertaking)
    halted = verb in word_set("following", "words", "halting")
    ended = (
        frozenset(kind for stem in stems_of(text) for kind in _lexicon().get(stem, ()))
        if halted
        else frozenset()
    )
    kinds = told | _lexicon().get(stem_of(verb), frozenset())
    debtors = identities_of((commitment.debtor,)) if commitment.debtor else frozenset()
    return Deed(
        kinds=_carried_out_by(kinds),
        contrary=kinds if forbidden else ended | _contradicted_by(kinds),
        debtors=debtors | _fellow_debtors(undertaking),
        places=frozenset(map(place_identity, _places(undertaking))),
        verb=stem_of(verb),
        words=frozenset(stems_of(text)) - {stem_of(verb)} - _time_words(commitment),
        forbidden=forbidden,
        goes_on=verb in word_set("following", "words", "going_on"),
    )


def _verb(text: str) -> str:
    """The verb that says the deed: the first word that is not just about trying to."""
    words = [word.strip(",.;:“”\"'’()") for word in text.lower().split()]
    trying = word_set("following", "words", "trying")
    return next((word for word in words if word and word not in trying), "")


def _told_kinds(undertaking: Undertaking) -> frozenset[str]:
    found: frozenset[str] = frozenset()
    for claim in undertaking.claims:
        if undertaking.commitment.deed.contains(claim.trigger):
            found |= kinds_of(claim)
        elif claim.object is not None and claim.object.event is not None:
            found |= _kinds(claim.object.event.type, claim.object.event.mode)
    return found - {"REQUEST"}


def _is_forbidden(undertaking: Undertaking) -> bool:
    commitment = undertaking.commitment
    negated = any(claim.negated and commitment.deed.contains(claim.trigger) for claim in undertaking.claims)
    opens = commitment.deed.text.lower().split()[:1] == ["not"]
    return (
        commitment.strength is Strength.BANNED
        or opens
        or negated
        or says(commitment.verb, "status", "negating_words")
    )


def _fellow_debtors(undertaking: Undertaking) -> frozenset[str]:
    """Those who took it on together ("Armenia and Azerbaijan agreed to ...")."""
    promised = (claim for claim in undertaking.claims if claim.event.type == "AGREE")
    return frozenset(who for claim in promised for who in identities_of(claim.actors))


def _places(undertaking: Undertaking) -> list[Toponym]:
    inside = [place for claim in undertaking.claims for place in claim.places]
    return [*undertaking.toponyms, *inside]


def _time_words(commitment: Commitment) -> frozenset[str]:
    return frozenset(stems_of(commitment.due.text)) if commitment.due else frozenset()


def _carried_out_by(kinds: frozenset[str]) -> frozenset[str]:
    table = read_codebook("following")["carried_out_by"]
    return frozenset(one for kind in kinds for one in (kind, *table.get(kind, ())))


def _contradicted_by(kinds: frozenset[str]) -> frozenset[str]:
    table = read_codebook("following")["contradicted_by"]
    return frozenset(one for kind in kinds for one in table.get(kind, ()))


@cache
def _lexicon() -> dict[str, frozenset[str]]:
    """Stems of words that denote acts, with the kinds of act (codebook `triggers`)."""
    found: dict[str, frozenset[str]] = {}
    for type, modes in read_codebook("triggers").items():
        for mode, by_part in modes.items():
            kinds = _kinds(type, () if mode == "-" else (mode,))
            for word in (*by_part.get("verb", ()), *by_part.get("noun", ())):
                if " " not in word:
                    found.setdefault(stem_of(fold_name(word)), kinds)
    return found
