"""Commitments and the later claims that keep, break or change them."""

from sayso.relate.commitments.blocking import (
    blocking_keys_of_claim,
    blocking_keys_of_commitment,
    candidate_filter,
    index_claim,
    may_bear_on_commitments,
)
from sayso.relate.commitments.deeds import CommitmentContext, commitment_contexts
from sayso.relate.commitments.tracking import track_commitment

__all__ = [
    "CommitmentContext",
    "blocking_keys_of_claim",
    "blocking_keys_of_commitment",
    "candidate_filter",
    "commitment_contexts",
    "index_claim",
    "may_bear_on_commitments",
    "track_commitment",
]
