"""Where results are written: standard output or a file."""

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
    """Bytes on their way out; raises `OutputError` where they cannot be written (a full disk)."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out

    def writable(self) -> bool:
        """Yes."""
        return True

    def write(self, shown: bytes) -> int:  # type: ignore[override]
        """Write all of the bytes."""
        with _explained():
            return self._out.write(shown)

    def flush(self) -> None:
        """Hand on what waits."""
        if not self._out.closed:
            with _explained():
                self._out.flush()


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise output_error(error) from error


@contextmanager
def open_output(path: str | None) -> Iterator[Output]:
    """Standard output, or the file `path`."""
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
