"""`sayso reports`, `attributions`, `claims`, `commitments`, `events`, `disagreements`: ask a record."""

import shutil
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from sayso.cli.console import log, wants_colour
from sayso.cli.databases import db_option
from sayso.cli.exit_status import OK

if TYPE_CHECKING:
    from sayso.cli.output import Output
    from sayso.record import Query, Store

__all__ = [
    "attributions",
    "claims",
    "commitments",
    "disagreements",
    "events",
    "filter_options",
    "filters_of",
    "reports",
    "without",
]

_FORMATS = ("table", "jsonl", "csv", "tsv", "parquet", "geojson")
# Options that ask for something, and the filter that each sets.
_FILTERS = {
    "text": "text",
    "actor": "actor",
    "recipient": "recipient",
    "source": "source",
    "place": "place",
    "country": "country",
    "type": "type",
    "status": "status",
    "first": "first",
    "last": "last",
    "published_from": "published_first",
    "published_to": "published_last",
    "as_of": "as_of",
    "report": "report",
    "id": "id",
    "placed": "placed",
    "verdict": "verdict",
    "min_confidence": "min_confidence",
    "max_sources": "max_sources",
    "original": "original",
}

_FILTER_OPTIONS = (
    click.option("--text", metavar="WORDS", help='All of these words; "in quotes" one after another.'),
    click.option("--actor", metavar="NAME", help="Who does it: whole words of a name or code."),
    click.option("--recipient", metavar="NAME", help="Whom it is done to."),
    click.option("--source", metavar="NAME", help="On whose word, anywhere in the chain."),
    click.option("--place", metavar="NAME", help="Where it happens: a name or a GeoNames id."),
    click.option("--country", metavar="COUNTRY", help="Where it happens: ISO3 code or name."),
    click.option("--type", metavar="TYPE", help="Event type: PROTEST, ASSAULT, ..."),
    click.option("--status", metavar="STATUS", help="occurred, ongoing, planned, demanded or hypothetical."),
    click.option("--from", "first", metavar="DATE", help="On this day or later: the event, or what is due."),
    click.option("--to", "last", metavar="DATE", help="On this day or earlier."),
    click.option("--published-from", metavar="DATE", help="In reports of this day or later."),
    click.option("--published-to", metavar="DATE", help="In reports of this day or earlier."),
    click.option("--as-of", metavar="DATE", help="Only what had been reported by the end of this day."),
    click.option("--report", metavar="REPORT", help="In this report: id, input id or address."),
    click.option("--id", metavar="ID", help="With this id or key."),
    click.option("--placed/--unplaced", default=None, help="Only claims that a map can show, or cannot."),
    click.option("--verdict", metavar="VERDICT", help="As judged: none, accepted, rejected or corrected."),
    click.option(
        "--min-confidence",
        type=click.FloatRange(0, 1),
        metavar="X",
        help="At least so likely to be read right: 0.5.",
    ),
    click.option(
        "--max-sources",
        type=click.IntRange(1),
        metavar="N",
        help="Of events with at most N independent sources.",
    ),
    click.option("--original", is_flag=True, help="As it was read, before any person's judgement."),
)
_OPTIONS = (
    db_option,
    *_FILTER_OPTIONS,
    click.option("--limit", type=click.IntRange(0), metavar="N", help="At most so many rows. Default: all."),
    click.option(
        "--order",
        metavar="ORDER",
        help="Of claims and events: confidence, sources (most first), fewest-sources; of events also newest.",
    ),
    click.option("--count", is_flag=True, help="Print only how many rows there are."),
    click.option(
        "--format", type=click.Choice(_FORMATS), help="Default: table on a terminal, jsonl elsewhere."
    ),
    click.option("-o", "--output", metavar="FILE", help="Write into a file."),
    click.option("-q", "--quiet", is_flag=True, help="Do not tell how many rows there were."),
)


def filter_options(command: Callable[..., int]) -> Callable[..., int]:
    """Add the options that ask for something in a record."""
    for option in reversed(_FILTER_OPTIONS):
        command = option(command)
    return command


def without(*names: str) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Return a decorator that takes options of `filter_options` away again, by parameter name."""

    def take_away(command: Callable[..., int]) -> Callable[..., int]:
        known: list[click.Parameter] = command.__click_params__  # type: ignore[attr-defined]
        known[:] = [option for option in known if option.name not in names]
        return command

    return take_away


def filters_of(options: dict[str, Any]) -> dict[str, Any]:
    """Return the filters that are set by the options of `filter_options`."""
    return {filter: options[name] for name, filter in _FILTERS.items() if _is_asked(name, options.get(name))}


def _is_asked(name: str, value: object) -> bool:
    return value is not None and not (name == "original" and value is False)


def _query_command(name: str, about: str) -> Callable[[Callable[..., int]], click.Command]:
    """Make a command that asks for one kind of rows, with all the options."""

    def decorate(function: Callable[..., int]) -> click.Command:
        for option in reversed(_OPTIONS):
            function = option(function)
        return click.command(name, short_help=about)(function)

    return decorate


@_query_command("reports", "List the reports of a record.")
def reports(**options: Any) -> int:  # noqa: ANN401 - click gives what is declared above
    """List the reports of a record.

    What is asked of claims (actor, type, ...) must hold of one of the report's claims, all of it.
    --from and --to bound the day of publication.

    \b
    Examples:
      sayso reports --db sayso.db
      sayso reports --text ceasefire --country Libya --format csv -o reports.csv
    """
    return _ask("report", options)


@_query_command("attributions", "List who says what.")
def attributions(**options: Any) -> int:  # noqa: ANN401 - click gives what is declared above
    """List who says what, with or without a claim in it.

    What is asked of claims (actor, type, ...) must hold of a claim that rests on the attribution.

    \b
    Examples:
      sayso attributions --source "foreign ministry"
      sayso attributions --text "no confidence" --format tsv
    """
    return _ask("attribution", options)


@_query_command("claims", "List what reports claim.")
def claims(**options: Any) -> int:  # noqa: ANN401 - click gives what is declared above
    """List what reports claim, on whose word.

    Values are shown as people judged them, rejected claims are left out; --original shows what was read.
    --from and --to bound the day of the event as the claim has it; claims without a known day are left out.

    \b
    Examples:
      sayso claims --type PROTEST --country Iraq --from 2019-10-01 --to 2019-10-31
      sayso claims --text withdraw --source al-Ahd --as-of 2021-01-01 --format jsonl
    """
    return _ask("claim", options)


@_query_command("commitments", "List what was promised or demanded.")
@click.option(
    "--state",
    type=click.Choice(["open", "kept", "broken", "disputed", "expired"]),
    help="Only those of which that has become.",
)
def commitments(**options: Any) -> int:  # noqa: ANN401 - click gives what is declared above
    """List the duties that someone takes on or is placed under, and what became of them.

    Each is open, kept, broken, disputed or expired by later claims, with their words, as of --as-of or today.
    --actor is the debtor; --from and --to bound the day it is due.

    \b
    Examples:
      sayso commitments --actor Syria
      sayso commitments --to 2014-06-30 --format csv
      sayso commitments --state broken --as-of 2014-06-30
    """
    return _ask("commitment", options)


@_query_command("events", "List what is claimed, event by event.")
def events(**options: Any) -> int:  # noqa: ANN401 - click gives what is declared above
    """List events: all that reports claim of one, on whose word, and where they disagree.

    What is asked must hold of one of the event's claims, all of it. --as-of shows each event as it was
    told by the end of that day.

    \b
    Examples:
      sayso events --db sayso.db
      sayso events --type ASSAULT --country Iraq --as-of 2016-11-09 --format jsonl
    """
    return _ask("event", options)


@_query_command("disagreements", "List where reports disagree.")
def disagreements(**options: Any) -> int:  # noqa: ANN401 - click gives what is declared above
    """List the values of one event that cannot both hold, or that changed as reports went on.

    Each side with its claims and how many independent origins stand behind it. What is asked must hold
    of one of the event's claims.

    \b
    Examples:
      sayso disagreements --db sayso.db
      sayso disagreements --country Lebanon --format csv -o disagreements.csv
    """
    return _ask("disagreement", options)


def _ask(kind: str, options: dict[str, Any]) -> int:
    from sayso.cli.output import open_output
    from sayso.record import Store

    with Store(options["db"], create=False) as record:
        query = _query(record, kind, options)
        if options["count"]:
            click.echo(query.count())
            return OK
        to_terminal = options["output"] in (None, "-") and sys.stdout.isatty()
        format = options["format"] or ("table" if to_terminal else "jsonl")
        with open_output(options["output"]) as out:
            number = _write(query, format, out, is_terminal=to_terminal)
    if not options["quiet"] and (to_terminal or not number):
        log(_count(kind, number), "dim")
    return OK


def _query(record: "Store", kind: str, options: dict[str, Any]) -> "Query[Any]":
    asked = filters_of(options)
    if kind == "commitment":
        from sayso.engine import track_commitments
        from sayso.model import CommitmentState

        state = CommitmentState(options["state"]) if options["state"] else None
        return track_commitments(record, state=state, limit=options["limit"], **asked)
    query: Query[Any] = getattr(record, f"{kind}s")(limit=options["limit"], **asked)
    return query.ordered(options["order"]) if options["order"] else query


def _count(kind: str, number: int) -> str:
    from sayso.cli.tally import count_words

    return count_words(number, kind) if number else f"no {kind} found"


def _write(query: "Query[Any]", format: str, out: "Output", *, is_terminal: bool) -> int:
    from sayso.cli.formats import read_rows, write_rows

    if format != "table":
        return write_rows(query, format, out)
    from sayso.cli.grid import Grid
    from sayso.tables import TABLES

    width = shutil.get_terminal_size((100, 24)).columns
    grid = Grid(TABLES[query.kind].terminal, width, colour=wants_colour(is_terminal=is_terminal))
    encoding = (sys.stdout.encoding or "utf-8") if is_terminal else "utf-8"
    number = 0
    for number, row in enumerate(read_rows(query), start=1):
        if number == 1:
            out.write(f"{grid.head()}\n".encode(encoding, "replace"))
        out.write(f"{grid.row(row)}\n".encode(encoding, "replace"))
    return number
