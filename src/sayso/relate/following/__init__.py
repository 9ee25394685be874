"""What becomes of commitments."""

from sayso.relate.following.commitments import follow, keys_of_claim, keys_of_commitment, seek_claim
from sayso.relate.following.deeds import Undertaking, undertakings_of
from sayso.relate.following.sieves import sieve_of

__all__ = [
    "Undertaking",
    "follow",
    "keys_of_claim",
    "keys_of_commitment",
    "seek_claim",
    "sieve_of",
    "undertakings_of",
]
