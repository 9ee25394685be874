"""`sayso read`: read reports and print readings, storing nothing."""

import sys
from contextlib import closing
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from sayso.cli.console import Console, log, open_console
from sayso.cli.exit_status import ISSUES, OK
from sayso.cli.fetch_options import choose_fetch, fetch_options
from sayso.cli.parts import Parts, with_inert_streams
from sayso.cli.printer import Look, Printer, open_printer
from sayso.cli.reading_options import reading_options
from sayso.cli.tally import Tally
from sayso.cli.tier_options import TierChoice, choose_loader, print_estimate

if TYPE_CHECKING:
    from sayso.ingest import Refusal
    from sayso.model import Reading

__all__ = ["command", "print_result"]


class Options(NamedTuple):
    """Options of the command."""

    paths: tuple[str, ...]
    input_format: str
    columns: tuple[str, ...]
    published: str | None
    tier: str | None
    model: str | None
    url: str | None
    answers: str | None
    dry_run: bool
    names: str | None
    jobs: int
    format: str | None
    output: str | None
    colour: bool | None
    attributions: bool
    min_confidence: float | None
    quiet: bool
    allow_private: bool
    contact: str


@click.command("read", short_help="Read reports and print what they claim.")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option(
    "--format", type=click.Choice(["text", "jsonl"]), help="Default: text on a terminal, else jsonl."
)
@reading_options
@click.option("-o", "--output", metavar="FILE", help="Print into a file.")
@click.option("--attributions", is_flag=True, help="In text, show also who says what without a claim in it.")
@click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    metavar="X",
    help="Claims at least so likely to be read right. Default: in jsonl all, in text those from 0.4.",
)
@click.option("--colour/--no-colour", "--color/--no-color", default=None, help="Default: on a terminal.")
@fetch_options
@click.option("-q", "--quiet", is_flag=True, help="No progress and no summary; issues are told all the same.")
@click.pass_obj
def command(parts: Parts, /, **options: Any) -> int:  # noqa: ANN401 - click gives what is declared above
    """Read reports and print what they claim, storing nothing.

    PATH is a text, an HTML page, an archive (one report a line of JSON Lines, or a row of CSV, TSV or
    Parquet), a WARC archive or a feed, each of them also compressed with gzip; a directory of such files; an
    address (http, https); or - for standard input.

    \b
    Examples:
      sayso read report.txt
      sayso read reports/ --format jsonl -o readings.jsonl
      sayso read archive.jsonl.gz --jobs 2 | head
      sayso read corpus.csv --column text=body
      sayso read https://news.example/2014/06/troops-leave
      sayso read reports/ --tier llm --model llama3.1 --dry-run
      echo "Troops left Mosul on Monday." | sayso read - --published 2014-06-10
    """
    return _read(Options(**options), parts)


def _read(options: Options, parts: Parts) -> int:
    from sayso.engine import read_all
    from sayso.gazetteer import use_names
    from sayso.ingest import parse_columns, read_inputs

    if options.names is not None:
        use_names(options.names)
    load = choose_loader(TierChoice(options.tier, options.model, options.url, options.answers), parts)
    inputs = read_inputs(
        options.paths,
        input_format=options.input_format,
        published=options.published,
        columns=parse_columns(options.columns),
        fetch=choose_fetch(options.paths, allow_private=options.allow_private, contact=options.contact),
    )
    if options.dry_run:
        return print_estimate(inputs, load)
    look = Look(options.format, options.colour, options.attributions, options.min_confidence)
    tally = Tally()
    with (
        open_printer(look, options.output, options.paths) as printer,
        open_console(bar=_wants_bar(options), inside=load.progress if load.is_llm else None) as console,
        closing(read_all(inputs, load=with_inert_streams(load), jobs=options.jobs)) as readings,
    ):
        for result in readings:
            print_result(result, printer, console, tally)
    if not options.quiet:
        if _shows_on_terminal(options):
            log("")
        for line in filter(None, (*tally.summary().split("\n"), load.summary())):
            log(line, "dim")
    return ISSUES if tally.has_issues else OK


def print_result(result: "Reading | Refusal", printer: Printer, console: Console, tally: Tally) -> None:
    """Print a reading, or log a refusal, and count it."""
    from sayso.ingest import Refusal

    if isinstance(result, Refusal):
        tally.refused += 1
        console.log(f"{result.line()} [{result.code}]", "yellow")
        return
    printer.print(result)
    tally.add(result)
    report = result.report
    for issue in result.issues:
        where = report.input_id or report.url or report.title or report.id
        console.log(f"{where}: {issue.message} [{issue.code}]", "yellow")
    console.advance(len(result.claims))


def _wants_bar(options: Options) -> bool:
    """Return whether to show a bar: standard error is a terminal, and readings go elsewhere."""
    return sys.stderr.isatty() and not _shows_on_terminal(options) and not options.quiet


def _shows_on_terminal(options: Options) -> bool:
    return options.output in (None, "-") and sys.stdout.isatty()
