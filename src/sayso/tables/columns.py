"""Columns of tables: name, type, meaning and value; and the values that several tables share."""

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any, Generic, NamedTuple, TypeVar

from sayso.model.entity import Participant
from sayso.model.toponym import Toponym
from sayso.tables.sql import Expression

__all__ = [
    "INT64",
    "Column",
    "Columns",
    "Type",
    "column",
    "countries_of",
    "join",
    "names_of",
    "place_names",
    "sectors_of",
    "whole_number",
    "words_of",
]

# Bound of integers of 64 bits.
INT64 = 1 << 63

Row = TypeVar("Row")


class Type(StrEnum):
    """Type of a column.

    Rows and delimited text hold days as `2014-08-12` and moments as the report gives them, in ISO 8601.
    Arrow, Parquet and pandas have them as dates and as timestamps in UTC.
    """

    TEXT = "text"
    INTEGER = "integer"
    REAL = "real"
    BOOLEAN = "boolean"
    DATE = "date"
    TIMESTAMP = "timestamp"


class Column(NamedTuple):
    """A column: its name, type and meaning, and its SQL expression in the view ("" if the view lacks it)."""

    name: str
    type: Type
    description: str = ""
    sql: Expression = ""


class Columns(NamedTuple, Generic[Row]):
    """Columns whose values are computed from a row together, as they come from the same parts of it."""

    columns: tuple[Column, ...]
    values: Callable[[Row], tuple[Any, ...]]


def column(
    name: str, type_: Type, value: Callable[[Row], Any], description: str = "", sql: Expression = ""
) -> Columns[Row]:
    """Define one column with the function that computes its value from a row."""
    return Columns((Column(name, type_, description, sql),), lambda row: (value(row),))


def join(values: Iterable[object]) -> str:
    """Join values as POLECAT does: those that are not empty, each once, separated by "; "."""
    texts = [str(value) for value in values if value not in (None, "")]
    return "; ".join(dict.fromkeys(texts)) if len(texts) > 1 else "".join(texts)


def names_of(participants: Iterable[Participant]) -> str:
    """Return the participants' names, or their words in the text for those without."""
    return join(
        participant.entity.name if participant.entity else participant.text for participant in participants
    )


def words_of(participants: Iterable[Participant]) -> str:
    """Return the participants' words in the text."""
    return join(participant.text for participant in participants)


def countries_of(participants: Iterable[Participant]) -> list[str]:
    """Return the ISO3 codes of the participants that have a country, each once."""
    entities = (participant.entity for participant in participants)
    return list(dict.fromkeys(entity.country for entity in entities if entity and entity.country))


def sectors_of(participants: Iterable[Participant]) -> list[str]:
    """Return the PLOVER sectors of the participants, each once."""
    entities = (participant.entity for participant in participants)
    return list(dict.fromkeys(entity.sector for entity in entities if entity and entity.sector))


def place_names(toponyms: Iterable[Toponym]) -> str:
    """Return the names of places."""
    return join(toponym.name for toponym in toponyms)


def whole_number(value: float | int | None) -> int | None:
    """Return a count as an integer of 64 bits; None if it is unknown, broken or too large.

    >>> whole_number(12.0), whole_number(2.5), whole_number(10**40)
    (12, None, None)
    """
    if value is None or not -INT64 < value < INT64 or value != int(value):
        return None
    return int(value)
