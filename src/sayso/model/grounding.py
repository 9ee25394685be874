"""What the words of one report point to, handed from grounding to the stages that need it."""

from sayso.model.base import Record
from sayso.model.entity import Entity, NamedEntity
from sayso.model.quantity import Quantity
from sayso.model.span import Span
from sayso.model.time import TimeExpression
from sayso.model.toponym import Toponym

__all__ = ["Grounding"]


class Grounding(Record, frozen=True, kw_only=True):
    """Entities, places, times and quantities of one report, each list in text order.

    An entity's mentions include pronouns and descriptions ("the minister") resolved to it.
    """

    entities: tuple[NamedEntity, ...] = ()
    toponyms: tuple[Toponym, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    quantities: tuple[Quantity, ...] = ()

    def entity_at(self, span: Span) -> Entity | None:
        """The entity named by a mention that is exactly `span`, else None."""
        for entity in self.entities:
            if any(mention.start == span.start and mention.end == span.end for mention in entity.mentions):
                return entity.entity()
        return None

    def entity_in(self, start: int, end: int, head: int) -> Entity | None:
        """The entity of the longest mention inside `start` to `end` that covers the character `head`.

        `head` is where the head word of a noun phrase begins: in "the Iraqi parliament's commission" the
        phrase is not Iraq's, but the commission's.
        """
        best: tuple[int, NamedEntity] | None = None
        for entity in self.entities:
            for mention in entity.mentions:
                inside = start <= mention.start and mention.end <= end and mention.start <= head < mention.end
                length = mention.end - mention.start
                if inside and (best is None or length > best[0]):
                    best = (length, entity)
        return best[1].entity() if best else None
