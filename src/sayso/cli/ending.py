"""How a command ends: with a status that tells what happened, without a traceback for a known error."""

import os
import sys
from collections.abc import Callable

import click

from sayso.cli.inert import make_streams_inert
from sayso.cli.printing import ReaderGoneError
from sayso.cli.talk import tell
from sayso.errors import OutputError, SaysoError

__all__ = ["ISSUES", "WELL", "WRONG_USE", "end_well"]

WELL, ISSUES, WRONG_USE = 0, 1, 2
# As the shell has it for a program that a signal ended: 128 and the number of SIGINT.
INTERRUPTED = 130


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
        error.show(sys.stderr)
        return error.exit_code
    except ReaderGoneError:
        _silence_output()
        return WELL
    except SaysoError as error:
        tell(f"Error: {error}", "red")
        if isinstance(error, OutputError):
            _silence_output()
        return WRONG_USE
    except (KeyboardInterrupt, click.Abort):
        tell("stopped")
        return INTERRUPTED
    return status if isinstance(status, int) else WELL


def _silence_output() -> None:
    """Let the last flush go nowhere: the reader has gone (`sayso read ... | head`) or the disk is full."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
