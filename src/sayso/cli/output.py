"""Output of results: standard output or a file."""

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from sayso.cli.printer import output_error
from sayso.errors import UsageError

__all__ = ["Output", "open_output"]


class Output(io.RawIOBase):
    """Binary output that raises `OutputError` if it cannot be written (a full disk)."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out

    def writable(self) -> bool:
        """Return True."""
        return True

    def write(self, shown: bytes) -> int:  # type: ignore[override]
        """Write all of the bytes."""
        with _raise_output_error():
            return self._out.write(shown)

    def flush(self) -> None:
        """Flush the buffer."""
        if not self._out.closed:
            with _raise_output_error():
                self._out.flush()


@contextmanager
def _raise_output_error() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise output_error(error) from error


@contextmanager
def open_output(path: str | None) -> Iterator[Output]:
    """Open standard output, or the file `path`."""
    if path is None or path == "-":
        out = Output(sys.stdout.buffer)
        yield out
        out.flush()
        return
    target = Path(path)
    try:
        file = target.open("wb")
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from error
    try:
        out = Output(file)
        yield out
        out.flush()
    finally:
        with suppress(OSError):
            file.close()
