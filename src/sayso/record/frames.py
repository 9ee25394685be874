"""Flat tables for pandas and Arrow, which are loaded only here."""

from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from itertools import islice
from typing import TYPE_CHECKING, Any

from sayso.errors import MissingPackageError
from sayso.model.columns import Column, fit

if TYPE_CHECKING:
    import pandas
    import pyarrow

__all__ = ["make_batches", "make_frame", "make_schema", "make_table"]

Columns = Sequence[Column[Any]]
Rows = Iterable[tuple[object, ...]]
_BATCH = 10_000
# Types that can hold "unknown" beside their values.
_PANDAS_TYPES = {str: "str", int: "Int64", float: "float64", bool: "bool"}


def make_frame(columns: Columns, rows: Rows) -> "pandas.DataFrame":
    """A data frame of the rows; unknown numbers are `NA`, never 0."""
    pandas = _load("pandas")
    types = [column.type for column in columns]
    values = [tuple(map(fit, row, types)) for row in rows]
    frame = pandas.DataFrame(values, columns=[column.name for column in columns])
    return frame.astype({column.name: _PANDAS_TYPES[column.type] for column in columns})


def make_table(columns: Columns, rows: Rows) -> "pyarrow.Table":
    """An Arrow table of the rows."""
    pyarrow = _load("pyarrow")
    return pyarrow.Table.from_batches(make_batches(columns, rows), schema=make_schema(columns))


def make_batches(columns: Columns, rows: Rows) -> "Iterator[pyarrow.RecordBatch]":
    """Arrow batches of up to 10,000 rows."""
    pyarrow = _load("pyarrow")
    schema, waiting = make_schema(columns), iter(rows)
    while batch := list(islice(waiting, _BATCH)):
        arrays = [
            pyarrow.array([fit(one, column.type) for one in values], type=field.type)
            for values, column, field in zip(zip(*batch, strict=True), columns, schema, strict=True)
        ]
        yield pyarrow.RecordBatch.from_arrays(arrays, schema=schema)


def make_schema(columns: Columns) -> "pyarrow.Schema":
    """The Arrow schema of the columns."""
    pyarrow = _load("pyarrow")
    types = {str: pyarrow.string(), int: pyarrow.int64(), float: pyarrow.float64(), bool: pyarrow.bool_()}
    return pyarrow.schema([(column.name, types[column.type]) for column in columns])


def _load(package: str) -> Any:  # noqa: ANN401 - an optional package
    try:
        return import_module(package)
    except ModuleNotFoundError as error:
        raise MissingPackageError(
            f"this needs the package {package}", help=f"pip install {package}"
        ) from error
