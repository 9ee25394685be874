"""Extraction of state assertions from claims."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from msgspec.structs import replace

from sayso.codebook import read_codebook, word_set
from sayso.model import (
    Change,
    Claim,
    Holds,
    Participant,
    Relation,
    SourcedClaim,
    Span,
    StateAssertion,
    Status,
)
from sayso.relate.commitments.deeds import kinds_of
from sayso.relate.commitments.phrases import WORD, lead_of, root_of, says, window_of
from sayso.relate.commitments.sources import innermost_source, source_names
from sayso.relate.situations.confidence import confidence_of
from sayso.relate.situations.control import tie_control
from sayso.relate.situations.forces import tie_forces
from sayso.relate.situations.pacts import tie_ceasefire, tie_sanctions
from sayso.relate.situations.persons import tie_office, tie_person
from sayso.relate.situations.ties import Tie

__all__ = ["extract_assertions"]


def extract_assertions(sourced: SourcedClaim) -> Iterator[StateAssertion]:
    """Return the state assertions of a claim: one for each place, person or office.

    A claim that an end is asked for or refused asserts that the state holds.
    """
    for assertion in _extract(sourced):
        yield replace(assertion, confidence=confidence_of(sourced, assertion))


def _extract(sourced: SourcedClaim) -> Iterator[StateAssertion]:
    yield from _assertions_of(sourced, any_type=False)
    meant = _meant(sourced)
    if meant is not None:
        for assertion in _assertions_of(meant, any_type=True):
            yield replace(assertion, start=sourced.claim.trigger.start, status=sourced.claim.status)


def _assertions_of(sourced: SourcedClaim, *, any_type: bool) -> Iterator[StateAssertion]:
    for rule in read_codebook("situations")["rules"]:
        relation, change = Relation(rule["relation"]), Change(rule["change"])
        if any_type and not (change is Change.ENDS and rule["triggers"]):
            continue
        if not _reads(rule, sourced, any_type=any_type):
            continue
        ties = list(_TIES[relation](sourced, change))
        for tie in ties:
            yield _assertion(sourced, relation, tie)
        if ties:
            return


def _meant(sourced: SourcedClaim) -> SourcedClaim | None:
    """Return what is asked for or refused, as a claim ("refused to leave X", "demanded Y's release")."""
    claim = sourced.claim
    if claim.object is None or claim.event.type not in ("REJECT", "REQUEST"):
        return None
    words = list(WORD.finditer(claim.object.span.text))
    first = next((word for word in words[:3] if root_of(word.group()) in _ends()), None)
    if first is None:
        return None
    at = claim.object.span.start + first.start()
    refused = claim.event.type == "REJECT"
    inside = claim.object.span
    meant = replace(
        claim,
        trigger=Span.of(sourced.report.text, at, at + len(first.group())),
        object=None,
        actors=claim.object.actors or (claim.actors if refused else claim.recipients),
        recipients=claim.object.recipients or _named_inside(sourced, inside, at),
        places=tuple(place for place in sourced.toponyms if inside.contains(place)),
        status=Status.DEMANDED,
        negated=refused,
    )
    return replace(sourced, claim=meant)


def _named_inside(sourced: SourcedClaim, span: Span, start: int) -> tuple[Participant, ...]:
    """Return those named in a span behind the word at `start`, or right before it ("Ana Lopez's release")."""
    return tuple(
        Participant(start=at.start, end=at.end, text=at.text, entity=entity.entity())
        for entity in sourced.entities
        for at in entity.mentions
        if span.contains(at) and (at.end >= start or start - at.end <= len("'s "))
    )


@cache
def _ends() -> frozenset[str]:
    rules = read_codebook("situations")["rules"]
    return frozenset(root_of(word) for rule in rules if rule["change"] == "ends" for word in rule["triggers"])


def _assertion(sourced: SourcedClaim, relation: Relation, tie: Tie) -> StateAssertion:
    claim = sourced.claim
    done = claim.status in (Status.OCCURRED, Status.ONGOING)
    verdict = _verdict(tie.change, claim, sourced.report.text)
    return StateAssertion(
        report=sourced.report.id,
        claim=claim.id,
        relation=relation,
        change=tie.change,
        verdict=verdict,
        subject=tie.subject,
        object=tie.object,
        place=tie.place,
        tokens=tuple(f"{relation}|{token}" for token in tie.tokens),
        denied=verdict is Holds.NO and _is_denied(claim, sourced.report.text),
        happened=claim.time.first if claim.time and done else None,
        hanging=claim.time is not None and claim.time.value.startswith("XXXX"),
        status=claim.status,
        start=claim.trigger.start,
        published=sourced.report.published,
        origin=innermost_source(sourced),
        words=claim.sentence.text,
        sources=source_names(sourced),
    )


def _verdict(change: Change, claim: Claim, text: str) -> Holds | None:
    """Return whether the state holds by a claim; an end only planned, asked for or refused means yes."""
    status, done = claim.status, claim.status in (Status.OCCURRED, Status.ONGOING)
    lead = lead_of(claim, text)
    is_unreal = lead.lower().split()[-1:] in _POSSIBLE or _UNREAL.search(lead) is not None
    if status is Status.HYPOTHETICAL or is_unreal:
        return None
    if change is not Change.ENDS and says(lead_of(claim, text), "situations", "past", "words"):
        return None  # "once housed" gives no day on which it held, nor says that it still does
    if change is Change.HOLDS and status is Status.PLANNED and _is_begun(claim):
        return None  # "would station troops" begins what "will keep troops" goes on with
    negated = _is_denied(claim, text)
    if change is Change.ENDS:
        return Holds.NO if status is Status.OCCURRED and not negated else Holds.YES
    if negated:
        blamed = says(lead_of(claim, text) + claim.trigger.text, "situations", "blame", "words")
        return Holds.NO if done and not blamed else None
    return Holds.YES if done or change is Change.HOLDS else None


def _is_begun(claim: Claim) -> bool:
    """Return True if a trigger begins a stay as well as it tells of one ("station")."""
    words = set(map(root_of, word_set("situations", "forces", "stationing")))
    return not words.isdisjoint(map(root_of, WORD.findall(claim.trigger.text)))


_POSSIBLE = (["may"], ["might"], ["could"])
# "He wouldn't have resigned" tells neither that he did nor that he did not.
_UNREAL = re.compile(r"\b(?:would|could|might)(?:n['’]t| not)? have(?: been)?\s*$", re.IGNORECASE)


def _is_denied(claim: Claim, text: str) -> bool:
    """Tell whether the claim is negated, by the reading or by a word of denial before its trigger."""
    lead = lead_of(claim, text)
    return (
        claim.negated or lead.lower().split()[-1:] == ["not"] or says(lead, "situations", "denial", "words")
    )


def _reads(rule: dict[str, Any], sourced: SourcedClaim, *, any_type: bool) -> bool:
    claim = sourced.claim
    if not any_type and not kinds_of(claim).intersection(rule["types"]):
        return False
    roots = _rule_roots(tuple(rule["triggers"]))
    said = [*WORD.findall(claim.trigger.text), *lead_of(claim, sourced.report.text).split()[-1:]]
    if roots and not roots.intersection(map(root_of, said)):
        return False
    about = read_codebook("situations")["about"].get(rule["relation"])
    return about is None or says(_around(sourced), "situations", "about", rule["relation"])


@cache
def _rule_roots(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(root_of, words))


def _around(sourced: SourcedClaim) -> str:
    claim = sourced.claim
    meant = claim.object.span.text if claim.object else ""
    return f"{claim.trigger.text} {meant} {_near(sourced)}"


def _near(sourced: SourcedClaim) -> str:
    return " ".join(window_of(sourced.claim, sourced.report.text).split()[:8])


_TIES = {
    Relation.FORCES_AT: tie_forces,
    Relation.CONTROLS: tie_control,
    Relation.HOLDS_PERSON: tie_person,
    Relation.HOLDS_OFFICE: tie_office,
    Relation.CEASEFIRE: tie_ceasefire,
    Relation.SANCTIONS: tie_sanctions,
}
