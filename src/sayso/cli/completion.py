"""Completion of values in the shell; docs/reference/cli.md says how to turn it on."""

from collections.abc import Callable, Iterable

import click
from click.shell_completion import CompletionItem
from click.types import StringParamType

__all__ = ["complete_values"]


def _types() -> Iterable[str]:
    from sayso.codebook import read_codebook

    return read_codebook("plover")


def _statuses() -> Iterable[str]:
    from sayso.model import Status

    return Status


def _verdicts() -> Iterable[str]:
    from sayso.model import Verdict

    return ("none", *Verdict)


class _File(StringParamType):
    """Text that names a file or folder: the shell completes it."""

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        return [CompletionItem(incomplete, type="file")]


class _Choices(StringParamType):
    """Text that is one of some words, which are looked up when they are asked for."""

    def __init__(self, values: Callable[[], Iterable[str]]) -> None:
        self._values = values

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        begun = incomplete.casefold()
        return [
            CompletionItem(str(value)) for value in self._values() if str(value).casefold().startswith(begun)
        ]


# What a parameter takes, by the word that help has for it.
_TAKES: dict[str, StringParamType] = {
    **dict.fromkeys(("DB", "DB2", "FILE", "FOLDER", "PATH", "PATH..."), _File()),
    "TYPE": _Choices(_types),
    "STATUS": _Choices(_statuses),
    "VERDICT": _Choices(_verdicts),
}


def complete_values(command: click.Command) -> click.Command:
    """Let the shell complete files, event types, statuses and verdicts; choices complete by themselves."""
    for parameter in command.params:
        takes = _TAKES.get(parameter.metavar or "")
        if takes is not None and type(parameter.type) is StringParamType:
            parameter.type = takes
    return command
