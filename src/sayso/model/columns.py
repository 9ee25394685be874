"""The columns of flat tables: a name, a type, a value; and what several tables have in them."""

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
    """Columns whose values are read from a row together, as one is read from the same things as the next."""

    named: Mapping[str, type]
    get: Callable[[Row], tuple[Any, ...]]


class Head(NamedTuple):
    """What stands above a column: its name, and the type of its values."""

    name: str
    type: type


class Table(Generic[Row]):
    """The columns of a flat table in order, and how a row of it is made."""

    def __init__(self, *columns: Column[Row] | Columns[Row]) -> None:
        together = [_together(one) if isinstance(one, Column) else one for one in columns]
        self.heads = tuple(Head(*named) for one in together for named in one.named.items())
        self._gets = [one.get for one in together]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(head.name for head in self.heads)

    def rows(self, found: Iterable[Row]) -> Iterator[tuple[Any, ...]]:
        """The values of the columns, for each that was found."""
        gets = self._gets
        for one in found:
            values: list[Any] = []
            for get in gets:
                values += get(one)
            yield tuple(values)


def _together(column: Column[Row]) -> Columns[Row]:
    get = column.get
    return Columns({column.name: column.type}, lambda row: (get(row),))


def join(values: Iterable[object]) -> str:
    """Values side by side, as POLECAT has them: those that are there, each once, with "; " between."""
    kept = [str(one) for one in values if one not in (None, "")]
    return "; ".join(dict.fromkeys(kept)) if len(kept) > 1 else "".join(kept)


def names_of(participants: Iterable[Participant]) -> str:
    """Who it is: by name, else by the words in the text."""
    return join(one.entity.name if one.entity else one.text for one in participants)


def words_of(participants: Iterable[Participant]) -> str:
    """The words in the text."""
    return join(one.text for one in participants)


def countries_of(participants: Iterable[Participant]) -> list[str]:
    """The ISO3 codes of the participants that have a country, each once."""
    return list(
        dict.fromkeys(one.entity.country for one in participants if one.entity and one.entity.country)
    )


def sectors_of(participants: Iterable[Participant]) -> list[str]:
    """The PLOVER sectors of the participants, each once."""
    return list(dict.fromkeys(one.entity.sector for one in participants if one.entity and one.entity.sector))


def place_names(toponyms: Iterable[Toponym]) -> str:
    """The names of places."""
    return join(one.name for one in toponyms)


def fit(value: Any, type_: type) -> Any:  # noqa: ANN401 - a value of any column
    """The value as a typed table holds it; a number that no column can hold is unknown, its words stay."""
    if type_ is int and value is not None:
        return value if abs(value) < _INT64 else None
    if type_ is not float or value is None:
        return value
    try:
        return float(value)
    except OverflowError:
        return None
