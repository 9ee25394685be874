"""Relations of a subject to an object or a place in one claim, with ids that hold across reports."""

from typing import NamedTuple

from sayso.codebook import read_codebook, word_set
from sayso.gazetteer import fold_name, sector_of
from sayso.model import Change, Entity, EntityKind, Participant, SourcedClaim, Toponym
from sayso.relate.commitments.parties import is_kind_of, place_identity
from sayso.relate.commitments.phrases import WORD, roots_of

__all__ = [
    "UNKNOWN",
    "Tie",
    "entity_of",
    "global_entity",
    "is_resolved",
    "is_sure_link",
    "place_entity",
    "worded_entity",
]

# Subject of a claim that does not name it.
UNKNOWN = Entity(id="unknown", name="", kind=EntityKind.GROUP)


class Tie(NamedTuple):
    """Subject in its relation to an object or a place. Ties with a token in common are of one situation."""

    subject: Entity
    object: Entity | None
    place: Toponym | None
    tokens: tuple[str, ...]
    change: Change


def entity_of(party: Participant, sourced: SourcedClaim | None = None) -> Entity | None:
    """Return the entity of a party under an id that is the same in every report; None if it has none."""
    if party.entity is None or not is_sure_link(party):
        return None
    if is_kind_of(party):
        return worded_entity(party, party.entity.kind)
    return global_entity(party.entity, sourced)


def is_sure_link(party: Participant) -> bool:
    """Return False if a pronoun or description stands for somebody named without enough confidence."""
    entity, pointing = party.entity, word_set("situations", "persons", "pointing")
    if entity is None or party.confidence is None or not any(map(str.isupper, entity.name)):
        return True
    is_named = any(word[:1].isupper() and word.lower() not in pointing for word in WORD.findall(party.text))
    least: dict[str, float] = read_codebook("situations")["links"]
    is_pronoun = party.text.lower() in word_set("situations", "persons", "pronouns")
    return is_named or party.confidence >= least["pronoun" if is_pronoun else "least"]


def global_entity(entity: Entity, sourced: SourcedClaim | None = None) -> Entity:
    """Return an entity under the gazetteer's key, else under its kind and name.

    The id of a description ("a man") is local to its document, if `sourced` is given.
    """
    if entity.gazetteer:
        return entity
    local = sourced is not None and not entity.name[:1].isupper()
    scope = f"{sourced.report.document}/" if local and sourced else ""
    return Entity(
        id=f"{entity.kind}/{scope}{fold_name(entity.name)}",
        name=entity.name,
        kind=entity.kind,
        code=entity.code,
        country=entity.country,
        sector=entity.sector,
    )


def worded_entity(party: Participant, kind: EntityKind, sourced: SourcedClaim | None = None) -> Entity:
    """Return an entity for words without a known entity, or with only a kind ("Tuareg rebels")."""
    scope = f"{sourced.report.document}/" if sourced else ""
    return Entity(id=f"{kind}/{scope}{' '.join(roots_of(party.text))}", name=party.text, kind=kind)


def is_resolved(entity: Entity) -> bool:
    """Return True if an entity is known to the gazetteer or has a name, rather than words for its kind.

    "Rebels" and "the military" may be anybody's; "Tuareg rebels" and "forces of Khalifa Haftar" are resolved.
    """
    return bool(entity.gazetteer) or any(map(_is_name, WORD.findall(entity.name)))


def _is_name(word: str) -> bool:
    counts = word_set("situations", "persons", "counts")
    kinds = word_set("situations", "forces", "words") | word_set("following", "words", "empty") | counts
    return word[:1].isupper() and word.lower() not in kinds and not sector_of(word)


def place_entity(place: Toponym) -> Entity:
    """Return a place as an entity."""
    return Entity(id=place_identity(place), name=place.name, kind=EntityKind.PLACE, country=place.country)
