"""Delivery of exports to the disk: a new file or folder, moved into place when it is complete."""

import os
import secrets
import shutil
import stat
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from sayso.errors import OutputError, UsageError
from sayso.export.chunks import Chunk
from sayso.export.formats import Format, format_named
from sayso.model import SourcedClaim

__all__ = ["write_export"]


def write_export(name: str, claims: Iterable[SourcedClaim], path: str | os.PathLike[str]) -> int:
    """Export claims in the format `name` to a file, or a folder if it has several tables; count them.

    An earlier export is replaced only when all is written: a program that reads the file never sees half of
    one, nor does a failed export leave half. A pipe or a device is written to directly. Raises `OutputError`
    if it cannot be written, and whatever `claims` raises.
    """
    format_, goal, counted = format_named(name), Path(path), _Counted(claims)
    if format_.is_folder:
        _write_folder(format_, format_.encode(counted), goal)
    elif goal.is_dir():
        raise UsageError(f"{goal} is a folder", help=f"{name} is one file: name it")
    else:
        _write_file(format_.encode(counted), goal)
    return counted.number


class _Counted:
    """Claims, counted while they are iterated."""

    def __init__(self, claims: Iterable[SourcedClaim]) -> None:
        self._claims = claims
        self.number = 0

    def __iter__(self) -> Iterator[SourcedClaim]:
        for claim in self._claims:
            self.number += 1
            yield claim


def _write_file(chunks: Iterable[Chunk], goal: Path) -> None:
    with _output_errors(goal):
        if _is_special(goal):
            with goal.open("wb") as file:
                file.writelines(chunk.data for chunk in chunks)
            return
        goal = goal.resolve()
        part = _beside(goal)
        try:
            with part.open("xb") as file:
                file.writelines(chunk.data for chunk in chunks)
            part.replace(goal)
        finally:
            part.unlink(missing_ok=True)


def _write_folder(format_: Format, chunks: Iterable[Chunk], goal: Path) -> None:
    if goal.exists() and not goal.is_dir():
        raise UsageError(
            f"{goal} is there and is no folder", help=f"{format_.name} has several tables: name a folder"
        )
    with _output_errors(goal):
        goal = goal.resolve()
        part = _beside(goal)
        part.mkdir()
        try:
            with ExitStack() as stack:
                files = {name: stack.enter_context((part / name).open("xb")) for name in format_.files}
                for chunk in chunks:
                    files[chunk.file].write(chunk.data)
            goal.mkdir(exist_ok=True)
            for name in format_.files:
                (part / name).replace(goal / name)
        finally:
            shutil.rmtree(part, ignore_errors=True)


def _beside(goal: Path) -> Path:
    """Return a hidden, unused name for the unfinished file, on the same disk so that it can be moved."""
    return goal.with_name(f".{goal.name}.{secrets.token_hex(4)}.part")


def _is_special(path: Path) -> bool:
    """Return True if the path is a pipe or a device, which must not be replaced by a file."""
    try:
        return not stat.S_ISREG(path.stat().st_mode)
    except FileNotFoundError:
        return False


@contextmanager
def _output_errors(goal: Path) -> Iterator[None]:
    """Raise errors of the operating system as `OutputError`."""
    try:
        yield
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise OutputError(
            f"{goal} cannot be written: {reason}", help="what was there before is as it was"
        ) from error
