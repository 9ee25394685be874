"""`sayso situations`: what holds where, as told."""

import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sayso.cli.console import log, wants_colour
from sayso.cli.databases import db_option
from sayso.cli.exit_status import OK
from sayso.cli.query import filter_options, filters_of

if TYPE_CHECKING:
    from sayso.cli.output import Output
    from sayso.relate import WatchList

__all__ = ["command"]


@click.command("situations", short_help="Tell what holds where, on whose word.")
@db_option
@filter_options
@click.option("--watch", metavar="FILE", help="Only what this watch list (TOML) names.")
@click.option(
    "--timeline", is_flag=True, help="All that is told of it, in order of day, instead of what holds."
)
@click.option("--limit", type=click.IntRange(0), metavar="N", help="At most so many rows. Default: all.")
@click.option("--count", is_flag=True, help="Print only how many rows there are.")
@click.option(
    "--format",
    type=click.Choice(["table", "jsonl", "csv", "tsv"]),
    help="Default: table on a terminal, jsonl elsewhere.",
)
@click.option("-o", "--output", metavar="FILE", help="Write into a file.")
@click.option("-q", "--quiet", is_flag=True, help="Do not tell how many rows there were.")
def command(**options: Any) -> int:  # noqa: ANN401 - click gives what is declared above
    """Tell what holds where by what reports claim, from when to when, on whose word.

    Forces at a place, control of it, a person held, an office, a cease-fire, sanctions. Filters choose the
    claims that are looked at; --as-of shows what held as told by the end of that day. Where sources tell what
    cannot both be, it is disputed.

    \b
    Examples:
      sayso situations --db sayso.db --country Iraq
      sayso situations --watch bases.toml --as-of 2020-03-31 --format csv
      sayso situations --watch bases.toml --timeline
    """
    from sayso.cli.output import open_output
    from sayso.engine import find_state_assertions
    from sayso.model.dates import check_date, last_day
    from sayso.record import Store
    from sayso.relate import situations_of, turns_of

    watch = _read_watch_list(options["watch"])
    find = turns_of if options["timeline"] else situations_of
    as_of = last_day(check_date(options["as_of"], "--as-of")) if options["as_of"] else None
    with Store(options["db"], create=False) as record:
        assertions = find_state_assertions(record, **filters_of(options))
        rows = find(assertions, as_of=as_of, watch=watch)[: options["limit"]]
    if options["count"]:
        click.echo(len(rows))
        return OK
    to_terminal = options["output"] in (None, "-") and sys.stdout.isatty()
    format = options["format"] or ("table" if to_terminal else "jsonl")
    with open_output(options["output"]) as out:
        _write(rows, "turn" if options["timeline"] else "situation", format, out)
    if not options["quiet"] and (to_terminal or not rows):
        log(f"{len(rows):,} found" if rows else "nothing found", "dim")
    return OK


def _read_watch_list(path: str | None) -> "WatchList | None":
    from sayso.errors import UsageError
    from sayso.relate import parse_watch_list

    if path is None:
        return None
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is not in UTF-8"
        raise UsageError(
            f"the watch list cannot be read: {why}", where=path, help="name a TOML file in UTF-8"
        ) from error
    return parse_watch_list(text, where=path)


def _write(rows: Iterable[Any], kind: str, format: str, out: "Output") -> None:
    import msgspec

    from sayso.cli.grid import Grid
    from sayso.export.chunks import flat_table
    from sayso.tables import SITUATIONS, TURNS, Table, situation_object

    if format == "jsonl":
        for row in rows:
            made = situation_object(row) if kind == "situation" else msgspec.to_builtins(row)
            out.write(msgspec.json.encode(made) + b"\n")
        return
    table: Table[Any] = SITUATIONS if kind == "situation" else TURNS
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
