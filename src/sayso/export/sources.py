"""Sources of a claim, as exports write them."""

from urllib.parse import quote, urlsplit

from sayso.model import Report, SourcedClaim
from sayso.model.claim_sources import chain_names, group_of, innermost
from sayso.model.claim_sources import describe_chains as describe

__all__ = ["chain_names", "describe_chains", "group_of", "innermost", "web_address"]


def web_address(report: Report) -> str:
    """Return the report's address, percent-encoded as needed; "" if a browser cannot open it."""
    try:
        parts = urlsplit(report.url or "")
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return ""
    return quote(report.url or "", safe="%/:?#[]@!$&'()*+,;=~-._")


def describe_chains(sourced: SourcedClaim) -> str:
    """Return the chains in one line ("al-Qameni via al-Ahd; AFP"); "" without an attribution."""
    return describe(sourced.claim.chains, sourced.attributions)
