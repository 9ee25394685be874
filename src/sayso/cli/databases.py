"""The option that names a record."""

import click

__all__ = ["db_option"]

db_option = click.option(
    "--db",
    metavar="DB",
    default="sayso.db",
    envvar="SAYSO_DB",
    show_default=True,
    help="The record: a file, or postgresql://user@host/database.",
)
