"""`sayso export`."""

import csv
import gzip
import io
import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.cli.hand_made import READING
from tests.record.made import plain, withdrawal

from sayso.cli.export import _FORMATS
from sayso.cli.main import run
from sayso.engine import relate
from sayso.export import FORMATS
from sayso.model import ReadingStatus
from sayso.record import Store

UNREAD = replace(READING, status=ReadingStatus.UNREAD, claims=(), attributions=())


@pytest.fixture
def readings(tmp_path):
    path = tmp_path / "readings.jsonl"
    path.write_bytes(READING.to_json() + b"\n" + UNREAD.to_json() + b"\n")
    return path


def claims_in(path):
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode(), newline=""), strict=True))


def test_formats_of_the_help_are_those_there_are():
    assert tuple(FORMATS) == _FORMATS


@pytest.mark.parametrize("name", _FORMATS)
def test_each_format_is_written(name, readings, tmp_path, capsys):
    goal = tmp_path / "out"
    assert run(["export", name, str(readings), "-o", str(goal)]) == 0
    assert goal.is_dir() == FORMATS[name].is_folder
    assert f"{len(READING.claims)} claims of 2 reports exported to {goal}" in capsys.readouterr().err


def test_every_claim_is_a_row(readings, tmp_path):
    goal = tmp_path / "claims.csv"
    assert run(["export", "csv", str(readings), "-o", str(goal), "-q"]) == 0
    assert [row["claim"] for row in claims_in(goal)] == [one.id for one in READING.claims]


def test_readings_may_be_packed(readings, tmp_path):
    packed, goal = tmp_path / "readings.jsonl.gz", tmp_path / "claims.csv"
    packed.write_bytes(gzip.compress(readings.read_bytes()))
    assert run(["export", "csv", str(packed), "-o", str(goal)]) == 0
    assert len(claims_in(goal)) == len(READING.claims)


def test_standard_input_and_output(monkeypatch, capfdbinary):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(READING.to_json() + b"\n")))
    assert run(["export", "geojson", "-", "-o", "-"]) == 0
    captured = capfdbinary.readouterr()
    assert len(json.loads(captured.out)["features"]) == len(READING.claims)
    assert captured.err.endswith(b"exported to -\n")


def test_broken_line_costs_that_line_and_is_told(readings, tmp_path, capsys):
    readings.write_bytes(b'{"report": 1}\n' + readings.read_bytes() + b"no json\n\n")
    goal = tmp_path / "claims.csv"
    assert run(["export", "csv", str(readings), "-o", str(goal)]) == 1
    told = capsys.readouterr().err
    assert f"{readings}: line 1 is no reading" in told
    assert f"{readings}: line 4 is no reading" in told
    assert len(claims_in(goal)) == len(READING.claims)


def test_missing_file_leaves_the_export_as_it_was(tmp_path, capsys):
    goal = tmp_path / "claims.csv"
    goal.write_bytes(b"before")
    assert run(["export", "csv", str(tmp_path / "none.jsonl"), "-o", str(goal)]) == 2
    assert "none.jsonl cannot be read: no such file" in capsys.readouterr().err
    assert goal.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [goal]


def test_broken_gzip_is_told(readings, tmp_path, capsys):
    packed = tmp_path / "readings.jsonl.gz"
    packed.write_bytes(gzip.compress(readings.read_bytes())[:-20])
    assert run(["export", "csv", str(packed), "-o", str(tmp_path / "claims.csv")]) == 2
    assert "cannot be read" in capsys.readouterr().err
    assert not (tmp_path / "claims.csv").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["csv", "-o", "x.csv"], "nothing to export"),
        (["csv", "a.jsonl", "--db", "b.db", "-o", "x.csv"], "both a record and readings"),
        (["gdelt", "a.jsonl", "-o", "-"], "several tables"),
        (["xls", "a.jsonl", "-o", "x.xls"], "polecat"),
        (["csv", "a.jsonl"], "--output"),
    ],
)
def test_wrong_use_is_told(arguments, words, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert run(["export", *arguments]) == 2
    assert words in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_reader_who_goes_ends_the_export_quietly(readings):
    readings.write_bytes(readings.read_bytes() * 200)
    arguments = [sys.executable, "-m", "sayso", "export", "csv", str(readings), "-o", "-"]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("name", ["csv", "jsonld", "parquet"])
def test_full_disk_is_told(name, readings, capfd):
    assert run(["export", name, str(readings), "-o", "/dev/full"]) == 2
    assert "no space left on device" in capfd.readouterr().err


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs /dev/zero")
def test_device_is_no_input(capsys):
    assert run(["export", "csv", "/dev/zero", "-o", "-"]) == 2
    assert "this is a device" in capsys.readouterr().err


def test_named_pipe_is_exported(readings, tmp_path, capfd):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_bytes(readings.read_bytes()), daemon=True)
    writer.start()
    assert run(["export", "csv", str(pipe), "-o", "-"]) == 0
    writer.join()
    piped = capfd.readouterr().out
    assert run(["export", "csv", str(readings), "-o", "-"]) == 0
    assert capfd.readouterr().out == piped != ""


def test_export_does_not_overwrite_what_it_reads(readings, capsys):
    before = readings.read_bytes()
    assert run(["export", "csv", str(readings), "-o", str(readings)]) == 2
    assert "is read from" in capsys.readouterr().err
    assert readings.read_bytes() == before


@pytest.fixture
def db(tmp_path):
    """A record in which three outlets tell of one retreat, and one of another and of a demand."""
    address = str(tmp_path / "record.db")
    text = "Rebels left the town of Karo on Monday, after they had held its market and its bridge for a year."
    with Store(address) as record:
        for name in ("Daily Post", "Evening Star", "Karo Times"):
            record.put(plain(text, publisher=name, published="2020-04-14"))
        record.put(withdrawal())
        relate(record)
    return address


def test_event_of_a_record_is_one_row_of_gdelt(db, tmp_path):
    assert run(["export", "gdelt", "--db", db, "-q", "-o", str(tmp_path / "gdelt")]) == 0
    events = [line.split("\t") for line in (tmp_path / "gdelt" / "events.csv").read_text().splitlines()]
    mentions = (tmp_path / "gdelt" / "mentions.csv").read_text().splitlines()
    with Store(db) as record:
        known = [row.event for row in record.events()]
        assert len(mentions) == len(record.claims())
    # NumMentions, NumSources, NumArticles
    told = sorted((int(row[31]), int(row[32]), int(row[33])) for row in events)
    assert told == sorted((len(one.claims), one.independent_sources, one.reports) for one in known)
    assert told[-1] == (3, 1, 3)


@pytest.mark.parametrize(("name", "column"), [("polecat", "Event ID"), ("csv", "event")])
def test_claims_of_one_event_share_its_id(db, tmp_path, name, column):
    goal = tmp_path / "claims"
    assert run(["export", name, "--db", db, "-q", "-o", str(goal)]) == 0
    delimiter = "," if name == "csv" else "\t"
    rows = list(csv.DictReader(io.StringIO(goal.read_text(), newline=""), delimiter=delimiter))
    with Store(db) as record:
        assert {row[column] for row in rows} == {row.event.id for row in record.events()}


def test_tables_of_claims_and_of_the_export_are_the_same(db, tmp_path):
    assert run(["claims", "--db", db, "-q", "--format", "csv", "-o", str(tmp_path / "one.csv")]) == 0
    assert run(["export", "csv", "--db", db, "-q", "-o", str(tmp_path / "other.csv")]) == 0
    assert claims_in(tmp_path / "one.csv") == claims_in(tmp_path / "other.csv")


def test_export_as_of_a_day_counts_what_was_told_by_then(db, tmp_path):
    with Store(db) as record:
        record.put(plain("Rebels left the town of Karo on Monday.", publisher="Late", published="2020-05-14"))
        relate(record)
    assert (
        run(["export", "csv", "--db", db, "--as-of", "2020-04-20", "-q", "-o", str(tmp_path / "c.csv")]) == 0
    )
    assert len(claims_in(tmp_path / "c.csv")) == 5
