"""Sources of claims and their days of publication."""

from collections.abc import Iterable

from sayso.model import SourcedClaim
from sayso.model.dates import is_published_by, iso_day

__all__ = ["innermost_source", "published_by", "source_names"]


def source_names(sourced: SourcedClaim) -> tuple[str, ...]:
    """Return the sources of a claim's first chain by name, innermost first; () for the report itself."""
    known = {attribution.id: attribution for attribution in sourced.attributions}
    chain = next(iter(sourced.claim.chains), ())
    return tuple(name for id in chain if id in known and (name := known[id].source_name()))


def innermost_source(sourced: SourcedClaim) -> str:
    """Return the innermost source of a claim, else the publisher of the report."""
    return (
        next(iter(source_names(sourced)), "")
        or sourced.report.publisher
        or sourced.report.url
        or sourced.report.id
    )


def published_by(claims: Iterable[SourcedClaim], as_of: str | None) -> list[SourcedClaim]:
    """Return the claims published by a day, each once, in order of publication and text; all for None.

    Reports without a date are left out if a day is given.
    """
    kept = {
        (claim.report.id, claim.claim.id): claim
        for claim in claims
        if is_published_by(claim.report.published, as_of)
    }
    return sorted(kept.values(), key=_order)


def _order(sourced: SourcedClaim) -> tuple[str, str, int, str]:
    return (
        iso_day(sourced.report.published),
        sourced.report.id,
        sourced.claim.trigger.start,
        sourced.claim.id,
    )
