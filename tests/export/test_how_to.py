"""The how-to's examples run."""

import re
from pathlib import Path

import duckdb
import pytest
from tests.export.made import make_told, withdrawal

from sayso.export import write_export

PAGE = (Path(__file__).parents[2] / "docs/how-to/pandas-and-r.md").read_text(encoding="utf-8")


@pytest.fixture
def exported(tmp_path, monkeypatch):
    told = [withdrawal(), make_told()]
    for name, path in (("csv", "claims.csv"), ("parquet", "claims.parquet"), ("gdelt", "gdelt")):
        write_export(name, told, tmp_path / path)
    monkeypatch.chdir(tmp_path)


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)


def test_pandas_examples_run(exported):
    names = {}
    for block in blocks("python"):
        exec(compile(block, "pandas-and-r.md", "exec"), names)  # noqa: S102 - our own document
    assert len(names["claims"]) == 2
    assert len(names["done"]) == 2
    assert len(names["relayed"]) == 1


def test_duckdb_examples_run(exported):
    found = [
        duckdb.connect().execute(statement).fetchall()
        for block in blocks("sql")
        for statement in block.split(";")
        if statement.strip()
    ]
    assert [len(rows) for rows in found] == [1, 2, 2]
