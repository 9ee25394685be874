"""What one claim tells of something that holds: who stands in which relation to what and where."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple

from sayso.codebook import read_codebook, word_set
from sayso.gazetteer import country_of, fold_name, sector_of
from sayso.model import (
    Change,
    Claim,
    Entity,
    EntityKind,
    Holds,
    Participant,
    Quantity,
    Relation,
    Status,
    Told,
    Toponym,
)
from sayso.relate.parties import place_identity, same_state
from sayso.relate.tellers import innermost_source, publication_day
from sayso.relate.wording import lead_of, says, stem_of, stems_of, window_of

__all__ = ["Telling", "tell_of"]

_WORD = re.compile(r"[\w’'-]+")


class Telling(NamedTuple):
    """One claim, read as telling of a situation.

    `verdict` is whether it holds by this claim, None for what is only to come. Tellings that share one of
    their `tokens` are of one situation. `denied` says that what another may tell as done is denied.
    """

    told: Told
    relation: Relation
    change: Change
    verdict: Holds | None
    subject: Entity
    object: Entity | None
    place: Toponym | None
    tokens: tuple[str, ...]
    denied: bool
    happened: str | None
    origin: str

    @property
    def day(self) -> str:
        """The day it is told for: when it happened, else when the report came out; "" if neither is known."""
        return self.happened or publication_day(self.told.report) or ""


class _Tie(NamedTuple):
    subject: Entity
    object: Entity | None
    place: Toponym | None
    tokens: tuple[str, ...]
    change: Change


def tell_of(told: Told) -> Iterator[Telling]:
    """All that a claim tells of what holds: one telling for each place, person or office."""
    for rule in read_codebook("situations")["rules"]:
        relation, change = Relation(rule["relation"]), Change(rule["change"])
        if not _reads(rule, told):
            continue
        ties = list(_TIES[relation](told, change))
        for tie in ties:
            yield _telling(told, relation, tie)
        if ties:
            return


def _telling(told: Told, relation: Relation, tie: _Tie) -> Telling:
    claim = told.claim
    time = claim.time.first if claim.time and claim.status in (Status.OCCURRED, Status.ONGOING) else None
    verdict = _verdict(tie.change, claim, told.report.text)
    return Telling(
        told=told,
        relation=relation,
        change=tie.change,
        verdict=verdict,
        subject=tie.subject,
        object=tie.object,
        place=tie.place,
        tokens=tuple(f"{relation}|{token}" for token in tie.tokens),
        denied=claim.negated and verdict is Holds.NO,
        happened=time,
        origin=innermost_source(told),
    )


def _verdict(change: Change, claim: Claim, text: str) -> Holds | None:
    """Whether it holds by a claim: an end that is only planned, asked for or refused tells that it does."""
    status, done = claim.status, claim.status in (Status.OCCURRED, Status.ONGOING)
    if status is Status.HYPOTHETICAL:
        return None
    if change is Change.ENDS:
        return Holds.NO if status is Status.OCCURRED and not claim.negated else Holds.YES
    if claim.negated:
        blamed = says(lead_of(claim, text) + claim.trigger.text, "situations", "blame", "words")
        return Holds.NO if done and not blamed else None
    return Holds.YES if done or change is Change.HOLDS else None


def _reads(rule: dict[str, Any], told: Told) -> bool:
    claim = told.claim
    kinds = {claim.event.type, *(f"{claim.event.type}.{mode}" for mode in claim.event.mode)}
    if not kinds.intersection(rule["types"]):
        return False
    stems = _rule_stems(tuple(rule["triggers"]))
    if stems and not stems.intersection(map(stem_of, _WORD.findall(claim.trigger.text))):
        return False
    about = read_codebook("situations")["about"].get(rule["relation"])
    return about is None or says(_around(told), "situations", "about", rule["relation"])


@cache
def _rule_stems(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(stem_of, words))


def _around(told: Told) -> str:
    claim = told.claim
    meant = claim.object.span.text if claim.object else ""
    return f"{claim.trigger.text} {meant} {_near(told)}"


def _near(told: Told) -> str:
    return " ".join(window_of(told.claim, told.report.text).split()[:8])


# Forces at a place.


def _forces(told: Told, change: Change) -> Iterator[_Tie]:
    force = next(filter(None, map(_force_of, _parties(told.claim))), None)
    if force is None:
        return
    sites = [one for one in told.claim.quantities if one.unit.split()[-1:] and _is_site(one)]
    places = _stations(told)
    if sites:
        yield _unnamed_sites(force, sites[0], next(iter(places), None), told, change)
        return
    for place in places:
        yield _Tie(force, None, place, (f"{force.id}@{place_identity(place)}",), change)


def _is_site(quantity: Quantity) -> bool:
    return quantity.unit.split()[-1].lower() in word_set("situations", "forces", "sites")


def _unnamed_sites(force: Entity, sites: Quantity, place: Toponym | None, told: Told, change: Change) -> _Tie:
    """Places that are only counted ("15 bases in Iraq")."""
    where = place_identity(place) if place else told.report.document
    number = sites.value or sites.min or sites.max or "?"
    name = f"{sites.unit.split()[-1].lower()}"
    entity = Entity(id=f"sites/{number}-{name}", name=sites.text, kind=EntityKind.PLACE)
    return _Tie(force, entity, place, (f"{force.id}@{number} {name}@{where}",), change)


def _parties(claim: Claim) -> list[Participant]:
    """Those of a claim, forces before states, actors before recipients."""
    parties = [*claim.actors, *claim.recipients]
    return sorted(parties, key=lambda party: not _has_force_word(party.text))


def _force_of(party: Participant) -> Entity | None:
    entity = party.entity
    if entity is None:
        return _entity_of(party, EntityKind.GROUP) if _has_force_word(party.text) else None
    state = entity.id if entity.id.startswith("country/") and same_state(entity) else ""
    if state:
        return _force_of_state(entity)
    if entity.sector in word_set("situations", "forces", "sectors") or _has_force_word(party.text):
        return _global(entity)
    return None


def _force_of_state(entity: Entity) -> Entity:
    code = entity.id.split("/")[1]
    country = country_of(code)
    name = f"{country.name if country else entity.name} forces"
    key = f"country/{code}/MIL"
    return Entity(
        id=key, name=name, kind=EntityKind.ORGANIZATION, code=code, country=code, sector="MIL", gazetteer=key
    )


def _has_force_word(text: str) -> bool:
    return bool(word_set("situations", "forces", "words").intersection(text.lower().split()))


def _stations(told: Told) -> list[Toponym]:
    """Where forces are: the claim's places and those listed with them; a country only if nothing nearer is."""
    named = _listed(told, told.claim.places)
    near = [place for place in named if place.feature != "PCLI"]
    sides = [party for party in told.claim.actors if party.entity]
    return near or [place for place in named if not any(party.overlaps(place) for party in sides)]


def _listed(told: Told, places: Iterable[Toponym]) -> list[Toponym]:
    """Places with all that stand in one list with them ("in Ein al-Assad and Erbil")."""
    found = {place.start: place for place in places}
    sentence = told.claim.sentence
    others = [place for place in told.toponyms if sentence.contains(place)]
    for _ in others:
        for other in others:
            if other.start not in found and any(_is_list(told.report.text, other, one) for one in found.values()):
                found[other.start] = other
    unique = {place_identity(place): place for _, place in sorted(found.items(), reverse=True)}
    return sorted(unique.values(), key=lambda place: place.start)


def _is_list(text: str, one: Toponym, other: Toponym) -> bool:
    first, second = sorted((one, other), key=lambda place: place.start)
    between = text[first.end : second.start]
    words = set(_WORD.findall(between.lower()))
    joined = "," in between or bool(words)
    return joined and len(between) <= 12 and words <= word_set("situations", "places", "listing")


# Control of a place.


def _control(told: Told, change: Change) -> Iterator[_Tie]:
    claim = told.claim
    for place in _taken(told):
        holders = [one for one in map(_force_or_name, claim.actors) if one is not None]
        losers = [one for one in map(_loser_of, claim.recipients) if one is not None]
        for holder in holders[:1]:
            yield _Tie(holder, None, place, (f"{holder.id}@{place_identity(place)}",), change)
        if change is Change.BEGINS:
            for loser in losers:
                yield _Tie(loser, None, place, (f"{loser.id}@{place_identity(place)}",), Change.ENDS)


def _force_or_name(party: Participant) -> Entity | None:
    return _force_of(party) or (_global(party.entity) if party.entity and _acts(party.entity) else None)


def _acts(entity: Entity) -> bool:
    return entity.kind in (EntityKind.GROUP, EntityKind.ORGANIZATION, EntityKind.COUNTRY)


def _loser_of(party: Participant) -> Entity | None:
    """Who a place is taken from, among the recipients: an armed group or a state's forces, no country."""
    entity = party.entity
    if entity is None or entity.kind in (EntityKind.PLACE, EntityKind.COUNTRY):
        return None
    return _force_of(party)


def _taken(told: Told) -> list[Toponym]:
    """The places that a trigger takes as its object ("captured the town of X", "X was liberated")."""
    trigger, text, sentence = told.claim.trigger, told.report.text, told.claim.sentence
    inside = [place for place in told.toponyms if sentence.contains(place) and not place.overlaps(trigger)]
    after = [place for place in inside if place.start >= trigger.end]
    direct = [place for place in after if _links(text[trigger.end : place.start])]
    if direct:
        return _listed(told, direct[:1])
    before = [place for place in inside if place.end <= trigger.start]
    return [place for place in before[-1:] if _is_passive(text[place.end : trigger.start])]


def _links(between: str) -> bool:
    words = _WORD.findall(between.lower())
    return len(words) <= 6 and set(words) <= word_set("situations", "places", "linking") and "," not in between


def _is_passive(between: str) -> bool:
    words = set(_WORD.findall(between.lower()))
    passive = bool(words & {"was", "were", "been", "is", "under", "has"})
    return passive and words <= {"was", "were", "been", "is", "has", "have", "had", "under", "the", "now", "still"}


# Persons held.


def _held(told: Told, change: Change) -> Iterator[_Tie]:
    holder = next(filter(None, map(_holder_of, told.claim.actors)), _UNKNOWN)
    for party in told.claim.recipients:
        person = _person_of(party, told)
        if person is not None:
            yield _Tie(holder, person, next(iter(told.claim.places), None), (person.id,), change)


_UNKNOWN = Entity(id="unknown", name="", kind=EntityKind.GROUP)


def _holder_of(party: Participant) -> Entity | None:
    return _global(party.entity) if party.entity else None


def _person_of(party: Participant, told: Told) -> Entity | None:
    entity = party.entity
    if entity is not None and entity.kind is EntityKind.PERSON:
        return _global(entity, told)
    if entity is not None and entity.kind in (EntityKind.COUNTRY, EntityKind.PLACE):
        return None
    return _entity_of(party, EntityKind.GROUP, told) if _names_persons(party.text) else None


def _names_persons(text: str) -> bool:
    """Whether a phrase without a known person still is of persons: by its nouns, or as a name."""
    words = _WORD.findall(text)
    nouns = word_set("situations", "persons", "nouns")
    if any(word.lower() in nouns or sector_of(word) for word in words):
        return True
    names = [word for word in words if word[:1].isupper()]
    return len(names) >= 2 and len(names) == len(words)


# Offices held.


def _office(told: Told, change: Change) -> Iterator[_Tie]:
    claim = told.claim
    parties = claim.actors if change is Change.ENDS and claim.event.type == "RETREAT" else claim.recipients
    for party in parties or claim.actors:
        if party.entity is not None and party.entity.kind is EntityKind.PERSON:
            person = _global(party.entity, told)
            yield _Tie(person, _office_of(party, told), None, (person.id,), change)


def _office_of(party: Participant, told: Told) -> Entity | None:
    """The office that a sentence names: after "as", else the title in front of the name."""
    window = told.report.text[told.claim.trigger.start : told.claim.sentence.end]
    match = _as_office().search(window)
    title = match.group(1) if match else _title_of(party)
    if not title:
        return None
    return Entity(id=f"office/{fold_name(title).replace(' ', '-')}", name=title, kind=EntityKind.OFFICE)


@cache
def _as_office() -> re.Pattern[str]:
    before = "|".join(sorted(word_set("situations", "office", "before")))
    return re.compile(rf"\b(?:{before}) (?:the |an? |its |their )?([A-Za-z][\w' ’-]{{2,50}}?)(?= (?:in|on|after|until|for|at|by)\b|[,.;]|$)")


def _title_of(party: Participant) -> str:
    words = party.text.split()
    title = [word for word in words if fold_name(word) not in fold_name(party.entity.name if party.entity else "").split()]
    return " ".join(title) if len(title) < len(words) and any(map(sector_of, title)) else ""


# Cease-fires and sanctions.


def _ceasefire(told: Told, change: Change) -> Iterator[_Tie]:
    claim = told.claim
    parties = _named_parties((*claim.actors, *claim.recipients))
    places = _around_places(told)
    tokens = [place_identity(place) for place in places[:1]] + _pairs(parties)
    subject = parties[0] if parties else None
    if subject is None and places:
        subject = _place_entity(places[0])
    if subject is None:
        return
    other = parties[1] if len(parties) > 1 else None
    yield _Tie(subject, other, next(iter(places), None), tuple(tokens) or (subject.id,), change)


def _named_parties(parties: Iterable[Participant]) -> list[Entity]:
    entities = [_side_of(party.entity) for party in parties if party.entity and _acts(party.entity)]
    return sorted({entity.id: entity for entity in entities}.values(), key=lambda entity: entity.id)


def _side_of(entity: Entity) -> Entity:
    """A state for its government and army, else the entity itself."""
    country = country_of(entity.id.split("/")[1]) if entity.id.startswith("country/") and same_state(entity) else None
    if country is None:
        return _global(entity)
    return Entity(
        id=country.key,
        name=country.name,
        kind=EntityKind.COUNTRY,
        code=country.code,
        country=country.code,
        gazetteer=country.key,
    )


def _pairs(parties: list[Entity]) -> list[str]:
    ids = [party.id for party in parties]
    return [f"{one}|{other}" for i, one in enumerate(ids) for other in ids[i + 1 :]]


def _around_places(told: Told) -> list[Toponym]:
    """The claim's places, else those right beside its trigger."""
    claim = told.claim
    near = [place for place in told.toponyms if claim.sentence.contains(place) and 0 <= place.start - claim.trigger.end <= 40]
    return [*claim.places] or near[:1]


def _place_entity(place: Toponym) -> Entity:
    return Entity(id=place_identity(place), name=place.name, kind=EntityKind.PLACE, country=place.country)


def _sanctions(told: Told, change: Change) -> Iterator[_Tie]:
    claim = told.claim
    targets = _named_parties(claim.recipients) or [_place_entity(place) for place in _around_places(told)[:1]]
    imposers = _named_parties(claim.actors)
    for target in targets:
        imposer = next((one for one in imposers if one.id != target.id), _UNKNOWN)
        yield _Tie(imposer, target, None, (f"{imposer.id}>{target.id}",), change)


_TIES = {
    Relation.FORCES_AT: _forces,
    Relation.CONTROLS: _control,
    Relation.HOLDS_PERSON: _held,
    Relation.HOLDS_OFFICE: _office,
    Relation.CEASEFIRE: _ceasefire,
    Relation.SANCTIONS: _sanctions,
}


# Entities that mean the same across reports.


def _global(entity: Entity, told: Told | None = None) -> Entity:
    """An entity under an id that is the same in every report: the gazetteer's key, else its kind and name.

    What is only described ("a man") keeps to its document.
    """
    if entity.gazetteer:
        return entity
    local = told is not None and not entity.name[:1].isupper()
    scope = f"{told.report.document}/" if local and told else ""
    return _renamed(entity, f"{entity.kind}/{scope}{fold_name(entity.name)}")


def _renamed(entity: Entity, id: str) -> Entity:
    return Entity(
        id=id,
        name=entity.name,
        kind=entity.kind,
        code=entity.code,
        country=entity.country,
        sector=entity.sector,
    )


def _entity_of(party: Participant, kind: EntityKind, told: Told | None = None) -> Entity:
    """An entity for words that no entity is known for."""
    scope = f"{told.report.document}/" if told else ""
    stems = " ".join(stems_of(party.text))
    return Entity(id=f"{kind}/{scope}{stems}", name=party.text, kind=kind)
