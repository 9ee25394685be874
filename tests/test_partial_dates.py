"""Reports dated to a month or a year: no day is made up for them, and nothing downstream needs one."""

import io
import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import sayso
from sayso.cli.main import run
from sayso.engine import Record
from sayso.errors import UsageError
from sayso.export import FORMATS
from sayso.model import ReadingStatus, make_report
from sayso.web import Settings, make_app

BLAST = "An explosion killed 12 people in Mosul, police said."
REPORTS = [
    {"id": "year", "publisher": "Annual", "published": "2020", "text": BLAST},
    {"id": "month", "publisher": "Monthly", "published": "2020-03", "text": f"{BLAST} Rescuers came."},
    {"id": "day", "publisher": "Daily", "published": "2020-3-5",
     "text": "An explosion killed 15 people in Mosul, police said. Boko Haram captured Mosul on Tuesday."},
    {"id": "later", "publisher": "Monthly", "published": "2020-04",
     "text": "The army must withdraw from Mosul by May 2020, the parliament said. Boko Haram left Mosul."},
    {"id": "bad", "publisher": "Nightly", "published": "last spring", "text": "Troops left Tikrit."},
]  # fmt: skip


@pytest.mark.parametrize("published", ["2020", "2020-03", None])
def test_relative_times_stay_open_where_no_day_is_known(published: str | None) -> None:
    reading = sayso.read("Rebels withdrew from Mosul on Sunday.", tier="fast", published=published)
    assert reading.status is ReadingStatus.READ
    assert not reading.issues
    assert reading.report.published == published
    assert [(time.value, time.first) for time in reading.times] == [("XXXX-WXX-7", None)]


@pytest.mark.parametrize("published", [date(2020, 3, 17), datetime(2020, 3, 17, 9), "2020-3-17", "20200317"])
def test_relative_times_count_from_a_day_in_any_form(published: str | date) -> None:
    reading = sayso.read("Rebels withdrew from Mosul on Sunday.", tier="fast", published=published)
    assert [time.value for time in reading.times] == ["2020-03-15"]


def test_read_names_the_argument_that_is_no_date() -> None:
    with pytest.raises(UsageError, match=r"published '17 March' is no date .*2014-08-12"):
        sayso.read("Rebels withdrew from Mosul.", tier="fast", published="17 March")


def test_record_in_python_takes_dates(tmp_path: Path) -> None:
    with Record(str(tmp_path / "record.db"), tier="fast") as record:
        record.add([make_report(BLAST, published=date(2020, 3, 5)), make_report(BLAST, published="2020-03")])
        assert sorted(row.report.published for row in record.reports()) == ["2020-03", "2020-03-05"]


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("partial")
    archive = folder / "archive.jsonl"
    archive.write_text("\n".join(json.dumps(report) for report in REPORTS))
    record = str(folder / "record.db")
    # One date is none, which is told.
    assert run(["add", str(archive), "--db", record, "--tier", "fast", "--quiet"]) == 1
    return record


@pytest.fixture(scope="module")
def client(db: str) -> Iterator[TestClient]:
    app = make_app(db, settings=Settings(requests_per_minute=0, judging=False))
    with TestClient(app, base_url="http://localhost") as client:
        yield client


def ids(out: str) -> set[str]:
    return {json.loads(line)["input_id"] for line in out.splitlines()}


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ([], {"year", "month", "day", "later", "bad"}),
        (["--from", "2020-03-15"], {"year", "month", "later"}),
        (["--to", "2020-03-04"], {"year", "month"}),
        (["--published-from", "2020-4"], {"year", "later"}),
        (["--published-to", "2020-03"], {"year", "month", "day"}),
        (["--published-from", "2021"], set()),
        (["--published-to", "2019"], set()),
        # By the end of March nobody can tell that what is dated to the year was out.
        (["--as-of", "2020-3"], {"month", "day"}),
        (["--as-of", "2020-03-30"], {"day"}),
        (["--as-of", "2020"], {"year", "month", "day", "later"}),
    ],
)
def test_filters_take_a_report_by_the_days_it_may_be_of(
    capsys: pytest.CaptureFixture[str], db: str, options: list[str], found: set[str]
) -> None:
    assert run(["reports", "--db", db, "--format", "jsonl", *options]) == 0
    assert ids(capsys.readouterr().out) == found


@pytest.mark.parametrize(
    "kind", ["reports", "attributions", "claims", "events", "commitments", "situations", "disagreements"]
)
@pytest.mark.parametrize("options", [[], ["--as-of", "2020-03"], ["--as-of", "2020"], ["--from", "2020"]])
def test_queries_answer(capsys: pytest.CaptureFixture[str], db: str, kind: str, options: list[str]) -> None:
    assert run([kind, "--db", db, "--format", "jsonl", *options]) == 0
    for line in capsys.readouterr().out.splitlines():
        json.loads(line)


def test_situations_are_told_as_of_the_end_of_a_month(capsys: pytest.CaptureFixture[str], db: str) -> None:
    def found(as_of: str) -> list[str]:
        assert run(["situations", "--db", db, "--format", "jsonl", "--as-of", as_of]) == 0
        return capsys.readouterr().out.splitlines()

    assert found("2020-3") == found("2020-03-31") != []


@pytest.mark.parametrize("format", FORMATS)
def test_every_export_is_written(tmp_path: Path, db: str, format: str) -> None:
    out = tmp_path / "out"
    assert run(["export", format, "--db", db, "-o", str(out)]) == 0
    assert out.exists()


@pytest.mark.parametrize(
    "page",
    [
        "/", "/explore", "/explore?from=2020", "/explore?as_of=2020-03", "/explore?show=reports",
        "/explore?published_to=2020-3", "/events", "/disagreements", "/commitments", "/situations",
        "/situations?as_of=2020-03", "/api/claims?as_of=2020", "/api/situations?as_of=2020-03",
        "/api/commitments?as_of=2020-04",
    ],
)  # fmt: skip
def test_pages_and_api_answer(client: TestClient, page: str) -> None:
    assert client.get(page).status_code == 200


def test_page_of_each_report_and_event_shows_its_date(client: TestClient) -> None:
    reports = client.get("/api/reports").json()["rows"]
    for report in reports:
        page = client.get(f"/reports/{report['id']}")
        assert page.status_code == 200
        assert f">{report['published'] or 'no date'}</" in page.text
    for event in client.get("/api/events").json()["rows"]:
        assert client.get(f"/events/{event['id']}").status_code == 200


def test_feed_names_no_day_that_is_not_known(client: TestClient) -> None:
    feed = client.get("/feeds/reports.atom").text
    ET.parse(io.StringIO(feed))  # noqa: S314 - our own
    assert "<published>2020-03-05T00:00:00Z</published>" in feed
    assert feed.count("<published>") == 1


def test_readings_come_out_of_the_record(db: str) -> None:
    with Record(db, tier="fast") as record:
        readings = {reading.report.input_id: reading for reading in record.readings()}
    assert {id: reading.report.published for id, reading in readings.items()} == {
        "year": "2020", "month": "2020-03", "day": "2020-03-05", "later": "2020-04", "bad": None,
    }  # fmt: skip


def test_forgetting_one_leaves_the_reading_of_the_others(tmp_path: Path) -> None:
    with Record(str(tmp_path / "record.db"), tier="fast") as record:
        reports = [make_report(BLAST, published=one, publisher=one) for one in ("2020", "2020-03", "2020-04")]
        record.add(reports)
        record.forget(reports[0].id, reason="asked to")
        assert [len(reading.claims) > 0 for reading in record.readings()] == [True, True]
