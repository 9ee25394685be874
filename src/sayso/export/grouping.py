"""Which claims tell one event, as whoever asks for an export knows it."""

from collections.abc import Callable

from sayso.export.sources import count_origins
from sayso.model import Told
from sayso.model.base import Record
from sayso.model.report import digest

__all__ = ["EventGroup", "Grouping", "group_of", "ungrouped"]


class EventGroup(Record, frozen=True, kw_only=True):
    """An event group as exports need it.

    `claims` is how many claims of it will be exported, each report's counted: an export that writes a row an
    event writes it as soon as it has seen so many. With None it holds the event until the end, and memory
    grows with the number of events.
    """

    id: str
    claims: int | None = None
    independent_sources: int = 1


# From the id of a claim to its group; None where the claim stands alone. `groups.get` of a dict will do.
Grouping = Callable[[str], EventGroup | None]


def ungrouped(claim_id: str, /) -> EventGroup | None:
    """Every claim stands alone."""
    return None


def group_of(told: Told, grouping: Grouping) -> EventGroup:
    """The claim's group; for one that stands alone a group of its own.

    The id of a claim is the same in every report of one document, so that the report goes into the group's.
    """
    found = grouping(told.claim.id)
    if found is not None:
        return found
    return EventGroup(
        id="g_" + digest(told.report.id, told.claim.id), claims=1, independent_sources=count_origins(told)
    )
