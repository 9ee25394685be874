"""`sayso forget`: take a report out of a record."""

import click

from sayso.cli.console import log
from sayso.cli.databases import db_option
from sayso.cli.exit_status import OK
from sayso.cli.relate import relate_with_bar

__all__ = ["command"]


@click.command("forget", short_help="Take a report out of a record.")
@click.argument("report", metavar="REPORT")
@db_option
@click.option("--reason", metavar="WORDS", required=True, help="Why; the tombstone keeps it.")
def command(report: str, db: str, reason: str) -> int:
    """Take a report, by id, input id or address, out of a record, with all that was read from it.

    Judgements that quote it go, too. A tombstone keeps the id and the reason; added again, it stays out. The
    words are overwritten in a SQLite file, at once or, if somebody is reading it, when it is opened next.

    \b
    Example:
      sayso forget r_1c4b10cfd43a3443a7be --db sayso.db --reason "withdrawn by its publisher"
    """
    from sayso.record import Store

    with Store(db, create=False) as record:
        for id in record.forget(report, reason=reason):
            log(f"forgotten: {id}", "dim")
        relate_with_bar(record, quiet=True)
        if not record.is_overwritten():
            log(
                f"the forgotten words are in no answer, but still in {db}: somebody is reading it; they are"
                " overwritten when the record is opened next",
                "yellow",
            )
    return OK
