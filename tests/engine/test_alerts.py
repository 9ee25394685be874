"""What is new is delivered, signed, at least once; and nothing that was there before."""

import hashlib
import hmac
import json
from pathlib import Path

import pytest
from tests.engine.story import REPORTS, fill
from tests.record.made import shelling, withdrawal

from sayso.engine import relate
from sayso.engine.alerts import Alert, deliver_new
from sayso.errors import UnreachableError, UsageError
from sayso.record import Store

SECRET = b"a secret that nobody guesses"


class Receiver:
    """Takes deliveries; `fails` is how many it loses first."""

    def __init__(self) -> None:
        self.taken: list[dict] = []
        self.headers: list[dict[str, str]] = []
        self.fails = 0

    def __call__(self, address: str, body: bytes, headers) -> None:
        assert address == "https://desk.example/hook"
        signed = hmac.new(SECRET, headers["Sayso-Timestamp"].encode() + b"." + body, hashlib.sha256)
        assert headers["Sayso-Signature"] == f"sha256={signed.hexdigest()}"
        if self.fails:
            self.fails -= 1
            raise UnreachableError("no answer in time", where=address)
        self.taken.append(json.loads(body))
        self.headers.append(dict(headers))

    @property
    def rows(self) -> list[str]:
        return [row["id"] for one in self.taken for row in one["rows"]]


def alert(**known: object) -> Alert:
    return Alert(address="https://desk.example/hook", secret=SECRET, **known)


def run(store: Store, receiver: Receiver, folder: Path, **known: object) -> int:
    return deliver_new(store, alert(**known), folder / "state.json", receiver, lambda: 1_700_000_000.0)


@pytest.fixture
def store(tmp_path: Path):
    with Store(tmp_path / "record.db") as store:
        store.put(withdrawal())
        yield store


def test_first_time_is_where_it_begins(store: Store, tmp_path: Path) -> None:
    receiver = Receiver()
    assert run(store, receiver, tmp_path) == 0
    assert receiver.taken == []


def test_new_rows_are_delivered_once(store: Store, tmp_path: Path) -> None:
    receiver = Receiver()
    run(store, receiver, tmp_path)
    made = shelling()
    store.put(made)
    assert run(store, receiver, tmp_path) == len(made.claims)
    assert receiver.rows == [one.id for one in made.claims]
    assert run(store, receiver, tmp_path) == 0
    (one,) = receiver.taken
    assert (one["kind"], one["filters"]) == ("claims", {})
    assert receiver.headers[0]["Sayso-Delivery"] == one["delivery"]


def test_alert_in_an_empty_record_begins_with_its_first_row(tmp_path: Path) -> None:
    receiver = Receiver()
    with Store(tmp_path / "empty.db") as store:
        run(store, receiver, tmp_path)
        store.put(withdrawal())
        assert run(store, receiver, tmp_path) == 2


def test_only_what_is_asked_for_is_delivered(store: Store, tmp_path: Path) -> None:
    receiver = Receiver()
    run(store, receiver, tmp_path, filters={"type": "PROTEST"})
    store.put(shelling())
    assert run(store, receiver, tmp_path, filters={"type": "PROTEST"}) == 0


def test_reports_can_be_asked_for(store: Store, tmp_path: Path) -> None:
    receiver = Receiver()
    run(store, receiver, tmp_path, kind="reports")
    made = shelling()
    store.put(made)
    assert run(store, receiver, tmp_path, kind="reports") == 1
    assert receiver.rows == [made.report.id]


def test_what_was_not_taken_is_delivered_the_next_time_under_the_same_id(
    store: Store, tmp_path: Path
) -> None:
    receiver = Receiver()
    run(store, receiver, tmp_path)
    store.put(shelling())
    receiver.fails = 1
    with pytest.raises(UnreachableError):
        run(store, receiver, tmp_path)
    state = (tmp_path / "state.json").read_bytes()
    assert run(store, receiver, tmp_path)
    before = receiver.taken[0]["delivery"]
    (tmp_path / "state.json").write_bytes(state)  # as if the power had failed before it was written
    assert run(store, receiver, tmp_path)
    assert receiver.taken[1]["delivery"] == before
    assert receiver.taken[1] == receiver.taken[0]


def test_alert_goes_on_after_the_newest_rows_were_forgotten(store: Store, tmp_path: Path) -> None:
    receiver = Receiver()
    made = shelling()
    store.put(made)
    run(store, receiver, tmp_path)
    store.forget(made.report.id, reason="asked for")
    assert run(store, receiver, tmp_path) == 0
    store.put(shelling(input_id="other", publisher="Other Post", published="2021-05-05"))
    assert run(store, receiver, tmp_path) >= 1


@pytest.mark.parametrize("kind", ["claims", "reports", "attributions"])
def test_rows_that_come_after_the_newest_were_forgotten_are_all_told(
    store: Store, tmp_path: Path, kind: str
) -> None:
    receiver = Receiver()
    made = shelling()
    store.put(made)
    run(store, receiver, tmp_path, kind=kind)
    store.forget(made.report.id, reason="asked for")
    for n in range(3):  # more than were forgotten
        store.put(shelling(input_id=str(n), publisher=f"Post {n}", published=f"2021-05-0{n + 1}"))
    assert (
        run(store, receiver, tmp_path, kind=kind)
        == getattr(store, kind)(published_first="2021-05-01").count()
    )


@pytest.mark.parametrize("content", ["", "[]", '{"alert": 1}', '{"alert": "w_other", "cursor": "2.2"}'])
def test_file_of_something_else_is_refused(store: Store, tmp_path: Path, content: str) -> None:
    (tmp_path / "state.json").write_text(content)
    with pytest.raises(UsageError, match="name another file"):
        run(store, Receiver(), tmp_path)


@pytest.fixture
def story(tmp_path: Path):
    """The story up to its first day."""
    with Store(tmp_path / "story.db") as store:
        fill(store, REPORTS[:1])
        yield store


def test_changes_are_delivered_once_all_is_related(story: Store, tmp_path: Path) -> None:
    receiver = Receiver()
    assert run(story, receiver, tmp_path, kind="events") == 0
    fill(story, REPORTS[1:3])
    with story.relating() as relations:
        relations.drop_all()
    assert run(story, receiver, tmp_path, kind="events") == 0
    relate(story)
    number = run(story, receiver, tmp_path, kind="events")
    rows = [row for one in receiver.taken for row in one["rows"]]
    assert number == len(rows)
    assert ("number", "12", "15") in {(row["kind"], row["before"], row["after"]) for row in rows}
    assert {row["kind"] for row in rows} <= {"event", "number"}
    assert run(story, receiver, tmp_path, kind="events") == 0


@pytest.mark.parametrize(
    ("kind", "kinds"),
    [
        ("disagreements", {"disagreement"}),
        ("situations", {"situation"}),
        ("changes", {"event", "number", "disagreement", "commitment", "situation", "source"}),
    ],
)
def test_kinds_that_change_can_be_asked_for(story: Store, tmp_path: Path, kind: str, kinds: set[str]) -> None:
    receiver = Receiver()
    run(story, receiver, tmp_path, kind=kind)
    fill(story, REPORTS[1:])
    assert run(story, receiver, tmp_path, kind=kind)
    assert {row["kind"] for one in receiver.taken for row in one["rows"]} == kinds


def test_changes_that_were_not_taken_are_delivered_the_next_time(story: Store, tmp_path: Path) -> None:
    receiver = Receiver()
    run(story, receiver, tmp_path, kind="changes")
    fill(story, REPORTS[1:])
    receiver.fails = 1
    with pytest.raises(UnreachableError):
        run(story, receiver, tmp_path, kind="changes")
    assert run(story, receiver, tmp_path, kind="changes") == len(receiver.rows) > 0
