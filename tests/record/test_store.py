"""What goes in comes out, once, on every store."""

import itertools
import sqlite3
from functools import partial
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import func, select, table, text
from tests.record.made import FIRST, SECOND, content, plain, shelling, withdrawal

from sayso.engine import relate
from sayso.errors import NoRecordError, UnknownError, UsageError
from sayso.model import FAULTS, Certainty, FeedState, Issue, Raw, Reading, ReadingStatus, Report, Verdict
from sayso.record import Decision, Outcome, Store, database, migrations, schema
from sayso.record.erasure import finish_overwriting
from sayso.record.schema import metadata


def test_reading_comes_back_as_it_went_in(record) -> None:
    issue = Issue(code="short-text", message="too short to tell its language\t'\"")
    given = [withdrawal(), replace(shelling(), issues=(issue,))]
    for one in given:
        record.put(one)
    assert [one.to_json() for one in record.readings()] == [one.to_json() for one in given]


def test_reading_put_twice_adds_nothing(record) -> None:
    assert record.put(withdrawal()) is Outcome.ADDED
    once = content(record)
    assert record.put(withdrawal()) is Outcome.THERE
    assert content(record) == once


def test_wire_text_in_two_outlets_is_two_reports_of_one_document(record) -> None:
    assert record.put(withdrawal()) is Outcome.ADDED
    assert record.put(withdrawal(publisher="Evening Star")) is Outcome.COPY
    counts = record.counts()
    assert (counts["reports"], counts["documents"], counts["readings"]) == (2, 1, 1)
    told = [(row.report.publisher, row.claim.trigger.text) for row in record.claims()]
    assert sorted(told) == [
        ("Daily Post", "demanded"),
        ("Daily Post", "withdrew"),
        ("Evening Star", "demanded"),
        ("Evening Star", "withdrew"),
    ]


def test_text_of_another_day_is_another_reading(record) -> None:
    record.put(withdrawal())
    record.put(withdrawal(published="2020-04-15"))
    assert record.counts()["readings"] == 2
    assert len(record.claims()) == 4


def test_moments_of_one_day_share_a_reading(record) -> None:
    record.put(withdrawal(published="2020-04-14T08:00:00+00:00"))
    record.put(withdrawal(published="2020-04-14"))
    assert record.counts()["readings"] == 1


def test_new_reader_takes_the_place_of_the_old_which_is_kept(record) -> None:
    record.put(withdrawal())
    assert record.put(withdrawal(SECOND)) is Outcome.REREAD
    assert all(row.reader == SECOND for row in record.claims())
    assert len(record.claims()) == 2
    assert [one.reader for one in record.readings(every=True)] == [FIRST, SECOND]


def test_order_of_arrival_does_not_change_what_is_held(kind: str, new_address) -> None:
    given = [withdrawal(), shelling(), withdrawal(publisher="Evening Star"), plain("They left.")]
    held = []
    for order in list(itertools.permutations(given))[::8]:
        with Store(new_address(kind)) as record:
            for one in order:
                record.put(one)
            held.append(content(record))
    assert all(one == held[0] for one in held)


def test_unread_report_is_kept_with_its_issues(record) -> None:
    report = plain("Les troupes sont parties.").report
    issues = (Issue(code="not-english", message="only English is read"),)
    reading = Reading(report=report, status=ReadingStatus.UNREAD, issues=issues, reader=FIRST)
    record.put(reading)
    (row,) = record.reports()
    assert (row.status, row.issues, row.claims) == ("unread", issues, 0)


@pytest.mark.parametrize("code", FAULTS)
def test_report_whose_reading_failed_must_be_read_again(record, code: str) -> None:
    report = withdrawal().report
    record.put(_unread(report, Issue(code=code, message="a fault")))
    assert record.look_up(report, FIRST) is None
    assert record.put(withdrawal()) is Outcome.REREAD
    assert record.look_up(report, FIRST) is Outcome.THERE
    (row,) = record.reports()
    assert (row.status, row.issues, row.claims) == ("read", (), 2)


def test_report_that_is_rightly_unread_need_not_be_read_again(record) -> None:
    report = plain("Les troupes sont parties.").report
    record.put(_unread(report, Issue(code="failed", message="a fault")))
    record.put(_unread(report, Issue(code="not-english", message="only English is read")))
    assert record.look_up(report, FIRST) is Outcome.THERE
    assert [one.code for row in record.reports() for one in row.issues] == ["not-english"]


def _unread(report: Report, issue: Issue) -> Reading:
    return Reading(report=report, status=ReadingStatus.UNREAD, issues=(issue,), reader=FIRST)


def test_page_is_kept_as_it_was_served(record) -> None:
    reading = withdrawal()
    raw = Raw(report=reading.report.id, media_type="text/html; charset=koi8-r", content=bytes(range(256)))
    record.put(reading, raw=raw)
    assert record.raw(reading.report.id) == raw
    assert record.raw("r_none") is None


def test_report_of_a_read_document_need_not_be_read(record) -> None:
    record.put(withdrawal())
    other = withdrawal(publisher="Evening Star").report
    assert record.look_up(withdrawal().report, FIRST) is Outcome.THERE
    assert record.look_up(other, FIRST) is Outcome.COPY
    assert record.look_up(other, SECOND) is None
    assert record.look_up(withdrawal(published="2021-01-01").report, FIRST) is None
    assert record.put_copy(Reading(report=other, reader=FIRST)) is Outcome.COPY
    assert len(record.claims()) == 4


def test_views_show_what_queries_show(record) -> None:
    for one in (withdrawal(), withdrawal(publisher="Evening Star"), shelling()):
        record.put(one)
    for view in ("reports", "attributions", "claims", "commitments"):
        with record._engine.connect() as connection:
            rows = connection.execute(select("*").select_from(table(view))).mappings().all()
        assert len(rows) == len(getattr(record, view)()) > 0
    with record._engine.connect() as connection:
        row = connection.execute(text("SELECT * FROM claims WHERE type = 'RETREAT'")).mappings().first()
    assert row is not None
    assert (row["actors"], row["places"], row["country"]) == ("Iraqi Army", "Erbil", "IRQ")
    assert row["sources"] == "Ali Haddad via the Daily Post"


def rows_left(record: Store) -> dict[str, int]:
    with record._engine.connect() as connection:
        counts = {
            name: connection.scalar(select(func.count()).select_from(one))
            for name, one in metadata.tables.items()
        }
    return {name: number for name, number in counts.items() if number}


def test_forgotten_report_leaves_id_and_reason_alone(record) -> None:
    reading = withdrawal()
    record.put(reading, raw=Raw(report=reading.report.id, media_type="text/html", content=b"<p>"))
    assert record.forget("w", reason="asked for by its author") == [reading.report.id]
    assert set(rows_left(record)) == {"meta", "reader", "tombstone"}
    assert len(record.claims(text="withdrew")) == len(record.reports(text="withdrew")) == 0
    assert record.put(reading) is Outcome.FORGOTTEN
    assert record.look_up(reading.report, FIRST) is Outcome.FORGOTTEN
    assert rows_left(record)["tombstone"] == 1


def test_forgetting_one_outlet_keeps_the_other(record) -> None:
    record.put(withdrawal())
    record.put(withdrawal(publisher="Evening Star", input_id="e"))
    record.put(withdrawal(published="2020-05-01", input_id="later"))
    record.forget("w", reason="withdrawn")
    assert len(record.claims()) == 4
    record.forget("later", reason="withdrawn")
    assert record.counts()["readings"] == 1
    assert [row.report.publisher for row in record.claims()] == ["Evening Star"] * 2


def test_forgotten_words_are_gone_from_the_file(new_address) -> None:
    address = new_address("sqlite")
    with Store(address) as record:
        record.put(plain("Nobody left Xanadu but Zebediah Quux.", input_id="x"))
        record.put(withdrawal())
        record.forget("x", reason="asked for")
    sqlite3.connect(address).execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    held = Path(address).read_bytes().lower()
    assert not [word for word in (b"xanadu", b"zebediah", b"quux") if word in held]
    assert b"erbil" in held


SECRET = (b"xanadu", b"zebediah", b"quux", b"coleridge", b"withheld")


def _fill(record: Store) -> None:
    for n in range(60):
        record.put(plain(f"Platoon {n} left Karo for house {n * 7}. " + f"They said {n} so. " * 40))
        if n == 30:
            record.put(
                plain(
                    "Nobody left Xanadu but Zebediah Quux.",
                    input_id="x",
                    title="Coleridge",
                    url="https://post.example/withheld",
                )
            )
        if n % 20 == 0:
            relate(record)
    relate(record)


def _held(address: str) -> bytes:
    beside = [Path(f"{address}{end}") for end in ("", "-wal", "-shm")]
    return b"".join(path.read_bytes() for path in beside if path.exists()).lower()


def test_forgotten_words_are_gone_at_once_beside_an_open_reader(new_address) -> None:
    address = new_address("sqlite")
    with Store(address) as record, Store(address) as reader:
        _fill(record)
        assert [row.report.input_id for row in reader.claims(text="xanadu")] == ["x"]
        assert all(word in _held(address) for word in SECRET)
        record.forget("x", reason="asked for")
        assert not [word for word in SECRET if word in _held(address)]
        assert record.is_overwritten()
        assert len(reader.claims(text="xanadu")) == 0
        relate(record)
        assert not [word for word in SECRET if word in _held(address)]
        assert len(reader.claims()) == 60


def test_forgotten_words_that_a_reader_needs_go_at_the_next_opening(
    new_address, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sayso.record.store.finish_overwriting", partial(finish_overwriting, wait_s=0))
    address = new_address("sqlite")
    with Store(address) as record, Store(address) as reader:
        _fill(record)
        with database.read_transaction(reader._engine) as connection:
            assert connection.scalar(select(func.count()).select_from(schema.report)) == 61
            record.forget("x", reason="asked for")
            assert not record.is_overwritten()
            assert any(word in _held(address) for word in SECRET)
            with Store(address) as third:
                assert not third.is_overwritten()
        with Store(address, create=False) as third:
            assert third.is_overwritten()
        assert not [word for word in SECRET if word in _held(address)]


def test_forgetting_what_is_not_there_is_told(record) -> None:
    with pytest.raises(UnknownError, match="no report"):
        record.forget("nothing", reason="asked for")
    with pytest.raises(UsageError, match="reason"):
        record.forget("nothing", reason=" ")


@pytest.mark.parametrize("goal", ["sqlite", "postgresql"])
def test_copy_holds_all_that_the_record_holds(record, new_address, goal: str) -> None:
    star = withdrawal(publisher="Evening Star", reader=SECOND)
    for one in (withdrawal(), withdrawal(SECOND), star, shelling()):
        raw = Raw(report=one.report.id, media_type="text/plain", content=b"raw") if one.claims else None
        record.put(one, raw=raw)
    record.put(plain("They left.", input_id="gone"))
    record.forget("gone", reason="asked for")
    claim = shelling().claims[0]
    record.judge(claim.id, Decision(verdict=Verdict.CORRECT, by="Ann", field="status", value="planned"))
    target = new_address(goal)
    count = record.copy_to(target)
    assert (count.reports, count.judgements, count.tombstones) == (3, 1, 1)
    with Store(target) as copy:
        assert content(copy) == content(record)
        assert [row.first_seen for row in copy.reports()] == [row.first_seen for row in record.reports()]
        assert copy.raw(shelling().report.id) is not None
        assert list(copy.judgements()) == list(record.judgements())
        assert [row.claim for row in copy.claims()] == [row.claim for row in record.claims()]
    again = record.copy_to(target)
    assert (again.reports, again.judgements, again.tombstones) == (0, 0, 0)


def test_record_is_not_copied_into_itself(record, address: str) -> None:
    with pytest.raises(UsageError, match="itself"):
        record.copy_to(address)


def test_missing_record_is_told(new_address, tmp_path: Path) -> None:
    with pytest.raises(NoRecordError, match="no record here yet"):
        Store(tmp_path / "none.db", create=False)
    assert not (tmp_path / "none.db").exists()
    with pytest.raises(NoRecordError, match="no record here yet"):
        Store(new_address("postgresql", bare=True), create=False)


def test_other_file_is_no_record(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("These are no pages of a database. " * 100)
    with pytest.raises(NoRecordError, match="no record"):
        Store(tmp_path / "text.db")
    other = sqlite3.connect(tmp_path / "other.db")
    other.execute("CREATE TABLE song (title)")
    other.close()
    with pytest.raises(NoRecordError, match="something else"):
        Store(tmp_path / "other.db")


def test_older_record_is_brought_up_to_date_once(
    kind: str, new_address, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = new_address(kind, bare=True)
    with Store(address) as record:
        record.put(withdrawal())
    made = []

    def add_column(connection) -> None:
        connection.execute(text("ALTER TABLE tombstone ADD COLUMN by_whom TEXT"))
        made.append(1)

    monkeypatch.setitem(migrations.STEPS, migrations.schema_version(), add_column)
    for _ in range(2):
        with Store(address) as record:
            assert len(record.claims()) == 2
            assert record.put(withdrawal()) is Outcome.THERE
    assert made == [1]
    monkeypatch.undo()
    with pytest.raises(NoRecordError, match="newer Sayso"):
        Store(address)


def test_certainty_that_a_model_guessed_is_dropped_from_an_older_record(kind: str, new_address) -> None:
    address = new_address(kind)
    reading = withdrawal()
    first, *rest = reading.claims
    guessed = replace(first, certainty=Certainty.POSSIBLE)
    with Store(address) as record:
        record.put(replace(reading, claims=(guessed, *rest)))
        with record._engine.begin() as connection:
            connection.execute(text("UPDATE meta SET value = '5' WHERE key = 'schema'"))
    with Store(address) as record:
        assert {row.claim.certainty for row in record.claims()} == {Certainty.CERTAIN}
        with record._engine.connect() as connection:
            assert set(connection.execute(text("SELECT certainty FROM claim")).scalars()) == {"certain"}


def test_migration_that_fails_changes_nothing(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    Store(address).close()

    def fail(connection) -> None:
        connection.execute(text("ALTER TABLE tombstone ADD COLUMN by_whom TEXT"))
        raise RuntimeError("power cut")

    with monkeypatch.context() as patch:
        patch.setitem(migrations.STEPS, migrations.schema_version(), fail)
        with pytest.raises(RuntimeError, match="power cut"):
            Store(address)
    with Store(address) as record:
        assert record.put(withdrawal()) is Outcome.ADDED
        with record._engine.connect() as connection:
            assert connection.execute(text("SELECT count(*) FROM reports")).scalar() == 1


def test_record_keeps_how_far_feeds_were_followed(address: str) -> None:
    one, other = (FeedState(feed=f"https://{name}.example/feed", seen=("a",)) for name in ("post", "star"))
    with Store(address) as record:
        states = record.feed_states()
        assert states.load(one.feed) is None
        for state in (one, other, replace(one, etag='"2"', seen=("a", "b"))):
            states.save(state)
    with Store(address) as record:
        states = record.feed_states()
        assert states.load(one.feed) == replace(one, etag='"2"', seen=("a", "b"))
        assert states.load(other.feed) == other
