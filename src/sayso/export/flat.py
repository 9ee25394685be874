"""The flat claim table: one row a claim, for CSV, Parquet and data frames."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import msgspec

from sayso.export.chunks import Chunk, table
from sayso.export.columns import (
    Column,
    countries_of,
    join,
    names_of,
    place_names,
    sectors_of,
    words_of,
)
from sayso.export.grouping import EventGroup, Grouping, group_of, ungrouped
from sayso.export.places import place_of
from sayso.export.sources import chain_names, describe_chains, innermost
from sayso.model import Claim, Report, TimeExpression, Told, Toponym

__all__ = ["COLUMNS", "claim_rows", "encode", "value_rows"]


class _Row(NamedTuple):
    """A claim with what its columns are read from."""

    told: Told
    group: EventGroup

    @property
    def claim(self) -> Claim:
        return self.told.claim

    @property
    def report(self) -> Report:
        return self.told.report

    @property
    def time(self) -> TimeExpression | None:
        return self.told.claim.time

    @property
    def place(self) -> Toponym | None:
        return place_of(self.told.claim)


def _time(name: str, field: str) -> "Column[_Row]":
    return Column(name, str, lambda row: getattr(row.time, field, None))


def _place(field: str, type_: type) -> "Column[_Row]":
    return Column(field, type_, lambda row: getattr(row.place, field, None))


def _count(unit: str, field: str) -> "Column[_Row]":
    """A number of people harmed, where the claim gives one."""
    name = unit if field == "value" else f"{unit}_{field}"
    return Column(
        name,
        float,
        lambda row: next((getattr(one, field) for one in row.claim.quantities if one.unit == unit), None),
    )


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


COLUMNS: tuple[Column[_Row], ...] = (
    Column("claim", str, lambda row: row.claim.id),
    Column("report", str, lambda row: row.report.id),
    Column("input_id", str, lambda row: row.report.input_id),
    Column("publisher", str, lambda row: row.report.publisher),
    Column("published", str, lambda row: row.report.published),
    Column("url", str, lambda row: row.report.url),
    Column("title", str, lambda row: row.report.title),
    Column("type", str, lambda row: row.claim.event.type),
    Column("mode", str, lambda row: join(row.claim.event.mode)),
    Column("context", str, lambda row: join(row.claim.event.context)),
    Column("status", str, lambda row: str(row.claim.status)),
    Column("negated", bool, lambda row: row.claim.negated),
    Column("certainty", str, lambda row: str(row.claim.certainty)),
    Column("actors", str, lambda row: names_of(row.claim.actors)),
    Column("recipients", str, lambda row: names_of(row.claim.recipients)),
    Column("actor_words", str, lambda row: words_of(row.claim.actors)),
    Column("recipient_words", str, lambda row: words_of(row.claim.recipients)),
    Column("actor_countries", str, lambda row: join(countries_of(row.claim.actors))),
    Column("recipient_countries", str, lambda row: join(countries_of(row.claim.recipients))),
    Column("actor_sectors", str, lambda row: join(sectors_of(row.claim.actors))),
    Column("recipient_sectors", str, lambda row: join(sectors_of(row.claim.recipients))),
    Column("object", str, lambda row: row.claim.object.span.text if row.claim.object else None),
    Column(
        "object_type",
        str,
        lambda row: row.claim.object.event.type if row.claim.object and row.claim.object.event else None,
    ),
    Column("places", str, lambda row: place_names(row.claim.places)),
    Column("place", str, lambda row: row.place.name if row.place else None),
    _place("country", str),
    _place("geonameid", int),
    _place("lat", float),
    _place("lon", float),
    _place("feature", str),
    _time("time", "text"),
    _time("time_value", "value"),
    _time("from", "first"),
    _time("to", "last"),
    Column("quantities", str, lambda row: join(one.text for one in row.claim.quantities)),
    Column("quantity_values", str, lambda row: _json(row.claim.quantities)),
    *(_count(unit, field) for unit in ("killed", "injured") for field in ("value", "min", "max")),
    Column("sources", str, lambda row: describe_chains(row.told)),
    Column("source_kind", str, lambda row: join(one.source_kind for one in innermost(row.told))),
    Column("source_chains", str, lambda row: _json(chain_names(row.told))),
    Column("independent_sources", int, lambda row: row.group.independent_sources),
    Column("event_group", str, lambda row: row.group.id),
    Column("trigger", str, lambda row: row.claim.trigger.text),
    Column("start", int, lambda row: row.claim.trigger.start),
    Column("end", int, lambda row: row.claim.trigger.end),
    Column("sentence", str, lambda row: row.claim.sentence.text),
    Column("key", str, lambda row: row.claim.key),
    Column("document", str, lambda row: row.report.document),
    Column("language", str, lambda row: row.report.language),
    Column("reader", str, lambda row: f"{row.told.reader.name} {row.told.reader.version}"),
    Column("tier", str, lambda row: str(row.told.reader.tier)),
)


def value_rows(told: Iterable[Told], grouping: Grouping = ungrouped) -> Iterator[tuple[Any, ...]]:
    """The values of `COLUMNS` for each claim."""
    for one in told:
        row = _Row(one, group_of(one, grouping))
        yield tuple(column.get(row) for column in COLUMNS)


def claim_rows(told: Iterable[Told], grouping: Grouping = ungrouped) -> Iterator[dict[str, Any]]:
    """The rows of the flat claim table as dicts: `pandas.DataFrame(claim_rows(told_of(reading)))`."""
    names = [column.name for column in COLUMNS]
    for values in value_rows(told, grouping):
        yield dict(zip(names, values, strict=True))


def encode(told: Iterable[Told], grouping: Grouping) -> Iterator[Chunk]:
    """The flat claim table as CSV, with a header."""
    yield from table("", [[column.name for column in COLUMNS]], delimiter=",")
    yield from table("", value_rows(told, grouping), delimiter=",")
