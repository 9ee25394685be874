"""A claim with its report, reader and attributions, as stored and passed to exports and relations."""

from collections.abc import Iterable, Iterator

from sayso.model.attribution import Attribution
from sayso.model.base import Struct
from sayso.model.claim import Claim
from sayso.model.entity import NamedEntity
from sayso.model.group import GroupRef
from sayso.model.reading import Reader, Reading, ReadingStatus
from sayso.model.report import Report
from sayso.model.toponym import Toponym

__all__ = ["SourcedClaim", "all_sourced_claims", "sourced_claims"]


class SourcedClaim(Struct, frozen=True, kw_only=True):
    """A claim with its report, reader and attributions: all that an export or `relate` needs of it.

    `attributions` are those of the claim's chains, each once; `entities` and `toponyms` are all that the
    report names. `verdict` is a person's decision on the claim, `group` its event group, if it is known.
    """

    report: Report
    reader: Reader
    claim: Claim
    attributions: tuple[Attribution, ...] = ()
    entities: tuple[NamedEntity, ...] = ()
    toponyms: tuple[Toponym, ...] = ()
    verdict: str = ""
    group: GroupRef | None = None

    def named_places(self) -> tuple[Toponym, ...]:
        """Return the claim's places that the report or a correction names; not "the town"."""
        return tuple(
            place
            for place in self.claim.places
            if place.text == place.name or any(place.overlaps(toponym) for toponym in self.toponyms)
        )


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
