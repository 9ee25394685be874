"""Messages of a command on standard error, and its progress bar."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from sayso.cli.inert import make_inert

if TYPE_CHECKING:
    from rich.progress import Progress

__all__ = ["Console", "log", "open_console", "wants_colour"]

_COLOURS = {"": "", "red": "31", "yellow": "33", "dim": "2"}
# For fewer reports a bar comes and goes before it can be read.
_BAR_FROM = 3


def wants_colour(*, is_terminal: bool, chosen: bool | None = None) -> bool:
    """Return whether to write in colour: as chosen, else on a terminal without NO_COLOR (no-color.org)."""
    if chosen is not None:
        return chosen
    return is_terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def log(line: str, look: str = "") -> None:
    """Write one line to standard error; control sequences in it have no effect on the terminal."""
    code = _COLOURS[look] if wants_colour(is_terminal=sys.stderr.isatty()) else ""
    text = make_inert(line)
    # A message that cannot be written is lost, and the command goes on: its exit status still holds.
    with suppress(OSError):
        print(f"\x1b[{code}m{text}\x1b[0m" if code else text, file=sys.stderr, flush=True)


class Console:
    """Messages of a running command, with a progress bar below them after the first few reports.

    Where `inside` tells what goes on inside a report that takes minutes, the bar is there from the start.
    """

    def __init__(
        self, *, bar: bool, total: int | None = None, inside: Callable[[], str] | None = None
    ) -> None:
        self._wanted = bar
        self._total = total
        self._inside = inside
        self._progress: Progress | None = None
        self._reports = self._claims = 0
        if bar and inside is not None:
            self._start()

    def log(self, line: str, look: str = "") -> None:
        """Write one line, above the progress bar if there is one."""
        if self._progress is None:
            log(line, look)
            return
        from rich.text import Text

        self._progress.console.print(Text(make_inert(line), style=look), soft_wrap=True)

    def advance(self, claims: int) -> None:
        """Count one report and its claims."""
        self._reports += 1
        self._claims += claims
        if self._progress is None and self._wanted and self._reports > _BAR_FROM:
            self._start()
        if self._progress is not None:
            self._progress.update(
                self._progress.task_ids[0], completed=self._reports, claims=f"{self._claims:,}"
            )

    def _start(self) -> None:
        self._progress = _make_bar(self._total, self._inside)
        self._progress.start()

    def close(self) -> None:
        """Remove the progress bar."""
        if self._progress is not None:
            self._progress.stop()
            self._progress = None


@contextmanager
def open_console(
    *, bar: bool, total: int | None = None, inside: Callable[[], str] | None = None
) -> Iterator[Console]:
    """Open a console and remove its progress bar at the end; with a total the bar shows the time left."""
    console = Console(bar=bar, total=total, inside=inside)
    try:
        yield console
    finally:
        console.close()


def _make_bar(total: int | None, inside: Callable[[], str] | None = None) -> "Progress":
    from rich import console as rich_console
    from rich.progress import (
        BarColumn,
        Progress,
        ProgressColumn,
        Task,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Rate(ProgressColumn):
        """Reports a second, over the last few."""

        def render(self, task: Task) -> Text:
            speed = task.speed or task.finished_speed
            return Text("" if speed is None else f"{speed:,.1f}/s")

    class Inside(ProgressColumn):
        """Progress inside the reports that are being read."""

        def render(self, _: Task) -> Text:
            return Text(inside() if inside else "")

    done = "{task.completed:,}" if total is None else "{task.completed:,} of {task.total:,}"
    left = () if total is None else (TimeRemainingColumn(), TextColumn("left"))

    progress = Progress(
        BarColumn(bar_width=24, style="bright_black", pulse_style="cyan"),
        TextColumn(f"{done} reports · {{task.fields[claims]}} claims"),
        Inside() if inside else Rate(),
        *(left or (TimeElapsedColumn(),)),
        # The bar moves the cursor; the lines that are logged above it are inert.
        console=rich_console.Console(file=getattr(sys.stderr, "bare", sys.stderr)),
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    )
    progress.add_task("reading", total=total, claims="0")
    return progress
