"""`sayso copies` and `sayso stories`: groups of reports."""

import click

from sayso.cli.databases import db_option
from sayso.cli.exit_status import OK

__all__ = ["copies", "stories"]

_format_option = click.option(
    "--format", type=click.Choice(["tsv", "jsonl"]), default="tsv", show_default=True, help="How to print."
)


@click.command("copies", short_help="Tell which reports copy one text.")
@db_option
@_format_option
def copies(db: str, format: str) -> int:
    """Print each report with the group of copies it is in: its input id (else its id), a tab, the group's id.

    Copies are reprints, also with a new headline, shortened or lightly rewritten. A report that nobody copies
    is a group of its own.

    \b
    Example:
      sayso copies --db sayso.db --format tsv
    """
    return _print("copy", db, format)


@click.command("stories", short_help="Tell which reports are of one story.")
@db_option
@_format_option
def stories(db: str, format: str) -> int:
    """Print each report with its story: its input id (else its id), a tab, the story's id.

    A story is one happening: two fires are two stories.

    \b
    Example:
      sayso stories --db sayso.db --format tsv
    """
    return _print("story", db, format)


def _print(kind: str, db: str, format: str) -> int:
    import json

    from sayso.record import Store

    with Store(db, create=False) as record:
        for report, group in record.groups(kind):
            if format == "jsonl":
                click.echo(json.dumps({"report": report, "group": group}, ensure_ascii=False))
            else:
                click.echo(f"{' '.join(report.split())}\t{group}")
    return OK
