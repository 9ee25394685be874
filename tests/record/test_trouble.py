"""Killed, crowded, full, read-only: what was added stands, and what went wrong is told."""

import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event, update
from tests.lengths import choose_length
from tests.record.made import content, plain, withdrawal

from sayso.cli.main import run
from sayso.errors import CrowdedError, FullError, NoRecordError, ReadOnlyError, RecordError
from sayso.record import Outcome, Store, database, migrations, schema

ROOT = Path(__file__).parents[2]
# `sayso` with a reader that needs no models.
PROGRAM = (
    "import sys; from sayso.cli.main import run; from sayso.cli.parts import Parts\n"
    "from sayso.model import Tier\n"
    "from tests.engine import plain_reader\n"
    "def find_tiers(): return (Tier.FULL, Tier.FAST)\n"
    "def complete(report): return report\n"
    "if __name__ == '__main__':\n"
    "    sys.exit(run(sys.argv[1:], Parts(plain_reader.load_tier, find_tiers, complete)))"
)
KILLS = choose_length(5, 50)
# Enough that there is something left to do after the last kill.
REPORTS, DOCUMENTS = 32 * max(KILLS, 5), 24 * max(KILLS, 5)


def start(*arguments: object) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *map(str, arguments)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])},
    )


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Reports with and without claims, copies, a report twice, and a broken line."""
    file = tmp_path / "archive.jsonl"
    lines = []
    for n in range(REPORTS):
        text = f"Platoon {n % DOCUMENTS} left the base at Karo, where it had been for {n % DOCUMENTS} days."
        outlet = "Daily Post" if n < DOCUMENTS else "Evening Star"
        lines.append(json.dumps({"id": str(n), "text": text, "publisher": outlet, "published": "2020-04-14"}))
    lines[80:80] = [lines[7], "{broken"]
    file.write_text("\n".join(lines) + "\n")
    return file


@pytest.mark.parametrize("jobs", [1, 2])
def test_killed_and_run_again_holds_what_one_run_holds(
    kind: str, jobs: int, new_address, archive: Path
) -> None:
    whole, broken = new_address(kind), new_address(kind)
    done = start("add", archive, "--db", whole)
    done.communicate()
    assert done.returncode == 1  # the broken line
    dice = random.Random(f"{kind} {jobs}")  # noqa: S311 - moments to kill at
    lives = 0
    for _ in range(KILLS):
        process = start("add", archive, "--db", broken, "--jobs", jobs)
        before = _wait_for_more(process, broken)
        time.sleep(dice.random() * 0.05)
        lives += process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.communicate()
        with Store(broken) as record:
            assert record.counts()["reports"] >= before
    assert lives  # else there was nobody left to kill; how many there are depends on the machine
    last = start("add", archive, "--db", broken, "--jobs", jobs)
    _, err = last.communicate()
    assert last.returncode == 1
    assert b"already there" in err
    with Store(whole) as one, Store(broken) as other:
        assert content(other) == content(one)
        assert one.counts() == {
            "reports": REPORTS,
            "documents": DOCUMENTS,
            "readings": DOCUMENTS,
            "judgements": 0,
            "tombstones": 0,
        }


def _wait_for_more(process: subprocess.Popen[bytes], address: str) -> int:
    """Wait until the process has added a report, or has ended; how many there are then."""
    first = _count(address)
    while process.poll() is None:
        now = _count(address)
        if now > first:
            return now
    return _count(address)


def _count(address: str) -> int:
    try:
        with Store(address, create=False) as record:
            return record.counts()["reports"]
    except NoRecordError:
        return 0


def test_two_may_add_at_once(kind: str, new_address, archive: Path) -> None:
    address = new_address(kind, bare=kind == "sqlite")
    both = [start("add", archive, "--db", address) for _ in range(2)]
    for process in both:
        _, err = process.communicate()
        assert process.returncode == 1, err
        assert b"Error" not in err
    with Store(address) as record:
        counts = record.counts()
        assert (counts["reports"], counts["documents"], counts["readings"]) == (REPORTS, DOCUMENTS, DOCUMENTS)
        assert len(record.claims()) == REPORTS


def test_copies_are_counted(new_address, archive: Path) -> None:
    address = new_address("sqlite")
    first, again = (start("add", archive, "--db", address).communicate()[1] for _ in range(2))
    assert f"{REPORTS - DOCUMENTS:,} copies of a document".encode() in first
    assert b"1 input refused" in first
    assert f"0 reports read (0 claims), {REPORTS + 1:,} already there".encode() in again


def test_full_disk_is_told_and_what_was_added_stands(new_address) -> None:
    with Store(new_address("sqlite")) as record:
        record.put(withdrawal())
        event.listen(record._engine, "connect", _leave_no_room)
        record.close()
        with pytest.raises(FullError, match="disk is full") as raised:
            for n in range(1000):
                record.put(plain(f"Platoon {n} left. " + "They said so. " * 500, input_id=str(n)))
        assert "run the same command again" in raised.value.help
        assert raised.value.where.endswith(".db")
        event.remove(record._engine, "connect", _leave_no_room)
        record.close()
        before = record.counts()["reports"]
        assert record.put(plain("They left at last.")) is Outcome.ADDED
        assert record.counts()["reports"] == before + 1
        assert withdrawal() in list(record.readings())


def _leave_no_room(connection, _) -> None:
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages + 5}")


@contextlib.contextmanager
def locked(*paths: Path) -> Iterator[None]:
    """Nobody may write there; root, whom that does not hold, is somebody else meanwhile."""
    modes = {path: path.stat().st_mode for path in paths}
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    was_root = os.geteuid() == 0
    if was_root:
        for parent in [*paths, *paths[0].parents]:
            if parent.stat().st_mode & 0o001 == 0 and parent.is_dir():
                parent.chmod(parent.stat().st_mode | 0o011)
        os.seteuid(65534)
    try:
        yield
    finally:
        if was_root:
            os.seteuid(0)
        for path, mode in modes.items():
            path.chmod(mode)


def test_read_only_record_is_asked_and_not_written_to(new_address) -> None:
    address = Path(new_address("sqlite"))
    with Store(address) as record:
        record.put(withdrawal())
    with locked(address, address.parent), Store(address, create=False) as record:
        assert len(record.claims()) == 2
        with pytest.raises(ReadOnlyError, match="may not be written to") as raised:
            record.put(plain("They left."))
        assert "permissions" in raised.value.help
    with locked(address.parent), pytest.raises(NoRecordError, match="cannot be opened"):
        Store(address.parent / "new.db")


def test_reader_without_permission_to_write_sees_what_was_written_last(new_address) -> None:
    address = Path(new_address("sqlite"))
    with Store(address) as record:
        record.put(withdrawal())
    with locked(address, address.parent):
        reader = Store(address, create=False)
        assert len(reader.claims()) == 2
    with Store(address) as record, reader:
        record.put(plain("They left."))
        beside = [Path(f"{address}{end}") for end in ("-wal", "-shm")]
        with locked(address, *beside, address.parent):
            assert len(reader.claims()) == 3
            with Store(address, create=False) as other:
                assert len(other.claims()) == 3
                with pytest.raises(ReadOnlyError):
                    other.put(plain("They left at last."))
        record.put(plain("They left in the end."))
        with locked(address, *beside, address.parent):
            assert len(reader.claims()) == 4


def test_log_that_cannot_be_read_is_told(new_address, tmp_path: Path) -> None:
    address = Path(new_address("sqlite"))
    copy = tmp_path / "copy" / "sayso.db"
    copy.parent.mkdir()
    with Store(address) as record:
        record.put(withdrawal())
        for end in ("", "-wal"):
            shutil.copy(f"{address}{end}", f"{copy}{end}")
    with (
        locked(copy, Path(f"{copy}-wal"), copy.parent),
        pytest.raises(ReadOnlyError, match="written last") as raised,
    ):
        Store(copy, create=False)
    assert "owner" in raised.value.help
    with Store(copy, create=False) as record:
        assert len(record.claims()) == 2


def test_read_only_server_is_told(new_address) -> None:
    address = new_address("postgresql")
    with Store(f"{address}&options=-cdefault_transaction_read_only%3Don") as record:
        assert len(record.claims()) == 0
        with pytest.raises(ReadOnlyError, match="may not be written to"):
            record.put(withdrawal())


@pytest.fixture
def damaged(new_address):
    """Makes files of a record of which the pages that hold some words are overwritten."""
    address = Path(new_address("sqlite"))
    with Store(address) as record:
        for n in range(40):
            record.put(plain(f"Platoon {n} left Karo{n:02}. " + f"They were {n * 7} there. " * 100))
    whole = address.read_bytes()

    def make(*pages: int, holding: bytes = b"", by: bytes = bytes(4096)) -> Path:
        content = bytearray(whole)
        starts = range(0, len(whole), 4096)
        wanted = [start for start in starts if holding and holding in whole[start : start + 4096]]
        for start in (*wanted, *(starts[page] for page in pages)):
            content[start : start + 4096] = by
        address.write_bytes(content)
        return address

    return make


def test_damaged_file_is_told_with_its_remedy(damaged) -> None:
    address = damaged(holding=b"Karo17")
    with pytest.raises(RecordError, match="damaged") as raised:
        Store(address, create=False)
    assert raised.value.where == str(address)
    assert "sayso copy-to NEW.db" in raised.value.help
    assert run(["claims", "--db", str(address)]) == 2


def test_what_can_be_read_of_a_damaged_file_is_copied(damaged, tmp_path: Path, capsys) -> None:
    address, goal = damaged(holding=b"Karo17"), tmp_path / "copy.db"
    assert run(["copy-to", str(goal), "--db", str(address), "--quiet"]) == 1
    told = capsys.readouterr().err
    with Store(goal, create=False) as copy:
        reports = copy.counts()["reports"]
        assert 30 <= reports < 40
        assert f"damaged: {40 - reports} report" in told
        assert len(copy.claims()) == reports
        assert not [row for row in copy.claims() if "Karo17" in row.claim.sentence.text]


@pytest.mark.parametrize("by", [bytes(4096), bytes(range(256)) * 16, b"{" * 4096], ids=["zeros", "ramp", "{"])
def test_damage_is_an_error_of_the_record_wherever_it_is_met(
    damaged, monkeypatch: pytest.MonkeyPatch, by: bytes
) -> None:
    # As in a file too large to be checked when it is opened.
    monkeypatch.setattr(database, "_CHECKED_BYTES", 0)
    pages = damaged().stat().st_size // 4096
    told = 0
    for page in range(0, pages, 7):
        try:
            with Store(damaged(page, by=by), create=False) as record:
                for kind in ("reports", "attributions", "claims", "commitments", "events"):
                    list(getattr(record, kind)())
                list(record.claims(text="karo"))
                list(record.readings(every=True))
                record.put(plain("Nobody left."))
                record.forget(next(iter(record.reports())).report.id, reason="asked for")
        except RecordError:
            told += 1
    assert told


@pytest.mark.parametrize("value", ["", "three", "1.5", "-1", "0", "\x00", "9" * 5000])
def test_schema_that_is_no_number_is_told(record: Store, address: str, value: str, kind: str) -> None:
    if "\x00" in value and kind == "postgresql":
        pytest.skip("PostgreSQL holds no NUL")
    with record._engine.begin() as connection:
        connection.execute(update(schema.meta).where(schema.meta.c.key == "schema").values(value=value))
    try:
        with pytest.raises(RecordError):
            Store(address, create=False)
    finally:
        with record._engine.begin() as connection:
            now = str(migrations.schema_version())
            connection.execute(update(schema.meta).where(schema.meta.c.key == "schema").values(value=now))


def test_writer_that_never_ends_is_told(new_address, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "_BUSY_S", 0)
    address = new_address("sqlite")
    with Store(address) as one, Store(address) as other, database.write_transaction(one._engine):
        assert len(other.claims()) == 0
        with pytest.raises(CrowdedError, match="writing"):
            other.put(withdrawal())


def test_server_that_is_not_there_is_told_without_the_password() -> None:
    with pytest.raises(NoRecordError, match="cannot be reached") as raised:
        Store("postgresql://me:secret@127.0.0.1:1/news")
    assert "secret" not in str(raised.value)
