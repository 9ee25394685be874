"""`sayso export`: claims in the formats of other programs."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from sayso.cli.ending import ISSUES, WELL
from sayso.cli.parts import Parts
from sayso.cli.printing import ReaderGoneError, is_same_file
from sayso.cli.query import asked_of, filter_options
from sayso.cli.talk import Talk, open_talk, tell
from sayso.cli.tally import count_words
from sayso.errors import OutputError, UsageError

if TYPE_CHECKING:
    from sayso.export import Format
    from sayso.model import Told

__all__ = ["command"]

# As in sayso.export.FORMATS, which is not loaded for a help text.
_FORMATS = ("polecat", "gdelt", "plover-jsonl", "geojson", "ftm", "jsonld", "csv", "parquet")


class Options(NamedTuple):
    """What is to be exported, and to where."""

    format: str
    readings: tuple[str, ...]
    db: str | None
    output: str
    quiet: bool
    asked: dict[str, Any]


class _Seen:
    """What went by on the way."""

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
    """Write claims as polecat, gdelt, plover-jsonl, geojson, ftm, jsonld, csv or parquet.

    With --db the claims of a record, those that `sayso claims` gives with the same filters. Else READINGS are
    files of readings as `sayso read --format jsonl` prints them, gzip or not, or - for standard input.
    PATH is replaced when all is written, and not before; - is standard output.

    \b
    Examples:
      sayso export polecat --db sayso.db --country Iraq -o iraq.tsv
      sayso export csv readings.jsonl -o claims.csv
      sayso read reports/ --format jsonl | sayso export geojson - -o claims.geojson
    """
    asked = asked_of(options)
    return _export(
        Options(**{name: options[name] for name in Options._fields if name != "asked"}, asked=asked)
    )


def _export(options: Options) -> int:
    from sayso.export import format_named, write_export

    format_, seen = format_named(options.format), _Seen()
    if any(is_same_file(Path(options.output), one) for one in options.readings):
        raise UsageError(f"{options.output} is read from and cannot be written to", help="name another file")
    with open_talk(bar=sys.stderr.isatty() and not options.quiet and options.output != "-") as talk:
        told = _told(options, format_, talk, seen)
        if options.output == "-":
            _print(format_, told)
        else:
            write_export(options.format, told, options.output)
    if not options.quiet:
        claims, reports = count_words(seen.claims, "claim"), count_words(seen.reports, "report")
        tell(f"{claims} of {reports} exported to {options.output}", "dim")
    return ISSUES if seen.refused else WELL


def _told(options: Options, format_: "Format", talk: Talk, seen: _Seen) -> "Iterator[Told]":
    """The claims to export: of a record, or of readings."""
    if options.db is not None and options.readings:
        raise UsageError("both a record and readings are given", help="give --db DB, or files of readings")
    if options.db is not None:
        return _told_of_record(options.db, options.asked, format_, talk, seen)
    if options.asked:
        raise UsageError("filters ask a record", help="give --db DB, or take the filters away")
    if not options.readings:
        raise UsageError("nothing to export", help="name a record (--db DB) or a file of readings")
    return _told_of_readings(options.readings, talk, seen)


def _told_of_record(
    db: str, asked: dict[str, Any], format_: "Format", talk: Talk, seen: _Seen
) -> "Iterator[Told]":
    """The claims of a record, as people judged them."""
    from sayso.record import Store

    reports: set[str] = set()
    with Store(db, create=False) as record:
        for told in record.claims(**asked).told(named=format_.named):
            yield told
            seen.claims += 1
            if told.report.id not in reports:
                reports.add(told.report.id)
                seen.reports += 1
                talk.advance(0)


def _told_of_readings(paths: tuple[str, ...], talk: Talk, seen: _Seen) -> "Iterator[Told]":
    from sayso.cli.readings import read_readings
    from sayso.export import sourced_claims

    def refuse(line: str) -> None:
        seen.refused += 1
        talk.tell(line, "yellow")

    for reading in read_readings(paths, refuse):
        yield from sourced_claims(reading)
        seen.reports += 1
        seen.claims += len(reading.claims)
        talk.advance(len(reading.claims))


def _print(format_: "Format", told: "Iterator[Told]") -> None:
    if format_.is_folder:
        raise UsageError(f"{format_.name} has several tables", help="name a folder: -o FOLDER")
    out = sys.stdout.buffer
    try:
        for chunk in format_.encode(told):
            out.write(chunk.data)
        out.flush()
    except BrokenPipeError as error:
        # Not let through: click would end with status 1.
        raise ReaderGoneError("nobody reads the results any more") from error
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise OutputError(f"the results cannot be written: {reason}", help="the last is cut off") from error
