"""Identities of participants and places that are comparable across reports."""

from collections.abc import Iterable, Iterator

from sayso.codebook import word_set
from sayso.gazetteer import fold_loosely, fold_name
from sayso.model import Entity, EntityKind, Participant, Toponym
from sayso.relate.commitments.phrases import roots_of

__all__ = ["are_named", "are_sure", "identities_of", "is_kind_of", "place_identity", "same_state"]

_COUNTRY = "country/"


# Namespace of descriptions, which may denote another of the same kind ("the police").
_SOME = "some/"
# The end of the gazetteer's keys of political parties ("office/republican-party").
_PARTY = "-party"


def identities_of(parties: Iterable[Participant]) -> frozenset[str]:
    """Return all identities of participants: the gazetteer's key, their state, their name or words."""
    return frozenset(identity for party in parties for identity in _identities(party))


def are_sure(identities: Iterable[str]) -> bool:
    """Tell whether one of the identities is a name; one only described may be another of its kind.

    What a member of a party does, the party need not do.
    """
    return any(not identity.startswith(_SOME) and not identity.endswith(_PARTY) for identity in identities)


def are_named(identities: Iterable[str]) -> bool:
    """Tell whether one of the identities is more than that of a state or of a kind ("delegates")."""
    kept = (identity for identity in identities if not identity.startswith("state/"))
    return any(not identity.startswith(_SOME) or " " in identity for identity in kept)


def _identities(party: Participant) -> Iterator[str]:
    entity = party.entity
    roots = sorted(set(roots_of(party.text)))
    if len(roots) > 1 or (roots and (entity is None or not entity.gazetteer)):
        yield _scope(party.text) + " ".join(roots)
    if entity is not None and not is_kind_of(party):
        yield entity.gazetteer or _scope(entity.name) + fold_name(entity.name)
    state = same_state(entity) if entity is not None else ""
    if state:
        yield state
    leader = _leader(party)
    if leader:
        yield f"led/{leader}"


def _leader(party: Participant) -> str:
    """Return the folded last name of a person, or of the one whose government or campaign a party is.

    "The Obama administration", "Barack Obama" and "Obama", of whom a report says no more, give "obama".
    """
    words = [word.removesuffix("'s").removesuffix("’s") for word in party.text.split()]
    for phrase in word_set("following", "state", "led"):
        count = len(phrase.split())
        if " ".join(words[-count:]).lower() == phrase:
            names = [word for word in words[:-count] if word[:1].isupper() and word.lower() != "the"]
            return fold_name(names[-1]) if names else ""
    entity = party.entity
    if entity is None:
        return fold_name(words[0]) if len(words) == 1 and words[0][:1].isupper() else ""
    return fold_name(entity.name.split()[-1]) if entity.kind is EntityKind.PERSON and entity.name else ""


def is_kind_of(party: Participant) -> bool:
    """Tell whether its entity is only a kind that its words restrict ("the mayor of Accra", a mayor)."""
    entity = party.entity
    if entity is None or entity.gazetteer or entity.name[:1].isupper():
        return False
    kind = fold_name(entity.name).split()
    return _scope(" ".join(word for word in party.text.split() if fold_name(word) not in kind)) != _SOME


def _scope(name: str) -> str:
    """Return the namespace of a name (a capitalized word other than an article) or of a description."""
    words = [word for word in name.split() if word.lower() not in ("the", "a", "an")]
    return "name/" if any(word[:1].isupper() for word in words) else _SOME


def same_state(entity: Entity) -> str:
    """Return the state that a country, government, army or official acts for ("state/IRQ"); else ""."""
    country = entity.id.removeprefix(_COUNTRY)[:3] if entity.id.startswith(_COUNTRY) else entity.country
    if not country or (entity.sector and entity.sector not in word_set("following", "state", "sectors")):
        return ""
    acts = entity.id.startswith(_COUNTRY) or entity.sector
    return f"state/{country}" if acts else ""


def place_identity(place: Toponym) -> str:
    """Return the key of a place across reports: its GeoNames id, else its name folded loosely."""
    if place.geonameid is not None:
        return f"geo/{place.geonameid}"
    return f"place/{fold_loosely(place.name)}"
