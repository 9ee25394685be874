"""What the documents tell people to type runs, page by page, in the tier that they would have."""

import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pyarrow
import pytest
import uvicorn
from pyarrow import parquet
from tests.docs.blocks import LANGUAGES, find_blocks
from tests.docs.shell import Call, find_lines
from tests.docs.walking import ROOT, Walk, make_call
from tests.llm.server import Script, completion
from tests.llm.server import serve as serve_model
from tests.record.conftest import Databases, databases, server  # noqa: F401 - fixtures

import sayso.spacy_component
from sayso.gazetteer import use_names
from sayso.record import Store
from sayso.web import Settings, make_app

FEED = """<?xml version="1.0"?>
<rss version="2.0"><channel><title>The Quayside Herald</title>
<item><title>Ferry runs aground</title><guid>f1</guid><pubDate>Tue, 05 Mar 2024 08:00:00 GMT</pubDate>
<description>A ferry ran aground off Karo on Monday, the coast guard said. Nobody was hurt.</description>
</item></channel></rss>"""
# Pages that need nothing but a folder; each begins in one with the examples and one other report.
PAGES = [
    "docs/how-to/assistants.md",
    "docs/how-to/changes.md",
    "docs/how-to/feeds.md",
    "docs/how-to/labelling.md",
    "docs/how-to/notebooks.md",
    "docs/how-to/pages.md",
    "docs/reference/cli.md",
    "docs/reference/exports.md",
    "docs/explanation/independence.md",
]
# Pages that have a test of their own below.
OWN = {
    "docs/tutorial.md",
    "docs/explanation/disagreement.md",
    *(
        f"docs/how-to/{name}.md"
        for name in (
            *("keep-a-record", "correct", "names", "pandas-and-r", "archives", "spark", "api"),
            *("postgresql", "train", "language-model"),
        )
    ),
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    (tmp_path / "report.txt").write_text("Police arrested 12 protesters in Porto on Monday, the mayor said.")
    (tmp_path / "saved-feed.xml").write_text(FEED)
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    use_names(None)


@pytest.fixture
def sayso(capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Call:
    return make_call(capsysbinary, monkeypatch)


@pytest.mark.parametrize("page", PAGES)
def test_page_runs(page: str, folder: Path, sayso: Call) -> None:
    sayso(["read", "examples/reports", "--format", "jsonl", "-o", "readings.jsonl"], b"")
    assert Walk(page, sayso).go().printed


def test_tutorial_shows_what_it_says(folder: Path, sayso: Call) -> None:
    walk = Walk("docs/tutorial.md", sayso).go()
    groups = dict(line.split("\t") for line in walk.of("sayso copies").splitlines())
    assert groups["beirut-1"] == groups["beirut-2"] != groups["beirut-3"]
    stories = dict(line.split("\t") for line in walk.of("sayso stories").splitlines())
    assert stories["beirut-1"] == stories["beirut-3"] != stories["taji-1"]
    disagreements = walk.of("sayso disagreements")
    assert "two Americans" not in disagreements
    assert "three people" in disagreements
    merged, apart = walk.of("--id k_ec0c"), walk.of("--id k_98b6")
    assert "Hassan Diab" in merged
    assert "Rockets" in apart
    assert merged.count("g_") == apart.count("g_") == 1
    assert "expired" in walk.of("sayso commitments")
    assert "expired" not in walk.of("sayso commitments", "--as-of 2013-10-15")
    watched = walk.of("sayso situations", "--watch")
    assert "Camp Taji" in watched
    assert "ceasefire" in watched
    assert "Camp Taji" not in walk.of("sayso situations", "--as-of 2020-08-22")
    assert "Ann: correct actors: The US-led coalition" in walk.of("sayso judgements")
    assert "RETREAT" in walk.of("unstack")


def test_readme_shows_what_the_demo_prints(folder: Path, sayso: Call) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (sample,) = [one.text for one in find_blocks(readme, "text") if "The Quayside Herald" in one.text]
    printed = sayso(["read", "examples/reports/07-flight-752.jsonl", "--format", "text"], b"").decode()
    parts = [part.strip("\n ") for part in re.split(r"\[\.\.\.\]|\n\n", sample) if part.strip()]
    assert len(parts) >= 4
    assert not [part for part in parts if part not in printed]


def test_guide_keeps_a_record(folder: Path, sayso: Call) -> None:
    walk = Walk("docs/how-to/keep-a-record.md", sayso).go()
    assert walk.of("len(claims)").splitlines() == ["1", "2020-03-17 RETREAT the army"]


def test_correcting_in_python_shows_the_value_judged(folder: Path, sayso: Call) -> None:
    walk = Walk("docs/how-to/correct.md", sayso).go()
    assert walk.of("Decision(") == "['planned']\n"
    assert len(Store("judged.db", create=False).judgements()) == 1
    assert walk.of("--text Taji").count("g_") == 2


def test_own_names_are_found_under_every_spelling(folder: Path, sayso: Call) -> None:
    printed = Walk("docs/how-to/names.md", sayso).go().of("echo")
    actors = [actor for claim in json.loads(printed)["claims"] for actor in claim["actors"]]
    assert {(actor["entity"]["name"], actor["entity"]["sector"]) for actor in actors} == {
        ("River Brigades", "PRM")
    }


def test_disagreement_of_the_explanation_is_found(folder: Path, sayso: Call) -> None:
    lines = Walk("docs/explanation/disagreement.md", sayso).go().of("sayso disagreements").splitlines()
    (missing,) = [one for one in map(json.loads, lines) if one["slot"] == "missing"]
    assert [side["value"] for side in missing["sides"]] == [3, 7]
    assert [side["origins"] for side in missing["sides"]] == [1, 1]


def test_tables_come_into_pandas_and_duckdb(folder: Path, sayso: Call) -> None:
    walk = Walk("docs/how-to/pandas-and-r.md", sayso).go()
    assert "RETREAT" in walk.of("GROUP BY ALL")
    assert len(walk.of("EventCode")) > 100


def run_r(text: str) -> str:
    """What the blocks of R print that need no package that is not here."""
    if shutil.which("Rscript") is None:
        pytest.skip("no R here: apt install r-base-core r-cran-jsonlite")
    printed = ""
    for block in find_blocks(text, "r"):
        needed = re.findall(r"library\((\w+)\)", block.text)
        have = [f"requireNamespace('{name}', quietly = TRUE)" for name in needed]
        code = f"if ({' && '.join(have or ['TRUE'])}) {{\n{block.text}\n}}"
        done = subprocess.run(["Rscript", "-e", code], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        printed += done.stdout
    return printed


def test_tables_come_into_r(folder: Path, sayso: Call) -> None:
    walk = Walk("docs/how-to/pandas-and-r.md", sayso).go()
    assert "RETREAT" in run_r(walk.text)


@pytest.fixture
def address(folder: Path, sayso: Call) -> Iterator[str]:
    """Where the example reports are served."""
    sayso(["add", "examples/reports", "--db", "news.db"], b"")
    app = make_app("news.db", settings=Settings(judging=False))
    serving = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning"))
    thread = threading.Thread(target=serving.run, daemon=True)
    thread.start()
    while not serving.started:
        thread.join(0.05)
    port = serving.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    serving.should_exit = True
    thread.join()


def test_api_answers_as_its_guide_says(address: str, sayso: Call) -> None:
    walk = Walk("docs/how-to/api.md", sayso, replaced=[("http://127.0.0.1:8000", address)]).go()
    assert "Beirut port blast" in walk.of("urlopen")
    assert json.loads(walk.of("/api/claims?"))["rows"]
    assert json.loads(walk.of("/count?"))["count"] > 0
    assert Path("claims.csv").read_text(encoding="utf-8").startswith("claim,")


def test_api_answers_r(address: str) -> None:
    guide = (ROOT / "docs/how-to/api.md").read_text(encoding="utf-8")
    printed = run_r(guide.replace("http://127.0.0.1:8000", address))
    assert "ASSAULT" in printed


def test_guide_keeps_a_record_in_postgresql(folder: Path, sayso: Call, databases: Databases) -> None:  # noqa: F811
    taken = databases.take(bare=True)
    sayso(["add", "examples/reports", "--db", "news.db"], b"")
    replaced = [("postgresql://me@localhost/news", taken)]
    walk = Walk("docs/how-to/postgresql.md", sayso, replaced=replaced).go()
    assert "k_" in walk.of("--country Lebanon")
    assert Path("backup.db").exists()


def lay_out_archive(path: Path) -> None:
    lines = [one.read_bytes().strip() for one in sorted((ROOT / "examples/reports").glob("*.jsonl"))]
    path.write_bytes(gzip.compress(b"\n".join(lines) + b"\n"))


def test_archive_is_read(folder: Path, sayso: Call, databases: Databases) -> None:  # noqa: F811
    lay_out_archive(folder / "archive.jsonl.gz")
    taken = databases.take(bare=True)
    # That more processes give the same is tested in tests/engine.
    replaced = [("postgresql://me@localhost/news", taken), ("--jobs 4", "--jobs 1")]
    walk = Walk("docs/how-to/archives.md", sayso, replaced=replaced).go()
    assert "Troops left Mosul" in walk.of("corpus.csv --column")
    assert len((folder / "readings.jsonl").read_bytes().splitlines()) == 9


def run_python(*words: str) -> str:
    """What Python prints, in a process of its own that finds the package and the tests."""
    paths = os.pathsep.join([str(ROOT), *filter(None, sys.path)])
    # A short job: no time for the optimising compiler.
    java = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
    set_here = {**os.environ, "PYTHONPATH": paths, "JAVA_TOOL_OPTIONS": java}
    done = subprocess.run([sys.executable, *words], capture_output=True, text=True, env=set_here)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_archive_is_read_on_spark(folder: Path) -> None:
    pytest.importorskip("pyspark", reason="no Spark here: pip install --group spark")
    if shutil.which("java") is None:
        pytest.skip("no Java here: apt install openjdk-17-jre-headless")
    reports = [json.loads(one.read_text()) for one in sorted((ROOT / "examples/reports").glob("*.jsonl"))]
    (folder / "archive/2014-06").mkdir(parents=True)
    (folder / "archive/2014-06/a.jsonl").write_text("".join(f"{json.dumps(one)}\n" for one in reports[:3]))
    names = ("id", "publisher", "published", "title", "text")
    table = pyarrow.Table.from_pylist([{name: one[name] for name in names} for one in reports[3:5]])
    parquet.write_table(table, folder / "archive/2014-06.parquet")
    text = (ROOT / "docs/how-to/spark.md").read_text(encoding="utf-8")
    text = text.replace("local[8]", "local[1]").replace("postgresql://me@localhost/news", "spark.db")
    line = next(find_lines(text))
    program, into_record = [block.text for block in find_blocks(text, "python")]
    # In one process, for Spark takes its time to start.
    read = f"from sayso.cli.main import run\nassert run({[*line.calls[0][1:], '--tier', 'fast']}) == 0\n"
    assert "Northfield Courier" in run_python("-c", read + program + into_record)
    assert Store("spark.db", create=False).counts()["reports"] == 3


def test_labels_of_the_guide_stand_in_its_text(folder: Path, sayso: Call) -> None:
    walk = Walk("docs/how-to/train.md", sayso).go()
    (text,) = [block.text.rstrip("\n") for block in find_blocks(walk.text, "text")]
    (labels,) = [json.loads(block.text) for block in find_blocks(walk.text, "json")]

    def spans(value: object) -> Iterator[dict[str, object]]:
        if isinstance(value, dict):
            if "start" in value:
                yield value
            value = list(value.values())
        if isinstance(value, list):
            for one in value:
                yield from spans(one)

    found = list(spans(labels))
    assert len(found) == 8
    assert all(text[one["start"] : one["end"]] == one["text"] for one in found)


def test_language_model_page(folder: Path, sayso: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    page = (ROOT / "docs/how-to/language-model.md").read_text(encoding="utf-8")
    claim = {"s": 0, "trigger": "left", "code": "RETREAT", "status": "occurred"}
    with serve_model(Script(completion({"claims": [claim]}))) as url:
        replaced = [("http://127.0.0.1:8080/v1", url)]
        walk = Walk("docs/how-to/language-model.md", sayso, replaced=replaced).go()
    assert walk.of("--dry-run") in page
    assert walk.of("ModelSettings") == "[('RETREAT', 'left')]\n"


def test_every_page_with_something_to_run_is_run() -> None:
    pages = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/*.md")]
    texts = {str(page.relative_to(ROOT)): page.read_text(encoding="utf-8") for page in pages}
    runnable = {
        page
        for page, text in texts.items()
        if any(line.runs_here for line in find_lines(text)) or [*find_blocks(text, "python", "r", "sql")]
    }
    # Signatures and doctests: the latter run where they stand in the code.
    runnable.remove("docs/reference/python.md")
    # Every line of it names the address of a server, which its test replaces.
    assert runnable | {"docs/how-to/postgresql.md"} == {*PAGES, *OWN}


def test_no_block_is_in_a_language_that_nothing_runs_or_knows() -> None:
    for page in ROOT.glob("docs/**/*.md"):
        languages = {block.language for block in find_blocks(page.read_text(encoding="utf-8"))}
        assert languages <= LANGUAGES, page
