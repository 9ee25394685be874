"""Records with their confidence."""

from msgspec.structs import replace

from sayso.confidence.claims import describe_claims
from sayso.confidence.evidence import Evidence
from sayso.confidence.forest import load_model
from sayso.model import Claim

__all__ = ["rate_claims"]


def rate_claims(evidence: Evidence) -> tuple[Claim, ...]:
    """Return the claims of a report with their confidence."""
    model = load_model(f"claims-{'full' if evidence.is_learned else 'fast'}")
    return tuple(
        replace(claim, confidence=model.confidence(features))
        for claim, features in zip(evidence.claims, describe_claims(evidence), strict=True)
    )
