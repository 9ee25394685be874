"""Persons held, and offices held."""

import re
from collections.abc import Iterator, Set
from functools import cache
from itertools import takewhile

from sayso.codebook import word_set
from sayso.gazetteer import find_places, fold_name, sector_of
from sayso.model import Change, Entity, EntityKind, Participant, SourcedClaim, Span, Status
from sayso.relate.commitments.phrases import root_of, says, words_of
from sayso.relate.situations.custody import holder_of, is_dead, is_somebody
from sayso.relate.situations.stations import named_places, without_reference
from sayso.relate.situations.ties import (
    UNKNOWN,
    Tie,
    entity_of,
    global_entity,
    is_sure_link,
    worded_entity,
)

__all__ = ["tie_office", "tie_person"]

# Most words between somebody's club or trade and the name: "journalist and blogger Ana Lopez".
_STEPS = 3
# Most words from a verb to the office that it gives ("named Ana Lopez as its acting foreign minister").
_NEAR = 8


def tie_person(sourced: SourcedClaim, change: Change) -> Iterator[Tie]:
    """Return each person who is taken, held or released, with the holder if stated."""
    clauses = word_set("situations", "persons", "clauses")
    breaks = clauses | word_set("situations", "persons", "breaks")
    is_ended = change is Change.ENDS and sourced.claim.status is Status.OCCURRED
    holder = _holder(sourced, clauses)
    place = next(iter(named_places(without_reference(sourced, sourced.claim.places))), None)
    for party in sourced.claim.recipients:
        if _is_beyond(party, sourced, breaks) or not is_somebody(party):
            continue
        person = _person_of(party, sourced)
        if person is not None and not is_ended and is_dead(person, sourced):
            continue
        if person is not None:  # nobody holds himself: "LaRue served four months in prison"
            yield Tie(holder if holder.id != person.id else UNKNOWN, person, place, (person.id,), change)


def _holder(sourced: SourcedClaim, clauses: Set[str]) -> Entity:
    """Return who takes, holds or releases somebody, by the first actor that is no place."""
    actors = [party for party in sourced.claim.actors if not _is_beyond(party, sourced, clauses)]
    known = ((entity_of(party), party) for party in actors)
    holders = (
        holder_of(entity, party, sourced)
        for entity, party in known
        if entity and entity.kind is not EntityKind.PLACE
    )
    return next(holders, UNKNOWN)


def _is_beyond(party: Participant, sourced: SourcedClaim, breaks: Set[str]) -> bool:
    """Return True if a participant is of another clause or deed than the trigger.

    "Seized a laptop shared by X" takes nobody, in "was arrested after the court had ruled" the court arrests
    nobody, and in "Both were found dead, with X arrested" only X is taken.
    """
    text, trigger = sourced.report.text, sourced.claim.trigger
    between = text[party.end : trigger.start]
    aside = ", with " in between or ";" in between
    return aside or not breaks.isdisjoint(words_of(text[trigger.end : party.start]))


def _person_of(party: Participant, sourced: SourcedClaim) -> Entity | None:
    """Return a person by name, or persons by description with an id local to their document."""
    entity = party.entity if is_sure_link(party) else None
    entity = entity or _mentioned(party, sourced)
    if entity is not None and entity.kind is EntityKind.PERSON:
        return global_entity(entity, sourced)
    if entity is not None and (entity.kind is EntityKind.COUNTRY or _is_where(party, sourced)):
        return None
    if _is_modifier(party, sourced):
        return None
    if _names_persons(party.text, is_named=entity is not None and entity.gazetteer is None):
        return worded_entity(party, EntityKind.GROUP, sourced)
    return None


def _mentioned(party: Participant, sourced: SourcedClaim) -> Entity | None:
    """Return the person named inside words without a known entity, or in apposition to them.

    "His aide" names nobody, and "Unity's Ana Lopez" is not Unity; "his aide, Ana Lopez," is she.
    """
    persons = (person for person in sourced.entities if person.kind is EntityKind.PERSON)
    text = sourced.report.text
    named = (person.entity() for person in persons for at in person.mentions if _names_head(party, at, text))
    return next(named, None)


def _names_head(party: Participant, at: Span, text: str) -> bool:
    if not at.text[:1].isupper() or at.text.endswith(("'s", "’s")) or text[at.end :].startswith(("'s", "’s")):
        return False
    if party.overlaps(at):
        return not _is_of_a_kind(text[at.end : party.end])
    return text[party.end : at.start] in (" ", ", ")


def _is_of_a_kind(after: str) -> bool:
    """Tell whether a phrase goes on behind a name, which only says whose somebody is ("Lopez supporters")."""
    word = after.split()[:1] if after.startswith(" ") else []
    linking = word_set("following", "words", "empty") | word_set("situations", "places", "before")
    return bool(word) and word[0].isalpha() and word[0].islower() and word[0] not in linking


def _is_where(party: Participant, sourced: SourcedClaim) -> bool:
    """Tell whether a recipient is rather the place of the event ("abducted from Mosul")."""
    before = sourced.report.text[: party.start].split()[-1:]
    return bool(before) and before[0].lower() in word_set("situations", "places", "before")


def _is_modifier(party: Participant, sourced: SourcedClaim) -> bool:
    """Return True if a phrase only describes somebody named next ("Unity deputy leader Ana Lopez")."""
    trigger, sentence = sourced.claim.trigger, sourced.claim.sentence
    end = trigger.start if trigger.start >= party.end else sentence.end
    words = sourced.report.text[party.end : end].split()[: _STEPS + 1]
    empty = word_set("following", "words", "empty") | word_set("situations", "places", "before")
    between = list(
        takewhile(lambda word: word.isalpha() and word.islower() and word not in empty - {"and"}, words)
    )
    return len(between) < len(words) and len(between) <= _STEPS and words[len(between)][:1].isupper()


def _names_persons(text: str, *, is_named: bool) -> bool:
    """Tell whether a phrase without a known person denotes persons: by its nouns, or as a name.

    "The man" has an antecedent that is unknown here, and so denotes nobody.
    """
    words = words_of(text)
    if (len(words) < 2 and not is_named) or words[0] in word_set("situations", "persons", "pointing"):
        return False
    nouns = word_set("situations", "persons", "nouns")
    if any(word in nouns or sector_of(word) for word in words):
        return True
    return text == text.title() and (is_named or len(words) > 1) and not find_places(text)


def tie_office(sourced: SourcedClaim, change: Change) -> Iterator[Tie]:
    """Return each person who comes into an office, has it or leaves it, with the office if stated."""
    claim = sourced.claim
    leaving = set(map(root_of, word_set("situations", "office", "leaving")))
    leaves = bool(leaving.intersection(map(root_of, words_of(claim.trigger.text)[:1])))
    beyond = word_set("situations", "persons", "clauses") | word_set("situations", "persons", "breaks")
    for party in claim.actors if change is Change.ENDS and leaves else claim.recipients:
        person = _named_person(party, sourced)
        if person is not None and not _is_beyond(party, sourced, beyond):
            yield Tie(person, _office_of(party, sourced, change), None, (person.id,), change)


def _post_follows(sourced: SourcedClaim, start: int) -> bool:
    following = sourced.report.text[start : sourced.claim.sentence.end].split()
    return any(map(_is_post, words_of(" ".join(following[:_NEAR]))))


def _named_person(party: Participant, sourced: SourcedClaim) -> Entity | None:
    """Return a person by name: a known entity, else two or more capitalized words."""
    entity = party.entity or _mentioned(party, sourced)
    if entity is not None:
        is_person = entity.kind is EntityKind.PERSON and is_sure_link(party)
        return global_entity(entity, sourced) if is_person else None
    words = party.text.split()
    is_name = len(words) > 1 and all(word[:1].isupper() and not sector_of(word) for word in words)
    return worded_entity(party, EntityKind.PERSON) if is_name else None


def _office_of(party: Participant, sourced: SourcedClaim, change: Change) -> Entity | None:
    """Return the office that a sentence names: after "as", else the title in front of the name.

    Where an office follows, the one in front was held before ("named the coach Ana Lopez director").
    """
    behind = sourced.report.text[sourced.claim.trigger.start : sourced.claim.sentence.end]
    match = _as_office().search(behind)
    if match is not None and says(behind[: match.start()], "situations", "office", "other_deed"):
        match = None  # "stepped down to stand as a candidate"
    start = max(party.end, sourced.claim.trigger.end)
    is_former = change is Change.BEGINS and _post_follows(sourced, start)
    title = match.group(1) if match else "" if is_former else _title_of(party)
    if not title or not any(map(_is_post, words_of(title.split(" of ")[0]))):
        return None
    return Entity(id=f"office/{fold_name(title).replace(' ', '-')}", name=title, kind=EntityKind.OFFICE)


def _is_post(word: str) -> bool:
    return bool(sector_of(word)) or word in word_set("situations", "office", "posts")


@cache
def _as_office() -> re.Pattern[str]:
    before = "|".join(sorted(word_set("situations", "office", "before")))
    ends = word_set("situations", "office", "ends")
    return re.compile(
        rf"\b(?:{before}) (?:the |an? |its |their |his |her )?([A-Za-z][\w' ’-]{{2,50}}?)"
        rf"(?= (?:{'|'.join(sorted(ends))})\b|[,.;]|$)"
    )


def _title_of(party: Participant) -> str:
    """Return the words before a person's name, if they name a post ("Prime Minister") that is not over."""
    name = fold_name(party.entity.name if party.entity else "").split()
    words = party.text.split()
    first = next((n for n, word in enumerate(words) if fold_name(word) in name), 0)
    is_post = any(map(_is_post, words_of(" ".join(words[:first])))) and not words[first - 1].endswith(
        ("'s", "’s")
    )
    gone = words_of(" ".join(words[:1]))[:1]
    if not is_post or word_set("situations", "office", "gone").intersection(gone):
        return ""
    title = words[:first]
    while title and title[-1].lower().rstrip(".") in word_set("situations", "office", "honorifics"):
        title.pop()
    return " ".join(title)
