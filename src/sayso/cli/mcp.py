"""`sayso mcp`: a record for assistants, over standard input and output."""

import click

from sayso.cli.databases import db_option
from sayso.cli.exit_status import OK

__all__ = ["command"]


@click.command("mcp", short_help="Answer assistants from a record (Model Context Protocol).")
@db_option
def command(db: str) -> int:
    """Serve a record to an assistant by the Model Context Protocol, over standard input and output.

    The record is opened to read: nothing can change it. Every answer has the exact words of a claim, its
    source chain, the address of its report and its confidence, and says that a claim is not a fact.
    Assistants start the command themselves. Needs pip install "sayso[mcp]".

    \b
    Example:
      sayso mcp --db sayso.db
    """
    from sayso.assistants import make_server
    from sayso.web.read_only import open_to_read

    with open_to_read(db) as record:
        make_server(record).run("stdio")
    return OK
