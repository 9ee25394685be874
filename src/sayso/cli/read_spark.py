"""`sayso read-spark`: read an archive on Spark."""

import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sayso.cli.ending import ISSUES, WELL
from sayso.cli.parts import Parts, choose_tier
from sayso.cli.talk import tell
from sayso.cli.tally import count_words
from sayso.errors import UsageError

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

__all__ = ["command"]

_LINES = re.compile(r"\.(jsonl|ndjson|json)(\.\w+)?$")
_LINE_FILES = "*.{jsonl,ndjson,json}*"


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
    type=click.Choice(["auto", "jsonl", "parquet"]),
    default="auto",
    show_default=True,
    help="What the input is; auto goes by name.",
)
@click.option(
    "--master", help="Where Spark runs: local[N], spark://host:7077, yarn. Default: as Spark is set."
)
@click.option("--conf", metavar="NAME=VALUE", multiple=True, help="A setting of Spark; may be repeated.")
@click.option("--tasks", type=click.IntRange(1), help="Pieces to read in. Default: 5,000 reports each.")
@click.option(
    "--tier", type=click.Choice(["full", "fast"]), help="Default: full if its models are installed."
)
@click.option(
    "--published", metavar="DATE", help="Day, month or year of publication for reports without one."
)
@click.option("-q", "--quiet", is_flag=True, help="No summary.")
@click.pass_obj
def command(parts: Parts, /, **options: Any) -> int:  # noqa: ANN401 - click gives what is declared above
    """Read an archive on Spark: one row a report, with its reading as `sayso read` prints it.

    PATH is a JSON Lines archive, compressed or not, a Parquet file with the same fields as columns, a folder
    of either, or an address that Spark can read (hdfs, s3a). A text that comes several times is read once.

    \b
    Examples:
      sayso read-spark archive/2014-06/ -o readings/2014-06 --master local[8]
      sayso read-spark hdfs:///news/2014-06.parquet -o hdfs:///readings/2014-06 --master yarn
    """
    from sayso.engine.spark import read_on_spark, start_spark, write_readings
    from sayso.model.dates import check_date

    output = options["output"]
    if Path(output).exists():
        raise UsageError(f"{output} is there already", help="name a new folder, or delete it first")
    published = None if options["published"] is None else check_date(options["published"], "published")
    settings = dict(_setting(one) for one in options["conf"])
    formats = {path: _format_of(path, options["input_format"]) for path in options["paths"]}
    tier = choose_tier(options["tier"], parts)
    spark = start_spark(options["master"], settings)
    try:
        readings = read_on_spark(
            _lines(spark, formats, sniffed=options["input_format"] == "auto"),
            partial(parts.load, tier),
            published=published,
            tasks=options["tasks"],
        )
        counts = write_readings(readings, output, options["format"])
    finally:
        spark.stop()
    if not options["quiet"]:
        tell(_summary(counts), "dim")
    return ISSUES if counts["issues"] else WELL


def _lines(spark: "SparkSession", formats: dict[str, str], *, sniffed: bool) -> "DataFrame":
    from sayso.engine.spark import lines_of_archive, lines_of_table

    archives = [path for path, format_ in formats.items() if format_ == "jsonl"]
    tables = [path for path, format_ in formats.items() if format_ == "parquet"]
    found = []
    if archives:
        found.append(lines_of_archive(spark, archives, name_filter=_LINE_FILES if sniffed else None))
    if tables:
        found.append(lines_of_table(spark.read.parquet(*tables)))
    return found[0] if len(found) == 1 else found[0].union(found[1])


def _format_of(path: str, chosen: str) -> str:
    if chosen != "auto":
        return chosen
    if _LINES.search(path):
        return "jsonl"
    if path.rstrip("/").endswith(".parquet"):
        return "parquet"
    if not Path(path).is_dir():
        raise UsageError(
            f"nothing tells whether {path} is JSON Lines or Parquet", help="say it: --input-format jsonl"
        )
    return "parquet" if next(Path(path).rglob("*.parquet"), None) is not None else "jsonl"


def _setting(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise UsageError(f"--conf {text!r} is no setting", help="write it like spark.executor.memory=4g")
    return name.strip(), value.strip()


def _summary(counts: dict[str, int]) -> str:
    told = [
        f"{count_words(counts['read'], 'report')} read ({count_words(counts['claims'], 'claim')})",
        f"{counts['issues']:,} with issues" if counts["issues"] else "",
        f"{counts['unread']:,} of them not read" if counts["unread"] else "",
        f"{count_words(counts['refused'], 'input')} refused" if counts["refused"] else "",
    ]
    return ", ".join(one for one in told if one)
