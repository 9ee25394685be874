"""Going through a document as its reader does: every line and block, in order, in one folder."""

import contextlib
import io
import os
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import ClassVar

import pytest
from tests.docs.blocks import find_blocks
from tests.docs.shell import Call, parse_lines, run_line

from sayso.cli.main import run
from sayso.cli.parts import Parts
from sayso.llm import ModelSettings
from sayso.model import Reading, Report, Tier
from sayso.pipeline import Pipeline, complete_report

__all__ = ["ROOT", "Walk", "make_call"]

ROOT = Path(__file__).parents[2]


class Remembering:
    """A tier which reads each report once for all pages."""

    readings: ClassVar[dict[tuple[Tier, str, str | None], Reading]] = {}

    def __init__(self, tier: Tier, model: ModelSettings | None = None) -> None:
        self.tier = tier
        self.pipeline = Pipeline(tier, model)
        self.reader = self.pipeline.reader
        self.estimate = self.pipeline.estimate

    def read(self, reports: Sequence[Report], /) -> Iterator[Reading]:
        asked = [(self.tier, one.id, os.environ.get("SAYSO_NAMES")) for one in reports]
        new = [one for one, key in zip(reports, asked, strict=True) if key not in self.readings]
        self.readings.update(
            {(self.tier, one.report.id, asked[0][2]): one for one in self.pipeline.read(new)}
        )
        return iter([self.readings[key] for key in asked])


def make_call(capture: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Call:
    """`sayso` as it is typed, in this process, with the tier that it chooses."""
    tiers = (Tier.FULL, Tier.FAST)
    parts = Parts(load=Remembering, tiers=lambda: tiers, complete=complete_report)

    def call(arguments: list[str], passed: bytes) -> bytes:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(passed)))
        capture.readouterr()
        status = run(arguments, parts)
        printed, talk = capture.readouterr()
        assert status == 0, f"sayso {' '.join(arguments)} gives {status}: {talk.decode()}"
        return printed

    return call


class Walk:
    """Runs the shell's lines and the blocks of Python and SQL of a document; keeps what they print."""

    def __init__(self, page: str, sayso: Call, *, replaced: Sequence[tuple[str, str]] = ()) -> None:
        """Walk through a page; `replaced` are words that stand for what a test has in their place."""
        self.text = (ROOT / page).read_text(encoding="utf-8")
        for old, new in replaced:
            assert old in self.text
            self.text = self.text.replace(old, new)
        self.printed: dict[str, str] = {}
        self._sayso = sayso
        self._names: dict[str, object] = {}

    def go(self) -> "Walk":
        """From the first block to the last."""
        self._write_files()
        for block in find_blocks(self.text, "sh", "python", "sql"):
            {"sh": self._shell, "python": self._python, "sql": self._sql}[block.language](block.text)
        return self

    def of(self, *words: str) -> str:
        """What the first line, or block, with all these words printed."""
        return next(out for code, out in self.printed.items() if all(word in code for word in words))

    def _write_files(self) -> None:
        """What the page tells people to write into files."""
        if names := re.search(r"^```csv\n(.*?)^```", self.text, re.DOTALL | re.MULTILINE):
            Path("names.csv").write_text(names.group(1), encoding="utf-8")

    def _shell(self, block: str) -> None:
        for line in parse_lines(block):
            if line.runs_here:
                self.printed[line.text] = run_line(line, self._sayso).decode()

    def _python(self, code: str) -> None:
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile(code, "a document", "exec"), self._names)  # noqa: S102 - our own document
        self.printed[code] = out.getvalue()

    def _sql(self, code: str) -> None:
        import duckdb

        with duckdb.connect() as connection:
            for statement in duckdb.extract_statements(code):
                self.printed[statement.query] = str(connection.execute(statement).fetchall())
