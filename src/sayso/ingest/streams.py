"""Bytes of one input, gzip or not, never more than are asked for."""

import io
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol, cast

from sayso.errors import TooLargeError, UnreadableError
from sayso.ingest.files import Source
from sayso.ingest.limits import MAX_EXPANSION, MIN_BOMB_BYTES

__all__ = ["GAP", "ByteStream", "expand", "mend_gaps", "open_source", "read_lines"]

# Stands in the expanded bytes where a broken gzip member was passed over (see `mend_gaps`).
GAP = b"\n(broken gzip data)\n"

_BUFFER = 1 << 16
_GZIP = b"\x1f\x8b"
_MEMBER = b"\x1f\x8b\x08"
# zlib's window size, and 16 for "a gzip header is needed".
_GZIP_ONLY = 31


class ByteStream(Protocol):
    """The methods needed of a buffered stream of bytes."""

    def peek(self, size: int = 0, /) -> bytes:
        """Return the next bytes, left where they are; fewer or more than `size`."""

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes, `size` of them unless the stream ends."""

    def read1(self, size: int = -1, /) -> bytes:
        """Return at most `size` bytes, as many as are there."""

    def readline(self, size: int = -1, /) -> bytes:
        """Return the next line, at most `size` bytes of it."""


@contextmanager
def open_source(source: Source) -> Iterator[ByteStream]:
    """Open a file or the standard input, expanded if it is gzip, whatever its name says.

    What is read may raise `TooLargeError` (a gzip bomb) and `UnreadableError` (broken gzip).
    """
    if source.path is None:
        if sys.stdin is None:
            raise UnreadableError("standard input is closed", help="give a file, or pipe text in")
        # Read through a wrapper: whoever gave the standard input keeps it open.
        yield expand(io.BufferedReader(_Relay(cast("_Readable", sys.stdin.buffer)), _BUFFER), source.name)
        return
    with source.path.open("rb") as file:
        yield expand(file, source.name)


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


def mend_gaps(stream: ByteStream) -> None:
    """Let an expanded stream pass over broken gzip members and leave `GAP` in their place.

    Only for formats that notice the gap: one whose records say how long they are.
    """
    packed = getattr(stream, "raw", None)
    if isinstance(packed, _Gunzip):
        packed.mends = True


def expand(stream: ByteStream, where: str) -> ByteStream:
    """Return the stream's bytes, expanded if they are gzip."""
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
    """Expands gzip, one member after the other, and stops at a bomb."""

    def __init__(self, stream: _Readable, where: str) -> None:
        self._packed = _Relay(stream)
        self._where = where
        self._waiting = b""
        self._member: zlib._Decompress | None = None
        self._expanded = 0
        self.mends = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        length = _fill(buffer, self._next(len(buffer)))
        self._expanded += length
        if self._expanded > MIN_BOMB_BYTES and self._expanded > MAX_EXPANSION * self._packed.count:
            raise TooLargeError(
                f"the gzip data expand more than {MAX_EXPANSION} times, as no archive of reports does",
                where=self._where,
                help="expand it first if you trust it",
            )
        return length

    def _next(self, size: int) -> bytes:
        """Return the next expanded bytes, at most `size`; none at the end."""
        while True:
            if not self._waiting:
                self._waiting = self._more()
            if self._member is None and not self._begin_member():
                return b""
            try:
                chunk = self._expand(size)
            except (EOFError, zlib.error) as error:
                if not (self.mends and self._find_member()):
                    raise self._broken(error) from error
                return GAP
            if chunk:
                return chunk

    def _more(self) -> bytes:
        return self._packed.read(_BUFFER) or b""

    def _begin_member(self) -> bool:
        """Return whether another member begins here; zeros after the last one are padding."""
        while self._waiting and not self._waiting.strip(b"\0"):
            self._waiting = self._more()
        self._waiting = self._waiting.lstrip(b"\0")
        if self._waiting:
            self._member = zlib.decompressobj(wbits=_GZIP_ONLY)
        return bool(self._waiting)

    def _expand(self, size: int) -> bytes:
        member = self._member
        assert member is not None  # noqa: S101 - begun before
        if not self._waiting and not member.eof:
            # What is still inside comes out, or the data have broken off.
            chunk = member.decompress(b"", size)
            if not chunk and not member.eof:
                raise EOFError("the end is missing")
        else:
            chunk = member.decompress(self._waiting, size)
            self._waiting = member.unconsumed_tail
        if member.eof:
            self._waiting = member.unused_data or self._waiting
            self._member = None
        return chunk

    def _find_member(self) -> bool:
        """Go on to where the next member seems to begin; False where none does."""
        self._member = None
        while True:
            found = self._waiting.find(_MEMBER, 1)
            if found > 0:
                self._waiting = self._waiting[found:]
                return True
            more = self._more()
            if not more:
                self._waiting = b""
                return False
            self._waiting = self._waiting[-len(_MEMBER) :] + more

    def _broken(self, error: Exception) -> UnreadableError:
        return UnreadableError(
            f"the gzip data break off or are broken after {self._expanded:,} bytes ({error})",
            where=self._where,
            help="test it with: gzip -t",
        )


def _fill(buffer: bytearray | memoryview, chunk: bytes) -> int:
    buffer[: len(chunk)] = chunk
    return len(chunk)
