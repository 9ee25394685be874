"""Claims with their reports and attributions, as exports and `relate` take them."""

from collections.abc import Iterable, Iterator

from sayso.model import Reading, ReadingStatus, SourcedClaim

__all__ = ["all_sourced_claims", "sourced_claims"]


def sourced_claims(reading: Reading) -> Iterator[SourcedClaim]:
    """Yield the claims of a reading in text order; none if the report was not read."""
    if reading.status is ReadingStatus.UNREAD:
        return
    known = {attribution.id: attribution for attribution in reading.attributions}
    for claim in reading.claims:
        used = dict.fromkeys(id_ for chain in claim.chains for id_ in chain if id_ in known)
        yield SourcedClaim(
            report=reading.report,
            reader=reading.reader,
            claim=claim,
            attributions=tuple(known[id_] for id_ in used),
            entities=reading.entities,
            toponyms=reading.toponyms,
        )


def all_sourced_claims(readings: Iterable[Reading]) -> Iterator[SourcedClaim]:
    """Yield the claims of many readings, one reading at a time."""
    for reading in readings:
        yield from sourced_claims(reading)
