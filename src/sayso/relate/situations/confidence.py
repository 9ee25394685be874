"""Confidence of state assertions: the probability that all of it is what the report says.

A logistic regression in whole numbers, fitted by `training.confidence.situations` on situations that were
judged by reading. Its weights are in the codebook.
"""

import re
from collections.abc import Mapping
from math import exp
from typing import Any

from sayso.codebook import least_confidence, read_codebook, word_set
from sayso.gazetteer import sector_of
from sayso.model import (
    Change,
    Claim,
    Entity,
    EntityKind,
    Holds,
    Participant,
    Relation,
    Situation,
    SourcedClaim,
    StateAssertion,
)
from sayso.relate.commitments.phrases import WORD, root_of, says, words_of

__all__ = ["confidence_of", "evidence_of", "is_certain"]

# Characters behind a trigger in which a report may tell that somebody is free again.
_BEHIND = 400
# Mentions from which a person is the subject of a report: much of what it says is not of now.
_MANY = 3
_TWO = 2
# Words of so many letters are initials and particles.
_SHORT = 3
# Years after which what began may be over.
_YEARS = 3
# A report without a day is not older than this.
_RECENT = "2003"
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
_PREPOSITION = re.compile(r" (?:in|of|with|within|at|to|for|due)\b")
_AGO = re.compile(r"\b(?:decades?|years?) (?:ago|earlier)\b")


def is_certain(situation: Situation) -> bool:
    """Tell whether a situation is shown as certain: from the least confidence on, or if that is unknown."""
    return situation.is_confident(least_confidence("situations"))


def confidence_of(sourced: SourcedClaim, assertion: StateAssertion) -> float | None:
    """Return the confidence of an assertion in two decimals.

    None if the reader gave its claim none; 1 if a person has judged the claim.
    """
    if sourced.claim.confidence in (None, 1):
        return sourced.claim.confidence
    weights: Mapping[str, int] = _weights()["weights"]
    evidence = evidence_of(sourced, assertion)
    score = _weights()["start"] + sum(weights[name] * value for name, value in evidence.items())
    return round(1 / (1 + exp(-score / 1000)), 2)


def evidence_of(sourced: SourcedClaim, assertion: StateAssertion) -> dict[str, int]:
    """Return the evidence on an assertion: 0 or 1 each, but for the claim's doubt in hundredths."""
    claim, text = sourced.claim, sourced.report.text
    holds_person = assertion.relation is Relation.HOLDS_PERSON
    holds_office = assertion.relation is Relation.HOLDS_OFFICE
    ends, holds = assertion.change is Change.ENDS, assertion.verdict is Holds.YES
    main = assertion.object if holds_person and assertion.object is not None else assertion.subject
    party = _party_of(main, claim)
    words = party.text if party is not None else main.name
    behind = text[claim.trigger.end : claim.trigger.end + _BEHIND]
    between_bodies = not holds_person and not holds_office
    found = {
        "doubt": round(100 * (1 - (claim.confidence or 0))),
        "odd_type": claim.event.type in _weights()["odd_types"],
        "pronoun": words.lower() in word_set("situations", "persons", "pronouns"),
        "phrase": _names(words) < _TWO and _PREPOSITION.search(words) is not None,
        "odd_name": main.kind is EntityKind.PERSON and _is_odd(main.name, text),
        "central": main.kind is EntityKind.PERSON and _mentions(main, sourced) >= _MANY,
        "person_holds": holds_person and assertion.subject.kind is EntityKind.PERSON,
        "place": holds_person and assertion.place is not None,
        "free": holds_person
        and holds
        and (
            says(behind, "situations", "persons", "free")
            or says(claim.sentence.text, "situations", "persons", "freed")
        ),
        "named": holds_office and not ends and _is_naming(claim),
        "no_office": holds_office and assertion.object is None and not _names_post(claim.sentence.text),
        "play": says(text, "situations", "confidence", "play"),
        "stale": holds and assertion.change is Change.BEGINS and _is_old(sourced),
        "between_bodies": between_bodies,
        "unknown_body": between_bodies and main.gazetteer is None,
        "stays": assertion.relation is Relation.FORCES_AT and assertion.change is Change.HOLDS,
    }
    return {name: int(value) for name, value in found.items()}


def _weights() -> dict[str, Any]:
    weights: dict[str, Any] = read_codebook("situations")["confidence"]
    return weights


def _party_of(entity: Entity, claim: Claim) -> Participant | None:
    """Return the participant that an entity was taken from."""
    inside = (*claim.object.actors, *claim.object.recipients) if claim.object else ()
    parties = (*claim.recipients, *claim.actors, *inside)
    same = (party for party in parties if party.entity is not None and party.entity.name == entity.name)
    return next(same, None) or next((party for party in parties if party.text == entity.name), None)


def _mentions(entity: Entity, sourced: SourcedClaim) -> int:
    return sum(len(named.mentions) for named in sourced.entities if named.name == entity.name)


def _names(words: str) -> int:
    """Return the number of capitalised words."""
    return sum(word[0].isupper() for word in words.split())


def _is_odd(name: str, text: str) -> bool:
    """Tell whether a name is a single word, a heading, a post, or holds a common word of the text."""
    words = WORD.findall(name)
    return (
        len(words) < _TWO
        or sum(len(word) >= _SHORT and word.isupper() for word in words) >= _TWO
        or any(_is_post(word.lower()) for word in words)
        or any(
            len(word) > _SHORT and re.search(rf"(?<![\w.]){re.escape(word.lower())}\b", text)
            for word in words
        )
    )


def _is_naming(claim: Claim) -> bool:
    naming = set(map(root_of, word_set("situations", "office", "naming")))
    return not naming.isdisjoint(map(root_of, words_of(claim.trigger.text)))


def _names_post(text: str) -> bool:
    return any(map(_is_post, words_of(text)))


def _is_post(word: str) -> bool:
    return bool(sector_of(word)) or word in word_set("situations", "office", "posts")


def _is_old(sourced: SourcedClaim) -> bool:
    """Tell whether a claim tells of years ago, by its time or the years of its sentence.

    The report's year is that of its publication, else the last that its text names, of this century.
    """
    claim, report = sourced.claim, sourced.report
    year = (report.published or "")[:4] or max([*_YEAR.findall(report.text), _RECENT])
    value = claim.time.value[:4] if claim.time else ""
    years = [value] if value.isdigit() else _YEAR.findall(claim.sentence.text)
    ago = _AGO.search(claim.sentence.text) is not None
    return ago or (year.isdigit() and bool(years) and int(year) - int(max(years)) >= _YEARS)
