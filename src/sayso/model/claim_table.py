"""The flat claim table: one row a claim, the same in every form of table and data frame."""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from sayso.model.columns import (
    Column,
    countries_of,
    join,
    names_of,
    place_names,
    sectors_of,
    words_of,
)
from sayso.model.sourcing import (
    Sourced,
    chain_names,
    describe_chains,
    event_of,
    independent_sources,
    innermost,
)

__all__ = ["CLAIM_COLUMNS", "claim_rows", "value_rows"]


def _time(name: str, field: str) -> "Column[Sourced]":
    return Column(name, str, lambda row: getattr(row.claim.time, field, None))


def _place(name: str, type_: type, field: str = "") -> "Column[Sourced]":
    return Column(name, type_, lambda row: getattr(row.claim.main_place(), field or name, None))


def _count(unit: str, field: str) -> "Column[Sourced]":
    """A number of people harmed, where the claim gives one."""

    def get(row: Sourced) -> float | None:
        for one in row.claim.quantities:
            if one.unit == unit:
                number: float | None = getattr(one, field)
                return number
        return None

    return Column(unit if field == "value" else f"{unit}_{field}", float, get)


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


CLAIM_COLUMNS: tuple[Column[Sourced], ...] = (
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
    _place("place", str, "name"),
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
    Column("sources", str, lambda row: describe_chains(row.claim.chains, row.attributions)),
    Column("source_kind", str, lambda row: join(one.source_kind for one in innermost(row))),
    Column("source_chains", str, lambda row: _json(chain_names(row))),
    Column("independent_sources", int, independent_sources),
    Column("event", str, event_of),
    Column("trigger", str, lambda row: row.claim.trigger.text),
    Column("start", int, lambda row: row.claim.trigger.start),
    Column("end", int, lambda row: row.claim.trigger.end),
    Column("sentence", str, lambda row: row.claim.sentence.text),
    Column("key", str, lambda row: row.claim.key),
    Column("document", str, lambda row: row.report.document),
    Column("language", str, lambda row: row.report.language),
    Column("reader", str, lambda row: f"{row.reader.name} {row.reader.version}"),
    Column("tier", str, lambda row: str(row.reader.tier)),
    Column("verdict", str, lambda row: row.verdict),
)


def value_rows(told: Iterable[Sourced]) -> Iterator[tuple[Any, ...]]:
    """The values of `CLAIM_COLUMNS` for each claim."""
    gets = [column.get for column in CLAIM_COLUMNS]
    for one in told:
        yield tuple([get(one) for get in gets])


def claim_rows(told: Iterable[Sourced]) -> Iterator[dict[str, Any]]:
    """The rows of the flat claim table as dicts: `pandas.DataFrame(claim_rows(told_of(reading)))`."""
    names = [column.name for column in CLAIM_COLUMNS]
    for values in value_rows(told):
        yield dict(zip(names, values, strict=True))
