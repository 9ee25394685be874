"""Flat tables as pandas, Arrow and Parquet data; these packages are loaded only here."""

from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from itertools import islice
from typing import TYPE_CHECKING, Any

from sayso.errors import MissingPackageError
from sayso.model.columns import Head, fit

if TYPE_CHECKING:
    import pandas
    import pyarrow

__all__ = ["load_arrow", "make_batches", "make_frame", "make_schema", "make_table", "parquet_writer"]

Heads = Sequence[Head]
Rows = Iterable[tuple[object, ...]]
# Rows held at once: a row has about 1 KB, and in Parquet a batch is a row group, which a reader skips by.
_BATCH = 10_000
# Types that can hold "unknown" beside their values.
_PANDAS_TYPES = {str: "str", int: "Int64", float: "float64", bool: "bool"}


def make_frame(heads: Heads, rows: Rows) -> "pandas.DataFrame":
    """Make a data frame of the rows; unknown numbers are `NA`, never 0."""
    pandas = _load("pandas", "pandas")
    types = [head.type for head in heads]
    values = [tuple(map(fit, row, types)) for row in rows]
    frame = pandas.DataFrame(values, columns=[head.name for head in heads])
    return frame.astype({head.name: _PANDAS_TYPES[head.type] for head in heads})


def make_table(heads: Heads, rows: Rows) -> "pyarrow.Table":
    """Make an Arrow table of the rows."""
    pyarrow = load_arrow("pyarrow")
    return pyarrow.Table.from_batches(make_batches(heads, rows), schema=make_schema(heads))


def make_batches(heads: Heads, rows: Rows) -> "Iterator[pyarrow.RecordBatch]":
    """Yield Arrow batches of up to 10,000 rows."""
    pyarrow = load_arrow("pyarrow")
    schema, waiting = make_schema(heads), iter(rows)
    while batch := list(islice(waiting, _BATCH)):
        arrays = [
            _make_array(pyarrow, values, head, field.type)
            for values, head, field in zip(zip(*batch, strict=True), heads, schema, strict=True)
        ]
        yield pyarrow.RecordBatch.from_arrays(arrays, schema=schema)


def _make_array(pyarrow: Any, values: Sequence[object], head: Head, type_: object) -> Any:  # noqa: ANN401
    try:
        return pyarrow.array(values, type=type_)
    except (OverflowError, pyarrow.ArrowInvalid):  # a number that the column cannot hold
        return pyarrow.array([fit(value, head.type) for value in values], type=type_)


def make_schema(heads: Heads) -> "pyarrow.Schema":
    """Return the Arrow schema of the columns."""
    pyarrow = load_arrow("pyarrow")
    types = {str: pyarrow.string(), int: pyarrow.int64(), float: pyarrow.float64(), bool: pyarrow.bool_()}
    return pyarrow.schema([(head.name, types[head.type]) for head in heads])


def parquet_writer(file: object, heads: Heads) -> Any:  # noqa: ANN401 - of an optional package
    """Make a writer of Arrow batches of these columns as Parquet into a binary file."""
    return load_arrow("pyarrow.parquet").ParquetWriter(file, make_schema(heads), compression="zstd")


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
