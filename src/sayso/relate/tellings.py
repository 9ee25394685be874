"""What one claim tells of something that holds: who stands in which relation to what and where."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple

from msgspec.structs import replace

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
    Span,
    Status,
    Told,
    Toponym,
)
from sayso.relate.deeds import kinds_of
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
        """The day it is told for: when it happened, else when the report came out; "" if neither is known.

        A day that hangs on an unknown one ("Tuesday") comes after all known ones.
        """
        time = self.told.claim.time
        hanging = time is not None and time.value.startswith("XXXX")
        return self.happened or publication_day(self.told.report) or ("~" if hanging else "")


class _Tie(NamedTuple):
    subject: Entity
    object: Entity | None
    place: Toponym | None
    tokens: tuple[str, ...]
    change: Change


def tell_of(told: Told) -> Iterator[Telling]:
    """All that a claim tells of what holds: one telling for each place, person or office.

    A claim that an end is asked for or refused tells that the thing holds.
    """
    yield from _tell(told, any_type=False)
    meant = _meant(told)
    if meant is not None:
        for telling in _tell(meant, any_type=True):
            yield telling._replace(told=told)


def _tell(told: Told, *, any_type: bool) -> Iterator[Telling]:
    for rule in read_codebook("situations")["rules"]:
        relation, change = Relation(rule["relation"]), Change(rule["change"])
        if any_type and not (change is Change.ENDS and rule["triggers"]):
            continue
        if not _reads(rule, told, any_type=any_type):
            continue
        ties = list(_TIES[relation](told, change))
        for tie in ties:
            yield _telling(told, relation, tie)
        if ties:
            return


def _meant(told: Told) -> Told | None:
    """What is asked for or refused, as a claim of its own: "refused to leave X", "demanded the release of Y"."""
    claim = told.claim
    if claim.object is None or claim.event.type not in ("REJECT", "REQUEST"):
        return None
    words = list(_WORD.finditer(claim.object.span.text))
    first = next((word for word in words[:3] if stem_of(word.group()) in _ends()), None)
    if first is None:
        return None
    at = claim.object.span.start + first.start()
    refused = claim.event.type == "REJECT"
    inside = claim.object.span
    meant = replace(
        claim,
        trigger=Span.of(told.report.text, at, at + len(first.group())),
        object=None,
        actors=claim.object.actors or (claim.actors if refused else claim.recipients),
        recipients=claim.object.recipients or _named_inside(told, inside),
        places=tuple(place for place in told.toponyms if inside.contains(place)),
        status=Status.DEMANDED,
        negated=refused,
    )
    return replace(told, claim=meant)


def _named_inside(told: Told, span: Span) -> tuple[Participant, ...]:
    return tuple(
        Participant(start=at.start, end=at.end, text=at.text, entity=entity.entity())
        for entity in told.entities
        for at in entity.mentions
        if span.contains(at)
    )


@cache
def _ends() -> frozenset[str]:
    rules = read_codebook("situations")["rules"]
    return frozenset(stem_of(word) for rule in rules if rule["change"] == "ends" for word in rule["triggers"])


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
        denied=verdict is Holds.NO and _is_denied(claim, told.report.text),
        happened=time,
        origin=innermost_source(told),
    )


def _verdict(change: Change, claim: Claim, text: str) -> Holds | None:
    """Whether it holds by a claim: an end that is only planned, asked for or refused tells that it does."""
    status, done = claim.status, claim.status in (Status.OCCURRED, Status.ONGOING)
    if status is Status.HYPOTHETICAL or lead_of(claim, text).lower().split()[-1:] in _POSSIBLE:
        return None
    negated = _is_denied(claim, text)
    if change is Change.ENDS:
        return Holds.NO if status is Status.OCCURRED and not negated else Holds.YES
    if negated:
        blamed = says(lead_of(claim, text) + claim.trigger.text, "situations", "blame", "words")
        return Holds.NO if done and not blamed else None
    return Holds.YES if done or change is Change.HOLDS else None


_POSSIBLE = (["may"], ["might"], ["could"])


def _is_denied(claim: Claim, text: str) -> bool:
    """Whether it is told as not so, by the reading or by a word of denial in front of it."""
    return claim.negated or says(lead_of(claim, text), "situations", "denial", "words")


def _reads(rule: dict[str, Any], told: Told, *, any_type: bool) -> bool:
    claim = told.claim
    if not any_type and not kinds_of(claim).intersection(rule["types"]):
        return False
    stems = _rule_stems(tuple(rule["triggers"]))
    said = [*_WORD.findall(claim.trigger.text), *lead_of(claim, told.report.text).split()[-1:]]
    if stems and not stems.intersection(map(stem_of, said)):
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
    force = next(filter(None, map(_force_of, _parties(told.claim))), None) or _ordered(told.claim)
    if force is None or not _speaks_of_forces(told):
        return
    sites = [one for one in told.claim.quantities if one.unit.split()[-1:] and _is_site(one)]
    places = _stations(told)
    if sites:
        yield _unnamed_sites(force, sites[0], next(iter(places), None), told, change)
        return
    for place in places:
        yield _Tie(force, None, place, (f"{force.id}@{place_identity(place)}",), change)


def _speaks_of_forces(told: Told) -> bool:
    """Whether it is forces that move or stay: by the type of the claim, else by its words."""
    sentence = told.claim.sentence
    return told.claim.event.type in ("MOBILIZE", "RETREAT") or _has_force_word(
        told.report.text[sentence.start : sentence.end]
    )


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
    if party.text.split()[:1] and party.text.split()[0].lower() in word_set("situations", "forces", "owned"):
        return None
    if entity is None:
        return _entity_of(party, EntityKind.GROUP) if _has_force_word(party.text) else None
    if entity.kind is EntityKind.PERSON:
        return None
    if _has_forces(entity):
        return _force_of_state(entity)
    if entity.sector in word_set("situations", "forces", "sectors") or _has_force_word(party.text):
        return _global(entity)
    return None


def _has_forces(entity: Entity) -> bool:
    """Whether it is a state, its government as a whole or its military: no ministry, no diplomats."""
    is_whole = entity.sector == "MIL" or entity.kind is EntityKind.COUNTRY or entity.id.count("/") < 3
    return bool(same_state(entity)) and is_whole


def _ordered(claim: Claim) -> Entity | None:
    """The forces of whoever speaks for a state and moves them ("Trump wants to withdraw from Syria")."""
    moved = {stem_of(word) for word in word_set("situations", "forces", "moving")}
    states = [party.entity for party in claim.actors if party.entity and same_state(party.entity)]
    return _force_of_state(states[0]) if states and stem_of(claim.trigger.text) in moved else None


def _force_of_state(entity: Entity) -> Entity:
    code = same_state(entity).removeprefix("state/")
    country = country_of(code)
    name = f"{country.name if country else entity.name} forces"
    key = f"country/{code}/MIL"
    return Entity(
        id=key, name=name, kind=EntityKind.ORGANIZATION, code=code, country=code, sector="MIL", gazetteer=key
    )


def _has_force_word(text: str) -> bool:
    return bool(word_set("situations", "forces", "words").intersection(map(str.lower, _WORD.findall(text))))


def _stations(told: Told) -> list[Toponym]:
    """Where forces are: the claim's places and those listed with them; a country only if nothing nearer is."""
    named = [place for place in _listed(told, _sites(told)) if not _is_far(told.report.text, place)]
    near = [place for place in named if place.feature != "PCLI"]
    return near or [place for place in named if not _names_side(told, place)]


def _names_side(told: Told, place: Toponym) -> bool:
    """Whether a country only says whose forces they are ("US troops")."""
    following = told.report.text[place.end :].split(maxsplit=1)[:1]
    is_theirs = bool(following) and (_has_force_word(following[0]) or bool(sector_of(following[0])))
    return is_theirs or any(party.entity and party.overlaps(place) for party in told.claim.actors)


def _sites(told: Told) -> list[Toponym]:
    """The claim's places, else those that stand among its recipients ("from Timbuktu")."""
    claim = told.claim
    among = [
        place
        for place in told.toponyms
        if any(_is_place(one) and one.overlaps(place) for one in claim.recipients)
    ]
    return [*claim.places] or among


def _is_place(party: Participant) -> bool:
    return party.entity is not None and party.entity.kind in (EntityKind.PLACE, EntityKind.COUNTRY)


def _is_far(text: str, place: Toponym) -> bool:
    """Whether a place only says where another lies ("20 km north of Baghdad", "within 5 miles of")."""
    before = " ".join(text[max(0, place.start - 60) : place.start].split()[-6:])
    return before.removesuffix(" the").endswith(" of") and says(before, "situations", "places", "distance")


def _listed(told: Told, places: Iterable[Toponym]) -> list[Toponym]:
    """Places with all that stand in one list with them ("in Ein al-Assad and Erbil")."""
    found = {place.start: place for place in places}
    sentence = told.claim.sentence
    others = [place for place in told.toponyms if sentence.contains(place)]
    for _ in others:
        for other in others:
            if other.start not in found and any(
                _is_list(told.report.text, other, one) for one in found.values()
            ):
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
        losers = {
            one.id: one for one in _losers(told, place) if one.id not in {holder.id for holder in holders}
        }
        for holder in holders[:1] or ([_UNKNOWN] if change is Change.BEGINS else []):
            yield _Tie(holder, None, place, (f"{holder.id}@{place_identity(place)}",), change)
        if change is Change.BEGINS:
            for loser in losers.values():
                yield _Tie(loser, None, place, (f"{loser.id}@{place_identity(place)}",), Change.ENDS)


def _force_or_name(party: Participant) -> Entity | None:
    return _force_of(party) or (_global(party.entity) if party.entity and _acts(party.entity) else None)


def _acts(entity: Entity) -> bool:
    return entity.kind in (EntityKind.GROUP, EntityKind.ORGANIZATION, EntityKind.COUNTRY)


def _losers(told: Told, place: Toponym) -> Iterator[Entity]:
    """Who a place is taken from: forces among the recipients, or named after "from"."""
    yield from filter(None, map(_loser_of, told.claim.recipients))
    text, sentence = told.report.text, told.claim.sentence
    for entity in told.entities:
        for at in entity.mentions:
            if (
                sentence.contains(at)
                and at.start > place.end
                and text[place.end : at.start].split()[-1:] == ["from"]
            ):
                yield from filter(
                    None,
                    [
                        _loser_of(
                            Participant(start=at.start, end=at.end, text=at.text, entity=entity.entity())
                        )
                    ],
                )


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
        return _listed(told, sorted(direct, key=lambda place: place.feature == "PCLI")[:1])
    before = [place for place in inside if place.end <= trigger.start]
    if not before or not _is_passive(text[before[-1].end : trigger.start]):
        return []
    within = len(before) > 1 and " in " in text[before[-2].end : before[-1].start]
    return before[-2:-1] if within and before[-1].feature == "PCLI" else before[-1:]


def _links(between: str) -> bool:
    words = _WORD.findall(between.lower())
    return (
        len(words) <= 6 and set(words) <= word_set("situations", "places", "linking") and "," not in between
    )


def _is_passive(between: str) -> bool:
    words = set(_WORD.findall(between.lower()))
    passive = bool(words & {"was", "were", "been", "is", "under", "has"})
    return passive and words <= {
        "was",
        "were",
        "been",
        "is",
        "has",
        "have",
        "had",
        "under",
        "the",
        "now",
        "still",
    }


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
    entity = party.entity or _mentioned(party, told)
    if entity is not None and entity.kind is EntityKind.PERSON:
        return _global(entity, told)
    if entity is not None and (entity.kind is EntityKind.COUNTRY or _is_where(party, told)):
        return None
    if _names_persons(party.text, is_named=entity is not None and entity.gazetteer is None):
        return _entity_of(party, EntityKind.GROUP, told)
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
    words = _WORD.findall(text)
    if not words or words[0].lower() in word_set("situations", "persons", "pointing"):
        return False
    nouns = word_set("situations", "persons", "nouns")
    if any(word.lower() in nouns or sector_of(word) for word in words):
        return True
    return all(word[:1].isupper() for word in words) and (is_named or len(words) > 1)


# Offices held.


def _office(told: Told, change: Change) -> Iterator[_Tie]:
    claim = told.claim
    leaves = stem_of(claim.trigger.text.split()[0]) in set(
        map(stem_of, word_set("situations", "office", "leaving"))
    )
    for party in claim.actors if change is Change.ENDS and leaves else claim.recipients:
        person = _known_person(party, told)
        if person is not None:
            yield _Tie(person, _office_of(party, told), None, (person.id,), change)


def _known_person(party: Participant, told: Told) -> Entity | None:
    """A person by name: one the reading knows, else two or more words that are all names."""
    entity = party.entity or _mentioned(party, told)
    if entity is not None:
        return _global(entity, told) if entity.kind is EntityKind.PERSON else None
    words = _WORD.findall(party.text)
    is_name = len(words) > 1 and all(word[:1].isupper() and not sector_of(word) for word in words)
    return _entity_of(party, EntityKind.PERSON) if is_name else None


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
    return re.compile(
        rf"\b(?:{before}) (?:the |an? |its |their )?([A-Za-z][\w' ’-]{{2,50}}?)(?= (?:in|on|after|until|for|at|by)\b|[,.;]|$)"
    )


def _title_of(party: Participant) -> str:
    """The words in front of a person's name, where they name a post ("Prime Minister")."""
    name = fold_name(party.entity.name if party.entity else "").split()
    words = party.text.split()
    first = next((n for n, word in enumerate(words) if fold_name(word) in name), 0)
    return " ".join(words[:first]) if any(map(sector_of, words[:first])) else ""


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
    country = (
        country_of(entity.id.split("/")[1])
        if entity.id.startswith("country/") and same_state(entity)
        else None
    )
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
    near = [
        place
        for place in told.toponyms
        if claim.sentence.contains(place) and 0 <= place.start - claim.trigger.end <= 40
    ]
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
