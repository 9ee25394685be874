"""Columns of flat tables: name, type and value; and the values that several tables share."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Generic, NamedTuple, TypeVar

from sayso.model.entity import Participant
from sayso.model.toponym import Toponym

__all__ = [
    "Column",
    "Columns",
    "Head",
    "Table",
    "countries_of",
    "fit",
    "join",
    "names_of",
    "place_names",
    "sectors_of",
    "words_of",
]

_INT64 = 1 << 63

Row = TypeVar("Row")


class Column(NamedTuple, Generic[Row]):
    """One column; `type` is str, int, float or bool, and every value but a bool may be None."""

    name: str
    type: type
    get: Callable[[Row], Any]


class Columns(NamedTuple, Generic[Row]):
    """Columns whose values are read from a row together, as they are read from the same parts of it."""

    named: Mapping[str, type]
    get: Callable[[Row], tuple[Any, ...]]


class Head(NamedTuple):
    """Name of a column and type of its values."""

    name: str
    type: type


class Table(Generic[Row]):
    """The columns of a flat table in order, and the functions that make its rows."""

    def __init__(self, *columns: Column[Row] | Columns[Row]) -> None:
        together = [_together(part) if isinstance(part, Column) else part for part in columns]
        self.heads = tuple(Head(*named) for part in together for named in part.named.items())
        self._gets = [part.get for part in together]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(head.name for head in self.heads)

    def rows(self, found: Iterable[Row]) -> Iterator[tuple[Any, ...]]:
        """Yield the values of the columns for each row that was found."""
        gets = self._gets
        for row in found:
            values: list[Any] = []
            for get in gets:
                values += get(row)
            yield tuple(values)


def _together(column: Column[Row]) -> Columns[Row]:
    get = column.get
    return Columns({column.name: column.type}, lambda row: (get(row),))


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


def fit(value: Any, type_: type) -> Any:  # noqa: ANN401 - a value of any column
    """Return the value as a typed column holds it; None for a number that is too large for the column."""
    if type_ is int and value is not None:
        return value if abs(value) < _INT64 else None
    if type_ is not float or value is None:
        return value
    try:
        return float(value)
    except OverflowError:
        return None
