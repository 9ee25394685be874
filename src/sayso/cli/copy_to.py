"""`sayso copy-to`: move or back up a record."""

import sys

import click

from sayso.cli.console import log, open_console
from sayso.cli.databases import db_option
from sayso.cli.exit_status import ISSUES, OK
from sayso.cli.relate import relate_with_bar
from sayso.cli.tally import count_words

__all__ = ["command"]


@click.command("copy-to", short_help="Copy a record, also between SQLite and PostgreSQL.")
@click.argument("target", metavar="DB2")
@db_option
@click.option("-q", "--quiet", is_flag=True, help="No progress and no summary.")
def command(target: str, db: str, quiet: bool) -> int:
    """Copy a record into another, which is made if it is not there; what is there already stays.

    Readings, judgements and tombstones are copied; what groups reports is made anew from them. Stopped and
    started again, the copy goes on where it was. Of a damaged file all that can still be read is copied.

    \b
    Examples:
      sayso copy-to backup.db --db sayso.db
      sayso copy-to postgresql://me@localhost/news --db sayso.db
    """
    from sayso.record import Store

    with Store(db, create=False, check=False) as record:
        total = record.counts()["reports"]
        with open_console(bar=sys.stderr.isatty() and not quiet, total=total) as console:
            count = record.copy_to(target, lambda reading: console.advance(len(reading.claims)))
    with Store(target) as copy:
        relate_with_bar(copy, quiet=quiet)
    if not quiet:
        log(
            f"{count_words(count.reports, 'report')} copied, {count.there:,} already there,"
            f" {count_words(count.judgements, 'judgement')}, {count_words(count.tombstones, 'tombstone')}",
            "dim",
        )
    if count.lost:
        log(f"{db} is damaged: {count_words(count.lost, 'report')} could not be read and copied", "yellow")
        return ISSUES
    return OK
