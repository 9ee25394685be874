"""Grounding of one report: its entities, places, times and quantities, as passed between stages."""

from bisect import bisect_left, bisect_right
from functools import cached_property

from sayso.model.base import Struct
from sayso.model.entity import Entity, EntityKind, NamedEntity
from sayso.model.parse import Parse
from sayso.model.quantity import Quantity
from sayso.model.time import TimeExpression
from sayso.model.toponym import Toponym

__all__ = ["Grounding"]

# Heads that only count what follows them ("scores of Syrian civilians").
_COUNTING = frozenset(
    [
        "score",
        "dozen",
        "hundred",
        "thousand",
        "million",
        "number",
        "lot",
        "majority",
        "handful",
        "some",
        "many",
        "most",
        "several",
        "all",
        "group",
    ]
)
# Heads after the name of an outlet ("the al-Ahd news website").
_MEDIA = frozenset(
    {
        "agency",
        "channel",
        "daily",
        "magazine",
        "network",
        "newspaper",
        "outlet",
        "paper",
        "portal",
        "site",
        "station",
        "television",
        "tv",
        "website",
        "weekly",
    }
)
# After these a name is no name of the whole phrase ("the murder of John Smith", "Smith and Jones").
_LINKS = frozenset({"ADP", "CCONJ", "PUNCT", "VERB", "AUX", "PART", "SCONJ", "PRON"})


class Grounding(Struct, frozen=True, kw_only=True, dict=True, gc=True):
    """Entities, places, times and quantities of one report, each list in text order.

    An entity's mentions include pronouns and descriptions ("the minister") resolved to it.
    """

    entities: tuple[NamedEntity, ...] = ()
    toponyms: tuple[Toponym, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    quantities: tuple[Quantity, ...] = ()

    @cached_property
    def _mentions(self) -> list[tuple[int, int, NamedEntity]]:
        """The (start, end, entity) of all mentions, in text order."""
        found = [
            (mention.start, mention.end, entity) for entity in self.entities for mention in entity.mentions
        ]
        return sorted(found, key=lambda mention: mention[:2])

    @cached_property
    def _ending(self) -> dict[int, list[tuple[int, NamedEntity]]]:
        """The start and entity of mentions by their end, the shortest mention first."""
        found: dict[int, list[tuple[int, NamedEntity]]] = {}
        for start, end, entity in reversed(self._mentions):
            found.setdefault(end, []).append((start, entity))
        return found

    @cached_property
    def _mention_starts(self) -> list[int]:
        return [start for start, _, _ in self._mentions]

    def entity_of(self, parse: Parse, start: int, end: int, head: int | None = None) -> Entity | None:
        """Return the entity that a noun phrase names; `head` is its head token, else found in the parse.

        It is the entity of the head; else the name that ends the phrase ("journalist and blogger Mehman
        Huseynov"), what is counted ("scores of Syrian civilians"), the outlet before a noun such as
        "website", or the place that the head names.
        """
        word = parse.tokens[head] if head is not None else parse.head_of(start, end)
        at = word.start if word is not None else start
        found = self._entity_in(start, end, at)
        named = self._named_last(parse, start, end, at)
        if named is not None and (found is None or named.kind is EntityKind.PERSON):
            return named
        if found is None and word is not None and word.lemma in _COUNTING:
            of = next((token for token in parse.children(word.i, "prep") if token.lower == "of"), None)
            counted = parse.child(of.i, "pobj") if of is not None else None
            found = self._entity_in(start, end, counted.start) if counted is not None else None
        if found is None and word is not None and word.lemma.lower() in _MEDIA:
            found = self._outlet_before(start, at)
        return found or self._place_at(start, end, at)

    def _outlet_before(self, start: int, head: int) -> Entity | None:
        """Return the outlet that is named between the start of the phrase and its head."""
        inside = range(bisect_left(self._mention_starts, start), bisect_left(self._mention_starts, head))
        mentions = (self._mentions[n] for n in inside)
        outlets = (name for _, stop, name in mentions if stop <= head and name.sector == "JRN")
        return next((name.entity() for name in outlets), None)

    def _named_last(self, parse: Parse, start: int, end: int, head: int) -> Entity | None:
        """Return the entity whose name ends the phrase, after its head and modifiers."""
        for begin, entity in self._ending.get(end, ()):
            inside = parse.tokens_in(begin, end)
            named = (
                len(inside) > 0 and parse.tokens[inside[-1]].pos == "PROPN"
            )  # "boy" describes, and names nobody
            if named and max(start, head) < begin and entity.kind is not EntityKind.COUNTRY:
                before = parse.tokens[inside[0] - 1]
                return None if before.pos in _LINKS or before.tag == "POS" else entity.entity()
        return None

    def _place_at(self, start: int, end: int, head: int) -> Entity | None:
        """The place whose name is the head, as who acts ("Tamil Nadu said")."""
        begin = bisect_left(self.toponyms, start, key=lambda place: place.start)
        last = bisect_right(self.toponyms, head, key=lambda place: place.start)
        for place in self.toponyms[begin:last]:
            if head < place.end <= end:
                key = f"place/{place.geonameid}" if place.geonameid else f"place/{place.name}"
                return Entity(id=key, name=place.name, kind=EntityKind.PLACE, country=place.country)
        return None

    def _entity_in(self, start: int, end: int, head: int) -> Entity | None:
        """Return the entity of the longest mention inside `start` to `end` that covers the character `head`.

        `head` is where the head word of a noun phrase begins: in "the Iraqi parliament's commission" the
        phrase is not Iraq's, but the commission's.
        """
        best: tuple[int, NamedEntity] | None = None
        for n in range(bisect_left(self._mention_starts, start), bisect_left(self._mention_starts, head + 1)):
            begin, stop, entity = self._mentions[n]
            if head < stop <= end and (best is None or stop - begin > best[0]):
                best = (stop - begin, entity)
        return best[1].entity() if best else None
