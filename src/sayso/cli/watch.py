"""`sayso watch`: follow feeds."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from sayso.cli.console import Console, open_console
from sayso.cli.exit_status import ISSUES, OK
from sayso.cli.fetch_options import fetch_options, make_fetcher
from sayso.cli.parts import Parts
from sayso.cli.printer import Look, Printer, open_printer
from sayso.cli.read import print_result
from sayso.cli.tally import Tally, count_words
from sayso.cli.tier_options import TierChoice, choose_loader, tier_options
from sayso.errors import AddressError, UsageError

if TYPE_CHECKING:
    from sayso.engine import AddResult, BatchReader, Plan
    from sayso.ingest import Refusal
    from sayso.ingest.feed_poller import FeedPoller, Sink
    from sayso.model import FeedStates, Raw, Report
    from sayso.record import Store

__all__ = ["command"]

# A feed's few new reports are shown as they come, not a batch later.
_BATCH = 1


class Options(NamedTuple):
    """Options of the command."""

    feeds: tuple[str, ...]
    print: bool
    db: str | None
    once: bool
    every: float
    state: str | None
    pages: bool
    format: str | None
    tier: str | None
    model: str | None
    url: str | None
    answers: str | None
    colour: bool | None
    quiet: bool
    allow_private: bool
    contact: str


@click.command("watch", short_help="Follow feeds and read what is new.")
@click.argument("feeds", metavar="FEED...", nargs=-1, required=True)
@click.option("--print", is_flag=True, help="Print the readings, as sayso read does.")
@click.option("--db", metavar="DB", help="Add the reports to this record. Default: SAYSO_DB.")
@click.option("--once", is_flag=True, help="Visit each feed once, and end.")
@click.option(
    "--every",
    metavar="MINUTES",
    type=click.FloatRange(1, 10_080),
    default=15,
    show_default=True,
    help="Time between two visits; longer where a feed asks for it.",
)
@click.option(
    "--state",
    metavar="FILE",
    help="Keep there what was seen, for the next run. Default: beside a record file or in a server's record.",
)
@click.option(
    "--pages/--no-pages", default=True, show_default=True, help="Read the page where a feed holds a summary."
)
@click.option(
    "--format", type=click.Choice(["text", "jsonl"]), help="Default: text on a terminal, else jsonl."
)
@tier_options
@click.option("--colour/--no-colour", "--color/--no-color", default=None, help="Default: on a terminal.")
@fetch_options
@click.option("-q", "--quiet", is_flag=True, help="No progress and no summary; issues are told all the same.")
@click.pass_obj
def command(parts: Parts, /, **options: Any) -> int:  # noqa: ANN401 - click gives what is declared above
    """Follow RSS and Atom feeds, politely, and read what is new in them.

    FEED is the address of a feed. Each is asked whether it has changed, within the limits of its host's
    robots.txt; a host that is busy is left alone for as long as it says. Ctrl-C ends it.

    \b
    Examples:
      sayso watch https://news.example/feed.xml --db sayso.db
      sayso watch https://news.example/feed.xml --print
      sayso watch https://news.example/feed.xml --print --once --state seen.json --format jsonl
    """
    return _watch(Options(**options), parts)


def _watch(options: Options, parts: Parts) -> int:
    _check_feeds(options.feeds)
    if options.db is None and not options.print:
        options = options._replace(db=os.environ.get("SAYSO_DB") or None)
    if options.print == (options.db is not None):
        given = "both --db and --print are" if options.print else "neither --db nor --print is"
        raise UsageError(f"{given} given", help="say where readings go: --db DB, or --print")
    choice = TierChoice(options.tier, options.model, options.url, options.answers)
    reader = choose_loader(choice, parts, beside=options.db)()
    tally = Tally()
    with ExitStack() as stack:
        console = stack.enter_context(open_console(bar=_wants_bar(options)))
        if options.db is None:
            after: Callable[[], int] | None = None
            printer = stack.enter_context(open_printer(Look(options.format, options.colour), None, ()))
            states = _open_states(options, None)
            poller = _make_poller(options, states, _printer_sink(reader, printer, console, tally))
        else:
            from sayso.engine import Plan, relate
            from sayso.record import Store

            record = stack.enter_context(Store(options.db))
            raws: dict[str, Raw] = {}
            plan = Plan(lambda: reader, parts.complete, 1, raws)
            states = _open_states(options, record)
            poller = _make_poller(options, states, _record_sink(record, plan, console, tally), raws)
            after = partial(relate, record)
        for result in poller.poll(options.feeds, once=options.once):
            if after is not None:
                after()
            if not options.quiet:
                console.log(f"{result.feed}: {count_words(result.reports, 'new report')}", "dim")
    if not options.quiet:
        for line in tally.summary().split("\n"):
            console.log(line, "dim")
    return ISSUES if tally.has_issues else OK


def _make_poller(
    options: Options, states: "FeedStates", sink: "Sink", raws: "dict[str, Raw] | None" = None
) -> "FeedPoller":
    from sayso.ingest.feed_poller import FeedPoller, PollRules

    fetcher = make_fetcher(allow_private=options.allow_private, contact=options.contact)
    rules = PollRules(interval_s=options.every * 60, pages=options.pages)
    keep = None if raws is None else lambda raw: raws.update({raw.report: raw})
    return FeedPoller(fetcher, states, sink, rules=rules, keep_raw=keep)


def _open_states(options: Options, record: "Store | None") -> "FeedStates":
    """Open the feed states in the named file, else beside the record's file, else in the record."""
    from sayso.ingest.feed_states import FileStates, MemoryStates

    if options.state is not None:
        return FileStates(Path(options.state))
    if record is None or options.db is None:
        return MemoryStates()
    return record.feed_states() if "://" in options.db else FileStates(Path(f"{options.db}.feeds.json"))


def _record_sink(record: "Store", plan: "Plan", console: Console, tally: Tally) -> "Sink":
    """Return a sink that adds reports to a record, and yields the ids of those added."""
    from sayso.engine import add_all
    from sayso.ingest import Refusal

    def add(inputs: "Iterable[Report | Refusal]") -> Iterator[str]:
        safe: list[str] = []

        def log_result(result: "AddResult | Refusal") -> None:
            if isinstance(result, Refusal):
                tally.refused += 1
                console.log(f"{result.line()} [{result.code}]", "yellow")
                return
            safe.append(result.report.id)
            if result.reading is not None:
                tally.add(result.reading)
                console.advance(len(result.reading.claims))

        for report in inputs:
            add_all(record, [report], plan, log_result)
            yield from safe
            safe.clear()

    return add


def _printer_sink(reader: "BatchReader", printer: Printer, console: Console, tally: Tally) -> "Sink":
    """Return a sink that prints readings, and yields the ids of the printed reports."""
    from sayso.engine import read_all
    from sayso.model import Reading

    def print_all(inputs: "Iterable[Report | Refusal]") -> Iterator[str]:
        for result in read_all(inputs, load=lambda: reader, batch_size=_BATCH):
            print_result(result, printer, console, tally)
            if isinstance(result, Reading):
                yield result.report.id

    return print_all


def _check_feeds(feeds: Iterable[str]) -> None:
    from sayso.ingest.fetching.addresses import tidy_address

    for feed in feeds:
        try:
            tidy_address(feed)
        except AddressError as error:
            raise UsageError(str(error)) from error


def _wants_bar(options: Options) -> bool:
    return sys.stderr.isatty() and not sys.stdout.isatty() and not options.quiet
