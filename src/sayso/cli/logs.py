"""The option `-v`: messages of the program's own steps on standard error."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import click

from sayso.cli.console import log
from sayso.cli.settings_file import find_settings_file

__all__ = ["add_verbose_option", "logs_closed", "verbose_option"]

_Command = TypeVar("_Command", bound=Callable[..., Any])
_NAME = "verbose"


class _ConsoleHandler(logging.Handler):
    """A handler that writes to standard error as all other messages of a command are written."""

    def emit(self, record: logging.LogRecord) -> None:
        log(self.format(record), "dim")


def _set_level(_: click.Context, __: click.Parameter, times: int) -> None:
    """Show messages from INFO for one `-v`, from DEBUG for more."""
    if not times:
        return
    logger = logging.getLogger("sayso")
    logger.setLevel(logging.INFO if times == 1 else logging.DEBUG)
    if not any(isinstance(handler, _ConsoleHandler) for handler in logger.handlers):
        handler = _ConsoleHandler()
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s", "%H:%M:%S"))
        logger.addHandler(handler)
        logger.propagate = False
        logger.info("settings: %s", find_settings_file() or "no sayso.toml")


def verbose_option(command: _Command) -> _Command:
    """Add `-v`."""
    return click.option(
        "-v",
        f"--{_NAME}",
        count=True,
        expose_value=False,
        is_eager=True,
        callback=_set_level,
        help="Log each step on standard error; -vv also the details.",
    )(command)


def add_verbose_option(command: click.Command) -> click.Command:
    """Add `-v` to a command that does not have it yet: commands are loaded once and kept."""
    if not any(parameter.name == _NAME for parameter in command.params):
        verbose_option(command)
    return command


@contextmanager
def logs_closed() -> Iterator[None]:
    """Take what `-v` set back at the end, so that the next command in the same program is silent again."""
    logger = logging.getLogger("sayso")
    before = logger.level, logger.propagate
    try:
        yield
    finally:
        logger.setLevel(before[0])
        logger.propagate = before[1]
        logger.handlers = [handler for handler in logger.handlers if not isinstance(handler, _ConsoleHandler)]
