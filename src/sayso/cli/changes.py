"""`sayso changes`: what is new between two days."""

from typing import Any

import click

from sayso.cli.databases import db_option
from sayso.cli.query import filter_options, filters_of, without
from sayso.cli.records import print_records, record_options

__all__ = ["command"]


@click.command("changes", short_help="Tell what is new between two days.")
@db_option
@click.option(
    "--since",
    metavar="DATE",
    help="New since the end of this day, or since this moment. Default: since yesterday.",
)
@click.option(
    "--until", metavar="DATE", help="As known at the end of this day or at this moment. Default: now."
)
@click.option(
    "--by",
    type=click.Choice(["arrival", "publication"]),
    default="arrival",
    show_default=True,
    help="Whether a report counts from when the record first saw it, or from its publication.",
)
@click.option("--event", metavar="ID", help="Only what changed in this event: its id, or one of its claims'.")
@click.option(
    "--kind",
    metavar="KINDS",
    help="Only these, with commas between: events, numbers, disagreements, commitments, situations, sources.",
)
@without("as_of", "id")
@filter_options
@record_options
def command(**options: Any) -> int:  # noqa: ANN401 - click gives what is declared above
    """Tell what is new between two days, on whose word.

    New events; numbers that were not given before; new disagreements; commitments that are new or were kept,
    broken or let pass; situations that began, ended or became disputed; named sources heard for the first
    time. Filters choose the claims that are looked at. Days are in UTC.

    \b
    Examples:
      sayso changes --db sayso.db
      sayso changes --since 2024-05-01 --until 2024-05-02 --kind numbers,disagreements --format csv
      sayso changes --since 2024-04-30 --by publication --event g_3c4d5e
    """
    import msgspec

    from sayso.engine import find_changes
    from sayso.model import make_period, parse_kinds
    from sayso.record import Store
    from sayso.tables import CHANGES

    period = make_period(options["since"], options["until"], options["by"])
    kinds = parse_kinds(options["kind"] or "")
    with Store(options["db"], create=False) as record:
        changes = find_changes(record, period, kinds=kinds, event=options["event"], **filters_of(options))
    return print_records(changes, CHANGES, msgspec.to_builtins, options)
