"""Exit statuses of the commands; known errors are logged without a traceback."""

import errno
import io
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import click

from sayso.cli.console import log
from sayso.cli.inert import make_streams_inert
from sayso.cli.printer import ReaderGoneError, output_error
from sayso.errors import OutputError, SaysoError

__all__ = ["ISSUES", "OK", "WRONG_USE", "replace_closed_streams", "run_to_exit_status"]

OK, ISSUES, WRONG_USE = 0, 1, 2
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


def replace_closed_streams() -> None:
    """Replace closed standard streams.

    Otherwise the next file that is opened (the record itself) takes their file descriptor, and what a library
    prints is written into it.
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


def run_to_exit_status(run: Callable[[], object]) -> int:
    """Run a command, log its errors to standard error, and return the exit status.

    Control sequences in what the command writes have no effect on a terminal.
    """
    before = make_streams_inert()
    try:
        return _run(run)
    finally:
        sys.stdout, sys.stderr = before


def _run(run: Callable[[], object]) -> int:
    try:
        status = run()
        sys.stdout.flush()
    except click.ClickException as error:
        with suppress(OSError):
            error.show(sys.stderr)
        return error.exit_code
    except SaysoError as error:
        return _log_error(error)
    except OSError as error:
        if error.filename is not None or error.errno not in _UNWRITABLE:
            raise
        return _log_error(output_error(error))
    except (KeyboardInterrupt, click.Abort):
        log("stopped")
        return INTERRUPTED
    return status if isinstance(status, int) else OK


def _log_error(error: SaysoError) -> int:
    if isinstance(error, OutputError):
        _silence_output()
    if isinstance(error, ReaderGoneError):
        return OK
    log(f"Error: {error}", "red")
    return WRONG_USE


def _silence_output() -> None:
    """Let the last flush go nowhere: the reader has gone (`sayso read ... | head`) or the disk is full."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, sys.stdout.fileno())
    except io.UnsupportedOperation:
        sys.stdout = _NOWHERE.open("w", encoding="utf-8")
    os.close(nowhere)
