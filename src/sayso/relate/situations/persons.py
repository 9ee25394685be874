"""Persons held, and offices held."""

import re
from collections.abc import Iterator
from functools import cache

from sayso.codebook import word_set
from sayso.gazetteer import fold_name, sector_of
from sayso.model import Change, Entity, EntityKind, Participant, Told
from sayso.relate.commitments.phrases import stem_of, words_of
from sayso.relate.situations.ties import UNKNOWN, Tie, entity_of, global_entity, worded_entity

__all__ = ["tie_office", "tie_person"]


def tie_person(told: Told, change: Change) -> Iterator[Tie]:
    """Each person who is taken, held or let go, and by whom, where told."""
    holder = next(filter(None, map(entity_of, told.claim.actors)), UNKNOWN)
    place = next(iter(told.claim.places), None)
    for party in told.claim.recipients:
        person = _person_of(party, told)
        if person is not None:
            yield Tie(holder, person, place, (person.id,), change)


def _person_of(party: Participant, told: Told) -> Entity | None:
    """A person by name, or persons by description, which keep to their document."""
    entity = party.entity or _mentioned(party, told)
    if entity is not None and entity.kind is EntityKind.PERSON:
        return global_entity(entity, told)
    if entity is not None and (entity.kind is EntityKind.COUNTRY or _is_where(party, told)):
        return None
    if _names_persons(party.text, is_named=entity is not None and entity.gazetteer is None):
        return worded_entity(party, EntityKind.GROUP, told)
    return None


def _mentioned(party: Participant, told: Told) -> Entity | None:
    """The person named inside words that no entity is known for."""
    persons = (one for one in told.entities if one.kind is EntityKind.PERSON)
    return next((one.entity() for one in persons if any(party.overlaps(at) for at in one.mentions)), None)


def _is_where(party: Participant, told: Told) -> bool:
    """Whether a recipient is rather where it happened ("abducted from Mosul")."""
    before = told.report.text[: party.start].split()[-1:]
    return bool(before) and before[0].lower() in word_set("situations", "places", "before")


def _names_persons(text: str, *, is_named: bool) -> bool:
    """Whether a phrase without a known person still is of persons: by its nouns, or as a name.

    "The man" points to somebody named elsewhere, who is not known here: that is nobody.
    """
    words = words_of(text)
    if not words or words[0] in word_set("situations", "persons", "pointing"):
        return False
    nouns = word_set("situations", "persons", "nouns")
    if any(word in nouns or sector_of(word) for word in words):
        return True
    return text == text.title() and (is_named or len(words) > 1)


def tie_office(told: Told, change: Change) -> Iterator[Tie]:
    """Each person who comes into an office, has it or leaves it, and which, where told."""
    claim = told.claim
    leaving = set(map(stem_of, word_set("situations", "office", "leaving")))
    leaves = bool(leaving.intersection(map(stem_of, words_of(claim.trigger.text)[:1])))
    for party in claim.actors if change is Change.ENDS and leaves else claim.recipients:
        person = _named_person(party, told)
        if person is not None:
            yield Tie(person, _office_of(party, told), None, (person.id,), change)


def _named_person(party: Participant, told: Told) -> Entity | None:
    """A person by name: one the reading knows, else two or more words that are all names."""
    entity = party.entity or _mentioned(party, told)
    if entity is not None:
        return global_entity(entity, told) if entity.kind is EntityKind.PERSON else None
    words = party.text.split()
    is_name = len(words) > 1 and all(word[:1].isupper() and not sector_of(word) for word in words)
    return worded_entity(party, EntityKind.PERSON) if is_name else None


def _office_of(party: Participant, told: Told) -> Entity | None:
    """The office that a sentence names: after "as", else the title in front of the name."""
    match = _as_office().search(told.report.text[told.claim.trigger.start : told.claim.sentence.end])
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
    """The words in front of a person's name, where they name a post ("Prime Minister")."""
    name = fold_name(party.entity.name if party.entity else "").split()
    words = party.text.split()
    first = next((n for n, word in enumerate(words) if fold_name(word) in name), 0)
    return " ".join(words[:first]) if any(map(sector_of, words[:first])) else ""
