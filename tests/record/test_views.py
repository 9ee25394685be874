"""Every form of a table holds the same values: SQL view, CSV, Parquet, data frame and API."""

import csv
import io
import itertools
import json
import math
import random
from datetime import date, datetime

import msgspec
import pytest
from pyarrow import parquet
from sqlalchemy import text
from tests.record.made import FIRST, SECOND, Maker, put_disagreements

from sayso.cli.formats import FORMATS
from sayso.engine import relate
from sayso.model import (
    Certainty,
    Claim,
    ClaimObject,
    Entity,
    EntityKind,
    Event,
    ObjectEvent,
    Participant,
    Quantity,
    Reading,
    SourceKind,
    Span,
    Status,
    Strength,
    TimeExpression,
    Toponym,
    Verdict,
    make_report,
)
from sayso.record import Decision, Store
from sayso.tables import ALL_TABLES, TABLES, VALUES, Column, Type, as_object, value_rows

KINDS = ("report", "claim", "attribution", "commitment", "event")
# Words with everything that separates, quotes or is quoted somewhere, and the same words again.
WORDS = (
    "Amal Haddad",
    "the army",
    "A; B",
    'say "no"',
    "O'Neill",
    "a\nb",
    "x\ty",
    "=1+1",
    "Ünal",
    "{a}",
    "%s",
    "?",
)


class Names:
    """Makes participants, places and numbers at random, with repeated and missing names."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - the same at every run

    def span(self, words: str) -> dict[str, object]:
        return {"start": 0, "end": len(words), "text": words}

    def entity(self) -> Entity | None:
        name = self.random.choice(WORDS)
        country, sector = self.random.choice(["", "IRQ", "LBN"]), self.random.choice(["", "GOV", "MIL"])
        found = Entity(id=f"e/{name}", name=name, kind=EntityKind.PERSON, country=country, sector=sector)
        return self.random.choice([None, found])

    def participants(self) -> tuple[Participant, ...]:
        return tuple(
            Participant(**self.span(self.random.choice(WORDS)), entity=self.entity())
            for _ in range(self.random.randrange(4))
        )

    def place(self) -> Toponym:
        lat = self.random.choice([None, 36.2, -1.25])
        known = (
            {"geonameid": 95446, "country": "IRQ", "feature": "PPLA"} if self.random.random() < 0.5 else {}
        )
        words = self.random.choice(WORDS)
        return Toponym(
            **self.span(words), name=f"{words}!", lat=lat, lon=None if lat is None else 44.5, **known
        )

    def quantity(self) -> Quantity:
        number = lambda: self.random.choice([None, 0, 7, 12.0, 2.5, 1_500_000, 10**30])  # noqa: E731
        unit = self.random.choice(["killed", "injured", "soldiers"])
        return Quantity(
            **self.span(self.random.choice(WORDS)), value=number(), min=number(), max=number(), unit=unit
        )

    def time(self) -> TimeExpression | None:
        days = [None, "2020-04-13", "1066-10-14"]
        first, last = self.random.choice(days), self.random.choice(days)
        found = TimeExpression(**self.span("Monday"), value="XXXX-WXX-1", first=first, last=last)
        return self.random.choice([None, found])


def make_reading(seed: int) -> Reading:
    """Make a reading with random sources, claims and a commitment."""
    names = Names(seed)
    pick = names.random.choice
    body = "\n".join(f"{word} left {number}." for number, word in enumerate(WORDS)) + f" {seed}"
    published = pick(
        [None, "2020", "2020-04", "2020-04-14", "2020-04-14T09:30:00Z", "2020-04-14T09:30:00+03:00"]
    )
    make = Maker(
        make_report(body, input_id=f"i{seed}", title="T", published=published), pick([FIRST, SECOND])
    )
    attributions = [
        msgspec.structs.replace(
            make.attribution("left", f"left {number}", f"left {number}"),
            source=pick([(), (Span(**names.span(pick(WORDS))),)]),
            source_entity=names.entity(),
            source_kind=pick([None, *SourceKind]),
        )
        for number in range(4)
    ]
    ids = [attribution.id for attribution in attributions]
    claims = tuple(make_claim(make, names, number, ids) for number in range(len(WORDS)))
    commitment = make.commitment(
        "left 1",
        claim=pick([None, claims[1].id]),
        debtor=pick([None, *names.participants()]),
        strength=pick(list(Strength)),
        verb="will",
        due=names.time(),
        chains=tuple(tuple(names.random.sample(ids, 2)) for _ in range(names.random.randrange(3))),
    )
    return make.reading(attributions=tuple(attributions), claims=claims, commitments=(commitment,))


def make_claim(make: Maker, names: Names, number: int, ids: list[str]) -> Claim:
    pick = names.random.choice
    asked = ClaimObject(span=Span(**names.span("left")), event=pick([None, ObjectEvent(type="AID")]))
    return msgspec.structs.replace(
        make.claim(f"left {number}.", pick(["RETREAT", "ASSAULT"])),
        event=Event(
            type=pick(["RETREAT", "ASSAULT"]), mode=pick([(), ("withdraw",)]), context=("military", "legal")
        ),
        object=pick([None, asked]),
        actors=names.participants(),
        recipients=names.participants(),
        places=tuple(names.place() for _ in range(names.random.randrange(3))),
        time=names.time(),
        quantities=tuple(names.quantity() for _ in range(names.random.randrange(3))),
        status=pick(list(Status)),
        negated=pick([True, False]),
        certainty=pick(list(Certainty)),
        chains=tuple(tuple(names.random.sample(ids, 2)) for _ in range(names.random.randrange(3))),
    )


@pytest.fixture
def filled(record: Store) -> Store:
    """A record of random readings, related and partly judged."""
    for seed in range(12):
        record.put(make_reading(seed))
    relate(record)
    rows = list(itertools.islice(record.claims(), 3))
    for row, verdict in zip(rows, (Verdict.ACCEPT, Verdict.REJECT, Verdict.CORRECT), strict=True):
        corrected = {"field": "status", "value": "planned"} if verdict is Verdict.CORRECT else {}
        record.judge(row.claim.id, Decision(verdict=verdict, by="Ann", **corrected))
    relate(record)
    return record


def view_rows(record: Store, view: str) -> list[dict[str, object]]:
    with record._engine.connect() as connection:
        return [dict(row) for row in connection.execute(text(f"SELECT * FROM {view}")).mappings()]  # noqa: S608


def plain(value: object, type_: Type) -> object:
    """Return a value as it is compared: databases have other types for truth and numbers."""
    if value is None:
        return None
    if type_ is Type.BOOLEAN:
        return bool(value)
    if type_ is Type.REAL:
        return round(float(value), 6)
    return value


def comparable(rows, columns: tuple[Column, ...]) -> list[str]:
    return sorted(repr([plain(row[column.name], column.type) for column in columns]) for row in rows)


@pytest.mark.parametrize("found", KINDS)
def test_view_holds_what_the_table_holds(filled: Store, found: str) -> None:
    table = TABLES[found]
    columns = tuple(column for column in table.columns if column.sql)
    rows = list(table.records(getattr(filled, f"{found}s")()))
    assert rows
    assert comparable(view_rows(filled, table.view.name), columns) == comparable(rows, columns)


def test_view_of_disagreements_holds_what_the_table_holds(record: Store) -> None:
    record.put(make_reading(0))
    put_disagreements(record)
    table = TABLES["disagreement"]
    columns = tuple(column for column in table.columns if column.sql)
    rows = list(table.records(record.disagreements()))
    assert len(rows) == 5
    assert comparable(view_rows(record, "disagreements"), columns) == comparable(rows, columns)


def test_view_of_values_holds_what_the_table_holds(filled: Store) -> None:
    rows = list(VALUES.records(value_rows(filled.events())))
    assert comparable(view_rows(filled, "event_values"), VALUES.columns) == comparable(rows, VALUES.columns)


def test_every_view_has_the_columns_defined(filled: Store) -> None:
    for table in ALL_TABLES:
        if table.view is None:
            continue
        with filled._engine.connect() as connection:
            found = connection.execute(text(f"SELECT * FROM {table.view.name} WHERE 1 = 0"))  # noqa: S608
            assert list(found.keys()) == [column.name for column in table.view_columns()]


class Output(io.BytesIO):
    """Keeps what was written."""

    def close(self) -> None:
        """Stay open."""


def write(record: Store, found: str, format: str) -> bytes:
    out = Output()
    FORMATS[format](getattr(record, f"{found}s")(), out)
    return out.getvalue()


def as_text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


@pytest.mark.parametrize("found", KINDS)
def test_delimited_text_holds_what_the_table_holds(filled: Store, found: str) -> None:
    rows = list(TABLES[found].records(getattr(filled, f"{found}s")()))
    for format, delimiter in (("csv", ","), ("tsv", "\t")):
        lines = io.StringIO(write(filled, found, format).decode(), newline="")
        read = list(csv.DictReader(lines, delimiter=delimiter, strict=True))
        assert read == [{name: as_text(value) for name, value in row.items()} for row in rows]


def of_column(value: object, type_: Type) -> object:
    """Return a value of a row as Arrow has it."""
    if value is None or type_ not in (Type.DATE, Type.TIMESTAMP, Type.REAL):
        return value
    if type_ is Type.REAL:
        return float(value)
    if len(value) < len("2020-04-14"):
        return None
    if type_ is Type.DATE:
        return date.fromisoformat(value)
    return datetime.fromisoformat(value if "T" in value else f"{value}T00:00:00+00:00")


@pytest.mark.parametrize("found", KINDS)
def test_parquet_and_frames_hold_what_the_table_holds(filled: Store, found: str) -> None:
    table = TABLES[found]
    query = getattr(filled, f"{found}s")()
    expected = [
        {column.name: of_column(row[column.name], column.type) for column in table.columns}
        for row in table.records(query)
    ]
    written = parquet.read_table(io.BytesIO(write(filled, found, "parquet")))
    assert written.to_pylist() == expected
    types = {column.name: str(written.schema.field(column.name).type) for column in table.columns}
    for column in table.columns:
        assert (types[column.name] == "date32[day]") == (column.type is Type.DATE)
        assert (types[column.name] == "timestamp[us, tz=UTC]") == (column.type is Type.TIMESTAMP)
        assert (types[column.name] == "int64") == (column.type is Type.INTEGER)
    frame = query.to_pandas()
    for column in table.columns:
        cells = [
            None if missing else cell
            for cell, missing in zip(frame[column.name], frame[column.name].isna(), strict=True)
        ]
        values = [row[column.name] for row in expected]
        if column.type is Type.DATE:
            cells = [None if cell is None else cell.date() for cell in cells]
        assert cells == [
            None if isinstance(value, float) and math.isnan(value) else value for value in values
        ]


def test_api_holds_what_the_table_holds(filled: Store) -> None:
    query = filled.claims()
    for row, values in zip(query, TABLES["claim"].records(query), strict=True):
        found = json.loads(msgspec.json.encode(as_object("claim", row)))
        names = [
            "; ".join(
                dict.fromkeys((actor["entity"] or {"name": actor["text"]})["name"] for actor in found[role])
            )
            for role in ("actors", "recipients")
        ]
        chains = dict.fromkeys(" via ".join(name or "?" for name in chain) for chain in found["sources"])
        assert names == [values["actors"], values["recipients"]]
        assert "; ".join(chains) == values["sources"]
        assert found["independent_sources"] == values["independent_sources"]
        trigger = found["trigger"]
        plain_fields = {
            "claim": found["id"],
            "key": found["key"],
            "type": found["event"]["type"],
            "mode": "; ".join(found["event"]["mode"]),
            "status": found["status"],
            "negated": found["negated"],
            "certainty": found["certainty"],
            "trigger": trigger["text"],
            "start": trigger["start"],
            "end": trigger["end"],
            "sentence": found["sentence"]["text"],
            "from": (found["time"] or {"from": None})["from"],
            "verdict": found["verdict"],
            "tier": found["tier"],
            "report": found["report"]["id"],
            "published": found["report"]["published"],
            "event": found["event_group"],
        }
        assert plain_fields == {name: values[name] for name in plain_fields}
