"""A record in use: what is added is exported, and feeds are followed into it."""

import csv
import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.ingest.feed_maker import item, rss
from tests.ingest.page_maker import make_page
from tests.ingest.web_server import Reply, Site, serve
from tests.record.made import withdrawal

from sayso.model import Verdict
from sayso.record import Decision, Store

EXAMPLES = Path(__file__).parents[2] / "examples" / "reports"


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as made:
        yield made


def sayso(*arguments: object, ok: bool = True) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "sayso", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert not ok or done.returncode == 0, done.stderr
    return done


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("record") / "news.db"
    sayso("add", EXAMPLES, "--db", path, "--tier", "fast", "--quiet")
    return path


@pytest.mark.parametrize("filters", [(), ("--type", "INCIDENT"), ("--text", "army"), ("--country", "SYR")])
def test_export_has_the_rows_of_the_query(record: Path, tmp_path: Path, filters: tuple[str, ...]) -> None:
    out = tmp_path / "claims.csv"
    sayso("export", "csv", "--db", record, *filters, "-o", out)
    with out.open(encoding="utf-8", newline="") as lines:
        exported = [row["claim"] for row in csv.DictReader(lines, strict=True)]
    queried = sayso("claims", "--db", record, *filters, "--format", "jsonl").stdout.splitlines()
    assert exported == [json.loads(line)["id"] for line in queried]
    assert exported or filters


def test_export_leaves_out_what_was_rejected(record: Path, tmp_path: Path) -> None:
    first = json.loads(sayso("claims", "--db", record, "--limit", "1").stdout)["id"]
    sayso("judge", first, "reject", "--by", "Ann", "--db", record)
    out = tmp_path / "claims.csv"
    sayso("export", "csv", "--db", record, "-o", out)
    assert first not in out.read_text(encoding="utf-8")
    sayso("export", "csv", "--db", record, "--original", "-o", out)
    assert first in out.read_text(encoding="utf-8")


def test_filters_without_a_record_are_wrong_use(tmp_path: Path) -> None:
    done = sayso("export", "csv", "-", "--country", "IRQ", "-o", tmp_path / "x.csv", ok=False)
    assert done.returncode == 2
    assert "--db" in done.stderr


def test_watching_needs_one_place_for_what_is_read(tmp_path: Path) -> None:
    for places in ((), ("--print", "--db", tmp_path / "news.db")):
        done = sayso("watch", "https://news.example/feed.xml", "--once", *places, ok=False)
        assert done.returncode == 2
        assert "say where readings go" in done.stderr


def test_watch_adds_what_is_new_once(site: Site, tmp_path: Path) -> None:
    feed = site.put("/feed.xml", Reply(rss(item(1), item(2)).encode(), kind="application/rss+xml"))
    record = tmp_path / "news.db"
    command = ["watch", feed, "--db", record, "--once", "--no-pages", "--allow-private", "--tier", "fast"]
    sayso(*command)
    assert sayso("reports", "--db", record, "--count").stdout.strip() == "2"
    assert (tmp_path / "news.db.feeds.json").exists()
    site.put("/feed.xml", Reply(rss(item(2), item(3)).encode(), kind="application/rss+xml"))
    sayso(*command)
    assert sayso("reports", "--db", record, "--count").stdout.strip() == "3"
    with Store(record) as store:
        assert store.count_waiting() == 0


def test_page_is_kept_as_it_came(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(make_page(title="Column leaves"), encoding="utf-8")
    sayso("add", page, "--db", tmp_path / "news.db", "--tier", "fast")
    with Store(tmp_path / "news.db") as store:
        (report,) = store.reports()
        raw = store.raw(report.report.id)
    assert raw is not None
    assert raw.content == page.read_bytes()


SHELL = shutil.which("sh")


@pytest.mark.skipif(SHELL is None or not Path("/dev/full").exists(), reason="needs a shell and /dev/full")
@pytest.mark.parametrize("goal", [">/dev/full", ">&-", ">/dev/full 2>&-", ">&- 2>/dev/full"])
@pytest.mark.parametrize("command", ["--version", "claims --help", "judgements", "claims", "claims --count"])
def test_results_that_cannot_be_written_are_told(tmp_path: Path, command: str, goal: str) -> None:
    with Store(tmp_path / "sayso.db") as store:
        store.put(withdrawal())
        store.judge(withdrawal().claims[0].id, Decision(verdict=Verdict.ACCEPT, by="Ann"))
    done = in_shell(f"{command} {goal}", tmp_path)
    assert done.returncode == 2
    if "2>" in goal:
        assert done.stderr == ""
    else:
        assert done.stderr.startswith("Error: the results cannot be written: ")
        assert done.stderr.count("\n") == 1


@pytest.mark.skipif(SHELL is None or not Path("/dev/full").exists(), reason="needs a shell and /dev/full")
@pytest.mark.parametrize("goal", ["2>/dev/full", "2>&-", "2>&- <&-"])
def test_talk_that_cannot_be_written_changes_nothing(tmp_path: Path, goal: str) -> None:
    with Store(tmp_path / "sayso.db") as store:
        store.put(withdrawal())
    assert in_shell(f"claims --count {goal}", tmp_path).stdout == "2\n"
    assert in_shell(f"forget nothing --reason x {goal}", tmp_path).returncode == 2
    assert in_shell(f"forget w --reason x {goal}", tmp_path).returncode == 0
    assert in_shell(f"claims --no-such {goal}", tmp_path).returncode == 2
    with Store(tmp_path / "sayso.db", create=False) as store:
        assert store.counts()["tombstones"] == 1


def in_shell(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(SHELL), "-c", f"exec {shlex.quote(sys.executable)} -m sayso {line}"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "src")},
    )
