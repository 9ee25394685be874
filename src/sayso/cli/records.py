"""Printing of rows that are computed and not queried: situations, turns and changes."""

import shutil
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from sayso.cli.console import log, wants_colour
from sayso.cli.exit_status import OK

if TYPE_CHECKING:
    from sayso.cli.output import Output
    from sayso.tables import Table

__all__ = ["print_records", "record_options"]

_OPTIONS = (
    click.option("--limit", type=click.IntRange(0), metavar="N", help="At most so many rows. Default: all."),
    click.option("--count", is_flag=True, help="Print only how many rows there are."),
    click.option(
        "--format",
        type=click.Choice(["table", "jsonl", "csv", "tsv"]),
        help="Default: table on a terminal, jsonl elsewhere.",
    ),
    click.option("-o", "--output", metavar="FILE", help="Write into a file."),
    click.option("-q", "--quiet", is_flag=True, help="Do not tell how many rows there were."),
)


def record_options(command: Callable[..., int]) -> Callable[..., int]:
    """Add the options of `print_records`."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def print_records(
    rows: Sequence[Any], table: "Table[Any]", to_object: Callable[[Any], object], options: dict[str, Any]
) -> int:
    """Print rows as the options of `record_options` say, and return the exit status."""
    from sayso.cli.output import open_output

    rows = rows[: options["limit"]]
    if options["count"]:
        click.echo(len(rows))
        return OK
    to_terminal = options["output"] in (None, "-") and sys.stdout.isatty()
    format = options["format"] or ("table" if to_terminal else "jsonl")
    with open_output(options["output"]) as out:
        _write(rows, table, to_object, format, out)
    if not options["quiet"] and (to_terminal or not rows):
        log(f"{len(rows):,} found" if rows else "nothing found", "dim")
    return OK


def _write(
    rows: Sequence[Any],
    table: "Table[Any]",
    to_object: Callable[[Any], object],
    format: str,
    out: "Output",
) -> None:
    import msgspec

    from sayso.cli.grid import Grid
    from sayso.export.chunks import flat_table

    if format == "jsonl":
        for row in rows:
            out.write(msgspec.json.encode(to_object(row)) + b"\n")
        return
    if format != "table":
        delimiter = "," if format == "csv" else "\t"
        for chunk in flat_table(table.columns, table.rows(rows), delimiter=delimiter, line_end="\n"):
            out.write(chunk.data)
        return
    width = shutil.get_terminal_size((100, 24)).columns
    grid = Grid(table.terminal, width, colour=wants_colour(is_terminal=sys.stdout.isatty()))
    for number, values in enumerate(table.records(rows)):
        if number == 0:
            out.write(f"{grid.head()}\n".encode())
        out.write(f"{grid.row(values)}\n".encode())
