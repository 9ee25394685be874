"""The options of the commands that read reports."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from sayso.cli.tier_options import dry_run_option, tier_options

__all__ = ["reading_options"]

_Command = TypeVar("_Command", bound=Callable[..., Any])
_OPTIONS = (
    click.option(
        "--input-format",
        type=click.Choice(["auto", "text", "html", "jsonl", "csv", "tsv", "parquet", "warc", "feed"]),
        default="auto",
        show_default=True,
        help="What the input is; auto goes by name, then by first bytes.",
    ),
    click.option(
        "--column",
        "columns",
        metavar="FIELD=NAME",
        multiple=True,
        help="The column of a table that holds a field: text=body. May be repeated.",
    ),
    tier_options,
    dry_run_option,
    click.option(
        "--published", metavar="DATE", help="Day, month or year of publication for reports without one."
    ),
    click.option(
        "--names", metavar="FILE", help="A table of names to know beside the gazetteer's (CSV or TSV)."
    ),
    click.option(
        "--jobs", type=click.IntRange(1, 256), default=1, show_default=True, help="Processes to read in."
    ),
)


def reading_options(command: _Command) -> _Command:
    """Add what the input is, how and with which names it is read, and in how many processes."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command
