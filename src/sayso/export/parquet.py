"""The flat claim table as Parquet; needs pyarrow, which is loaded only here."""

import io
from collections.abc import Iterable, Iterator
from importlib import import_module
from itertools import islice
from typing import Any

from sayso.errors import MissingPackageError
from sayso.export.chunks import Chunk
from sayso.model import Told
from sayso.model.claim_table import CLAIM_COLUMNS, value_rows
from sayso.model.columns import fit

__all__ = ["encode"]

# Rows that are held at once: a row has about 1 KB, and a row group is what a reader skips by.
_ROWS = 10_000


class _Outlet(io.RawIOBase):
    """Takes what the Parquet writer writes, and gives it away."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []
        self._written = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:  # noqa: ANN401 - whatever pyarrow writes: a buffer of bytes
        copied = bytes(data)
        self._waiting.append(copied)
        self._written += len(copied)
        return len(copied)

    def tell(self) -> int:
        return self._written

    def take(self) -> bytes:
        """What was written since the last time."""
        taken = b"".join(self._waiting)
        self._waiting.clear()
        return taken


def encode(told: Iterable[Told]) -> Iterator[Chunk]:
    """The flat claim table as Parquet, a row group for each 10,000 claims."""
    pyarrow, parquet = _load("pyarrow"), _load("pyarrow.parquet")
    schema, outlet = _schema(pyarrow), _Outlet()
    rows = value_rows(told)
    with parquet.ParquetWriter(outlet, schema, compression="zstd") as writer:
        while batch := list(islice(rows, _ROWS)):
            arrays = [
                pyarrow.array([fit(one, column.type) for one in values], type=field.type)
                for values, column, field in zip(zip(*batch, strict=True), CLAIM_COLUMNS, schema, strict=True)
            ]
            writer.write_batch(pyarrow.RecordBatch.from_arrays(arrays, schema=schema))
            yield Chunk("", outlet.take())
    yield Chunk("", outlet.take())


def _schema(pyarrow: Any) -> Any:  # noqa: ANN401 - an optional package
    types = {str: pyarrow.string(), int: pyarrow.int64(), float: pyarrow.float64(), bool: pyarrow.bool_()}
    return pyarrow.schema([(column.name, types[column.type]) for column in CLAIM_COLUMNS])


def _load(module: str) -> Any:  # noqa: ANN401 - an optional package
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        raise MissingPackageError(
            "the export to Parquet needs the package pyarrow", help='pip install "sayso[parquet]"'
        ) from error
