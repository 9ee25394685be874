"""How a command ends: with a status that tells what happened, without a traceback for a known error."""

import errno
import io
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import click

from sayso.cli.inert import make_streams_inert
from sayso.cli.printing import ReaderGoneError, output_error
from sayso.cli.talk import tell
from sayso.errors import OutputError, SaysoError

__all__ = ["ISSUES", "WELL", "WRONG_USE", "end_well", "mend_streams"]

WELL, ISSUES, WRONG_USE = 0, 1, 2
# As the shell has it for a program that a signal ended: 128 and the number of SIGINT.
INTERRUPTED = 130
_NOWHERE = Path(os.devnull)
# What writing to standard output fails with; a file that cannot be opened has its name in the error.
_UNWRITABLE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF, errno.EPIPE)


class _ClosedOutput(io.RawIOBase):
    """Standard output that was closed before the command began (`>&-`): nothing can be written to it."""

    def writable(self) -> bool:
        return True

    def write(self, _: object) -> int:
        raise OSError(errno.EBADF, "standard output is closed")


def mend_streams() -> None:
    """Put something in the place of standard streams that are closed.

    Else the next file that is opened, the record itself, takes their number, and what a library prints there
    goes into it.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    if sys.stdin is None:
        sys.stdin = _NOWHERE.open(encoding="utf-8")
    if sys.stdout is None:
        sys.stdout = io.TextIOWrapper(_ClosedOutput(), encoding="utf-8", write_through=True)
    if sys.stderr is None:
        sys.stderr = _NOWHERE.open("w", encoding="utf-8")


def end_well(run: Callable[[], object]) -> int:
    """Run a command and turn its errors into words on standard error; returns the exit status.

    Nothing that is written meanwhile can act on a terminal.
    """
    before = make_streams_inert()
    try:
        return _end_well(run)
    finally:
        sys.stdout, sys.stderr = before


def _end_well(run: Callable[[], object]) -> int:
    try:
        status = run()
        sys.stdout.flush()
    except click.ClickException as error:
        with suppress(OSError):
            error.show(sys.stderr)
        return error.exit_code
    except SaysoError as error:
        return _tell_error(error)
    except OSError as error:
        if error.filename is not None or error.errno not in _UNWRITABLE:
            raise
        return _tell_error(output_error(error))
    except (KeyboardInterrupt, click.Abort):
        tell("stopped")
        return INTERRUPTED
    return status if isinstance(status, int) else WELL


def _tell_error(error: SaysoError) -> int:
    if isinstance(error, OutputError):
        _silence_output()
    if isinstance(error, ReaderGoneError):
        return WELL
    tell(f"Error: {error}", "red")
    return WRONG_USE


def _silence_output() -> None:
    """Let the last flush go nowhere: the reader has gone (`sayso read ... | head`) or the disk is full."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, sys.stdout.fileno())
    except io.UnsupportedOperation:
        sys.stdout = _NOWHERE.open("w", encoding="utf-8")
    os.close(nowhere)
