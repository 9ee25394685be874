"""`sayso describe`: descriptions of a record's tables and columns, for Datasette."""

import click

from sayso.cli.databases import db_option
from sayso.cli.exit_status import OK
from sayso.cli.output import open_output
from sayso.errors import UsageError

__all__ = ["command"]


@click.command("describe", short_help="Describe a record's tables and columns for Datasette.")
@db_option
@click.option("-o", "--output", metavar="FILE", help="Print into a file.")
def command(db: str, output: str | None) -> int:
    """Print the metadata with which Datasette shows what each table and column of a record means.

    The tables below the views, which are Sayso's own, are hidden.

    \b
    Example:
      sayso describe --db sayso.db -o metadata.json
      datasette sayso.db --metadata metadata.json
    """
    import sqlite3
    from contextlib import closing
    from pathlib import Path

    import msgspec

    from sayso.record import Store
    from sayso.tables import ALL_TABLES
    from sayso.tables.datasette import datasette_metadata

    if "://" in db:
        raise UsageError("Datasette reads SQLite alone", help="copy the record: sayso copy-to FILE --db DB")
    with Store(db, create=False):
        pass  # refuses what is no record
    with closing(sqlite3.connect(f"{Path(db).resolve().as_uri()}?mode=ro", uri=True)) as connection:
        names = [
            name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        ]
    found = msgspec.json.encode(datasette_metadata(Path(db).stem, ALL_TABLES, names))
    with open_output(output) as out:
        out.write(msgspec.json.format(found, indent=1) + b"\n")
    return OK
