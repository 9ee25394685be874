"""What the words of one report point to, handed from grounding to the stages that need it."""

from bisect import bisect_left
from functools import cached_property

from sayso.model.base import Record
from sayso.model.entity import Entity, NamedEntity
from sayso.model.quantity import Quantity
from sayso.model.time import TimeExpression
from sayso.model.toponym import Toponym

__all__ = ["Grounding"]


class Grounding(Record, frozen=True, kw_only=True, dict=True):
    """Entities, places, times and quantities of one report, each list in text order.

    An entity's mentions include pronouns and descriptions ("the minister") resolved to it.
    """

    entities: tuple[NamedEntity, ...] = ()
    toponyms: tuple[Toponym, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    quantities: tuple[Quantity, ...] = ()

    @cached_property
    def _mentions(self) -> list[tuple[int, int, NamedEntity]]:
        """(start, end, entity) of all mentions, in text order."""
        found = [(one.start, one.end, entity) for entity in self.entities for one in entity.mentions]
        return sorted(found, key=lambda mention: mention[:2])

    @cached_property
    def _mention_starts(self) -> list[int]:
        return [start for start, _, _ in self._mentions]

    def entity_in(self, start: int, end: int, head: int) -> Entity | None:
        """The entity of the longest mention inside `start` to `end` that covers the character `head`.

        `head` is where the head word of a noun phrase begins: in "the Iraqi parliament's commission" the
        phrase is not Iraq's, but the commission's.
        """
        best: tuple[int, NamedEntity] | None = None
        for n in range(bisect_left(self._mention_starts, start), bisect_left(self._mention_starts, head + 1)):
            begin, stop, entity = self._mentions[n]
            if head < stop <= end and (best is None or stop - begin > best[0]):
                best = (stop - begin, entity)
        return best[1].entity() if best else None
