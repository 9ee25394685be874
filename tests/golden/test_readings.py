"""Whole readings of a few example reports, changed only on purpose.

Write them anew with `SAYSO_WRITE_GOLDEN=1 make test`, then read the difference before committing it.
"""

import json
import os
from pathlib import Path

import msgspec
import pytest

from sayso.ingest import read_inputs
from sayso.model import Reading, Report

EXAMPLES = Path(__file__).parents[2] / "examples" / "reports"
READINGS = Path(__file__).with_name("readings")
NAMES = ("04-beirut-denial", "07-flight-752", "08-resolution-2118")


@pytest.mark.parametrize("name", NAMES)
def test_reading_of_an_example_stays_as_it_was(fast, name):
    (report,) = (one for one in read_inputs([str(EXAMPLES / f"{name}.jsonl")]) if isinstance(one, Report))
    (reading,) = fast.read([report])
    path = READINGS / f"{name}.json"
    if os.environ.get("SAYSO_WRITE_GOLDEN"):
        path.write_text(written(reading), encoding="utf-8")
    assert written(reading) == path.read_text(encoding="utf-8")


def written(reading: Reading) -> str:
    """A reading as people can compare it: one value a line, without the versions of the reader."""
    values = msgspec.to_builtins(reading)
    values.pop("reader")
    text = json.dumps(values, ensure_ascii=False, indent=1)
    for one in (*reading.claims, *reading.attributions, *reading.commitments):
        text = text.replace(one.id, f"{one.id[0]}@{one.key[2:10]}")
    return text + "\n"
