"""What becomes of commitments."""

from sayso.relate.following.commitments import follow, keys_of_claim, keys_of_commitment
from sayso.relate.following.deeds import Undertaking, undertakings_of

__all__ = [
    "Undertaking",
    "follow",
    "keys_of_claim",
    "keys_of_commitment",
    "undertakings_of",
]
