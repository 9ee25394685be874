"""The flat claim table as Parquet; needs pyarrow."""

import io
from collections.abc import Iterable, Iterator
from typing import Any

from sayso.export.chunks import Chunk
from sayso.model import SourcedClaim
from sayso.tables import CLAIMS
from sayso.tables.frames import make_batches, parquet_writer

__all__ = ["encode"]


class _Outlet(io.RawIOBase):
    """A buffer between the Parquet writer and the chunks of the export."""

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
        """Return the bytes written since the last call."""
        taken = b"".join(self._waiting)
        self._waiting.clear()
        return taken


def encode(claims: Iterable[SourcedClaim]) -> Iterator[Chunk]:
    """Write the flat claim table as Parquet, a row group for each 10,000 claims."""
    outlet, columns = _Outlet(), CLAIMS.columns
    with parquet_writer(outlet, columns) as writer:
        for batch in make_batches(columns, CLAIMS.rows(claims)):
            writer.write_batch(batch)
            yield Chunk("", outlet.take())
    yield Chunk("", outlet.take())
