"""The page of the commands, from click: every option, and the settings taken from the environment."""

import inspect
import re
from collections import defaultdict
from collections.abc import Iterator

import click

from docs_site.writing import as_code, as_prose, make_head, make_table
from sayso.cli.main import cli

__all__ = ["make_page"]

_INTRODUCTION = """
What `sayso COMMAND --help` says. [The command line](cli.md) explains it.
"""


def make_page() -> str:
    """Every command with its usage, help text and options."""
    with click.Context(cli, info_name="sayso") as context:
        found = [(name, cli.get_command(context, name)) for name in cli.list_commands(context)]
        commands = {name: command for name, command in found if command and not command.hidden}
        parts = [_describe(name, command, context) for name, command in commands.items()]
    return "\n".join(
        [
            make_head("Commands and options", "the commands"),
            _INTRODUCTION.lstrip(),
            *parts,
            _settings(commands),
        ]
    )


def _describe(name: str, command: click.Command, parent: click.Context) -> str:
    with click.Context(command, info_name=name, parent=parent) as context:
        usage = " ".join(context.command_path.split() + command.collect_usage_pieces(context))
        options = [_option(one, context) for one in _options(command)]
    table = make_table(["option", "meaning", "default"], options)
    help_text = as_prose(inspect.cleandoc(command.help or ""))
    return f"## `sayso {name}`\n\n```text\n{usage}\n```\n\n{help_text}\n\n{table}"


def _options(command: click.Command) -> Iterator[click.Option]:
    for parameter in command.params:
        if isinstance(parameter, click.Option) and not parameter.hidden:
            yield parameter


def _option(option: click.Option, context: click.Context) -> tuple[str, str, str]:
    names = [*option.opts, *option.secondary_opts]
    takes = "" if option.is_flag else f" {_value_of(option, context)}"
    meaning = option.help or ""
    notes = [
        "may be given more than once" if option.multiple else "",
        "needed" if option.required else "",
        f"also from `{option.envvar}`" if isinstance(option.envvar, str) else "",
    ]
    told = "; ".join(note for note in notes if note)
    return (
        as_code(f"{name}{takes}" for name in names),
        f"{meaning} ({told})" if told else meaning,
        _default(option),
    )


def _value_of(option: click.Option, context: click.Context) -> str:
    if isinstance(option.type, click.Choice):
        return ",".join(str(choice) for choice in option.type.choices)
    value = option.make_metavar(context)
    # A range is told with its bounds: "INTEGER RANGE [x>=1]".
    return re.sub(r" RANGE", "", value)


def _default(option: click.Option) -> str:
    value = option.default
    if option.multiple or callable(value) or value in (None, "", False) or type(value).__name__ == "Sentinel":
        return ""
    if value is True:
        return f"`{option.opts[0]}`"
    return f"`{value}`"


def _settings(commands: dict[str, click.Command]) -> str:
    """The variables of the environment that options are taken from."""
    used: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for name, command in commands.items():
        for option in _options(command):
            if isinstance(option.envvar, str):
                used[option.envvar][max(option.opts, key=len)].append(name)
    rows = [
        (
            f"`{variable}`",
            as_code(options),
            as_code(sorted({one for many in options.values() for one in many})),
        )
        for variable, options in sorted(used.items())
    ]
    return (
        "## Settings from the environment\n\nWhat an option says goes before what the variable says.\n\n"
        + make_table(["variable", "option", "of"], rows)
    )
