"""What every export gives: bytes, piece by piece, each for one of its files."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec

__all__ = ["Cell", "Chunk", "json_items", "json_lines", "table"]

Cell = str | int | float | bool | None

_CHUNK_BYTES = 1 << 16
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_NEEDS_QUOTES = {one: re.compile(f'[{one}"\r\n]') for one in (",", "\t")}
_encoder = msgspec.json.Encoder()


class Chunk(NamedTuple):
    """Some bytes of the file `file`; the files of one export are told apart by name."""

    file: str
    data: bytes


def table(
    file: str, rows: Iterable[Sequence[Cell]], *, delimiter: str, line_end: str = "\r\n"
) -> Iterator[Chunk]:
    """Rows as RFC 4180 has them; only cells that need quotes have them.

    An unknown value is an empty cell, a truth value `true` or `false`. Nothing else is changed, also where a
    cell begins with `=`: it is data, and an apostrophe before it would be one more character for every
    program that reads it.
    """
    waiting, size = [], 0
    for row in rows:
        line = (delimiter.join(_cell(one, delimiter) for one in row) + line_end).encode()
        waiting.append(line)
        size += len(line)
        if size >= _CHUNK_BYTES:
            yield Chunk(file, b"".join(waiting))
            waiting, size = [], 0
    if waiting:
        yield Chunk(file, b"".join(waiting))


def json_lines(file: str, values: Iterable[object]) -> Iterator[Chunk]:
    """One JSON value a line."""
    for value in values:
        yield Chunk(file, _encoder.encode(value) + b"\n")


def json_items(file: str, head: dict[str, object], name: str, values: Iterable[object]) -> Iterator[Chunk]:
    """One JSON object with the members of `head` and, one a line, the list `name`."""
    yield Chunk(file, _encoder.encode(head)[:-1] + b',"' + name.encode() + b'":[')
    separator = b"\n"
    for value in values:
        yield Chunk(file, separator + _encoder.encode(value))
        separator = b",\n"
    yield Chunk(file, b"\n]}\n")


def _cell(value: Cell, delimiter: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    # NUL ends a text for readers written in C; as at ingest, it becomes U+FFFD.
    text = str(value).replace("\0", _REPLACEMENT)
    if _NEEDS_QUOTES[delimiter].search(text):
        return '"' + text.replace('"', '""') + '"'
    return text
