"""The table of claims: one row a claim of a report."""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from sayso.model.claim_sources import (
    Sourced,
    describe_names,
    innermost,
    name_sources,
)
from sayso.model.entity import Participant
from sayso.model.quantity import Quantity
from sayso.tables.columns import (
    Column,
    Columns,
    Type,
    column,
    countries_of,
    join,
    names_of,
    place_names,
    sectors_of,
    whole_number,
    words_of,
)
from sayso.tables.reports import PUBLISHED, REPORT_COLUMNS
from sayso.tables.sql import NAME, Expression, chains, joined, json_joined, json_value
from sayso.tables.table import Table, TerminalColumn, View

__all__ = ["CLAIMS", "claim_rows"]

_json = msgspec.json.Encoder()
# Units whose numbers have columns of their own.
_HARMED = ("killed", "injured")


def _event(row: Sourced) -> tuple[Any, ...]:
    claim = row.claim
    event = claim.event
    mode, context = join(event.mode), join(event.context)
    status, certainty = str(claim.status), str(claim.certainty)
    hedge = join(span.text for span in claim.hedge)
    return event.type, mode, context, status, claim.negated, certainty, hedge, claim.confidence


_EVENT = Columns[Sourced](
    (
        Column("type", Type.TEXT, "PLOVER type of the event, whatever its status", "c.type"),
        Column("mode", Type.TEXT, "PLOVER modes", json_joined("b.body", "event", "mode")),
        Column("context", Type.TEXT, "PLOVER contexts", json_joined("b.body", "event", "context")),
        Column("status", Type.TEXT, "How far the event went", "c.status"),
        Column("negated", Type.BOOLEAN, "True if the claim denies the event", "c.negated"),
        Column("certainty", Type.TEXT, "How sure the source is, by its own words", "c.certainty"),
        Column(
            "hedge",
            Type.TEXT,
            "Words by which the source says that it is not certain",
            json_joined("b.body", "hedge", field="text"),
        ),
        Column(
            "confidence",
            Type.REAL,
            "Probability that type, status, negation and innermost source are read right; 1 if a person "
            "accepted or corrected the claim",
            "CASE WHEN c.verdict IN ('accepted', 'corrected') THEN 1.0 ELSE c.confidence / 100.0 END",
        ),
    ),
    _event,
)


def _people(row: Sourced) -> tuple[Any, ...]:
    (names, words, countries, sectors), of = _describe(row.claim.actors), _describe(row.claim.recipients)
    return names, of[0], words, of[1], countries, of[2], sectors, of[3]


def _describe(people: tuple[Participant, ...]) -> tuple[str, str, str, str]:
    """Return names, words, countries and sectors."""
    if not people:
        return "", "", "", ""
    if len(people) > 1:
        return names_of(people), words_of(people), join(countries_of(people)), join(sectors_of(people))
    words, entity = people[0].text, people[0].entity
    return (entity.name, words, entity.country, entity.sector) if entity else (words, words, "", "")


def _participants(role: str, value: str) -> Expression:
    return joined(
        f"SELECT {value} AS x, p.position AS n FROM participant p JOIN name m ON m.n = p.name"
        f" WHERE p.claim = c.n AND p.role = '{role}'"
    )


def _of_people(suffix: str, description: str, value: str) -> tuple[Column, ...]:
    """Return the two columns of actors and recipients."""
    actors, recipients = (
        ("actors", "recipients") if not suffix else (f"actor_{suffix}", f"recipient_{suffix}")
    )
    return (
        Column(actors, Type.TEXT, f"Actors: {description}", _participants("actor", value)),
        Column(recipients, Type.TEXT, f"Recipients: {description}", _participants("recipient", value)),
    )


_PEOPLE = Columns[Sourced](
    (
        *_of_people("", "the entity's name, else the words of the text", NAME),
        *_of_people("words", "the words of the text", "m.words"),
        *_of_people("countries", "countries of their entities (ISO 3166-1 alpha-3)", "m.country"),
        *_of_people("sectors", "PLOVER sectors of their entities", "m.sector"),
    ),
    _people,
)


def _object(row: Sourced) -> tuple[Any, ...]:
    found = row.claim.object
    if found is None:
        return None, None
    return found.span.text, found.event.type if found.event else None


_OBJECT = Columns[Sourced](
    (
        Column(
            "object",
            Type.TEXT,
            "Words of what was asked, promised, threatened or denied",
            json_value("b.body", "object", "span", "text"),
        ),
        Column(
            "object_type",
            Type.TEXT,
            "PLOVER type of what was asked, promised, threatened or denied",
            json_value("b.body", "object", "event", "type"),
        ),
    ),
    _object,
)


def _places(row: Sourced) -> tuple[Any, ...]:
    place = row.claim.main_place()
    if place is None:
        return "", None, None, None, None, None, None
    names = place_names(row.claim.places)
    return names, place.name, place.country, place.geonameid, place.lat, place.lon, place.feature


def _main_place(value: str) -> str:
    return (
        f"(SELECT {value} FROM place p JOIN name m ON m.n = p.name WHERE p.claim = c.n"
        " ORDER BY m.lat IS NULL OR m.lon IS NULL, p.position LIMIT 1)"
    )


_PLACES = Columns[Sourced](
    (
        Column(
            "places",
            Type.TEXT,
            "Names of all places of the event",
            joined(
                "SELECT m.name AS x, p.position AS n FROM place p JOIN name m ON m.n = p.name"
                " WHERE p.claim = c.n"
            ),
        ),
        Column("place", Type.TEXT, "The first place with coordinates, else the first", _main_place("m.name")),
        Column("country", Type.TEXT, "Country of that place (ISO 3166-1 alpha-3)", _main_place("m.country")),
        Column("geonameid", Type.INTEGER, "GeoNames id of that place", _main_place("m.geonameid")),
        Column("lat", Type.REAL, "Latitude of that place (degrees, WGS 84)", _main_place("m.lat")),
        Column("lon", Type.REAL, "Longitude of that place (degrees, WGS 84)", _main_place("m.lon")),
        Column("feature", Type.TEXT, "GeoNames feature code of that place", _main_place("m.feature")),
    ),
    _places,
)


def _time(row: Sourced) -> tuple[Any, ...]:
    time = row.claim.time
    return (None, None, None, None) if time is None else (time.text, time.value, time.first, time.last)


_TIME = Columns[Sourced](
    (
        Column(
            "time", Type.TEXT, "Words that say when the event happens", json_value("b.body", "time", "text")
        ),
        Column("time_value", Type.TEXT, "TIMEX3 value of these words", json_value("b.body", "time", "value")),
        Column(
            "from",
            Type.DATE,
            "First day of that time; empty if no text gives it",
            json_value("b.body", "time", "from"),
        ),
        Column("to", Type.DATE, "Last day of that time", json_value("b.body", "time", "to")),
    ),
    _time,
)


def _quantities(row: Sourced) -> tuple[Any, ...]:
    found = row.claim.quantities
    if not found:
        return "", "[]", None, None, None, None, None, None
    harmed = [number for unit in _HARMED for number in _numbers(unit, found)]
    return join([quantity.text for quantity in found]), _json.encode(found).decode(), *harmed


def _numbers(unit: str, quantities: Iterable[Quantity]) -> tuple[int | None, int | None, int | None]:
    first = next((quantity for quantity in quantities if quantity.unit == unit), None)
    if first is None:
        return None, None, None
    return whole_number(first.value), whole_number(first.min), whole_number(first.max)


def _number(unit: str, bound: str) -> Expression:
    return (
        f"(SELECT CASE WHEN abs(q.{bound}) < 9.2e18 AND q.{bound} = round(q.{bound})"
        f" THEN CAST(q.{bound} AS BIGINT) END"
        f" FROM quantity q WHERE q.claim = c.n AND q.unit = '{unit}' ORDER BY q.position LIMIT 1)"
    )


def _harmed(unit: str) -> tuple[Column, ...]:
    return (
        Column(
            unit, Type.INTEGER, f'First number of people {unit} ("about 50" is 50)', _number(unit, "value")
        ),
        Column(f"{unit}_min", Type.INTEGER, 'Its lower bound ("at least 107" is 107)', _number(unit, "min")),
        Column(f"{unit}_max", Type.INTEGER, "Its upper bound", _number(unit, "max")),
    )


_QUANTITIES = Columns[Sourced](
    (
        Column(
            "quantities",
            Type.TEXT,
            "Amounts, in the words of the text",
            joined("SELECT q.words AS x, q.position AS n FROM quantity q WHERE q.claim = c.n"),
        ),
        Column("quantity_values", Type.TEXT, "The amounts as JSON, with value, bounds and unit"),
        *(known for unit in _HARMED for known in _harmed(unit)),
    ),
    _quantities,
)


def _sources(row: Sourced) -> tuple[Any, ...]:
    group = row.group
    independent, event = (group.independent_sources, group.id) if group is not None else (None, None)
    if not row.claim.chains:
        return "", "", "[]", independent, event
    names = name_sources(row.claim.chains, row.attributions)
    kinds = join([attribution.source_kind for attribution in innermost(row)])
    return describe_names(names), kinds, _json.encode(names).decode(), independent, event


def _event_group(value: str) -> str:
    return (
        f"(SELECT {value} FROM event_claim l JOIN event v ON v.n = l.event"
        " WHERE l.claim = c.n AND l.report = r.n LIMIT 1)"
    )


_SOURCES = Columns[Sourced](
    (
        Column(
            "sources",
            Type.TEXT,
            "Source chains: the innermost source first, `via` those who relay it; `?` for a source that is "
            "not named; empty for the report's own voice",
            chains("claim", "c"),
        ),
        Column(
            "source_kind",
            Type.TEXT,
            "Kinds of the innermost sources",
            joined(
                "SELECT a.source_kind AS x, h.chain AS n FROM claim_chain h"
                " JOIN attribution a ON a.n = h.attribution WHERE h.claim = c.n AND h.position = 0"
            ),
        ),
        Column("source_chains", Type.TEXT, "The chains as JSON: lists of names"),
        Column(
            "independent_sources",
            Type.INTEGER,
            "Number of independent sources of the claim's event; empty for a claim in no event",
            _event_group("v.independent_sources"),
        ),
        Column(
            "event",
            Type.TEXT,
            "Id of the claim's event; empty for a claim in no event (its report is not related yet, or its "
            "confidence is low)",
            _event_group("v.id"),
        ),
    ),
    _sources,
)


def _words(row: Sourced) -> tuple[Any, ...]:
    claim = row.claim
    trigger = claim.trigger
    return trigger.text, trigger.start, trigger.end, claim.sentence.text, claim.key


_WORDS = Columns[Sourced](
    (
        Column("trigger", Type.TEXT, "Words that name the event", json_value("b.body", "trigger", "text")),
        Column(
            "start",
            Type.INTEGER,
            "Offset of the first character of these words in the report's text",
            json_value("b.body", "trigger", "start", type_="BIGINT"),
        ),
        Column(
            "end",
            Type.INTEGER,
            "Offset after their last character",
            json_value("b.body", "trigger", "end", type_="BIGINT"),
        ),
        Column("sentence", Type.TEXT, "The sentence of these words", "b.words"),
        Column("key", Type.TEXT, "Key of the claim, the same for every reader", "c.key"),
    ),
    _words,
)


def _reader(row: Sourced) -> tuple[Any, ...]:
    report, reader = row.report, row.reader
    return report.document, report.language, f"{reader.name} {reader.version}", str(reader.tier)


_READER = Columns[Sourced](
    (
        Column("document", Type.TEXT, "Id of the text", "d.id"),
        Column("language", Type.TEXT, "Language of the report (ISO 639-1)", "r.language"),
        Column("reader", Type.TEXT, "Name and version of the reader", "e.name || ' ' || e.version"),
        Column("tier", Type.TEXT, "Tier of the reader", "e.tier"),
    ),
    _reader,
)


def _participants_cell(values: dict[str, Any]) -> str:
    actors, recipients = values["actors"], values["recipients"]
    return f"{actors or '?'} → {recipients}" if recipients else str(actors)


def _status(values: dict[str, Any]) -> str:
    return f"not {values['status']}" if values["negated"] else str(values["status"])


CLAIMS = Table[Sourced](
    "claims",
    "One row a claim of a report: who did what to whom, where and when, how far it went, and on whose word.",
    (
        column(
            "claim",
            Type.TEXT,
            lambda row: row.claim.id,
            "Id of the claim. Reports of one text share it: `report` and `claim` together are unique",
            "c.id",
        ),
        REPORT_COLUMNS,
        column("title", Type.TEXT, lambda row: row.report.title, "Title of the report", "r.title"),
        _EVENT,
        _PEOPLE,
        _OBJECT,
        _PLACES,
        _TIME,
        _QUANTITIES,
        _SOURCES,
        _WORDS,
        _READER,
        column(
            "verdict",
            Type.TEXT,
            lambda row: row.verdict,
            "Decision of a person: `accepted`, `rejected` or `corrected`; empty if nobody judged",
            "c.verdict",
        ),
    ),
    view=View(
        "claims",
        "FROM claim c JOIN claim_body b ON b.n = c.n JOIN report r ON r.reading = c.reading"
        " JOIN document d ON d.n = r.document JOIN reading g ON g.n = c.reading"
        " JOIN reader e ON e.n = g.reader WHERE c.shown",
        (
            Column("first_day", Type.DATE, "`from`, else `to`", "c.first_day"),
            Column("last_day", Type.DATE, "`to`, else `from`", "c.last_day"),
            Column("body", Type.TEXT, "The claim as JSON (the record format)", "b.body"),
        ),
    ),
    terminal=(
        PUBLISHED,
        TerminalColumn("status", 12, 0, _status),
        TerminalColumn("type", 9, 0, "type"),
        TerminalColumn("who", 14, 4, _participants_cell),
        TerminalColumn("where", 8, 1, "places"),
        TerminalColumn("source", 10, 3, "sources"),
        TerminalColumn("claim", 18, 0, "claim"),
    ),
)


def claim_rows(claims: Iterable[Sourced]) -> Iterator[dict[str, Any]]:
    """Yield the rows of the table as dicts: `pandas.DataFrame(claim_rows(sourced_claims(reading)))`."""
    return CLAIMS.records(claims)
