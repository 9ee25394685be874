"""One claim as a record tells it: with its report, its reader and those on whose word it rests."""

from sayso.model.attribution import Attribution
from sayso.model.base import Record
from sayso.model.claim import Claim
from sayso.model.entity import NamedEntity
from sayso.model.group import GroupRef
from sayso.model.reading import Reader
from sayso.model.report import Report
from sayso.model.toponym import Toponym

__all__ = ["Told"]


class Told(Record, frozen=True, kw_only=True):
    """A claim of a report, with all that an export needs to write it.

    `attributions` are those of the claim's chains, each once; `entities` and `toponyms` all that the report
    names. `verdict` is what a person decided on it, `group` the event that it tells of, where that is known.
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
        """The claim's places that the report, or who corrected it, names: not where it says "the town"."""
        return tuple(
            place
            for place in self.claim.places
            if place.text == place.name or any(place.overlaps(one) for one in self.toponyms)
        )
