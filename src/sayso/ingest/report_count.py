"""A quick, rough count of the reports to read, from which a progress bar estimates the time left."""

from collections.abc import Iterable

from sayso.errors import SaysoError
from sayso.ingest.files import (
    STANDARD_INPUT,
    TABLES,
    InputFormat,
    Source,
    bare_name,
    find_sources,
    is_address,
    suffix_format,
)
from sayso.ingest.streams import ByteStream, open_source
from sayso.ingest.tables import Table, count_rows

__all__ = ["count_reports"]

_CHUNK = 1 << 20


def count_reports(paths: Iterable[str], input_format: str = InputFormat.AUTO) -> int | None:
    """Return the number of text files, and of lines or rows in archives; None for a pipe."""
    try:
        chosen = InputFormat(input_format)
    except ValueError:
        return None
    number = 0
    for path in paths:
        if path == STANDARD_INPUT or is_address(path):
            return None
        for source in find_sources(path, chosen):
            if isinstance(source, Source) and source.path is not None and not source.path.is_file():
                return None  # a pipe that was counted cannot be read again
            number += _count(source, chosen) if isinstance(source, Source) else 0
    return number


def _announced(source: Source) -> InputFormat | None:
    return suffix_format(bare_name(source.path).suffix.lower()) if source.path is not None else None


def _count(source: Source, chosen: InputFormat) -> int:
    found = chosen if chosen is not InputFormat.AUTO else _announced(source)
    if found is not InputFormat.JSONL and found not in TABLES:
        return 1
    try:
        with open_source(source) as stream:
            if found is InputFormat.JSONL:
                return _count_lines(stream)
            return count_rows(Table(stream, source.name, found))
    except (SaysoError, OSError):
        return 0  # the error is reported when the source is read


def _count_lines(stream: ByteStream) -> int:
    lines, last = 0, b"\n"
    while chunk := stream.read(_CHUNK):
        lines, last = lines + chunk.count(b"\n"), chunk
    return lines + (not last.endswith(b"\n"))
