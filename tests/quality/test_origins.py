"""Sources of a story may not be told apart or taken for one worse than this."""

import json
from pathlib import Path

import pytest
from benchmarks.floors import below
from benchmarks.score_origins import score_origins

from sayso.model import make_report
from sayso.pipeline import Pipeline


@pytest.mark.quality
def test_sources_that_are_one_origin_stay_above_their_floors(shared: Path, full: Pipeline) -> None:
    lines = (shared / "data/claims/train/reports.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row["id"].startswith("gm_")]
    reports = [
        make_report(row["text"], input_id=row["id"], publisher=row["publisher"], published=row["published"])
        for row in rows
    ]
    readings = {reading.report.input_id or "": reading for reading in full.read(reports)}
    assert not below(score_origins(shared, readings), "origins")
