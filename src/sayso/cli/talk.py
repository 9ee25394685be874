"""What a command says besides its results: lines on standard error, and a progress bar there."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from sayso.cli.inert import make_inert

if TYPE_CHECKING:
    from rich.progress import Progress

__all__ = ["Talk", "open_talk", "tell", "wants_colour"]

_COLOURS = {"": "", "red": "31", "yellow": "33", "dim": "2"}
# For fewer reports a bar comes and goes before it can be read.
_BAR_FROM = 3


def wants_colour(*, is_terminal: bool, chosen: bool | None = None) -> bool:
    """Whether to write in colour: as chosen, else on a terminal that does not forbid it (no-color.org)."""
    if chosen is not None:
        return chosen
    return is_terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def tell(line: str, look: str = "") -> None:
    """Say one line on standard error; words from outside cannot act on the terminal."""
    code = _COLOURS[look] if wants_colour(is_terminal=sys.stderr.isatty()) else ""
    text = make_inert(line)
    # What is told is lost where it cannot be written, and the command goes on: its status tells the rest.
    with suppress(OSError):
        print(f"\x1b[{code}m{text}\x1b[0m" if code else text, file=sys.stderr, flush=True)


class Talk:
    """Says lines, and after the first few reports keeps a progress bar below them."""

    def __init__(self, *, bar: bool, total: int | None = None) -> None:
        self._wanted = bar
        self._total = total
        self._progress: Progress | None = None
        self._reports = self._claims = 0

    def tell(self, line: str, look: str = "") -> None:
        """Say one line, above the bar if there is one."""
        if self._progress is None:
            tell(line, look)
            return
        from rich.text import Text

        self._progress.console.print(Text(make_inert(line), style=look), soft_wrap=True)

    def advance(self, claims: int) -> None:
        """Count one report read, with so many claims."""
        self._reports += 1
        self._claims += claims
        if self._progress is None and self._wanted and self._reports > _BAR_FROM:
            self._progress = _make_bar(self._total)
            self._progress.start()
        if self._progress is not None:
            self._progress.update(
                self._progress.task_ids[0], completed=self._reports, claims=f"{self._claims:,}"
            )

    def close(self) -> None:
        """Take the bar away."""
        if self._progress is not None:
            self._progress.stop()
            self._progress = None


@contextmanager
def open_talk(*, bar: bool, total: int | None = None) -> Iterator[Talk]:
    """Talk that takes its bar away at the end, however that comes; with a total it tells the time left."""
    talk = Talk(bar=bar, total=total)
    try:
        yield talk
    finally:
        talk.close()


def _make_bar(total: int | None) -> "Progress":
    from rich.console import Console
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

    done = "{task.completed:,}" if total is None else "{task.completed:,} of {task.total:,}"
    left = () if total is None else (TimeRemainingColumn(), TextColumn("left"))

    progress = Progress(
        BarColumn(bar_width=24, style="bright_black", pulse_style="cyan"),
        TextColumn(f"{done} reports · {{task.fields[claims]}} claims"),
        Rate(),
        *(left or (TimeElapsedColumn(),)),
        # It moves the cursor; the lines that are told above it are inert.
        console=Console(file=getattr(sys.stderr, "bare", sys.stderr)),
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    )
    progress.add_task("reading", total=total, claims="0")
    return progress
