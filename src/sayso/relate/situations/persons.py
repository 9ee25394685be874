"""Persons held, and offices held."""

import re
from collections.abc import Iterator
from functools import cache

from sayso.codebook import word_set
from sayso.gazetteer import fold_name, sector_of
from sayso.model import Change, Entity, EntityKind, Participant, SourcedClaim
from sayso.relate.commitments.phrases import root_of, words_of
from sayso.relate.situations.ties import UNKNOWN, Tie, entity_of, global_entity, worded_entity

__all__ = ["tie_office", "tie_person"]


def tie_person(sourced: SourcedClaim, change: Change) -> Iterator[Tie]:
    """Return each person who is taken, held or released, with the holder if stated."""
    holder = next(filter(None, map(entity_of, sourced.claim.actors)), UNKNOWN)
    place = next(iter(sourced.claim.places), None)
    for party in sourced.claim.recipients:
        person = _person_of(party, sourced)
        if person is not None:
            yield Tie(holder, person, place, (person.id,), change)


def _person_of(party: Participant, sourced: SourcedClaim) -> Entity | None:
    """Return a person by name, or persons by description with an id local to their document."""
    entity = party.entity or _mentioned(party, sourced)
    if entity is not None and entity.kind is EntityKind.PERSON:
        return global_entity(entity, sourced)
    if entity is not None and (entity.kind is EntityKind.COUNTRY or _is_where(party, sourced)):
        return None
    if _names_persons(party.text, is_named=entity is not None and entity.gazetteer is None):
        return worded_entity(party, EntityKind.GROUP, sourced)
    return None


def _mentioned(party: Participant, sourced: SourcedClaim) -> Entity | None:
    """Return the person named inside words without a known entity."""
    persons = (person for person in sourced.entities if person.kind is EntityKind.PERSON)
    return next(
        (person.entity() for person in persons if any(party.overlaps(at) for at in person.mentions)), None
    )


def _is_where(party: Participant, sourced: SourcedClaim) -> bool:
    """Tell whether a recipient is rather the place of the event ("abducted from Mosul")."""
    before = sourced.report.text[: party.start].split()[-1:]
    return bool(before) and before[0].lower() in word_set("situations", "places", "before")


def _names_persons(text: str, *, is_named: bool) -> bool:
    """Tell whether a phrase without a known person denotes persons: by its nouns, or as a name.

    "The man" has an antecedent that is unknown here, and so denotes nobody.
    """
    words = words_of(text)
    if not words or words[0] in word_set("situations", "persons", "pointing"):
        return False
    nouns = word_set("situations", "persons", "nouns")
    if any(word in nouns or sector_of(word) for word in words):
        return True
    return text == text.title() and (is_named or len(words) > 1)


def tie_office(sourced: SourcedClaim, change: Change) -> Iterator[Tie]:
    """Return each person who comes into an office, has it or leaves it, with the office if stated."""
    claim = sourced.claim
    leaving = set(map(root_of, word_set("situations", "office", "leaving")))
    leaves = bool(leaving.intersection(map(root_of, words_of(claim.trigger.text)[:1])))
    for party in claim.actors if change is Change.ENDS and leaves else claim.recipients:
        person = _named_person(party, sourced)
        if person is not None:
            yield Tie(person, _office_of(party, sourced), None, (person.id,), change)


def _named_person(party: Participant, sourced: SourcedClaim) -> Entity | None:
    """Return a person by name: a known entity, else two or more capitalized words."""
    entity = party.entity or _mentioned(party, sourced)
    if entity is not None:
        return global_entity(entity, sourced) if entity.kind is EntityKind.PERSON else None
    words = party.text.split()
    is_name = len(words) > 1 and all(word[:1].isupper() and not sector_of(word) for word in words)
    return worded_entity(party, EntityKind.PERSON) if is_name else None


def _office_of(party: Participant, sourced: SourcedClaim) -> Entity | None:
    """Return the office that a sentence names: after "as", else the title in front of the name."""
    match = _as_office().search(sourced.report.text[sourced.claim.trigger.start : sourced.claim.sentence.end])
    title = match.group(1) if match else _title_of(party)
    if not title:
        return None
    return Entity(id=f"office/{fold_name(title).replace(' ', '-')}", name=title, kind=EntityKind.OFFICE)


@cache
def _as_office() -> re.Pattern[str]:
    before = "|".join(sorted(word_set("situations", "office", "before")))
    return re.compile(
        rf"\b(?:{before}) (?:the |an? |its |their )?([A-Za-z][\w' ’-]{{2,50}}?)"
        r"(?= (?:in|on|after|until|for|at|by)\b|[,.;]|$)"
    )


def _title_of(party: Participant) -> str:
    """Return the words in front of a person's name, if they name a post ("Prime Minister")."""
    name = fold_name(party.entity.name if party.entity else "").split()
    words = party.text.split()
    first = next((n for n, word in enumerate(words) if fold_name(word) in name), 0)
    return " ".join(words[:first]) if any(map(sector_of, words[:first])) else ""
