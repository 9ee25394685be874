"""Grounding of a text: entities, places, times, quantities."""

from datetime import date

from sayso.grounding.credits import find_credits
from sayso.grounding.entities import find_entities
from sayso.grounding.quantities import find_quantities
from sayso.grounding.times import find_times
from sayso.grounding.toponyms import find_toponyms
from sayso.model import Grounding, Parse

__all__ = ["find_credits", "ground"]


def ground(parse: Parse, published: date | None) -> Grounding:
    """Ground the words of one text; `published` anchors relative times, without it they stay unresolved."""
    entities = find_entities(parse, published)
    return Grounding(
        entities=entities,
        toponyms=find_toponyms(parse, entities),
        times=find_times(parse, published),
        quantities=find_quantities(parse),
    )
