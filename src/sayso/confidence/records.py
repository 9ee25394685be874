"""Records with their confidence."""

from collections.abc import Sequence
from typing import NamedTuple

from msgspec.structs import replace

from sayso.confidence.attributions import describe_attributions
from sayso.confidence.claims import describe_claims
from sayso.confidence.commitments import describe_commitments
from sayso.confidence.evidence import Evidence
from sayso.confidence.forest import ConfidenceModel, load_model
from sayso.confidence.participants import describe_participant
from sayso.model import Attribution, Claim, ClaimObject, Commitment, Participant

__all__ = ["RatedRecords", "rate_records"]


class RatedRecords(NamedTuple):
    """The records of a report with their confidence."""

    attributions: tuple[Attribution, ...]
    claims: tuple[Claim, ...]
    commitments: tuple[Commitment, ...]


def rate_records(evidence: Evidence) -> RatedRecords:
    """Return the records of a report with their confidence."""
    return RatedRecords(
        attributions=_rate_attributions(evidence),
        claims=_rate_claims(evidence),
        commitments=_rate_commitments(evidence),
    )


def _rate_attributions(evidence: Evidence) -> tuple[Attribution, ...]:
    model = _model(evidence, "attributions")
    return tuple(
        replace(attribution, confidence=model.confidence(features))
        for attribution, features in zip(evidence.attributions, describe_attributions(evidence), strict=True)
    )


def _rate_claims(evidence: Evidence) -> tuple[Claim, ...]:
    model = _model(evidence, "claims")
    return tuple(
        replace(
            claim,
            confidence=model.confidence(features),
            actors=_rate_links(evidence, claim.actors),
            recipients=_rate_links(evidence, claim.recipients),
            object=claim.object and _rate_object(evidence, claim.object),
        )
        for claim, features in zip(evidence.claims, describe_claims(evidence), strict=True)
    )


def _rate_object(evidence: Evidence, found: ClaimObject) -> ClaimObject:
    return replace(
        found,
        actors=_rate_links(evidence, found.actors),
        recipients=_rate_links(evidence, found.recipients),
    )


def _rate_commitments(evidence: Evidence) -> tuple[Commitment, ...]:
    model = _model(evidence, "commitments")
    return tuple(
        replace(
            commitment,
            confidence=model.confidence(features),
            debtor=commitment.debtor and _rate_links(evidence, (commitment.debtor,))[0],
        )
        for commitment, features in zip(evidence.commitments, describe_commitments(evidence), strict=True)
    )


def _rate_links(evidence: Evidence, participants: Sequence[Participant]) -> tuple[Participant, ...]:
    model = _model(evidence, "participants")
    return tuple(
        participant
        if participant.entity is None
        else replace(
            participant,
            confidence=model.confidence(describe_participant(evidence, participant, participant.entity)),
        )
        for participant in participants
    )


def _model(evidence: Evidence, kind: str) -> ConfidenceModel:
    return load_model(f"{kind}-{'full' if evidence.is_learned else 'fast'}")
