"""What the documents tell people to type runs, page by page and line by line, on a small record."""

import io
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from tests.docs.shell import find_lines, run_line

from sayso.cli.main import run
from sayso.cli.parts import Parts
from sayso.gazetteer import use_names
from sayso.model import Reading, Report, Tier, make_report
from sayso.pipeline import Pipeline, complete_report
from sayso.record import Store

ROOT = Path(__file__).parents[2]
FEED = """<?xml version="1.0"?>
<rss version="2.0"><channel><title>The Quayside Herald</title>
<item><title>Ferry runs aground</title><guid>f1</guid><pubDate>Tue, 05 Mar 2024 08:00:00 GMT</pubDate>
<description>A ferry ran aground off Karo on Monday, the coast guard said. Nobody was hurt.</description>
</item></channel></rss>"""
# Pages whose lines go on from one another; each begins in a folder with the examples and one other report.
PAGES = [
    "docs/how-to/keep-a-record.md",
    "docs/how-to/feeds.md",
    "docs/how-to/correct.md",
    "docs/how-to/pandas-and-r.md",
    "docs/reference/cli.md",
]


Sayso = Callable[[list[str], bytes], bytes]


class Remembering:
    """The fast tier, which reads the example reports once for all pages."""

    readings: dict[tuple[str, str | None], Reading] = {}  # noqa: RUF012 - shared by all

    def __init__(self) -> None:
        self.pipeline = Pipeline(Tier.FAST)
        self.reader = self.pipeline.reader

    def read(self, reports: Sequence[Report], /) -> Iterator[Reading]:
        names = os.environ.get("SAYSO_NAMES")
        new = [one for one in reports if (one.id, names) not in self.readings]
        self.readings.update({(one.report.id, names): one for one in self.pipeline.read(new)})
        return iter([self.readings[one.id, names] for one in reports])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    (tmp_path / "report.txt").write_text("Police arrested 12 protesters in Porto on Monday, the mayor said.")
    (tmp_path / "saved-feed.xml").write_text(FEED)
    report = make_report("Rebels withdrew from the town on Sunday, the army said.", published="2020-03-17")
    (tmp_path / "readings.jsonl").write_bytes(next(Remembering().read([report])).to_json() + b"\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def sayso(capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Iterator[Sayso]:
    """A command as it is typed, but read with the fast tier whatever it says."""
    tiers = (Tier.FAST, Tier.FULL)
    parts = Parts(load=lambda _: Remembering(), tiers=lambda: tiers, complete=complete_report)

    def call(arguments: list[str], passed: bytes) -> bytes:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(passed)))
        status = run(arguments, parts)
        printed, talk = capsysbinary.readouterr()
        assert status == 0, f"sayso {' '.join(arguments)} gives {status}: {talk.decode()}"
        return printed

    yield call
    use_names(None)


def lay_out(page: str, folder: Path) -> str:
    """The page, with what it tells people to write into files written."""
    text = (ROOT / page).read_text(encoding="utf-8")
    if names := re.search(r"^```csv\n(.*?)^```", text, re.DOTALL | re.MULTILINE):
        (folder / "names.csv").write_text(names.group(1), encoding="utf-8")
    return text


@pytest.mark.parametrize("page", PAGES)
def test_lines_run(page: str, folder: Path, sayso: Sayso) -> None:
    lines = [line for line in find_lines(lay_out(page, folder)) if line.runs_here]
    for line in lines:
        run_line(line, sayso)
    assert len(lines) > 0 or page == "README.md"


def print_all(page: str, folder: Path, sayso: Sayso) -> dict[str, str]:
    found = {}
    for line in find_lines(lay_out(page, folder)):
        if line.runs_here:
            found[line.text] = run_line(line, sayso).decode()
    return found


def of(printed: dict[str, str], *words: str) -> str:
    return next(out for line, out in printed.items() if all(word in line for word in words))


def test_tutorial_shows_what_it_says(folder: Path, sayso: Sayso) -> None:
    printed = print_all("docs/tutorial.md", folder, sayso)
    groups = dict(line.split("\t") for line in of(printed, "sayso copies").splitlines())
    assert groups["beirut-1"] == groups["beirut-2"] != groups["beirut-3"]
    stories = dict(line.split("\t") for line in of(printed, "sayso stories").splitlines())
    assert stories["beirut-1"] == stories["beirut-3"] != stories["taji-1"]
    assert "two Americans" not in of(printed, "sayso disagreements")
    assert "kept" in of(printed, "sayso commitments")
    assert "kept" not in of(printed, "sayso commitments", "--as-of 2013-12-31")
    watched = of(printed, "sayso situations", "--watch")
    assert "Camp Taji" in watched
    assert "ceasefire" in watched
    assert "Camp Taji" not in of(printed, "sayso situations", "--as-of 2020-08-22")
    assert "Ann" in of(printed, "sayso judgements")
    apart = of(printed, "sayso events", "--id")
    assert apart.count("g_") == 1
    assert "explosion" not in apart.lower()


def test_own_names_are_found_under_every_spelling(folder: Path, sayso: Sayso) -> None:
    printed = print_all("docs/how-to/names.md", folder, sayso)
    assert '"name":"River Brigades"' in of(printed, "echo")


def test_correcting_in_python_shows_the_value_judged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = (ROOT / "docs/how-to/correct.md").read_text(encoding="utf-8")
    code = re.search(r"```python\n(.*?)```", page, re.DOTALL)
    assert code
    monkeypatch.chdir(tmp_path)
    exec(compile(code.group(1), "correct.md", "exec"), {})  # noqa: S102 - our own document
    assert capsys.readouterr().out == "['planned']\n"
    assert len(Store("judged.db", create=False).judgements()) == 1


def test_every_page_with_lines_for_the_shell_is_run() -> None:
    own = {"docs/tutorial.md", "docs/how-to/names.md"}
    pages = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/*.md")]
    texts = {str(page.relative_to(ROOT)): page.read_text(encoding="utf-8") for page in pages}
    runnable = {page for page, text in texts.items() if any(line.runs_here for line in find_lines(text))}
    # These read with the full tier, whose models take their time, or need an archive, Spark or a server.
    elsewhere = {f"docs/how-to/{name}.md" for name in ("train", "archives", "pages")}
    assert runnable - elsewhere == set(PAGES) | own
