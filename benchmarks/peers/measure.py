"""Sayso beside tools that install from PyPI: the same texts, the same scorers, the same run.

usage: python -m benchmarks --only peers [--shared FOLDER]
"""

import os
import sys
import tomllib
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from benchmarks.peers.comparisons import COMPARISONS, Comparison
from benchmarks.peers.protocol import Row
from benchmarks.peers.runs import Peer, Run, run
from benchmarks.peers.scorers import Figures
from benchmarks.tables import Cell, make_table

__all__ = ["COMPARISONS", "PYTHON", "Comparison", "Run", "measure_peers"]

PYTHON = Path(__file__).parents[2] / ".venv-peers" / "bin" / "python"
COMMAND = "python -m benchmarks --only peers"
_NOTES = Path(__file__).with_name("notes.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """A run with the figures of its best setting."""

    run: Run
    setting: str
    figures: Figures
    cpu_s: float


def measure_peers(shared: Path, *, first: int | None = None) -> Iterator[str]:
    """The sections, each as soon as it is there; `first` takes so many rows of each set, to try things."""
    if not PYTHON.is_file():
        yield "## Peers\n\nNot measured: the other tools are not installed here (`make peers`)."
        return
    present = [
        comparison
        for comparison in COMPARISONS
        if all((shared / "data" / path).exists() for path in comparison.data)
    ]
    missing = ", ".join(comparison.title for comparison in COMPARISONS if comparison not in present)
    notes = {title: note.strip() for title, note in tomllib.loads(_NOTES.read_text(encoding="utf-8")).items()}
    yield f"## Peers\n\n{notes['introduction']}" + (f" Not measured, no data: {missing}." if missing else "")
    rows = {comparison.title: comparison.rows(shared)[:first] for comparison in present}
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        started = {
            comparison.title: [
                pool.submit(_run_peer, peer, setting, rows[comparison.title])
                for peer in comparison.peers
                for setting in peer.settings
            ]
            for comparison in present
        }
        for comparison in present:
            title = comparison.title
            yield f"{_section(shared, comparison, rows[title], started[title])}\n\n{notes[title]}"


def _run_peer(peer: Peer, setting: str, rows: list[Row]) -> Run:
    done = run(peer, setting, rows, PYTHON)
    print(f"  {peer.name} {setting}: {done.failure or 'done'}", file=sys.stderr, flush=True)
    return done


def _section(shared: Path, comparison: Comparison, rows: list[Row], started: Sequence["Future[Run]"]) -> str:
    words = sum(len(row["text"].split()) for row in rows)
    runs = [future.result() for future in started]
    lines: list[list[Cell]] = []
    names: list[str] = []
    for peer in comparison.peers:
        mine = [done for done in runs if done.peer == peer]
        shown = [
            shown for done in mine if not done.failure for shown in _scored(shared, comparison, rows, done)
        ]
        if not shown:
            lines.append([peer.name, f"failed: {mine[0].failure}"])
            continue
        best = max(shown, key=lambda shown: shown.figures[comparison.headline])
        names = list(best.figures)
        lines.append(_line(best, words))
    lines += [[name, f"not run: {reason}"] for name, reason in comparison.not_run]
    width = len(names) + 4
    head = ["tool", "setting", *names, "words/s", "memory MB"]
    table = make_table(head, [[*line, *[None] * (width - len(line))] for line in lines])
    return f"## Peers: {comparison.title}\n\n`{COMMAND}`: {comparison.texts}, {words} words\n\n{table}"


def _scored(shared: Path, comparison: Comparison, rows: list[Row], done: Run) -> Iterator[_Shown]:
    """A run, or each of the groupings that it gave under settings of its own."""
    groupings = "groups" in done.answers[0]
    for answers in [(answer,) for answer in done.answers] if groupings else [done.answers]:
        yield _Shown(
            run=done,
            setting=answers[0].get("setting", done.setting) if groupings else done.setting,
            figures=comparison.score(shared, rows, answers),
            cpu_s=answers[0].get("cpu_s", done.cost["cpu_s"]) if groupings else done.cost["cpu_s"],
        )


def _line(shown: _Shown, words: int) -> list[Cell]:
    done = shown.run
    return [
        f"{done.peer.name} {done.version}" if not done.peer.is_sayso else f"**{done.peer.name}**",
        "" if done.peer.is_sayso else shown.setting,
        *shown.figures.values(),
        round(words / max(shown.cpu_s, 1e-9)),
        round(done.cost["peak_mb"]),
    ]
