"""Spark gives the bytes that this process and the pool give; skipped where pyspark or Java is missing."""

import csv
import gzip
import json
import os
import shutil
import sys
from collections import Counter
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from tests.engine import plain_reader

from sayso.cli.main import run
from sayso.cli.parts import Parts
from sayso.engine import read_all
from sayso.engine.spark import (
    INPUT_COLUMNS,
    lines_of_archive,
    read_on_spark,
    start_spark,
)
from sayso.errors import MissingPackageError
from sayso.ingest import read_inputs
from sayso.model import Reading, Tier

ROOT = Path(__file__).parents[2]
# What pyspark, py4j and their sockets warn of is not ours.
pytestmark = pytest.mark.filterwarnings("ignore")

POISON = {"id": "poison", "text": "This one holds dynamite."}
REPORTS = [
    *({"id": f"p{n}", "text": f"Platoon {n} left the base.", "published": "2014-06-10"} for n in range(30)),
    # One text on one day, from many outlets, and once more on another day.
    *({"id": f"c{n}", "text": "They left Mosul.", "publisher": f"Outlet {n}"} for n in range(12)),
    {"id": "later", "text": "They left Mosul.", "published": "2014-06-11"},
    {"id": "dateless", "text": "They left Basra.", "published": "yesterday"},
    {"id": "numbered 😀 é", "text": "Sie sagten \u201cnein\u201d \u2014 \u0644\u0627 \u0000 left."},
    {"id": "nonsense", "text": "This is nonsense."},
]
BROKEN = [b'{"id": "cut', b'{"id": "wordless"}', b"\xff\xfe not UTF-8", b"", b"[1]"]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("archive") / "reports.jsonl"
    path.write_bytes(b"\n".join([*(json.dumps(one).encode() for one in REPORTS), *BROKEN]) + b"\n")
    return path


@pytest.fixture(scope="module")
def spark():
    """A session on two cores of this machine, whose processes find the tests."""
    pytest.importorskip("pyspark", reason="no Spark here: pip install --group spark")
    if shutil.which("java") is None:
        pytest.skip("no Java here: apt install openjdk-17-jre-headless")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), *filter(None, sys.path)]))
        # A short job: no time for the optimising compiler.
        patch.setenv("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
        session = start_spark("local[2]", {"spark.ui.enabled": "false"})
        yield session
        session.stop()


@pytest.fixture(scope="module")
def rows(spark, archive: Path):
    return read_on_spark(lines_of_archive(spark, [str(archive)]), plain_reader.load, tasks=2).collect()


def read_here(archive: Path, jobs: int) -> list[bytes]:
    readings = read_all(read_inputs([str(archive)]), load=plain_reader.load, jobs=jobs)
    return sorted(one.to_json() for one in readings if isinstance(one, Reading))


def test_spark_gives_the_bytes_of_process_and_pool(rows, archive: Path) -> None:
    here = read_here(archive, jobs=1)
    assert len(here) == len(REPORTS)
    assert read_here(archive, jobs=2) == here
    assert sorted(bytes(row.reading) for row in rows if row.reading) == here


def test_columns_repeat_what_the_reading_says(rows) -> None:
    for row in (row for row in rows if row.reading):
        reading = Reading.from_json(bytes(row.reading))
        report = reading.report
        assert (row.id, row.document, row.input_id) == (report.id, report.document, report.input_id)
        assert (row.publisher, row.published) == (report.publisher, report.published)
        assert (row.status, row.claims) == (reading.status, len(reading.claims))
        assert row.issues == [f"{issue.code}: {issue.message}" for issue in reading.issues]


def test_broken_lines_are_rows_that_say_so(rows) -> None:
    refused = [row for row in rows if row.status == "refused"]
    assert len(refused) == 4
    assert all(row.id is None and row.reading is None and "reports.jsonl" in row.issues[0] for row in refused)


def test_report_that_kills_its_process_costs_one_row(spark, tmp_path: Path) -> None:
    archive = tmp_path / "deadly.jsonl"
    archive.write_text("\n".join(json.dumps(one) for one in [*REPORTS[:9], POISON, *REPORTS[9:19]]))
    rows = read_on_spark(lines_of_archive(spark, [str(archive)]), plain_reader.load, tasks=1).collect()
    crashed = [row for row in rows if row.issues]
    assert [(row.input_id, row.status, row.claims) for row in crashed] == [("poison", "unread", 0)]
    assert crashed[0].issues[0].startswith("crashed: ")
    assert sum(row.claims for row in rows) == 19


def test_text_that_comes_often_is_read_once_for_each_day(spark, tmp_path: Path) -> None:
    # Without texts that break the reader: those beside them would be read again.
    archive, watched = tmp_path / "often.jsonl", tmp_path / "watched"
    watched.mkdir()
    archive.write_text("\n".join(json.dumps(one) for one in REPORTS if "nonsense" not in one["text"]))
    load = partial(plain_reader.WatchedReader, str(watched))
    rows = read_on_spark(lines_of_archive(spark, [str(archive)]), load, tasks=2).collect()
    document = next(row.document for row in rows if row.input_id == "c0")
    read = Counter(file.name.split("-")[0] for file in watched.iterdir())
    assert sum(row.document == document for row in rows) == 13
    assert read[document] == 2


def test_command_reads_a_table_into_parquet(spark, archive: Path, tmp_path: Path, capsys) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    arrow = pytest.importorskip("pyarrow")
    columns = {name: [one.get(name) for one in REPORTS] for name in INPUT_COLUMNS if name != "html"}
    table = tmp_path / "reports.parquet"
    parquet.write_table(arrow.table(columns | {"section": ["World"] * len(REPORTS)}), table)
    output = tmp_path / "readings"
    parts = Parts(load=plain_reader.load_tier, tiers=lambda: (Tier.FAST,))
    options = ["-o", str(output), "--master", "local[2]", "--tasks", "2"]
    assert run(["read-spark", str(table), *options], parts) == 1
    assert "45 reports read (45 claims), 2 with issues, 1 of them not read" in capsys.readouterr().err
    written = parquet.read_table(output).column("reading").to_pylist()
    assert sorted(written) == read_here(archive, jobs=1)


@pytest.mark.parametrize("kind", ["csv", "tsv", "csv.gz", "parquet"])
def test_tables_give_the_readings_they_give_here(spark, tmp_path: Path, capsys, kind: str) -> None:
    arrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    days = [date(2014, 6, 10), None, date(2014, 6, 12)]
    texts = ["Troops left, he said.", "They left.\nAll of them.", "Rebels left."]
    folder = tmp_path / "tables"
    folder.mkdir()
    if kind == "parquet":
        moments = arrow.array(days, arrow.date32()).cast(arrow.timestamp("us"))
        parquet.write_table(
            arrow.table({"body": texts, "id": [1, 2, 3], "published": moments}), folder / "a.parquet"
        )
    else:
        opened = gzip.open if kind.endswith("gz") else open
        with opened(folder / f"a.{kind}", "wt", newline="") as file:
            writer = csv.writer(file, delimiter="\t" if kind == "tsv" else ";")
            writer.writerows([["id", "body", "published"], *zip([1, 2, 3], texts, days, strict=True)])
            writer.writerow(["ragged"])
    output = tmp_path / "readings"
    parts = Parts(load=plain_reader.load_tier, tiers=lambda: (Tier.FAST,))
    options = ["--column", "text=body", "--published", "2013", "-o", str(output), "--master", "local[2]"]
    status = run(["read-spark", str(folder), *options, "--tasks", "2"], parts)
    err = capsys.readouterr().err
    assert (status, "1 input refused" in err) == ((0, False) if kind == "parquet" else (1, True))
    written = parquet.read_table(output).column("reading").to_pylist()
    inputs = read_inputs([str(folder)], columns={"text": "body"}, published="2013")
    here = [one.to_json() for one in read_all(inputs, load=plain_reader.load) if isinstance(one, Reading)]
    assert sorted(one for one in written if one) == sorted(here)
    assert len(here) == 3


def test_table_without_its_columns_is_wrong_use_before_spark_starts(tmp_path: Path, capsys) -> None:
    (tmp_path / "a.csv").write_text("id,body\n1,Troops left.\n")
    assert run(["read-spark", str(tmp_path / "a.csv"), "-o", str(tmp_path / "new")]) == 2
    assert "its columns are id, body" in capsys.readouterr().err


def test_missing_java_names_the_remedy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pytest.importorskip("pyspark", reason="no Spark here: pip install --group spark")
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(MissingPackageError, match="Java 17") as raised:
        start_spark("local[2]")
    assert "openjdk-17-jre-headless" in raised.value.help


def test_missing_pyspark_names_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(MissingPackageError) as raised:
        start_spark()
    assert raised.value.help == 'pip install "sayso[spark]"'


def test_output_that_is_there_is_not_overwritten(tmp_path: Path, capsys) -> None:
    assert run(["read-spark", "a.jsonl", "-o", str(tmp_path)]) == 2
    assert "is there already" in capsys.readouterr().err


def test_input_of_unknown_kind_is_asked_for(tmp_path: Path, capsys) -> None:
    assert run(["read-spark", "s3a://news/2014", "-o", str(tmp_path / "new")]) == 2
    assert "--input-format" in capsys.readouterr().err
