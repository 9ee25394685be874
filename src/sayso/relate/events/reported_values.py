"""Values of an event, each once with all who give it."""

from collections import Counter, defaultdict
from typing import NamedTuple

from sayso.model import ClaimRef, EventGroup, Value
from sayso.model.dates import date_part

__all__ = ["ReportedValue", "reported_values_of"]


class ReportedValue(NamedTuple):
    """A value of one slot: the words for it, its origins and days of publication, and its first claim's."""

    slot: str
    of: str
    words: tuple[str, ...]
    origins: tuple[str, ...]
    days: tuple[str, ...]
    first: Value


def reported_values_of(event: EventGroup) -> list[ReportedValue]:
    """Return the values that the claims give, each once with all its origins, ordered by slot."""
    published = {_ref(ref): date_part(ref.published) for ref in event.claims}
    origins = defaultdict[tuple[str, str], list[str]](list)
    for origin in (*event.origins, *event.own_words):
        for ref in origin.claims:
            origins[_ref(ref)].append(origin.name)
    same = defaultdict[tuple[object, ...], list[Value]](list)
    for value in event.values:
        key = (value.slot, value.of, value.value, value.min, value.max, value.approximate)
        same[key].append(value)
    found = [
        ReportedValue(
            values[0].slot,
            values[0].of,
            tuple(dict.fromkeys(value.text for value in values)),
            tuple(dict.fromkeys(name for value in values for name in origins[_ref(value)])),
            tuple(sorted({day for value in values if (day := published.get(_ref(value), ""))})),
            values[0],
        )
        for values in same.values()
    ]
    several = Counter((value.slot, value.of) for value in found)
    order = list(dict.fromkeys(value.slot for value in found))
    return sorted(
        found, key=lambda value: (order.index(value.slot), -several[value.slot, value.of], value.of)
    )


def _ref(ref: ClaimRef) -> tuple[str, str]:
    return ref.report, ref.claim
