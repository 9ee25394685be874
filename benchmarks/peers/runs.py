"""Run a tool in a process of its own, and take back what it found and what that cost."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.peers.protocol import Answer, Row

__all__ = ["Peer", "Run", "run"]

_ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """A tool: what it is called, its module here, the settings it is tried with."""

    name: str
    module: str
    settings: tuple[str, ...] = ("",)

    @property
    def is_sayso(self) -> bool:
        """Return True if it runs in our own environment."""
        return self.module == "sayso_stages"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Answers and cost of a tool; `failure` says why there is nothing, with `answers` empty."""

    peer: Peer
    setting: str
    answers: tuple[Answer, ...] = ()
    cost: dict[str, float] = field(default_factory=dict)
    version: str = ""
    failure: str = ""


def run(peer: Peer, setting: str, rows: Sequence[Row], python: Path) -> Run:
    """Give the rows to the tool; what goes wrong in its process is a failure with a reason, not an error."""
    interpreter = Path(sys.executable) if peer.is_sayso else python.absolute()
    command = [str(interpreter), "-W", "ignore", "-m", f"benchmarks.peers.{peer.module}", setting]
    search = os.pathsep.join(filter(None, [str(_ROOT), os.environ.get("PYTHONPATH", "")]))
    done = subprocess.run(
        command,
        input="".join(json.dumps(row) + "\n" for row in rows),
        cwd=_ROOT,
        env={**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": search},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    if done.returncode:
        return Run(peer=peer, setting=setting, failure=_reason(done))
    *answers, last = map(json.loads, done.stdout.splitlines())
    cost = last["cost"]
    return Run(
        peer=peer, setting=setting, answers=tuple(answers), version=str(cost.pop("version")), cost=cost
    )


def _reason(done: "subprocess.CompletedProcess[str]") -> str:
    """The last line that it said, or the signal that ended it."""
    said = [line for line in done.stderr.splitlines() if line.strip()]
    if done.returncode < 0:
        return f"ended by signal {-done.returncode} (9 and 24: more than its processor time or memory)"
    return said[-1].strip()[:200] if said else f"exit status {done.returncode}"
