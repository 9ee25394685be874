"""Whatever a file holds, reading it comes to an end: valid readings, words for the rest, and no failure."""

import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.hostile.files import make_file
from tests.lengths import choose_length

from sayso.cli.main import run
from sayso.cli.parts import Parts
from sayso.cli.textview import render
from sayso.model import Reading, Tier
from sayso.pipeline import Pipeline

FILES = choose_length(120, 10_000)
# Each test reads so many files.
FILES_A_TEST = 20
# A fault of ours that a report or its process did not survive.
FAULTS = {"failed", "crashed"}


@pytest.fixture(scope="session")
def parts(fast: Pipeline) -> Parts:
    return Parts(load=lambda tier: fast, tiers=lambda: (Tier.FAST,))


@pytest.mark.parametrize("first", range(0, FILES, FILES_A_TEST))
def test_hostile_files_are_read_or_refused(
    first: int, parts: Parts, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for seed in range(first, first + FILES_A_TEST):
        made = make_file(seed)
        path, out = tmp_path / made.name, tmp_path / "out.jsonl"
        path.write_bytes(made.content)
        status = run(["read", str(path), "-o", str(out), "--format", "jsonl"], parts)
        told = capsys.readouterr()
        readings = [Reading.from_json(line) for line in out.read_bytes().splitlines()]
        assert status in (0, 1), seed
        # Only an archive with nothing in it gives neither a reading nor an issue.
        assert status == 1 or readings or not made.content.strip(), seed
        assert status == 1 or not any(reading.issues for reading in readings), seed
        assert told.out == ""
        assert is_inert(told.err), seed
        for line, reading in zip(out.read_bytes().splitlines(), readings, strict=True):
            check(json.loads(line), reading)


def check(fields: dict[str, Any], reading: Reading) -> None:
    """A reading is without a fault, its offsets hold, and what is shown of it is inert."""
    assert not FAULTS & {issue.code for issue in reading.issues}, reading.report.text
    for span in find_spans({name: value for name, value in fields.items() if name != "report"}):
        assert reading.report.text[span["start"] : span["end"]] == span["text"]
    assert is_inert(render(reading))


def find_spans(value: object) -> Iterator[dict[str, Any]]:
    """Everything in a reading that has offsets and the words that stand there."""
    if isinstance(value, dict):
        if {"start", "end", "text"} <= set(value):
            yield value
        for inner in value.values():
            yield from find_spans(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from find_spans(inner)


def is_inert(shown: str) -> bool:
    """Whether nothing in a text acts on a terminal but line ends."""
    return not any(
        unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp")
        or sign in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067"
        for sign in shown
        if sign != "\n"
    )


def test_files_are_made_from_their_seeds_alone() -> None:
    assert [make_file(seed) for seed in range(30)] == [make_file(seed) for seed in range(30)]
