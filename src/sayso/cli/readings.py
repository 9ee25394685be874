"""Readings as `sayso read --format jsonl` printed them, read again."""

import gzip
import sys
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from sayso.errors import UsageError

if TYPE_CHECKING:
    from sayso.model import Reading

__all__ = ["read_readings"]

_GZIP = b"\x1f\x8b"
# A report has up to 5 MB of text; its reading repeats most of it a few times.
_MAX_LINE_BYTES = 256 << 20


def read_readings(paths: Sequence[str], refuse: Callable[[str], None]) -> "Iterator[Reading]":
    """Yield the readings of files, or of standard input (`-`), gzip or not.

    A line that is no reading is passed to `refuse`, and reading goes on. Raises `UsageError` for a file that
    cannot be read.
    """
    for path in paths:
        with _open(path) as file:
            yield from _read_lines(file, path, refuse)


def _read_lines(file: IO[bytes], path: str, refuse: Callable[[str], None]) -> "Iterator[Reading]":
    import msgspec

    from sayso.model import Reading

    number = 0
    while line := file.readline(_MAX_LINE_BYTES):
        number += 1
        if not line.strip():
            continue
        try:
            reading = Reading.from_json(line)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            refuse(f"{path}: line {number} is no reading: {error} (make it with sayso read --format jsonl)")
            continue
        yield reading


@contextmanager
def _open(path: str) -> Iterator[IO[bytes]]:
    from sayso.ingest import is_device

    try:
        if path == "-":
            yield sys.stdin.buffer
            return
        if is_device(path):
            raise UsageError(f"{path} cannot be read: this is a device, which may never end")
        with Path(path).open("rb") as file:
            # Looked at, not read: a pipe cannot go back.
            if not file.peek(len(_GZIP)).startswith(_GZIP):
                yield file
                return
            with gzip.open(file) as unpacked:
                yield cast("IO[bytes]", unpacked)
    except (OSError, EOFError, zlib.error) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise UsageError(f"{path} cannot be read: {reason}") from error
