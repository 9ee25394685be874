"""The commands that keep, ask and judge a record, from the outside."""

import csv
import io
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from tests.engine import plain_reader

from sayso.cli.main import run
from sayso.cli.parts import Parts
from sayso.model import Reading, Report, Tier
from sayso.record import Store, database
from sayso.record.erasure import finish_overwriting

PARTS = Parts(plain_reader.load_tier, lambda: (Tier.FULL, Tier.FAST), lambda report: report)
# A tab, quotes, line ends of every kind, a right-to-left mark, and what acts on a terminal.
TRICKY = 'They\tleft "Karo", \u200fقال\u2028then\x85came\x1b[2J back\u202e;'


@pytest.fixture
def sayso(capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Run a command on a record in a fresh folder; its status, standard output and standard error."""
    monkeypatch.chdir(tmp_path)

    def run_it(*arguments: object) -> tuple[int, str, str]:
        status = run([str(one) for one in arguments], PARTS)
        out, err = capsysbinary.readouterr()
        return status, out.decode(), err.decode()

    return run_it


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    lines = [
        {"id": "1", "text": "Troops left the base.", "publisher": "Daily Post", "published": "2020-04-14"},
        {"id": "2", "text": "Troops left the base.", "publisher": "Evening Star", "published": "2020-04-14"},
        {"id": "3", "text": TRICKY, "published": "2020-04-15"},
    ]
    file = tmp_path / "archive.jsonl"
    file.write_text("\n".join(json.dumps(one) for one in lines))
    return file


Sayso = Callable[..., tuple[int, str, str]]


def objects(out: str) -> list[dict[str, Any]]:
    """JSON Lines end in line feeds alone; other line ends stand within."""
    return [json.loads(line) for line in out.split("\n")[:-1]]


def test_summary_tells_what_became_of_the_reports(sayso: Sayso, archive: Path) -> None:
    status, out, err = sayso("add", archive)
    assert (status, out) == (0, "")
    assert err == (
        "3 reports read (3 claims), 0 already there, 1 copy of a document already there, 0 with issues\n"
    )
    assert sayso("add", archive)[2] == (
        "0 reports read (0 claims), 3 already there, 0 copies of a document already there, 0 with issues\n"
    )


def test_progress_tells_rate_and_time_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.TextIOWrapper):
        def isatty(self) -> bool:
            return True

    (tmp_path / "a.jsonl").write_text("".join(f'{{"text": "Platoon {n} left."}}\n' for n in range(60)))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    told = io.BytesIO()
    monkeypatch.setattr(sys, "stderr", Terminal(told, encoding="utf-8"))
    assert run(["add", "a.jsonl"], PARTS) == 0
    shown = told.getvalue().decode()
    assert "of 60 reports" in shown
    assert "/s" in shown
    assert "left" in shown


def test_table_is_added_once(sayso: Sayso, tmp_path: Path) -> None:
    rows = "".join(f'{n},"Troops left base {n}.",2020-04\n' for n in range(40))
    (tmp_path / "a.csv").write_text(f"id,text,published\n{rows}")
    assert sayso("add", "a.csv")[2].startswith("40 reports read")
    status, _, err = sayso("add", "a.csv")
    assert status == 0
    assert "40 already there" in err


def test_issues_are_told_and_kept(sayso: Sayso, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "Troops left.", "published": "yesterday"}\n{}\n')
    status, _, err = sayso("add", "a.jsonl", "--quiet")
    assert status == 1
    assert "[bad-date]" in err
    assert "neither text nor html" in err
    (row,) = objects(sayso("reports")[1])
    assert [one["code"] for one in row["issues"]] == ["bad-date"]


def test_another_reader_reads_anew(sayso: Sayso, archive: Path, capsysbinary) -> None:
    sayso("add", archive, "--tier", "fast")
    assert run(["add", str(archive), "--tier", "full"], PARTS) == 0
    assert b"of them anew" in capsysbinary.readouterr().err
    assert {one["tier"] for one in objects(sayso("claims")[1])} == {"full"}
    assert sayso("claims", "--count")[1] == "3\n"


class _Recovering(plain_reader.PlainReader):
    """Fails at first, as a reader does whose worker is killed."""

    fails = True

    def read(self, reports: Sequence[Report]) -> Iterator[Reading]:
        if type(self).fails:
            raise OSError("the model cannot be read")
        yield from super().read(reports)


def test_reading_that_failed_is_told_and_made_again_until_it_succeeds(
    sayso: Sayso, archive: Path, capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = Parts(_Recovering, PARTS.tiers, PARTS.complete)
    for _ in range(2):
        assert run(["add", str(archive)], parts) == 1
        assert b"3 with issues, 3 of them not read" in capsysbinary.readouterr().err
    monkeypatch.setattr(_Recovering, "fails", False)
    assert run(["add", str(archive)], parts) == 0
    assert b"3 reports read (3 claims), 3 of them anew" in capsysbinary.readouterr().err
    assert [one["issues"] for one in objects(sayso("reports")[1])] == [[], [], []]
    assert sayso("claims", "--count")[1] == "3\n"
    assert "3 already there" in sayso("add", archive)[2]


def test_forgotten_words_that_somebody_reads_are_told(
    sayso: Sayso, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sayso.record.store.finish_overwriting", partial(finish_overwriting, wait_s=0))
    sayso("add", archive)
    with Store("sayso.db") as reader, database.read_transaction(reader._engine) as connection:
        connection.exec_driver_sql("SELECT count(*) FROM report").scalar()
        status, _, err = sayso("forget", "3", "--reason", "asked for")
        assert status == 0
        assert "still in sayso.db: somebody is reading it" in err
    assert "somebody" not in sayso("forget", "2", "--reason", "asked for")[2]


def test_empty_path_and_empty_record_are_wrong_use(sayso: Sayso, archive: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Troops left.")
    for command in (("read", ""), ("add", ""), ("add", "a.txt", ""), ("add", "a.txt", "--db", "")):
        status, out, err = sayso(*command)
        assert (status, out) == (2, "")
        assert "empty" in err
    assert not (tmp_path / "sayso.db").exists()


@pytest.mark.parametrize("format", ["csv", "tsv"])
def test_delimited_rows_are_read_back_unchanged(sayso: Sayso, archive: Path, format: str) -> None:
    sayso("add", archive)
    out = sayso("claims", "--format", format)[1]
    delimiter = "," if format == "csv" else "\t"
    rows = list(csv.DictReader(io.StringIO(out, newline=""), delimiter=delimiter, strict=True))
    assert len(rows) == 3
    assert rows[2]["sentence"] == TRICKY
    assert [row["negated"] for row in rows] == ["false"] * 3


def test_rows_are_the_same_in_every_format(sayso: Sayso, archive: Path, tmp_path: Path) -> None:
    sayso("add", archive)
    number = int(sayso("claims", "--count")[1])
    assert len(objects(sayso("claims", "--format", "jsonl")[1])) == number == 3
    assert len(json.loads(sayso("claims", "--format", "geojson")[1])["features"]) == number
    assert sayso("claims", "--format", "parquet", "-o", "claims.parquet")[0] == 0
    from pyarrow import parquet

    table = parquet.read_table(tmp_path / "claims.parquet")
    assert table.num_rows == number
    assert table["sentence"].to_pylist()[2] == TRICKY


def test_table_is_a_line_a_row_and_inert(
    sayso: Sayso, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    sayso("add", archive)
    for command in ("reports", "claims"):
        lines = sayso(command, "--format", "table")[1].split("\n")
        assert len(lines) == 5
        assert lines[0].startswith("published")
        assert not {"\x1b", "\u202e", "\u2028", "\x85", "\t"} & set("".join(lines))


def test_table_is_the_default_on_a_terminal(
    sayso: Sayso, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Terminal(io.TextIOWrapper):
        def isatty(self) -> bool:
            return True

    sayso("add", archive)
    shown = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", Terminal(shown, encoding="utf-8"))
    assert run(["claims"], PARTS) == 0
    assert "RETREAT" in shown.getvalue().decode()
    assert "{" not in shown.getvalue().decode()


@pytest.mark.parametrize(
    "arguments",
    [("copies", "--format", "tsv"), ("stories", "--format", "jsonl"), ("reports", "--format", "csv")],
)
def test_input_ids_act_on_no_terminal_and_are_whole_in_a_pipe(
    sayso: Sayso, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    class Terminal(io.TextIOWrapper):
        def isatty(self) -> bool:
            return True

    odd = "a\x1b[2Jb\x9b2J\u202ec"
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": odd, "text": "Troops left the base."}))
    sayso("add", "a.jsonl")
    piped = sayso(*arguments)[1]
    assert "\u202e" in piped
    shown = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", Terminal(shown, encoding="utf-8"))
    assert run(arguments, PARTS) == 0
    sys.stdout.flush()
    assert not set(shown.getvalue().decode()) & set("\x1b\x9b\u202e")
    assert len(shown.getvalue().decode()) >= len(piped)


def test_nothing_found_is_said(sayso: Sayso, archive: Path) -> None:
    sayso("add", archive)
    assert sayso("claims", "--text", "nothing") == (0, "", "no claim found\n")
    assert sayso("claims", "--text", "nothing", "-q") == (0, "", "")
    assert json.loads(sayso("claims", "--text", "nothing", "--format", "geojson")[1])["features"] == []


def test_filters_and_limit_reach_the_query(sayso: Sayso, archive: Path) -> None:
    sayso("add", archive)
    assert sayso("claims", "--as-of", "2020-04-14", "--count")[1] == "2\n"
    assert sayso("reports", "--from", "2020-04-15", "--to", "2020-04-15", "--count")[1] == "1\n"
    assert sayso("claims", "--report", "2", "--count")[1] == "1\n"
    assert len(sayso("claims", "--limit", "1")[1].splitlines()) == 1


def test_judgement_is_written_shown_and_listed(sayso: Sayso, archive: Path) -> None:
    sayso("add", archive)
    claim = json.loads(sayso("claims", "--report", "1")[1])
    status, _, err = sayso(
        "judge", claim["id"], "correct", "status", "planned", "--by", "Ann", "--why", "not yet"
    )
    assert status == 0
    assert "correct status: occurred → planned by Ann" in err
    assert [json.loads(line)["status"] for line in sayso("claims", "--report", "2")[1].splitlines()] == [
        "planned"
    ]
    original = sayso("claims", "--report", "1", "--original")[1]
    assert json.loads(original)["status"] == "occurred"
    told = sayso("judgements", "--format", "text")[1]
    assert "Ann: correct status: occurred → planned" in told
    assert "«left»" in told
    assert json.loads(sayso("judgements", "--key", claim["key"])[1])["why"] == "not yet"
    assert sayso("judgements", "--adrift")[1] == ""


def test_forgotten_report_is_left_out(sayso: Sayso, archive: Path) -> None:
    sayso("add", archive)
    assert sayso("forget", "1", "--reason", "asked for")[0] == 0
    assert sayso("claims", "--count")[1] == "2\n"
    assert "1 forgotten and left out" in sayso("add", archive)[2]


def test_record_is_copied(sayso: Sayso, archive: Path) -> None:
    sayso("add", archive)
    status, _, err = sayso("copy-to", "backup.db")
    assert (status, err) == (0, "3 reports copied, 0 already there, 0 judgements, 0 tombstones\n")
    assert sayso("claims", "--db", "backup.db")[1] == sayso("claims")[1]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["claims", "--db", "none.db"], "no record here yet"),
        (["claims", "--from", "yesterday"], "no date"),
        (["claims", "--type", "KILLING"], "one of: AGREE"),
        (["claims", "--status", "occured"], "one of: occurred"),
        (["claims", "--country", "Atlantis"], "is no country"),
        (["claim"], "did you mean claims?"),
        (["archive.jsonl"], "to read it: sayso read archive.jsonl"),
        (["claims", "--db", "mysql://x"], "mysql"),
        (["claims", "--format", "xml"], "xml"),
        (["claims", "--limit", "-1"], "limit"),
        (["reports", "--format", "geojson"], "only claims have places"),
        (["claims", "-o", "no/such/folder"], "cannot be written"),
        (["judge", "c_none", "accept", "--by", "Ann"], "no claim"),
        (["judge", "c_none", "accept"], "--by"),
        (["judge", "c_none", "correct", "type", "--by", "Ann"], "a field and a value"),
        (["forget", "none", "--reason", "x"], "no report"),
        (["forget", "none"], "--reason"),
        (["copy-to", "sayso.db"], "itself"),
        (["add", "archive.jsonl", "--db", "no/such/folder.db"], "cannot be opened"),
        (["add"], "PATH"),
    ],
    ids=lambda one: " ".join(one) if isinstance(one, list) else "",
)
def test_wrong_use_is_told_with_status_2(
    sayso: Sayso, archive: Path, arguments: list[str], told: str
) -> None:
    sayso("add", archive)
    status, out, err = sayso(*arguments)
    assert (status, out) == (2, "")
    assert told in err
    assert "Traceback" not in err


def test_reports_in_hand_stand_when_the_command_is_stopped(
    sayso: Sayso, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Interrupted(io.RawIOBase):
        """Standard input that ends in Ctrl-C."""

        lines = iter([json.dumps({"text": f"Platoon {n} left."}).encode() + b"\n" for n in range(40)])

        def readable(self) -> bool:
            return True

        def read1(self, size: int = -1) -> bytes:
            line = next(self.lines, None)
            if line is None:
                raise KeyboardInterrupt
            return line

    class Input:
        buffer = Interrupted()

    monkeypatch.setattr(sys, "stdin", Input())
    status, _, err = sayso("add", "-")
    assert status == 130
    assert "run it again to go on" in err
    with Store("sayso.db", create=False) as record:
        assert record.counts()["reports"] >= 16
