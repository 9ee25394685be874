"""Chunks of bytes, each for one file of an export, and the writers of tables and JSON."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec

from sayso.tables import Column, Type

__all__ = ["Cell", "Chunk", "flat_table", "json_items", "json_lines", "table"]

Cell = str | int | float | bool | None

_CHUNK_CHARACTERS = 1 << 16
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_encoder = msgspec.json.Encoder()


class Chunk(NamedTuple):
    """Some bytes of the file `file`, one of the files of an export."""

    file: str
    data: bytes


def table(
    file: str, rows: Iterable[Sequence[Cell]], *, delimiter: str, line_end: str = "\r\n"
) -> Iterator[Chunk]:
    """Write rows as RFC 4180 defines them; only cells that need quotes are quoted.

    An unknown value is an empty cell, a truth value `true` or `false`. Nothing else is changed, also where a
    cell begins with `=`: it is data, and an apostrophe before it would be one more character for every
    program that reads it.
    """
    cells = ([_TRUTH[cell] if cell is True or cell is False else cell for cell in row] for row in rows)
    return _write(file, cells, delimiter, line_end)


def flat_table(
    columns: Sequence[Column], rows: Iterable[Sequence[Cell]], *, delimiter: str, line_end: str = "\r\n"
) -> Iterator[Chunk]:
    """Write rows below a header; only columns of type bool hold truth values."""
    truths = [i for i, column in enumerate(columns) if column.type is Type.BOOLEAN]

    def cells() -> Iterator[Sequence[Cell]]:
        yield [column.name for column in columns]
        for row in rows:
            values = list(row)
            for i in truths:
                values[i] = "true" if values[i] else "false"
            yield values

    return _write("", cells(), delimiter, line_end)


def _write(file: str, rows: Iterable[Sequence[Cell]], delimiter: str, line_end: str) -> Iterator[Chunk]:
    lines = _Lines(line_end)
    writer = csv.writer(lines, delimiter=delimiter, lineterminator="\r\n")
    for row in rows:
        writer.writerow(row)
        if lines.size >= _CHUNK_CHARACTERS:
            yield Chunk(file, lines.take())
    if lines.size:
        yield Chunk(file, lines.take())


_TRUTH = {True: "true", False: "false"}


class _Lines:
    """Takes the lines of a table as they are written; the writer quotes line ends of either kind."""

    def __init__(self, line_end: str) -> None:
        self._line_end = line_end
        self._waiting: list[str] = []
        self.size = 0

    def write(self, line: str) -> None:
        self._waiting.append(line if self._line_end == "\r\n" else line[:-2] + self._line_end)
        self.size += len(line)

    def take(self) -> bytes:
        """Return the bytes written since the last call."""
        text = "".join(self._waiting)
        self._waiting.clear()
        self.size = 0
        # NUL ends a text for readers written in C; as at ingest, it becomes U+FFFD.
        return text.replace("\0", _REPLACEMENT).encode()


def json_lines(file: str, values: Iterable[object]) -> Iterator[Chunk]:
    """Write one JSON value a line."""
    for value in values:
        yield Chunk(file, _encoder.encode(value) + b"\n")


def json_items(file: str, head: dict[str, object], name: str, values: Iterable[object]) -> Iterator[Chunk]:
    """Write one JSON object with the members of `head` and, one a line, the list `name`."""
    yield Chunk(file, _encoder.encode(head)[:-1] + b',"' + name.encode() + b'":[')
    separator = b"\n"
    for value in values:
        yield Chunk(file, separator + _encoder.encode(value))
        separator = b",\n"
    yield Chunk(file, b"\n]}\n")
