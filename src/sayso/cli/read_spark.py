"""`sayso read-spark`: read an archive on Spark."""

import re
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from sayso.cli.console import log
from sayso.cli.exit_status import ISSUES, OK
from sayso.cli.parts import Parts
from sayso.cli.tally import count_words
from sayso.cli.tier_options import TierChoice, choose_loader, tier_options
from sayso.errors import UsageError

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

__all__ = ["command"]

_LINES = re.compile(r"\.(jsonl|ndjson|json)(\.\w+)?$")
_LINE_FILES = "*.{jsonl,ndjson,json}*"
_VALUES = re.compile(r"\.(csv|tsv|tab)(\.gz)?$")
_VALUE_FILES = "*.{csv,tsv,tab}*"


@click.command("read-spark", short_help="Read an archive on Spark, on one machine or many.")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option("-o", "--output", metavar="FOLDER", required=True, help="A new folder for the readings.")
@click.option(
    "--format",
    type=click.Choice(["parquet", "jsonl"]),
    default="parquet",
    show_default=True,
    help="Of output.",
)
@click.option(
    "--input-format",
    type=click.Choice(["auto", "jsonl", "csv", "tsv", "parquet"]),
    default="auto",
    show_default=True,
    help="What the input is; auto goes by name.",
)
@click.option(
    "--column",
    "columns",
    metavar="FIELD=NAME",
    multiple=True,
    help="The column of a table that holds a field: text=body. May be repeated.",
)
@click.option(
    "--master", help="Where Spark runs: local[N], spark://host:7077, yarn. Default: as Spark is set."
)
@click.option("--conf", metavar="NAME=VALUE", multiple=True, help="A setting of Spark; may be repeated.")
@click.option("--tasks", type=click.IntRange(1), help="Pieces to read in. Default: 5,000 reports each.")
@tier_options
@click.option(
    "--published", metavar="DATE", help="Day, month or year of publication for reports without one."
)
@click.option("-q", "--quiet", is_flag=True, help="No summary.")
@click.pass_obj
def command(parts: Parts, /, **options: Any) -> int:  # noqa: ANN401 - click gives what is declared above
    """Read an archive on Spark: one row a report, with its reading as `sayso read` prints it.

    PATH is a JSON Lines archive, compressed or not, a table with the same fields as columns (Parquet, CSV,
    TSV), a folder of one of them, or an address that Spark can read (hdfs, s3a). A text that comes several
    times is read once.

    \b
    Examples:
      sayso read-spark archive/2014-06/ -o readings/2014-06 --master local[8]
      sayso read-spark hdfs:///news/2014-06.parquet -o hdfs:///readings/2014-06 --master yarn
    """
    from sayso.engine.spark import read_on_spark, start_spark, write_readings
    from sayso.ingest import parse_columns
    from sayso.model.dates import check_date

    output = options["output"]
    if Path(output).exists():
        raise UsageError(f"{output} is there already", help="name a new folder, or delete it first")
    published = None if options["published"] is None else check_date(options["published"], "published")
    settings = dict(_setting(setting) for setting in options["conf"])
    formats = {path: _format_of(path, options["input_format"]) for path in options["paths"]}
    rules = _InputRules(published, parse_columns(options["columns"]), options["input_format"] == "auto")
    _check_tables(formats, rules.columns)
    load = choose_loader(TierChoice(*(options[name] for name in TierChoice._fields)), parts)
    spark = start_spark(options["master"], settings)
    try:
        readings = read_on_spark(
            _inputs(spark, formats, rules),
            load,
            tasks=options["tasks"],
        )
        counts = write_readings(readings, output, options["format"])
    finally:
        spark.stop()
    if not options["quiet"]:
        log(_summary(counts), "dim")
    return ISSUES if counts["issues"] else OK


class _InputRules(NamedTuple):
    """Default date of reports, columns of tables, and whether files are chosen by their names."""

    published: str | None
    columns: dict[str, str]
    sniffed: bool


def _check_tables(formats: dict[str, str], columns: dict[str, str]) -> None:
    """Look at the columns of the tables on this machine, before Spark is started."""
    from sayso.ingest.files import TABLES, InputFormat, Source
    from sayso.ingest.streams import open_source
    from sayso.ingest.tables import Table, check_table

    for path, format in formats.items():
        if format in TABLES and Path(path).is_file():
            with open_source(Source(path=Path(path), name=path)) as stream:
                check_table(Table(stream, path, InputFormat(format)), columns)


def _inputs(spark: "SparkSession", formats: dict[str, str], rules: _InputRules) -> "DataFrame":
    from sayso.engine.spark import inputs_of_files, inputs_of_lines, lines_of_archive, lines_of_table

    def of(*chosen: str) -> list[str]:
        return [path for path, format in formats.items() if format in chosen]

    found = []
    if archives := of("jsonl"):
        lines = lines_of_archive(spark, archives, name_filter=_LINE_FILES if rules.sniffed else None)
        found.append(inputs_of_lines(lines, rules.published))
    if tables := of("parquet"):
        lines = lines_of_table(spark.read.parquet(*tables), rules.columns)
        found.append(inputs_of_lines(lines, rules.published))
    if files := of("csv", "tsv"):
        found.append(
            inputs_of_files(
                spark,
                files,
                columns=rules.columns,
                published=rules.published,
                name_filter=_VALUE_FILES if rules.sniffed else None,
            )
        )
    return reduce(lambda left, right: left.union(right), found)


def _format_of(path: str, chosen: str) -> str:
    if chosen != "auto":
        return chosen
    if _LINES.search(path):
        return "jsonl"
    if found := _VALUES.search(path):
        return "csv" if found[1] == "csv" else "tsv"
    if path.rstrip("/").endswith(".parquet"):
        return "parquet"
    if not Path(path).is_dir():
        raise UsageError(
            f"nothing tells whether {path} is JSON Lines or a table", help="say it: --input-format jsonl"
        )
    kinds = (("parquet", "*.parquet"), ("jsonl", "*.*json*"), ("csv", "*.[ct]sv*"))
    return next((kind for kind, names in kinds if next(Path(path).rglob(names), None) is not None), "jsonl")


def _setting(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise UsageError(f"--conf {text!r} is no setting", help="write it like spark.executor.memory=4g")
    return name.strip(), value.strip()


def _summary(counts: dict[str, int]) -> str:
    parts = [
        f"{count_words(counts['read'], 'report')} read ({count_words(counts['claims'], 'claim')})",
        f"{counts['issues']:,} with issues" if counts["issues"] else "",
        f"{counts['unread']:,} of them not read" if counts["unread"] else "",
        f"{count_words(counts['refused'], 'input')} refused" if counts["refused"] else "",
    ]
    return ", ".join(part for part in parts if part)
