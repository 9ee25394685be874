"""Confidence of the claims of a language model: whether the full tier, which read the same text, agrees."""

from msgspec.structs import replace

from sayso.confidence.records import RatedRecords
from sayso.model import Attribution, Claim, IntervalIndex, Span

__all__ = ["rate_by_agreement"]

# Shares of right claims of a large model, on 14 reports that the encoder never saw (204 claims): read alike
# by a full tier that is sure of it (73 of 79), by one that is not (15 of 25), and not read alike (50 of 100).
_SURE, _UNSURE, _ALONE = 0.92, 0.6, 0.5
# From which confidence on the full tier is sure.
_SURE_FROM = 0.5


def rate_by_agreement(records: RatedRecords, full: RatedRecords) -> RatedRecords:
    """Return the records of a language model, its claims with a confidence from those of the full tier.

    Two claims are alike if their triggers overlap and they have the same type, status, negation and innermost
    source: all that has to be right.
    """
    places = IntervalIndex((claim.trigger.start, claim.trigger.end) for claim in full.claims)
    sources, of_full = _innermost(records), _innermost(full)

    def confidence(claim: Claim) -> float:
        near = (full.claims[n] for n in places.overlapping(claim.trigger.start, claim.trigger.end))
        alike = [
            found.confidence or 0.0
            for found in near
            if _event(found) == _event(claim) and _same_source(sources[claim.id], of_full[found.id])
        ]
        if not alike:
            return _ALONE
        return _SURE if max(alike) >= _SURE_FROM else _UNSURE

    return records._replace(
        claims=tuple(replace(claim, confidence=confidence(claim)) for claim in records.claims)
    )


def _event(claim: Claim) -> tuple[str, str, bool]:
    return claim.event.type, claim.status, claim.negated


def _innermost(records: RatedRecords) -> dict[str, Attribution | None]:
    """Return the innermost source of each claim by its id, None for the report's own voice."""
    by_id = {attribution.id: attribution for attribution in records.attributions}
    return {claim.id: by_id[claim.chains[0][0]] if claim.chains else None for claim in records.claims}


def _same_source(a: Attribution | None, b: Attribution | None) -> bool:
    if a is None or b is None:
        return a is b
    return _overlap(a.source, b.source) or not (a.source or b.source)


def _overlap(a: tuple[Span, ...], b: tuple[Span, ...]) -> bool:
    return any(mine.overlaps(theirs) for mine in a for theirs in b)
