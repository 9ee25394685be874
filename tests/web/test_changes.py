"""What changed between two days: API, page, feed and the event's page tell what the command tells."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import feedparser
import pytest
from starlette.testclient import TestClient
from tests.engine.story import fill
from tests.web.test_pages import Page

from sayso.cli.main import run
from sayso.record import Store
from sayso.web import Settings, make_app

DAYS = {"since": "2024-05-01", "until": "2024-05-02"}


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("changes") / "story.db"
    with Store(path) as store:
        fill(store)
    return path


@pytest.fixture(scope="module")
def client(story: Path) -> Iterator[TestClient]:
    app = make_app(story, settings=Settings(requests_per_minute=0, judging=False))
    with TestClient(app, base_url="http://localhost", follow_redirects=False) as client:
        yield client


@pytest.fixture(scope="module")
def blast(story: Path) -> str:
    with Store(story, create=False) as store:
        return next(row.event.id for row in store.events() if row.event.reports > 1)


def lines_of(capsys: pytest.CaptureFixture[str], story: Path, *options: str) -> list[str]:
    assert run(["changes", "--db", str(story), *options]) == 0
    return capsys.readouterr().out.splitlines()


@pytest.mark.parametrize(
    "asked",
    [
        DAYS,
        {"since": "2024-04-30", "until": "2024-05-01", "by": "publication"},
        {**DAYS, "kind": "numbers,sources"},
        {"since": "2024-04-30", "until": "2024-05-03", "country": "Kenya"},
    ],
    ids=str,
)
def test_changes_equal_the_command_lines(client, story, capsys, asked: dict[str, str]) -> None:
    options = [f"--{name}={value}" for name, value in asked.items()]
    wanted = [json.loads(line) for line in lines_of(capsys, story, "--format", "jsonl", *options)]
    assert wanted
    answer = client.get("/api/changes", params={**asked, "limit": 1000}).json()
    assert answer == {"rows": wanted, "next": None, "count": len(wanted)}
    assert client.get("/api/changes/count", params=asked).json() == {"count": len(wanted)}
    table = list(csv.reader(lines_of(capsys, story, "--format", "csv", *options)))
    assert list(csv.reader(io.StringIO(client.get("/api/changes/download/csv", params=asked).text))) == table
    assert lines_of(capsys, story, "--count", *options) == [str(len(wanted))]


def test_pages_of_the_answer_follow_one_another(client) -> None:
    rows, after = [], None
    while True:
        answer = client.get(
            "/api/changes", params={**DAYS, "limit": 3, **({"after": after} if after else {})}
        )
        rows += answer.json()["rows"]
        after = answer.json()["next"]
        if after is None:
            break
    assert rows == client.get("/api/changes", params=DAYS).json()["rows"]


def test_page_tells_what_changed_in_words(client) -> None:
    page = client.get("/changes", params=DAYS).text
    text = " ".join(Page(page).text.split())
    number = client.get("/api/changes/count", params=DAYS).json()["count"]
    assert f"all {number} " in text
    for words in (
        "killed: people 12 → 15",
        "Northgate Hospital",
        "open → ✓ kept",
        "forces at",
        "Andris Ozols",
    ):
        assert words in text
    alone = " ".join(Page(client.get("/changes", params={**DAYS, "kind": "number"}).text).text.split())
    assert "12 → 19" in alone
    assert "Heard" not in alone


def test_quiet_days_name_the_last_arrival(client) -> None:
    page = client.get("/changes", params={"kind": "event"}).text
    assert "Nothing new is told" in page
    assert "2024-05-03" in page


def test_event_tells_what_changed_since_a_day(client, blast: str) -> None:
    text = " ".join(Page(client.get(f"/events/{blast}?since=2024-05-01").text).text.split())
    assert "What changed since 2024-05-01" in text
    assert "killed: people 12 → 15" in text
    assert "Nothing new came in." in client.get(f"/events/{blast}?since=2024-05-02").text
    assert 'id="changes"' not in client.get(f"/events/{blast}").text
    assert "is no date" in client.get(f"/events/{blast}?since=soon").text


def test_feed_has_the_changes_since_a_day(client) -> None:
    parsed = feedparser.parse(client.get("/feeds/changes.atom", params=DAYS).content)
    assert not parsed.bozo
    rows = client.get("/api/changes", params=DAYS).json()["rows"]
    assert [entry.id for entry in parsed.entries] == [f"urn:sayso:change:{row['id']}" for row in rows]
    titles = [entry.title for entry in parsed.entries]
    assert any(title.startswith("killed: people, 12 → 15: ") for title in titles)
    assert {entry.updated for entry in parsed.entries} <= {"2024-05-02T20:00:00Z", "2024-05-01T20:00:00Z"}
    for entry in parsed.entries:
        assert client.get(entry.link).status_code == 200


def test_feed_looks_back_a_week(serve, tmp_path: Path) -> None:
    with Store(tmp_path / "new.db") as store:
        today = datetime.now(UTC)
        for days in (20, 1):
            day = (today - timedelta(days=days)).date().isoformat()
            fill(store, [(day, "2024-05-01", f"Post {days}", f"Rebels shelled Aleppo, Ann Rule{days} said.")])
    client = serve(tmp_path / "new.db")
    feed = client.get("/feeds/changes.atom")
    assert "Post 1" in feed.text or "Rule1" in feed.text
    assert "Rule20" not in feed.text
    assert (
        client.get("/feeds/changes.atom", headers={"if-none-match": feed.headers["etag"]}).status_code == 304
    )


@pytest.mark.parametrize(
    "query",
    [
        "since=soon",
        "by=chance",
        "kind=verdicts",
        "since=2024-05-02&until=2024-05-01",
        "as_of=2024-05-01",
        "x=1",
    ],
)
def test_nonsense_is_told(client, query: str) -> None:
    assert client.get(f"/api/changes?{query}").status_code == 400
    assert client.get(f"/feeds/changes.atom?{query}").status_code == 400
    assert client.get(f"/changes?{query}").status_code == 200


def test_home_has_the_newest_events_first_and_says_who_covers_what(client) -> None:
    text = " ".join(Page(client.get("/").text).text.split())
    newest = text[text.index("Newest events") : text.index("Sharpest disagreements")]
    assert newest.index("Latvia withdrew") < newest.index("protested against the new tax")
    covers = text[text.index("Who covers what") : text.index("Latest reports")]
    assert "Delm Gazette 1 report, 2024-05-01" in covers
    assert "Kenya" in covers
    assert "rest on one source alone" in text
