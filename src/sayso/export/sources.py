"""On whose word a claim rests, as exports write it."""

from urllib.parse import quote, urlsplit

from sayso.model import Report, SourcedClaim
from sayso.model.claim_sources import chain_names, group_of, innermost
from sayso.model.claim_sources import describe_chains as describe

__all__ = ["chain_names", "describe_chains", "group_of", "innermost", "web_address"]


def web_address(report: Report) -> str:
    """The report's address, percent-encoded where it must be, or "" where it is none that a browser opens."""
    try:
        parts = urlsplit(report.url or "")
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return ""
    return quote(report.url or "", safe="%/:?#[]@!$&'()*+,;=~-._")


def describe_chains(told: SourcedClaim) -> str:
    """The chains in one line ("al-Qameni via al-Ahd; AFP"); "" for the report's own voice."""
    return describe(told.claim.chains, told.attributions)
