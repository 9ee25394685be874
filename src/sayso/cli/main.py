"""The command `sayso`; each subcommand lives in its own module and is loaded when it is called."""

import os
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path

import click

from sayso import __version__
from sayso.cli.completion import complete_values
from sayso.cli.exit_status import replace_closed_streams, run_to_exit_status
from sayso.cli.inert import make_streams_inert
from sayso.cli.logs import add_verbose_option, logs_closed, verbose_option
from sayso.cli.parts import Parts
from sayso.cli.settings_file import settings_in_force
from sayso.errors import UsageError

__all__ = ["main", "run"]

# Command, and the module that holds it, under the name `command` unless another follows the colon.
_COMMANDS = {
    "read": "sayso.cli.read",
    "read-spark": "sayso.cli.read_spark",
    "label": "sayso.cli.label",
    "tasks": "sayso.cli.tasks:tasks",
    "labels": "sayso.cli.tasks:labels",
    "agree": "sayso.cli.agree:agree",
    "score": "sayso.cli.agree:score",
    "watch": "sayso.cli.watch",
    "export": "sayso.cli.export",
    "add": "sayso.cli.add",
    "reports": "sayso.cli.query:reports",
    "attributions": "sayso.cli.query:attributions",
    "claims": "sayso.cli.query:claims",
    "commitments": "sayso.cli.query:commitments",
    "events": "sayso.cli.query:events",
    "disagreements": "sayso.cli.query:disagreements",
    "situations": "sayso.cli.situations",
    "changes": "sayso.cli.changes",
    "copies": "sayso.cli.groups:copies",
    "stories": "sayso.cli.groups:stories",
    "relate": "sayso.cli.relate",
    "judge": "sayso.cli.judge:judge",
    "judgements": "sayso.cli.judge:judgements",
    "serve": "sayso.cli.serve",
    "mcp": "sayso.cli.mcp",
    "alert": "sayso.cli.alert",
    "forget": "sayso.cli.forget",
    "copy-to": "sayso.cli.copy_to",
    "describe": "sayso.cli.describe",
    "doctor": "sayso.cli.doctor",
}


class _LazyGroup(click.Group):
    """Loads a command's module only when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        place = _COMMANDS.get(cmd_name)
        if place is None:
            return None
        module, _, name = place.partition(":")
        command: click.Command = getattr(import_module(module), name or "command")
        return complete_values(add_verbose_option(command))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Resolve a command as click does; raises `UsageError` with similar names for an unknown one."""
        if args[0] in _COMMANDS or args[0].startswith("-"):
            return super().resolve_command(ctx, args)
        if Path(args[0]).exists():
            raise UsageError(f"{args[0]} is no command", help=f"to read it: sayso read {args[0]}")
        near = get_close_matches(args[0], _COMMANDS)
        hint = f"did you mean {' or '.join(near)}?" if near else "see: sayso --help"
        raise UsageError(f"there is no command {args[0]!r}", help=hint)


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sayso")
@verbose_option
def cli() -> None:
    """Keep a sourced record of what news reports claim, and on whose word.

    \b
    Example:
      sayso read report.txt
      sayso read reports/ --format jsonl > readings.jsonl
      sayso add reports/ --db sayso.db
      sayso claims --db sayso.db --source "foreign ministry"

    Results go to standard output, talk to standard error. Exit status: 0 all well, 1 some reports had
    issues, 2 wrong use.
    """


def run(arguments: Sequence[str], parts: Parts | None = None) -> int:
    """Run one command and return its exit status; `parts` replaces the pipeline (for tests and embedders)."""
    return run_to_exit_status(lambda: _run(list(arguments), parts or Parts()))


def _run(arguments: list[str], parts: Parts) -> object:
    with logs_closed(), settings_in_force() as settings:
        defaults = dict.fromkeys(_COMMANDS, settings)
        return cli.main(arguments, prog_name="sayso", standalone_mode=False, obj=parts, default_map=defaults)


def main() -> None:
    """Run the command line."""
    replace_closed_streams()
    # The heads' matrices are small: more threads than one only wait for each other.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # For good, so that also the traceback of a failure is inert.
    make_streams_inert()
    sys.exit(run(sys.argv[1:]))
