"""Downloads of all rows of a query, streamed, so that memory does not grow with the rows."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, cast

from fastapi.responses import StreamingResponse

from sayso.export import FORMATS, Format
from sayso.export.chunks import flat_table, json_lines
from sayso.record import Query
from sayso.tables import as_object
from sayso.web.kinds import Kind

__all__ = ["DELIMITERS", "MEDIA", "download"]

DELIMITERS = {"csv": ",", "tsv": "\t"}
MEDIA = {"jsonl": "application/jsonl", "csv": "text/csv", "tsv": "text/tab-separated-values"}


def download(kind: Kind, query: "Query[Any]", format: str) -> StreamingResponse:
    """Return the rows of a query as a file."""
    export = FORMATS.get(format) if kind.name == "claims" else None
    if export is None:
        pieces, media, suffix = _rows(query, format), MEDIA[format], f".{format}"
    elif export.is_folder:
        pieces, media, suffix = _zipped(export, query), "application/zip", f".{format}.zip"
    else:
        pieces = (chunk.data for chunk in export.encode(query.told(named=export.named)))
        media, suffix = export.media_type, export.suffix
    headers = {"content-disposition": f'attachment; filename="sayso-{kind.name}{suffix}"'}
    return StreamingResponse(_begun(pieces), media_type=media, headers=headers)


def _begun(pieces: Iterator[bytes]) -> Iterable[bytes]:
    """Make the first piece at once, so that an error is answered as an error, and return all pieces."""
    first = next(pieces, b"")
    return chain([first], pieces)


def _rows(query: "Query[Any]", format: str) -> Iterator[bytes]:
    if format == "jsonl":
        chunks = json_lines("", (as_object(query.kind, row) for row in query))
    else:
        chunks = flat_table(query.columns, query.tuples(), delimiter=DELIMITERS[format])
    return (chunk.data for chunk in chunks)


class _Sink(io.RawIOBase):
    """Write buffer of a zip, emptied as it is sent."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:  # noqa: ANN401 - any buffer
        self._waiting.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        taken, self._waiting = b"".join(self._waiting), []
        return taken


def _zipped(export: Format, query: "Query[Any]") -> Iterator[bytes]:
    """Yield a zip of the tables of a format; each table is made by itself, so that none is buffered."""
    sink = _Sink()
    with zipfile.ZipFile(cast(Any, sink), "w", zipfile.ZIP_DEFLATED) as archive:
        for name in export.files:
            with archive.open(name, "w", force_zip64=True) as file:
                for chunk in export.encode(query.told(named=export.named)):
                    if chunk.file == name:
                        file.write(chunk.data)
                        yield sink.take()
    yield sink.take()
