"""Kinds of sources."""

from sayso.codebook import word_set
from sayso.model import Entity, EntityKind, Parse, SourceKind

__all__ = ["kind_of_source"]

_PRONOUNS = frozenset({"he", "she", "they", "it", "we", "i", "who", "you", "him", "her"})


def kind_of_source(parse: Parse, tokens: range, entity: Entity | None) -> SourceKind | None:
    """Return the kind of source from its words and from the entity they stand for.

    A name makes a person or an organization named; "a senior official" stays unnamed.
    """
    head = parse.head_of(parse.tokens[tokens.start].start, parse.tokens[tokens.stop - 1].end)
    if head is None:
        return None
    lemmas = {parse.tokens[i].lemma for i in tokens} | {parse.tokens[i].lower for i in tokens}
    if entity is not None and _is_media(lemmas, entity, head.lower in _PRONOUNS):
        return SourceKind.MEDIA
    if entity is not None and entity.kind is EntityKind.PERSON:
        return SourceKind.NAMED_PERSON
    by_word = _by_words(head.lemma, lemmas, head.tag in ("NNS", "NNPS"))
    named = any(parse.tokens[i].pos == "PROPN" for i in tokens)
    if by_word is None and entity is not None:
        return _by_entity(entity)
    if by_word is None and named:
        return SourceKind.NAMED_PERSON if _looks_like_person(parse, tokens) else SourceKind.NAMED_ORGANIZATION
    if by_word is None:
        return SourceKind.GROUP if head.lower in ("they", "we") else SourceKind.UNNAMED_PERSON
    return by_word


def _is_media(lemmas: set[str], entity: Entity, pronoun: bool) -> bool:
    if entity.kind is EntityKind.PERSON:
        return False
    return entity.sector == "JRN" or (not pronoun and bool(lemmas & word_set("sources", "media")))


def _by_words(head: str, lemmas: set[str], plural: bool) -> SourceKind | None:
    if lemmas & word_set("sources", "media") and head not in word_set("sources", "group"):
        return SourceKind.MEDIA
    if head in word_set("sources", "document"):
        return SourceKind.DOCUMENT
    if head in word_set("sources", "official"):
        return SourceKind.UNNAMED_OFFICIAL
    if head in word_set("sources", "organization"):
        return SourceKind.NAMED_ORGANIZATION
    if head in word_set("sources", "group"):
        return SourceKind.GROUP if plural or head not in ("source", "resident") else SourceKind.UNNAMED_PERSON
    return None


def _by_entity(entity: Entity) -> SourceKind:
    if entity.kind in (EntityKind.ORGANIZATION, EntityKind.COUNTRY, EntityKind.OFFICE, EntityKind.PLACE):
        return SourceKind.NAMED_ORGANIZATION
    if entity.kind is EntityKind.DOCUMENT:
        return SourceKind.DOCUMENT
    return SourceKind.GROUP


def _looks_like_person(parse: Parse, tokens: range) -> bool:
    return any(name.label == "PERSON" for name in parse.names_in(tokens.start, tokens.stop))
