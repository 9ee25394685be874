"""Sources of a claim, as exports write them."""

from sayso.model import SourcedClaim
from sayso.model.claim_sources import chain_names, group_of, innermost
from sayso.model.claim_sources import describe_chains as describe
from sayso.model.report import web_address

__all__ = ["chain_names", "describe_chains", "group_of", "innermost", "web_address"]


def describe_chains(sourced: SourcedClaim) -> str:
    """Return the chains in one line ("al-Qameni via al-Ahd; AFP"); "" without an attribution."""
    return describe(sourced.claim.chains, sourced.attributions)
