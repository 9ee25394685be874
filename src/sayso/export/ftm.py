"""FollowTheMoney: the entities, and a statement for each value that a report claims of them.

The entities are fragments: what several reports know of one person, place or event group comes under one id,
once from each report, and FollowTheMoney's own tools join them.
"""

import hashlib
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from sayso.codebook import read_codebook
from sayso.export.chunks import Cell, Chunk, json_lines, table
from sayso.export.countries import codes_of_country
from sayso.export.places import locate
from sayso.export.sources import describe_chains, group_of, web_address
from sayso.model import Claim, Entity, EntityKind, GroupRef, Participant, Report, SourcedClaim, Toponym
from sayso.model.report import digest

__all__ = ["STATEMENT_COLUMNS", "encode"]

# As followthemoney's own reader of statements has them.
STATEMENT_COLUMNS = (
    *("canonical_id", "entity_id", "prop", "prop_type", "schema", "value", "dataset", "origin", "lang"),
    *("original_value", "external", "first_seen", "last_seen", "id"),
)
_PUBLIC_SECTORS = frozenset({"GOV", "MIL", "LEG", "JUD", "COP", "SPY"})
_PUBLIC_KINDS = frozenset({EntityKind.COUNTRY, EntityKind.OFFICE})
# Kinds that cannot take part in a FollowTheMoney event.
_NO_BODIES = frozenset({EntityKind.DOCUMENT, EntityKind.PLACE})
# The languages that are read, as FollowTheMoney writes them (ISO 639-3).
_LANGUAGES = {"en": "eng"}


class Value(NamedTuple):
    """One value of one property; `original` is the text's own words where the value was made from them."""

    prop: str
    value: str
    original: str = ""


class Thing(NamedTuple):
    """One entity as one report knows it; `claim` is the claim that says so, if one does."""

    id: str
    schema: str
    values: tuple[Value, ...]
    claim: Claim | None = None


def encode(claims: Iterable[SourcedClaim]) -> Iterator[Chunk]:
    """Write entities as JSON Lines and statements as CSV."""
    yield from table("statements.csv", [STATEMENT_COLUMNS], delimiter=",")
    for thing, report in _things(claims):
        yield from json_lines("entities.ftm.json", [_entity(thing, report)])
        yield from table("statements.csv", _statements(thing, report), delimiter=",")


def _things(claims: Iterable[SourcedClaim]) -> Iterator[tuple[Thing, Report]]:
    """Yield each thing once per report: the report's entities, then those of each claim."""
    document, reports, seen = "", set[str](), set[tuple[str, str]]()
    for sourced in claims:
        things, report = _things_of_claim(sourced, group_of(sourced)), sourced.report.id
        # The claims of copies of one text come in turns.
        if sourced.report.document != document:
            document, reports, seen = sourced.report.document, set(), set()
        if report not in reports:
            reports.add(report)
            things = chain(_things_of_report(sourced), things)
        for thing in things:
            if thing.claim is not None:
                yield thing, sourced.report
            elif (report, thing.id) not in seen:
                seen.add((report, thing.id))
                yield thing, sourced.report


def _things_of_report(sourced: SourcedClaim) -> Iterator[Thing]:
    yield _article(sourced.report)
    for named in sourced.entities:
        if named.kind not in _NO_BODIES:
            yield _body(named, sourced.report)
            names = dict.fromkeys(span.text for span in named.mentions)
            yield from _mentions(named.entity(), names, sourced.report)


def _things_of_claim(sourced: SourcedClaim, group: GroupRef) -> Iterator[Thing]:
    claim = sourced.claim
    for participant in (*claim.actors, *claim.recipients):
        if _takes_part(participant) and participant.entity:
            yield _body(participant.entity, sourced.report)
    for place in claim.places:
        yield _address(place)
    yield _event(sourced, group)
    yield _documentation(sourced, group)


def _article(report: Report) -> Thing:
    language = _LANGUAGES.get((report.language or "").split("-")[0], "")
    return _thing(
        _id(report.id),
        "Article",
        Value("title", report.title or ""),
        Value("author", report.byline or ""),
        Value("publisher", report.publisher or ""),
        Value("publishedAt", report.published or ""),
        Value("sourceUrl", web_address(report)),
        Value("language", language),
    )


def _body(entity: Entity, report: Report) -> Thing:
    return _thing(
        _id_of(entity, report),
        _schema_of(entity),
        Value("name", entity.name or entity.id),
        Value("country", _country(entity.country)),
        Value("keywords", entity.code),
        Value("keywords", entity.sector),
    )


def _mentions(entity: Entity, names: Iterable[str], report: Report) -> Iterator[Thing]:
    body = _id_of(entity, report)
    for name in names:
        yield _thing(
            _id(report.id, body, name),
            "Mention",
            Value("document", _id(report.id)),
            Value("resolved", body),
            Value("name", name),
            Value("detectedSchema", _schema_of(entity)),
            Value("contextCountry", _country(entity.country)),
        )


def _address(place: Toponym) -> Thing:
    location = locate(place)
    full = ", ".join(
        dict.fromkeys(part for part in (place.name, location.province, location.country_name) if part)
    )
    return _thing(
        _id_of_place(place),
        "Address",
        Value("full", full, place.text),
        Value("name", place.name, place.text),
        Value("city", location.city),
        Value("state", location.province),
        Value("country", _country(place.country)),
        Value("latitude", _number(place.lat)),
        Value("longitude", _number(place.lon)),
    )


def _event(sourced: SourcedClaim, group: GroupRef) -> Thing:
    report, claim = sourced.report, sourced.claim
    event = claim.event
    values = [
        _event_name(claim, group),
        Value("summary", claim.sentence.text),
        *_when(claim),
        *(Value("location", place.name, place.text) for place in claim.places),
        *(Value("addressEntity", _id_of_place(place)) for place in claim.places),
        *(Value("country", _country(place.country)) for place in claim.places),
        *(_part(participant, report) for participant in (*claim.actors, *claim.recipients)),
        *(Value("keywords", keyword) for keyword in (event.type, *event.mode, *event.context)),
        Value("notes", f"status: {_status(claim)}"),
        *(
            Value("notes", f"{quantity.unit or 'amount'}: {quantity.text}", quantity.text)
            for quantity in claim.quantities
        ),
        Value("recordId", claim.key),
        Value("publisher", report.publisher or ""),
        Value("sourceUrl", web_address(report)),
        Value("proof", _id(report.id)),
    ]
    return _thing(_id(group.id), "Event", *values, claim=claim)


def _event_name(claim: Claim, group: GroupRef) -> Value:
    """Return the event's label, the same for all its claims; without one its type and trigger."""
    if group.label:
        return Value("name", group.label)
    return Value(
        "name", f"{'/'.join((claim.event.type, *claim.event.mode))}: {claim.trigger.text}", claim.trigger.text
    )


def _documentation(sourced: SourcedClaim, group: GroupRef) -> Thing:
    """Return the link from the report to the event that it claims, with the sources."""
    report, claim = sourced.report, sourced.claim
    return _thing(
        _id(report.id, claim.id),
        "Documentation",
        Value("document", _id(report.id)),
        Value("entity", _id(group.id)),
        Value("role", describe_chains(sourced) or "the report's own voice"),
        Value("status", _status(claim)),
        Value("date", report.published or ""),
        Value("summary", claim.sentence.text),
        Value("recordId", claim.key),
        Value("publisher", report.publisher or ""),
        Value("sourceUrl", web_address(report)),
        claim=claim,
    )


def _thing(id_: str, schema: str, *values: Value, claim: Claim | None = None) -> Thing:
    return Thing(id_, schema, tuple(dict.fromkeys(value for value in values if value.value)), claim)


def _when(claim: Claim) -> list[Value]:
    time = claim.time
    if time is None or time.first is None:
        return []
    if time.last in (None, time.first):
        return [Value("date", time.first, time.text)]
    return [Value("startDate", time.first, time.text), Value("endDate", time.last or "", time.text)]


def _part(participant: Participant, report: Report) -> Value:
    if _takes_part(participant) and participant.entity:
        return Value("involved", _id_of(participant.entity, report), participant.text)
    return Value("namesMentioned", participant.text)


def _takes_part(participant: Participant) -> bool:
    return participant.entity is not None and participant.entity.kind not in _NO_BODIES


def _status(claim: Claim) -> str:
    words = claim.hedge_words()
    certainty = f"{claim.certainty} (“{words}”)" if words else str(claim.certainty)
    parts = (str(claim.status), "negated" if claim.negated else "", certainty)
    return ", ".join(part for part in parts if part)


def _schema_of(entity: Entity) -> str:
    if entity.kind is EntityKind.PERSON:
        return "Person"
    is_public = entity.kind in _PUBLIC_KINDS or entity.sector in _PUBLIC_SECTORS
    return "PublicBody" if is_public else "Organization"


def _id(*parts: str) -> str:
    """Return an id with the signs that FollowTheMoney allows: letters, digits, dots and hyphens."""
    return f"sayso-{digest(*parts)}"


def _id_of(entity: Entity, report: Report) -> str:
    """Return one id everywhere for an entity of the gazetteer, else one within the document."""
    return _id(entity.id) if entity.gazetteer else _id(report.document, entity.id)


def _id_of_place(place: Toponym) -> str:
    where = str(place.geonameid) if place.geonameid is not None else f"{place.lat},{place.lon}"
    return _id("place", where, place.name)


def _country(alpha3: str) -> str:
    return codes_of_country(alpha3).iso2.lower()


def _number(value: float | None) -> str:
    return "" if value is None else str(value)


def _entity(thing: Thing, report: Report) -> dict[str, object]:
    properties: dict[str, list[str]] = {}
    for value in thing.values:
        found = properties.setdefault(value.prop, [])
        if value.value not in found:
            found.append(value.value)
    return {"id": thing.id, "schema": thing.schema, "properties": properties, "datasets": [_dataset(report)]}


def _statements(thing: Thing, report: Report) -> Iterator[tuple[Cell, ...]]:
    """Yield the statement of the entity's id, then one for each value; the report is their data set."""
    types: dict[str, str] = read_codebook("ftm")[thing.schema]
    for said in (Value("id", thing.id), *thing.values):
        prop, value, original = said
        yield (
            thing.id,
            thing.id,
            prop,
            types.get(prop, "id"),
            thing.schema,
            value,
            _dataset(report),
            thing.claim.id if thing.claim else "",
            None,
            original if original != value else None,
            "f",
            report.published,
            report.published,
            _statement_id(report, thing, said),
        )


def _dataset(report: Report) -> str:
    return report.id


def _statement_id(report: Report, thing: Thing, said: Value) -> str:
    """Return the id of a statement, made as followthemoney makes it of data set, entity, property and value.

    Where that is not all, of the claim's key and the text's words, too: claims of one event in one report
    often have a value in common, and each of them is a statement.
    """
    key = f"{_dataset(report)}.{thing.id}.{said.prop}.{said.value}"
    if thing.claim is not None or said.original:
        key += f".{thing.claim.key if thing.claim else ''}.{said.original}"
    return hashlib.sha1(key.encode(), usedforsecurity=False).hexdigest()
