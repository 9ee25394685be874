"""Named entities: countries, organisations, groups, offices and people, each once, with its mentions."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sayso.gazetteer import (
    Body,
    BodyKind,
    NameKind,
    country_of,
    find_body,
    find_places_loosely,
    sector_of,
    title_of,
)
from sayso.gazetteer.names import FoundName, NameLabel, find_names
from sayso.gazetteer.words import word_table, words_of
from sayso.grounding.agents import country_names, find_agents, owners_of
from sayso.grounding.people import Person, find_people
from sayso.grounding.register import Register
from sayso.grounding.toponyms import place_countries
from sayso.model import NamedEntity, Parse

__all__ = ["find_entities"]

# The order in which a body is chosen if a name has several.
_RANKS = {kind: n for n, kind in enumerate(BodyKind)}
_ACRONYM = re.compile(r"^[A-Z][A-Za-z&-]{1,7}$")


def find_entities(parse: Parse, published: date | None) -> tuple[NamedEntity, ...]:
    """Find every entity; `published` picks the office-holder of the day.

    Ids are the gazetteer's keys where it knows the thing ("country/USA", "country/USA/MIL"), else "e1", "e2"
    in text order. Mentions of pronouns and descriptions come from `parse.coreferences`.
    """
    names = find_names(parse)
    countries = place_countries(parse, names) | country_names(names)
    people = find_people(parse, names, countries, published)
    register = Register(parse)
    for person in people:
        register.add_person(person)
    for name in names:
        _add_listed(register, name)
    agents = list(find_agents(parse, owners_of(names, _governed(names, people))))
    for agent in agents:
        if register.add_post(agent):
            continue
        if agent.owner is not None:
            register.add_owned(agent, agent.owner)
    for name in names:
        _add_unlisted(register, name, countries)
    _join_acronyms(register)
    for agent in agents:
        if agent.owner is None and not register.add_post(agent):
            register.add_unowned(agent)
    for coreference in parse.coreferences:
        register.add_coreference(coreference)
    return register.entities()


def _governed(names: tuple[FoundName, ...], people: list[Person]) -> dict[int, tuple[FoundName, Body]]:
    """Return the people in power by the last token of their names: "the Assad regime" is Syria's."""
    spans = {mention: person for person in people for mention in person.mentions}
    found = {}
    for name in names:
        person = spans.get((name.first, name.last))
        if person is not None and person.country and person.sector in ("GOV", "ELI"):
            country = country_of(person.country)
            if country is not None:
                found[name.last - 1] = (name, country)
    return found


def _add_listed(register: Register, name: FoundName) -> None:
    """Add a name that the gazetteer lists as a body's and that is no person's here."""
    in_title = register.parse.sentence_of(name.first).headline
    if name.inside and not in_title and not any(body.kind is BodyKind.COUNTRY for body in name.bodies):
        return
    if name.bodies and not register.is_taken(name.first, name.last):
        body = _meant(register.parse, name)
        if body is not None:
            register.add_body(body, name.first, name.last)


def _add_unlisted(register: Register, name: FoundName, countries: dict[int, tuple[FoundName, Body]]) -> None:
    """Add an organisation or people that the gazetteer does not list."""
    if name.inside or name.places or register.is_taken(name.first, name.last):
        return
    if register.parse.sentence_of(name.first).headline and register.is_taken(name.first, name.first + 1):
        return  # a title's capitals run on after a name ("Acme Rushes")
    if name.label is NameLabel.PEOPLE:
        if register.parse.tokens[name.last - 1].pos != "ADJ":
            register.add_people(name)
    elif _is_organization(name) and not _is_written_small(register, name):
        inside = (countries[i][1] for i in range(name.first, name.last) if i in countries)
        register.add_local(name, next(inside, None))


def _is_written_small(register: Register, name: FoundName) -> bool:
    """Return whether a lone word is no name: an agent word, or in lower case elsewhere."""
    word = name.text.lower()
    lone = name.last - name.first == 1 and not name.text.isupper()
    return lone and (bool(sector_of(word)) or word in register.words)


def _is_organization(name: FoundName) -> bool:
    if name.last - name.first == 1 and find_places_loosely(name.text):
        return False
    if name.label is NameLabel.ORGANIZATION:
        return not title_of(name.text.split()[-1])
    long = name.last - name.first > 1 and not any(title_of(word) for word in name.text.split())
    return name.label is NameLabel.UNKNOWN and (long or name.text.isupper())


def _meant(parse: Parse, name: FoundName) -> Body | None:
    """Return the body that a name stands for here, or None if it is a place's or nobody's."""
    shared = word_table("shared_names").get(name.text)
    if shared is not None and name.bodies:
        return _meant_of_shared(parse, name, shared)
    bodies = [body for body in name.bodies if body.kind is not BodyKind.PERSON]
    outright = [body for body in bodies if body.named is not NameKind.CAPITAL]
    if outright:
        return min(outright, key=lambda body: _RANKS[body.kind])
    return bodies[0] if len(bodies) == 1 and _acts(parse, name) else None


def _has_word(parse: Parse, phrases: Sequence[str]) -> bool:
    """Return whether the text has one of some words or phrases, in any capitals."""
    row = f" {' '.join(token.lower for token in parse.tokens)} "
    return any(f" {phrase} " in row for phrase in phrases)


def _meant_of_shared(parse: Parse, name: FoundName, shared: Mapping[str, Any]) -> Body | None:
    """Return the one of two bodies with the same short name that the words of the text speak for."""
    if _has_word(parse, shared["near"]):
        return name.bodies[0]
    second = find_body(shared["also"])
    beside = {token.lower for token in parse.tokens[max(0, name.first - 2) : name.last + 1]}
    reports = bool(beside & set(shared["reporting"]))
    return second if reports or _has_word(parse, shared["else_near"]) else None


def _acts(parse: Parse, name: FoundName) -> bool:
    """Return whether a capital is the subject of a verb ("Washington plans") and so means a government."""
    head = parse.head_of(parse.tokens[name.first].start, parse.tokens[name.last - 1].end)
    if head is None or head.dep != "nsubj":
        return False
    verb = parse.tokens[head.head]
    if verb.pos not in ("VERB", "AUX") or verb.lemma in words_of("entities", "being"):
        return False
    return parse.child(head.i, "amod", "det", "compound", "appos") is None


def _join_acronyms(register: Register) -> None:
    """Join "YPG" to "People's Protection Units, or YPG" and "HWF" to "Harbour Workers Federation (HWF)"."""
    tokens = register.parse.tokens
    # One owner an acronym, the last: to rename once for each of its mentions would be quadratic.
    owners: dict[str, tuple[int, int]] = {}
    for i, token in enumerate(tokens):
        if i < 2 or not _ACRONYM.match(token.text) or sum(sign.isupper() for sign in token.text) < 2:
            continue
        before = i - 1
        if tokens[before].text in ("or", "called", "as") and tokens[before - 1].text == ",":
            before -= 1
        if tokens[before].text not in ("(", ","):
            continue
        owner = register.ending_at(before)
        if owner is not None and _spells(token.text, register.parse.span(owner[0], before).text):
            owners[token.text] = owner
    for acronym, owner in owners.items():
        register.rename(acronym, owner)


def _spells(acronym: str, name: str) -> bool:
    """Return whether the letters of an acronym begin the words of a name in order."""
    letters = [sign.lower() for sign in acronym if sign.isupper()]
    n = 0
    for word in filter(None, re.split(r"[\s’'-]+", name)):
        if n < len(letters) and word[0].lower() == letters[n]:
            n += 1
    return n == len(letters)
