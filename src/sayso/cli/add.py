"""`sayso add`: read reports into a record."""

import sys
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from sayso.cli.console import Console, log, open_console
from sayso.cli.databases import db_option
from sayso.cli.exit_status import ISSUES, OK
from sayso.cli.fetch_options import choose_fetch, fetch_options
from sayso.cli.parts import Parts, with_inert_streams
from sayso.cli.reading_options import reading_options
from sayso.cli.relate import relate_with_bar
from sayso.cli.tally import Tally, count_words
from sayso.cli.tier_options import TierChoice, choose_loader, print_estimate

if TYPE_CHECKING:
    from sayso.engine import AddResult
    from sayso.ingest import Refusal
    from sayso.model import Raw

__all__ = ["command"]


@click.command("add", short_help="Read reports into a record.")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@db_option
@reading_options
@click.option("--raw/--no-raw", default=True, show_default=True, help="Keep pages as they came, compressed.")
@fetch_options
@click.option("-q", "--quiet", is_flag=True, help="No progress and no summary; issues are told all the same.")
@click.pass_obj
def command(parts: Parts, /, **options: Any) -> int:  # noqa: ANN401 - click gives what is declared above
    """Read reports into a record, which is made if it is not there.

    Each report is written as soon as it is read. Stopped and started again, the command goes on where it was;
    what is there already is not read again, unless another reader (tier, version, models) read it, or its
    reading failed. Several may add to one record at once.

    \b
    Examples:
      sayso add reports/ --db sayso.db
      sayso add https://news.example/2020/story.html --db sayso.db
      sayso add archive.jsonl.gz --db postgresql://me@localhost/news --jobs 4
      sayso add reports/ --db sayso.db --tier llm --model llama3.1
    """
    from sayso.engine import Plan, add_all
    from sayso.gazetteer import use_names
    from sayso.ingest import parse_columns, read_inputs
    from sayso.record import Store

    if options["names"] is not None:
        use_names(options["names"])
    choice = TierChoice(*(options[name] for name in TierChoice._fields))
    load = choose_loader(choice, parts, beside=options["db"])
    paths, input_format = options["paths"], options["input_format"]
    raws: dict[str, Raw] = {}
    inputs = read_inputs(
        paths,
        input_format=input_format,
        published=options["published"],
        columns=parse_columns(options["columns"]),
        fetch=choose_fetch(paths, allow_private=options["allow_private"], contact=options["contact"]),
        keep_raw=(lambda raw: raws.update({raw.report: raw})) if options["raw"] else None,
    )
    if options["dry_run"]:
        return print_estimate(inputs, load)
    tally = _AddTally()
    wants_bar = sys.stderr.isatty() and not options["quiet"]
    total = _count_reports(paths, input_format) if wants_bar else None
    inside = load.progress if load.is_llm else None
    with Store(options["db"]) as record, open_console(bar=wants_bar, total=total, inside=inside) as console:
        plan = Plan(with_inert_streams(load), parts.complete, options["jobs"], raws)
        try:
            add_all(record, inputs, plan, partial(_log_result, console, tally))
        except BaseException:
            if not options["quiet"]:
                console.log(f"{tally.summary()}; what was added stands, run it again to go on", "dim")
            raise
        relate_with_bar(record, quiet=options["quiet"])
    if not options["quiet"]:
        for line in filter(None, (tally.summary(), load.summary())):
            log(line, "dim")
    return ISSUES if tally.has_issues else OK


def _count_reports(paths: tuple[str, ...], input_format: str) -> int | None:
    from sayso.ingest.report_count import count_reports

    return count_reports(paths, input_format)


class _AddTally:
    """Counts of reports by outcome."""

    def __init__(self) -> None:
        from collections import Counter

        self.outcomes: Counter[str] = Counter()
        self.read = Tally()

    @property
    def has_issues(self) -> bool:
        return self.read.has_issues

    def summary(self) -> str:
        """Return one line: read, already there, copies, issues."""
        outcomes, read = self.outcomes, self.read
        parts = [
            f"{count_words(read.reports - read.unread, 'report')} read ({count_words(read.claims, 'claim')})",
            f"{outcomes['reread']:,} of them anew" if outcomes["reread"] else "",
            f"{outcomes['there']:,} already there",
            f"{count_words(outcomes['copy'], 'copy')} of a document already there".replace("copys", "copies"),
            f"{outcomes['forgotten']:,} forgotten and left out" if outcomes["forgotten"] else "",
            f"{read.with_issues:,} with issues",
            f"{read.unread:,} of them not read" if read.unread else "",
            f"{count_words(read.refused, 'input')} refused" if read.refused else "",
        ]
        return ", ".join(part for part in parts if part)


def _log_result(console: Console, tally: _AddTally, result: "AddResult | Refusal") -> None:
    from sayso.ingest import Refusal

    if isinstance(result, Refusal):
        tally.read.refused += 1
        console.log(f"{result.line()} [{result.code}]", "yellow")
        return
    tally.outcomes[result.outcome] += 1
    claims = 0
    if result.reading is not None:
        tally.read.add(result.reading)
        claims = len(result.reading.claims)
        report = result.report
        for issue in result.reading.issues:
            where = report.input_id or report.url or report.title or report.id
            console.log(f"{where}: {issue.message} [{issue.code}]", "yellow")
    console.advance(claims)
