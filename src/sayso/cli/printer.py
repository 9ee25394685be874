"""Printer of readings, and the errors of writing them."""

import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

from sayso.cli.console import wants_colour
from sayso.errors import OutputError, UsageError

if TYPE_CHECKING:
    from sayso.model import Reading

__all__ = ["Look", "Printer", "ReaderGoneError", "is_same_file", "open_printer", "output_error"]


class ReaderGoneError(OutputError):
    """Whoever read the results has read enough (`sayso read ... | head`)."""


def output_error(error: OSError) -> OutputError:
    """Return the error for results that could not be written."""
    if isinstance(error, BrokenPipeError):
        # Not let through: click would end with status 1.
        return ReaderGoneError("nobody reads the results any more")
    reason = (error.strerror or str(error)).lower()
    return OutputError(f"the results cannot be written: {reason}", help="the last is cut off")


class Look(NamedTuple):
    """Form of the output: `format` is text or jsonl, None to choose by destination; `colour` likewise.

    Claims with less confidence than `min_confidence` are left out of jsonl, and counted in text.
    """

    format: str | None = None
    colour: bool | None = None
    attributions: bool = False
    min_confidence: float | None = None


class Printer:
    """Writer of readings, one after the other."""

    def __init__(self, out: IO[bytes], show: "Callable[[Reading], bytes]", separator: bytes) -> None:
        self._out = out
        self._show = show
        self._separator = separator
        self._printed = False

    def print(self, reading: "Reading") -> None:
        """Print one reading; raises `OutputError` where it cannot be written (a full disk)."""
        shown = self._show(reading)
        try:
            self._out.write(self._separator + shown if self._printed else shown)
            # Flushed at once, so that messages on standard error keep their place among the readings.
            self._out.flush()
        except OSError as error:
            raise output_error(error) from error
        self._printed = True


@contextmanager
def open_printer(look: Look, output: str | None, inputs: Sequence[str]) -> Iterator[Printer]:
    """Open a printer on standard output or on the file `output`, which must be none of the inputs."""
    if output is None or output == "-":
        yield _make_printer(sys.stdout.buffer, look, is_terminal=sys.stdout.isatty())
        return
    path = Path(output)
    if any(is_same_file(path, input_path) for input_path in inputs):
        raise UsageError(f"{output} is read from and cannot be written to", help="name another file")
    try:
        file = path.open("wb")
    except OSError as error:
        raise UsageError(f"{output} cannot be written: {error.strerror}") from error
    try:
        yield _make_printer(file, look, is_terminal=False)
    finally:
        # All that could be written is: `print` flushes, and has told it where that failed.
        with suppress(OSError):
            file.close()


def _make_printer(out: IO[bytes], look: Look, *, is_terminal: bool) -> Printer:
    chosen = look.format or ("text" if is_terminal else "jsonl")
    if chosen == "jsonl":
        least = look.min_confidence or 0.0
        return Printer(out, lambda reading: reading.at_least(least).to_json() + b"\n", b"")
    from sayso.cli.textview import Style, render

    width = shutil.get_terminal_size().columns
    style = Style(width, wants_colour(is_terminal=is_terminal, chosen=look.colour), look.attributions)
    if look.min_confidence is not None:
        style = style._replace(min_confidence=look.min_confidence)
    encoding = (sys.stdout.encoding or "utf-8") if is_terminal else "utf-8"
    rule = f"\n{'─' * min(width, 24)}\n\n"
    return Printer(
        out,
        lambda reading: render(reading, style=style).encode(encoding, "replace"),
        rule.encode(encoding, "replace"),
    )


def is_same_file(path: Path, input_path: str) -> bool:
    """Return whether two names lead to the same existing file."""
    try:
        return path.samefile(input_path)
    except (OSError, ValueError):
        return False
