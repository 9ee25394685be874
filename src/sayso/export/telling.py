"""Claims one by one, each with all that an export needs to write it."""

from collections.abc import Iterable, Iterator

from sayso.model import Reading, ReadingStatus, SourcedClaim

__all__ = ["told_of", "told_of_all"]


def told_of(reading: Reading) -> Iterator[SourcedClaim]:
    """The claims of a reading in text order; none where the report was not read."""
    if reading.status is ReadingStatus.UNREAD:
        return
    known = {one.id: one for one in reading.attributions}
    for claim in reading.claims:
        used = dict.fromkeys(one for chain in claim.chains for one in chain if one in known)
        yield SourcedClaim(
            report=reading.report,
            reader=reading.reader,
            claim=claim,
            attributions=tuple(known[one] for one in used),
            entities=reading.entities,
            toponyms=reading.toponyms,
        )


def told_of_all(readings: Iterable[Reading]) -> Iterator[SourcedClaim]:
    """The claims of many readings, one reading at a time."""
    for reading in readings:
        yield from told_of(reading)
