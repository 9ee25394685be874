"""`sayso export`: claims in the formats of other programs."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from sayso.cli.console import Console, log, open_console
from sayso.cli.exit_status import ISSUES, OK
from sayso.cli.parts import Parts
from sayso.cli.printer import ReaderGoneError, is_same_file
from sayso.cli.query import filter_options, filters_of
from sayso.cli.tally import count_words
from sayso.errors import OutputError, UsageError

if TYPE_CHECKING:
    from sayso.export import Format
    from sayso.model import SourcedClaim

__all__ = ["command"]

# As in sayso.export.FORMATS, which is not loaded for a help text.
_FORMATS = ("polecat", "gdelt", "plover-jsonl", "geojson", "ftm", "jsonld", "acled", "csv", "parquet")


class Options(NamedTuple):
    """Options of the command."""

    format: str
    readings: tuple[str, ...]
    db: str | None
    output: str
    quiet: bool
    filters: dict[str, Any]


class _Counts:
    """Numbers of reports, refused lines and claims."""

    def __init__(self) -> None:
        self.reports = self.refused = self.claims = 0


@click.command("export", short_help="Write claims in the formats of other programs.")
@click.argument("format", metavar="FORMAT", type=click.Choice(_FORMATS))
@click.argument("readings", metavar="[READINGS]...", nargs=-1)
@click.option("--db", metavar="DB", help="The record to export: a file, or postgresql://...")
@filter_options
@click.option("-o", "--output", metavar="PATH", required=True, help="A file; for gdelt and ftm a folder.")
@click.option("-q", "--quiet", is_flag=True, help="No progress and no summary.")
@click.pass_obj
def command(_parts: Parts, /, **options: Any) -> int:  # noqa: ANN401 - click gives what is declared above
    """Write claims as polecat, gdelt, plover-jsonl, geojson, ftm, jsonld, acled, csv or parquet.

    With --db the claims of a record, those that `sayso claims` gives with the same filters. Else READINGS are
    files of readings as `sayso read --format jsonl` prints them, gzip or not, or - for standard input.
    PATH is replaced when all is written, and not before; - is standard output.

    \b
    Examples:
      sayso export polecat --db sayso.db --country Iraq -o iraq.tsv
      sayso export csv readings.jsonl -o claims.csv
      sayso read reports/ --format jsonl | sayso export geojson - -o claims.geojson
    """
    filters = filters_of(options)
    return _export(
        Options(**{name: options[name] for name in Options._fields if name != "filters"}, filters=filters)
    )


def _export(options: Options) -> int:
    from sayso.export import format_named, write_export

    format_, counts = format_named(options.format), _Counts()
    if any(is_same_file(Path(options.output), path) for path in options.readings):
        raise UsageError(f"{options.output} is read from and cannot be written to", help="name another file")
    with open_console(bar=sys.stderr.isatty() and not options.quiet and options.output != "-") as console:
        claims = _claims_to_export(options, format_, console, counts)
        if options.output == "-":
            _print(format_, claims)
        else:
            write_export(options.format, claims, options.output)
    if not options.quiet:
        claim_words, report_words = count_words(counts.claims, "claim"), count_words(counts.reports, "report")
        log(f"{claim_words} of {report_words} exported to {options.output}", "dim")
    return ISSUES if counts.refused else OK


def _claims_to_export(
    options: Options, format_: "Format", console: Console, counts: _Counts
) -> "Iterator[SourcedClaim]":
    """Return the claims to export, of a record or of readings."""
    if options.db is not None and options.readings:
        raise UsageError("both a record and readings are given", help="give --db DB, or files of readings")
    if options.db is not None:
        return _claims_of_record(options.db, options.filters, format_, console, counts)
    if options.filters:
        raise UsageError("filters ask a record", help="give --db DB, or take the filters away")
    if not options.readings:
        raise UsageError("nothing to export", help="name a record (--db DB) or a file of readings")
    return _claims_of_readings(options.readings, console, counts)


def _claims_of_record(
    db: str, filters: dict[str, Any], format_: "Format", console: Console, counts: _Counts
) -> "Iterator[SourcedClaim]":
    """Yield the claims of a record, with judgements applied."""
    from sayso.record import Store

    reports: set[str] = set()
    with Store(db, create=False) as record:
        for claim in record.claims(**filters).told(named=format_.named):
            yield claim
            counts.claims += 1
            if claim.report.id not in reports:
                reports.add(claim.report.id)
                counts.reports += 1
                console.advance(0)


def _claims_of_readings(
    paths: tuple[str, ...], console: Console, counts: _Counts
) -> "Iterator[SourcedClaim]":
    from sayso.cli.readings import read_readings
    from sayso.export import sourced_claims

    def refuse(line: str) -> None:
        counts.refused += 1
        console.log(line, "yellow")

    for reading in read_readings(paths, refuse):
        yield from sourced_claims(reading)
        counts.reports += 1
        counts.claims += len(reading.claims)
        console.advance(len(reading.claims))


def _print(format_: "Format", claims: "Iterator[SourcedClaim]") -> None:
    if format_.is_folder:
        raise UsageError(f"{format_.name} has several tables", help="name a folder: -o FOLDER")
    out = sys.stdout.buffer
    try:
        for chunk in format_.encode(claims):
            out.write(chunk.data)
        out.flush()
    except BrokenPipeError as error:
        # Not let through: click would end with status 1.
        raise ReaderGoneError("nobody reads the results any more") from error
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise OutputError(f"the results cannot be written: {reason}", help="the last is cut off") from error
