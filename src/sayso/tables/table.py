"""Definition of a table: its columns, the values of its rows, its SQL view and its form in the terminal."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from sayso.tables.columns import Column, Columns
from sayso.tables.sql import Dialect, Expression, written

__all__ = ["Table", "TerminalColumn", "View"]

Row = TypeVar("Row")


class View(NamedTuple):
    """An SQL view: its name, its tables and conditions (`FROM ...`), and the columns that only it has."""

    name: str
    source: Expression
    columns: tuple[Column, ...] = ()


class TerminalColumn(NamedTuple):
    """A column in the terminal: its share of the spare width, and at least `least` characters.

    `value` names a column of the table, or computes the cell from a row's values by name.
    """

    heading: str
    least: int
    share: int
    value: str | Callable[[dict[str, Any]], object]

    def cell(self, values: dict[str, Any]) -> object:
        """Return the content of the cell for a row's values."""
        return values[self.value] if isinstance(self.value, str) else self.value(values)


class Table(Generic[Row]):
    """A table: its columns in order, the values of its rows, its view and its form in the terminal."""

    def __init__(
        self,
        name: str,
        description: str,
        parts: Sequence[Columns[Row]],
        *,
        view: View | None = None,
        terminal: Sequence[TerminalColumn] = (),
    ) -> None:
        self.name = name
        self.description = description
        self.columns = tuple(part_column for part in parts for part_column in part.columns)
        self.view = view
        self.terminal = tuple(terminal)
        self._values = [part.values for part in parts]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(known.name for known in self.columns)

    def rows(self, found: Iterable[Row]) -> Iterator[tuple[Any, ...]]:
        """Yield the values of the columns for each row that was found."""
        for row in found:
            values: list[Any] = []
            for compute in self._values:
                values += compute(row)
            yield tuple(values)

    def records(self, found: Iterable[Row]) -> Iterator[dict[str, Any]]:
        """Yield the values of the columns by name for each row that was found."""
        names = self.names
        for values in self.rows(found):
            yield dict(zip(names, values, strict=True))

    def view_columns(self) -> tuple[Column, ...]:
        """Return the columns of the SQL view: those of the table that have an expression, then its own."""
        more = self.view.columns if self.view else ()
        return (*(known for known in self.columns if known.sql), *more)

    def view_sql(self, dialect: Dialect) -> str:
        """Return the query of the table's view for a database."""
        if self.view is None:
            raise ValueError(f"the table {self.name} has no view")
        selected = (f'{written(known.sql, dialect)} AS "{known.name}"' for known in self.view_columns())
        return f"SELECT {', '.join(selected)} {written(self.view.source, dialect)}"
