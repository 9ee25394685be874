"""The tables of events: the events themselves, their claims, values and disagreements."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from sayso.model import DisagreementRow, EventRow, Side, Value
from sayso.tables.columns import Column, Columns, Type, column, join
from sayso.tables.sql import Dialect, Expression, json_items, json_joined, json_least, json_value
from sayso.tables.table import Table, TerminalColumn, View

__all__ = ["DISAGREEMENTS", "EVENTS", "EVENT_CLAIMS", "VALUES", "ValueRow", "value_rows"]

# Between the sides of a disagreement, and between a source and one that relays it.
_VERSUS, _VIA = " | ", " via "
_EVENT_ID = Column("event", Type.TEXT, "Id of the event", "e.id")
_STORY = Column("story", Type.TEXT, "Id of the story that the event belongs to", "e.story")


def _event_place(row: EventRow) -> tuple[Any, ...]:
    places = row.event.places
    first = (places[0].country, places[0].lat, places[0].lon) if places else (None, None, None)
    return (join(place.name for place in places), *first)


def _first_place(member: str, type_: str = "") -> Expression:
    def write(dialect: Dialect) -> str:
        value = f"j.value ->> '{member}'"
        if type_ and dialect is Dialect.POSTGRESQL:
            value = f"CAST({value} AS {type_})"
        return f"(SELECT {value} FROM {json_items(dialect, 'e.body', 'places')} ORDER BY j.key LIMIT 1)"

    return write


_PLACES: Columns[EventRow] = Columns(
    (
        Column("places", Type.TEXT, "Names of its places", json_joined("e.body", "places", field="name")),
        Column(
            "country", Type.TEXT, "Country of the first place (ISO 3166-1 alpha-3)", _first_place("country")
        ),
        Column("lat", Type.REAL, "Latitude of the first place", _first_place("lat", "double precision")),
        Column("lon", Type.REAL, "Longitude of the first place", _first_place("lon", "double precision")),
    ),
    _event_place,
)


def _event_days(row: EventRow) -> tuple[str | None, str | None]:
    time = row.event.time
    return (time.first, time.last) if time else (None, None)


_DAYS: Columns[EventRow] = Columns(
    (
        Column("from", Type.DATE, "First day of the event", json_value("e.body", "time", "from")),
        Column("to", Type.DATE, "Last day of the event", json_value("e.body", "time", "to")),
    ),
    _event_days,
)


def _published(row: EventRow) -> tuple[str | None, str | None]:
    published = [claim.published for claim in row.event.claims if claim.published]
    return min(published, default=None), max(published, default=None)


_PUBLISHED: Columns[EventRow] = Columns(
    (
        Column(
            "first_published",
            Type.TIMESTAMP,
            "Publication of its first report",
            json_least("e.body", "claims", field="published"),
        ),
        Column(
            "last_published",
            Type.TIMESTAMP,
            "Publication of its last report",
            json_least("e.body", "claims", field="published", greatest=True),
        ),
    ),
    _published,
)


def _claim_day(function: str, day: str) -> str:
    return (
        f"(SELECT {function}(c.{day}) FROM event_claim l JOIN claim c ON c.n = l.claim WHERE l.event = e.n)"
    )


EVENTS = Table[EventRow](
    "events",
    "One row an event: the claims, of one report or many, about one happening.",
    (
        Columns((_EVENT_ID,), lambda row: (row.event.id,)),
        column("label", Type.TEXT, lambda row: row.event.label, "Label", json_value("e.body", "label")),
        column("type", Type.TEXT, lambda row: row.event.type, "PLOVER type", json_value("e.body", "type")),
        _PLACES,
        _DAYS,
        column("claims", Type.INTEGER, lambda row: len(row.event.claims), "Number of its claims", "e.claims"),
        column(
            "reports",
            Type.INTEGER,
            lambda row: row.event.reports,
            "Number of its reports",
            json_value("e.body", "reports", type_="BIGINT"),
        ),
        column(
            "copies_folded",
            Type.INTEGER,
            lambda row: row.event.copies_folded,
            "Number of its reports that are copies of another",
            json_value("e.body", "copies_folded", type_="BIGINT"),
        ),
        column(
            "independent_sources",
            Type.INTEGER,
            lambda row: row.event.independent_sources,
            "Number of its independent sources",
            "e.independent_sources",
        ),
        column(
            "origins",
            Type.TEXT,
            lambda row: join(origin.name or "?" for origin in row.event.origins),
            "Names of its origins; `?` for one that is not named",
            json_joined("e.body", "origins", field="name", empty="?"),
        ),
        column(
            "disagreements",
            Type.INTEGER,
            lambda row: len(row.event.disagreements),
            "Number of its disagreements",
            "(SELECT count(*) FROM disagreement d WHERE d.event = e.n)",
        ),
        column(
            "disagree_on",
            Type.TEXT,
            lambda row: join(disagreement.slot for disagreement in row.event.disagreements),
            "Slots that its claims disagree on",
            json_joined("e.body", "disagreements", field="slot"),
        ),
        _PUBLISHED,
        Columns((_STORY,), lambda row: (row.story,)),
    ),
    view=View(
        "events",
        "FROM event e",
        (
            Column(
                "first_day",
                Type.DATE,
                "First day that a claim of the event gives",
                _claim_day("min", "first_day"),
            ),
            Column(
                "last_day",
                Type.DATE,
                "Last day that a claim of the event gives",
                _claim_day("max", "last_day"),
            ),
            Column("body", Type.TEXT, "The event as JSON", "e.body"),
        ),
    ),
    terminal=(
        TerminalColumn("from", 10, 0, "from"),
        TerminalColumn("event", 20, 6, "label"),
        TerminalColumn("where", 8, 2, "places"),
        TerminalColumn("sources", 7, 0, "independent_sources"),
        TerminalColumn("reports", 7, 0, "reports"),
        TerminalColumn("disagree", 8, 1, "disagree_on"),
        TerminalColumn("id", 22, 0, "event"),
    ),
)

# Which claims belong to which event: SQL alone needs it, as `claims` names the event of each claim.
EVENT_CLAIMS = Table[Any](
    "event_claims",
    "One row a claim of an event. Only as a view.",
    (),
    view=View(
        "event_claims",
        "FROM event_claim l JOIN event e ON e.n = l.event JOIN claim c ON c.n = l.claim"
        " JOIN claim_body b ON b.n = c.n JOIN report r ON r.n = l.report",
        (
            _EVENT_ID,
            Column("claim", Type.TEXT, "Id of the claim", "c.id"),
            Column("report", Type.TEXT, "Id of the report", "r.id"),
            Column("input_id", Type.TEXT, "Id that the input gave the report", "r.input_id"),
            Column("publisher", Type.TEXT, "Outlet, as the input gave it", "r.publisher"),
            Column("published", Type.TIMESTAMP, "Publication, as the input gave it", "r.published"),
            Column("type", Type.TEXT, "PLOVER type of the claim", "c.type"),
            Column("status", Type.TEXT, "How far the event went", "c.status"),
            Column("negated", Type.BOOLEAN, "True if the claim denies the event", "c.negated"),
            Column("sentence", Type.TEXT, "The sentence of the claim", "b.words"),
        ),
    ),
)


class ValueRow(NamedTuple):
    """A number that a claim of an event gives, with the event."""

    row: EventRow
    value: Value


def value_rows(events: Iterable[EventRow]) -> Iterator[ValueRow]:
    """Yield the rows of `VALUES` for events."""
    for row in events:
        for value in row.event.values:
            yield ValueRow(row, value)


def _number(bound: str) -> Expression:
    return lambda dialect: (
        f"j.value ->> '{bound}'"
        if dialect is Dialect.SQLITE
        else f"CAST(j.value ->> '{bound}' AS double precision)"
    )


def _flag(dialect: Dialect) -> str:
    flag = "j.value ->> 'approximate'"
    return flag if dialect is Dialect.SQLITE else f"CAST({flag} AS boolean)"


VALUES = Table[ValueRow](
    "event_values",
    "One row for each number that a claim of an event gives.",
    (
        Columns((_EVENT_ID,), lambda found: (found.row.event.id,)),
        column(
            "report", Type.TEXT, lambda found: found.value.report, "Id of the report", "j.value ->> 'report'"
        ),
        column("claim", Type.TEXT, lambda found: found.value.claim, "Id of the claim", "j.value ->> 'claim'"),
        column(
            "slot",
            Type.TEXT,
            lambda found: found.value.slot,
            "`killed`, `injured`, `missing`, `arrested`, `displaced`, or the noun that is counted",
            "j.value ->> 'slot'",
        ),
        column("of", Type.TEXT, lambda found: found.value.of, "Who or what is counted", "j.value ->> 'of'"),
        column("value", Type.REAL, lambda found: found.value.value, "The number", _number("value")),
        column("min", Type.REAL, lambda found: found.value.min, "Its lower bound", _number("min")),
        column("max", Type.REAL, lambda found: found.value.max, "Its upper bound", _number("max")),
        column(
            "approximate",
            Type.BOOLEAN,
            lambda found: found.value.approximate,
            'True of a number like "about 50" or "dozens"',
            _flag,
        ),
        column(
            "text", Type.TEXT, lambda found: found.value.text, "Words of the number", "j.value ->> 'text'"
        ),
        column(
            "sources",
            Type.TEXT,
            lambda found: _VIA.join(dict.fromkeys(name or "?" for name in found.value.sources)),
            "The claim's first source chain",
            json_joined("j.value", "sources", empty="?", separator=_VIA),
        ),
    ),
    view=View("event_values", lambda dialect: f"FROM event e, {json_items(dialect, 'e.body', 'values')}"),
)


def _label(row: DisagreementRow) -> tuple[str, str, str]:
    return row.event.id, row.event.label, row.event.type


_OF_EVENT: Columns[DisagreementRow] = Columns(
    (
        _EVENT_ID,
        Column("label", Type.TEXT, "Label of the event", json_value("e.body", "label")),
        Column("type", Type.TEXT, "PLOVER type of the event", json_value("e.body", "type")),
    ),
    _label,
)


def _side_days(row: DisagreementRow) -> tuple[str | None, str | None]:
    days = [day for side in row.disagreement.sides for day in (side.first, side.last) if day]
    return min(days, default=None), max(days, default=None)


def _describe(side: Side) -> str:
    """Describe a side in a few words: its text, its number, or the limits of its number."""
    if side.text:
        return side.text
    if side.value is not None:
        return f"{side.value:,}"
    limits = [("at least", side.min), ("at most", side.max)]
    return " and ".join(f"{words} {bound:,}" for words, bound in limits if bound is not None)


_SIDE_DAYS: Columns[DisagreementRow] = Columns(
    (
        Column(
            "from",
            Type.DATE,
            "Day of publication of the first report of a side",
            json_least("d.body", "sides", field="first"),
        ),
        Column(
            "to",
            Type.DATE,
            "Day of publication of the last report of a side",
            json_least("d.body", "sides", field="last", greatest=True),
        ),
    ),
    _side_days,
)

DISAGREEMENTS = Table[DisagreementRow](
    "disagreements",
    "One row for each slot of an event on which claims disagree.",
    (
        _OF_EVENT,
        column(
            "slot",
            Type.TEXT,
            lambda row: row.disagreement.slot,
            "What they disagree on: a number's slot, or `status`, `polarity`, `time`, `place`, `actor`",
            "d.slot",
        ),
        column(
            "of",
            Type.TEXT,
            lambda row: row.disagreement.of,
            "Who or what is counted",
            json_value("d.body", "of"),
        ),
        column(
            "kind",
            Type.TEXT,
            lambda row: str(row.disagreement.kind),
            "`incompatible`, or `changed` by a later report",
            "d.kind",
        ),
        column(
            "sides",
            Type.TEXT,
            lambda row: _VERSUS.join(map(_describe, row.disagreement.sides)),
            "The values, side by side",
        ),
        column(
            "why", Type.TEXT, lambda row: row.disagreement.why, "Why they do not go together, in a sentence"
        ),
        column(
            "origins",
            Type.TEXT,
            lambda row: _VERSUS.join(str(side.origins) for side in row.disagreement.sides),
            "Number of independent origins of each side",
        ),
        _SIDE_DAYS,
        column(
            "independent_sources",
            Type.INTEGER,
            lambda row: row.event.independent_sources,
            "Number of independent sources of the event",
            "e.independent_sources",
        ),
        Columns((_STORY,), lambda row: (row.story,)),
    ),
    view=View(
        "disagreements",
        "FROM disagreement d JOIN event e ON e.n = d.event",
        (Column("body", Type.TEXT, "The disagreement as JSON", "d.body"),),
    ),
    terminal=(
        TerminalColumn("event", 16, 4, "label"),
        TerminalColumn("on", 8, 1, "slot"),
        TerminalColumn("kind", 12, 0, "kind"),
        TerminalColumn("sides", 16, 4, "sides"),
        TerminalColumn("sources", 7, 0, "origins"),
        TerminalColumn("id", 22, 0, "event"),
    ),
)
