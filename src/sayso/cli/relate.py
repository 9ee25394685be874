"""`sayso relate`: copies, stories and events of a record."""

import sys
from typing import TYPE_CHECKING

import click

from sayso.cli.console import log, open_console
from sayso.cli.databases import db_option
from sayso.cli.exit_status import OK
from sayso.cli.tally import count_words

if TYPE_CHECKING:
    from sayso.record import Store

__all__ = ["command", "relate_with_bar"]


@click.command("relate", short_help="Find copies, stories and events anew.")
@db_option
@click.option("--anew", is_flag=True, help="Drop what was found and find all again.")
@click.option("-q", "--quiet", is_flag=True, help="No progress and no summary.")
def command(db: str, anew: bool, quiet: bool) -> int:
    """Find which reports are copies or of one story, and which claims tell of one event.

    `sayso add` does so for what it adds; this goes on where that was stopped. The outcome is the same
    in whatever order reports came, and with --anew, unless Sayso has changed.

    \b
    Examples:
      sayso relate --db sayso.db
      sayso relate --db sayso.db --anew
    """
    from sayso.record import Store

    with Store(db, create=False) as record:
        if anew:
            with record.relating() as relations:
                relations.drop_all()
        number = relate_with_bar(record, quiet=quiet)
    if not quiet:
        log(f"{count_words(number, 'report')} related", "dim")
    return OK


def relate_with_bar(record: "Store", *, quiet: bool) -> int:
    """Relate the unprocessed reports of a record, with a progress bar; return their number."""
    from sayso.engine import relate

    waiting = record.count_waiting()
    with open_console(bar=sys.stderr.isatty() and not quiet, total=waiting) as console:

        def advance(number: int) -> None:
            for _ in range(number):
                console.advance(0)

        return relate(record, advance) if waiting else 0
