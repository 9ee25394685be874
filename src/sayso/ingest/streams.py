"""Bytes of one input, gzip or not, never more than are asked for."""

import gzip
import io
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol, cast

from sayso.errors import TooLargeError, UnreadableError
from sayso.ingest.files import Source
from sayso.ingest.limits import MAX_EXPANSION, MIN_BOMB_BYTES

__all__ = ["ByteStream", "open_source", "read_lines"]

_BUFFER = 1 << 16
_GZIP = b"\x1f\x8b"


class ByteStream(Protocol):
    """What is needed of a buffered stream of bytes."""

    def peek(self, size: int = 0, /) -> bytes:
        """The next bytes, left where they are; fewer or more than `size`."""

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes, `size` of them unless the stream ends."""

    def read1(self, size: int = -1, /) -> bytes:
        """At most `size` bytes, as many as are there."""

    def readline(self, size: int = -1, /) -> bytes:
        """The next line, at most `size` bytes of it."""


@contextmanager
def open_source(source: Source) -> Iterator[ByteStream]:
    """Open a file or the standard input, expanded if it is gzip, whatever its name says.

    What is read may raise `TooLargeError` (a gzip bomb) and `UnreadableError` (broken gzip).
    """
    if source.path is None:
        if sys.stdin is None:
            raise UnreadableError("standard input is closed", help="give a file, or pipe text in")
        # Read through a wrapper: whoever gave the standard input keeps it open.
        yield _expand(io.BufferedReader(_Relay(cast("_Readable", sys.stdin.buffer)), _BUFFER), source.name)
        return
    with source.path.open("rb") as file:
        yield _expand(file, source.name)


def read_lines(stream: ByteStream, limit: int) -> Iterator[tuple[int, bytes | None]]:
    """Number the lines from 1 and give each, or None for one longer than `limit`, which is skipped over."""
    number = 0
    while line := stream.readline(limit + 1):
        number += 1
        if len(line) <= limit:
            yield number, line
            continue
        while not line.endswith(b"\n") and (line := stream.readline(_BUFFER)):
            pass
        yield number, None


def _expand(stream: ByteStream, where: str) -> ByteStream:
    if not stream.peek(len(_GZIP)).startswith(_GZIP):
        return stream
    return io.BufferedReader(_Gunzip(stream, where), _BUFFER)


class _Readable(Protocol):
    def read1(self, size: int = -1, /) -> bytes: ...


class _Relay(io.RawIOBase):
    """Reads through another stream, leaves it open, and counts the bytes."""

    def __init__(self, stream: _Readable) -> None:
        self._stream = stream
        self.count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        length = _fill(buffer, self._stream.read1(len(buffer)))
        self.count += length
        return length


class _Gunzip(io.RawIOBase):
    """Expands gzip and stops at a bomb."""

    def __init__(self, stream: _Readable, where: str) -> None:
        self._packed = _Relay(stream)
        self._gzip = gzip.GzipFile(fileobj=io.BufferedReader(self._packed, _BUFFER))
        self._where = where
        self._expanded = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        try:
            length = _fill(buffer, self._gzip.read1(len(buffer)))
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise UnreadableError(
                f"the gzip data break off or are broken after {self._expanded:,} bytes ({error})",
                where=self._where,
                help="test it with: gzip -t",
            ) from error
        self._expanded += length
        if self._expanded > MIN_BOMB_BYTES and self._expanded > MAX_EXPANSION * self._packed.count:
            raise TooLargeError(
                f"the gzip data expand more than {MAX_EXPANSION} times, as no archive of reports does",
                where=self._where,
                help="expand it first if you trust it",
            )
        return length


def _fill(buffer: bytearray | memoryview, chunk: bytes) -> int:
    buffer[: len(chunk)] = chunk
    return len(chunk)
