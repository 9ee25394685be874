"""Tables as pandas, Arrow and Parquet data; these packages are loaded only here."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from importlib import import_module
from itertools import islice
from typing import TYPE_CHECKING, Any

from sayso.errors import MissingPackageError
from sayso.model.dates import known_day
from sayso.tables.columns import INT64, Column, Type

if TYPE_CHECKING:
    import pandas
    import pyarrow

__all__ = ["load_arrow", "make_batches", "make_frame", "make_schema", "make_table", "parquet_writer"]

Rows = Iterable[tuple[object, ...]]
# Rows held at once: a row has about 1 KB, and in Parquet a batch is a row group, which a reader skips by.
_BATCH = 10_000
# Types that can hold "unknown" beside their values.
_PANDAS_TYPES = {
    Type.TEXT: "str",
    Type.INTEGER: "Int64",
    Type.REAL: "float64",
    Type.BOOLEAN: "bool",
    Type.DATE: "datetime64[us]",
    Type.TIMESTAMP: "datetime64[us, UTC]",
}


def make_frame(columns: Sequence[Column], rows: Rows) -> "pandas.DataFrame":
    """Make a data frame of the rows; unknown numbers are `NA`, never 0, and unknown days `NaT`."""
    pandas = _load("pandas", "pandas")
    values = zip(*rows, strict=True)
    filled = list(values) or [()] * len(columns)
    data = {
        column.name: pandas.Series(list(map(_CONVERT[column.type], cells)), dtype=_PANDAS_TYPES[column.type])
        for column, cells in zip(columns, filled, strict=True)
    }
    return pandas.DataFrame(data)


def make_table(columns: Sequence[Column], rows: Rows) -> "pyarrow.Table":
    """Make an Arrow table of the rows."""
    pyarrow = load_arrow("pyarrow")
    return pyarrow.Table.from_batches(make_batches(columns, rows), schema=make_schema(columns))


def make_batches(columns: Sequence[Column], rows: Rows) -> "Iterator[pyarrow.RecordBatch]":
    """Yield Arrow batches of up to 10,000 rows."""
    pyarrow = load_arrow("pyarrow")
    schema, waiting = make_schema(columns), iter(rows)
    while batch := list(islice(waiting, _BATCH)):
        arrays = [
            pyarrow.array(list(map(_CONVERT[column.type], cells)), type=field.type)
            for cells, column, field in zip(zip(*batch, strict=True), columns, schema, strict=True)
        ]
        yield pyarrow.RecordBatch.from_arrays(arrays, schema=schema)


def make_schema(columns: Sequence[Column]) -> "pyarrow.Schema":
    """Return the Arrow schema of the columns; a field's description is in its metadata."""
    pyarrow = load_arrow("pyarrow")
    types = {
        Type.TEXT: pyarrow.string(),
        Type.INTEGER: pyarrow.int64(),
        Type.REAL: pyarrow.float64(),
        Type.BOOLEAN: pyarrow.bool_(),
        Type.DATE: pyarrow.date32(),
        Type.TIMESTAMP: pyarrow.timestamp("us", tz="UTC"),
    }
    return pyarrow.schema(
        [
            pyarrow.field(column.name, types[column.type], metadata={"description": column.description})
            for column in columns
        ]
    )


def _same(value: Any) -> Any:  # noqa: ANN401 - a value of any column
    return value


def _integer(value: Any) -> int | None:  # noqa: ANN401 - an int or None
    """Return an integer of 64 bits; None for one that is too large."""
    return value if value is not None and abs(value) < INT64 else None


def _real(value: Any) -> float | None:  # noqa: ANN401 - a number or None
    try:
        return None if value is None else float(value)
    except OverflowError:
        return None


def _date(value: Any) -> date | None:  # noqa: ANN401 - an ISO 8601 text or None
    return known_day(value)


def _timestamp(value: Any) -> datetime | None:  # noqa: ANN401 - an ISO 8601 text or None
    """Return a moment in UTC; of a day its beginning, of a month or year none."""
    if known_day(value) is None:
        return None
    try:
        moment = datetime.fromisoformat(value)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (OverflowError, ValueError):
        return None


_CONVERT: dict[Type, Callable[[Any], Any]] = {
    Type.TEXT: _same,
    Type.INTEGER: _integer,
    Type.REAL: _real,
    Type.BOOLEAN: bool,
    Type.DATE: _date,
    Type.TIMESTAMP: _timestamp,
}


def parquet_writer(file: object, columns: Sequence[Column]) -> Any:  # noqa: ANN401 - of an optional package
    """Make a writer of Arrow batches of these columns as Parquet into a binary file."""
    return load_arrow("pyarrow.parquet").ParquetWriter(file, make_schema(columns), compression="zstd")


def load_arrow(module: str) -> Any:  # noqa: ANN401 - an optional package
    """Import a module of pyarrow; raises `MissingPackageError`, saying how to install it."""
    return _load(module, '"sayso[parquet]"')


def _load(module: str, install: str) -> Any:  # noqa: ANN401 - an optional package
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        package = module.split(".")[0]
        raise MissingPackageError(
            f"this needs the package {package}", help=f"pip install {install}"
        ) from error
