"""The commands from the outside: what they print where, and how they end."""

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from tests.engine import plain_reader
from tests.ingest.feed_maker import item, rss
from tests.ingest.page_maker import PARAGRAPHS, make_page
from tests.ingest.test_warc import record
from tests.ingest.web_server import Reply, Site, serve

from sayso.cli.main import cli, run
from sayso.cli.parts import Parts
from sayso.errors import MissingModelError
from sayso.model import Reading, Tier

ROOT = Path(__file__).parents[2]
SENTENCE = "Troops left the base near Mosul on Monday, officials said.\n"
PARTS = Parts(load=plain_reader.load_tier, tiers=lambda: (Tier.FULL, Tier.FAST))
FAST_ALONE = Parts(load=plain_reader.load_tier, tiers=lambda: (Tier.FAST,))
ENVIRONMENT = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}"}
# The command with a reader that needs no models, as a program of its own.
PROGRAM = (
    "import sys; from sayso.cli.main import run; from sayso.cli.parts import Parts\n"
    "from sayso.model import Tier\n"
    "from tests.engine import plain_reader\n"
    "def find_tiers(): return (Tier.FULL, Tier.FAST)\n"
    "if __name__ == '__main__': sys.exit(run(sys.argv[1:], Parts(plain_reader.load_tier, find_tiers)))"
)


class Terminal(io.TextIOWrapper):
    """Standard output that is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def report(tmp_path: Path) -> Path:
    file = tmp_path / "report.txt"
    file.write_text(SENTENCE)
    return file


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as made:
        yield made


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    file = tmp_path / "archive.jsonl"
    lines = [
        json.dumps({"text": f"Platoon {n} left the base. " + "They said so. " * 200}) for n in range(200)
    ]
    file.write_text("\n".join(lines))
    return file


@pytest.fixture
def sayso(capsysbinary: pytest.CaptureFixture[bytes]) -> Callable[..., tuple[int, str, str]]:
    """Run a command; its exit status, standard output and standard error."""

    def run_it(*arguments: object, parts: Parts = PARTS) -> tuple[int, str, str]:
        status = run([str(one) for one in arguments], parts)
        out, err = capsysbinary.readouterr()
        return status, out.decode(), err.decode()

    return run_it


def start(*arguments: object) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *map(str, arguments)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=ENVIRONMENT,
        preexec_fn=heed_interrupts,
    )


def heed_interrupts() -> None:
    """Undo what a shell does to what it runs in the background: that interrupts are ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_piped_readings_are_jsonl_and_all_is_well(sayso, report: Path) -> None:
    status, out, err = sayso("read", report)
    assert status == 0
    (line,) = out.splitlines()
    assert Reading.from_json(line).report.text == SENTENCE
    assert err == "1 report read: 1 claim, 0 attributions, 0 commitments\n"


def test_quiet_says_nothing_where_all_is_well(sayso, report: Path) -> None:
    assert sayso("read", "-q", report)[2] == ""


def test_text_is_printed_when_asked_for(sayso, report: Path) -> None:
    status, out, _ = sayso("read", report, "--format", "text")
    assert status == 0
    assert "● occurred" in out
    assert "Troops «left» the base" in out
    assert "\x1b" not in out


def test_text_is_the_default_on_a_terminal(report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    shown = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", Terminal(shown, encoding="utf-8"))
    assert run(["read", str(report)], PARTS) == 0
    assert "\x1b[1;4mleft\x1b[0m" in shown.getvalue().decode()


@pytest.mark.parametrize("arguments", [["--no-color"], ["--no-colour"], []])
def test_colour_can_be_forbidden(report: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]) -> None:
    monkeypatch.setenv("NO_COLOR", "" if arguments else "1")
    shown = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", Terminal(shown, encoding="utf-8"))
    assert run(["read", str(report), *arguments], PARTS) == 0
    assert "«left»" in shown.getvalue().decode()
    assert b"\x1b" not in shown.getvalue()


def test_colour_can_be_forced(sayso, report: Path) -> None:
    assert "\x1b[1;4mleft\x1b[0m" in sayso("read", report, "--format", "text", "--color")[1]


def test_colour_can_be_forced_by_a_variable(sayso, report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[1;4mleft\x1b[0m" in sayso("read", report, "--format", "text")[1]
    assert "\x1b" not in sayso("read", report, "--format", "text", "--no-color")[1]
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in sayso("read", report, "--format", "text")[1]


@pytest.mark.parametrize("arguments", [("-v", "read"), ("read", "-v")])
def test_steps_are_logged_if_asked_for(sayso, report: Path, arguments: tuple[str, str]) -> None:
    status, out, err = sayso(*arguments, report)
    assert status == 0
    assert Reading.from_json(out).report.text == SENTENCE
    assert " INFO settings: " in err
    assert " INFO " not in sayso("read", report)[2]


def test_terminal_that_is_not_utf8_gets_what_it_can_show(
    report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", Terminal(shown, encoding="ascii"))
    assert run(["read", str(report)], PARTS) == 0
    assert b"? occurred" in shown.getvalue()


def test_many_reports_are_told_apart_and_summed_up(sayso, archive: Path) -> None:
    _, out, err = sayso("read", archive, "--format", "text")
    assert out.count("● occurred") == 200
    assert out.count("────\n") == 199
    assert "200 reports read: 200 claims" in err
    assert "(200 occurred)" in err


def test_broken_line_in_the_middle_costs_only_itself(sayso, tmp_path: Path) -> None:
    file = tmp_path / "archive.jsonl"
    file.write_text(
        '{"text": "Troops left.", "id": "a"}\n{"text": "Tro\n{"text": "Rebels left.", "id": "c"}\n'
    )
    status, out, err = sayso("read", file)
    assert status == 1
    assert [Reading.from_json(line).report.input_id for line in out.splitlines()] == ["a", "c"]
    assert f"{file}:2: not valid JSON" in err
    assert "1 input refused" in err


@pytest.mark.parametrize("jobs", [1, 2])
def test_table_is_read_row_by_row(sayso, tmp_path: Path, jobs: int) -> None:
    file = tmp_path / "corpus.csv"
    file.write_text('id;body\na;"Troops left;\nthen came back."\nb;Rebels left.;too much\nc;Troops left.\n')
    status, out, err = sayso("read", file, "--column", "text=body", "--jobs", jobs)
    assert status == 1
    assert [Reading.from_json(line).report.input_id for line in out.splitlines()] == ["a", "c"]
    assert f"{file}:4: the row has 3 cells, the header 2" in err
    assert "1 input refused" in err


@pytest.mark.parametrize("jobs", [1, 2])
def test_table_without_a_text_column_is_wrong_use(sayso, tmp_path: Path, jobs: int) -> None:
    file = tmp_path / "corpus.csv"
    file.write_text("id,body\n1,Troops left.\n")
    status, out, err = sayso("read", file, "--jobs", jobs)
    assert (status, out) == (2, "")
    assert f"{file}: the table has no column text" in err
    assert "its columns are id, body" in err


def test_column_that_is_none_is_wrong_use(sayso, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("text\nTroops left.\n")
    for option, words in (
        ("body", "text=body"),
        ("colour=body", "no field"),
        ("text=body", "no column 'body'"),
    ):
        status, _, err = sayso("read", tmp_path / "a.csv", "--column", option)
        assert status == 2
        assert words in err


def test_issue_of_a_reading_is_a_line_and_a_status(sayso, tmp_path: Path) -> None:
    file = tmp_path / "archive.jsonl"
    file.write_text('{"text": "Troops left.", "id": "a", "published": "May"}\n')
    status, out, err = sayso("read", file)
    assert status == 1
    assert [issue.code for issue in Reading.from_json(out).issues] == ["bad-date"]
    assert err.startswith("a: published 'May' is no date")
    assert "1 with issues" in err


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("binary.txt", b"%PDF-1.7 and so on", "PDF"),
        ("encoding.txt", "The minister’s café was closed.".encode("mac_roman"), "UTF-8"),
        ("long.txt", b"word " * 10_000_000, "5 MB"),
        ("page.html", b"%PDF-1.7 and so on", "PDF"),
        ("crawl.warc", b"no archive", "no record"),
        ("feed.rss", b"no feed", "no RSS"),
        ("missing.txt", None, "no such file"),
    ],
)
def test_broken_file_is_told_and_the_rest_read(
    sayso, report: Path, name: str, content: bytes | None, word: str
) -> None:
    file = report.parent / name
    if content is not None:
        file.write_bytes(content)
    status, out, err = sayso("read", file, report)
    assert status == 1
    assert len(out.splitlines()) == 1
    assert err.startswith(f"{file}: ")
    assert word in err.splitlines()[0]


def test_name_of_a_file_cannot_act_on_the_terminal(sayso) -> None:
    status, _, err = sayso("read", "a\x1b[2Jb\n\u202ec.txt")
    assert status == 1
    assert err.startswith("a␛[2Jb \N{REPLACEMENT CHARACTER}c.txt: ")


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["read"], "PATH"),
        (["read", "x.txt", "--format", "xml"], "xml"),
        (["read", "x.txt", "--jobs", "0"], "jobs"),
        (["read", "x.txt", "--published", "last Monday"], "last Monday"),
        (["read", "x.txt", "--input-format", "pdf"], "pdf"),
        (["read", "https://news.example/a", "--contact", "me and you"], "contact"),
        (["watch", "https://news.example/feed.xml"], "--print"),
        (["watch", "feed.xml", "--print"], "only http and https"),
        (["watch", "http://me:secret@news.example/", "--print"], "password"),
        (["watch", "https://news.example/feed.xml", "--print", "--every", "0"], "every"),
        (["watch", "https://news.example/feed.xml", "--print", "--state", "/nowhere/at/all"], "cannot be"),
        (["read", "x.txt", "-o", "/nowhere/at/all"], "cannot be written"),
        (["write"], "write"),
        (["--no-such"], "no-such"),
    ],
)
def test_wrong_use_is_told_with_status_2(sayso, arguments: list[str], word: str) -> None:
    status, out, err = sayso(*arguments)
    assert status == 2
    assert word in err
    assert out == ""


def test_best_installed_tier_is_the_default(sayso, report: Path) -> None:
    status, out, err = sayso("read", report)
    assert (status, "tier" in err) == (0, False)
    assert Reading.from_json(out).reader.tier == Tier.FULL
    status, out, err = sayso("read", report, "--tier", "fast", parts=FAST_ALONE)
    assert (status, "tier" in err) == (0, False)
    assert Reading.from_json(out).reader.tier == Tier.FAST


def test_missing_full_tier_is_told(sayso, report: Path) -> None:
    status, out, err = sayso("read", report, parts=FAST_ALONE)
    assert status == 0
    assert Reading.from_json(out).reader.tier == Tier.FAST
    assert "full tier are not installed: reading with the fast tier" in err
    status, out, err = sayso("read", report, "--tier", "full", parts=FAST_ALONE)
    assert (status, out) == (2, "")
    assert "sayso doctor" in err


def test_published_reaches_the_reading(sayso, report: Path) -> None:
    out = sayso("read", report, "--published", "2014-06-10")[1]
    assert Reading.from_json(out).report.published == "2014-06-10"


def test_output_goes_into_a_file(sayso, report: Path, tmp_path: Path) -> None:
    target = tmp_path / "readings.jsonl"
    assert sayso("read", report, "-o", target)[:2] == (0, "")
    assert Reading.from_json(target.read_bytes()).report.text == SENTENCE


@pytest.mark.parametrize(("number", "shown"), [(3, False), (40, True)])
def test_progress_is_shown_on_a_terminal_for_more_than_a_few(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, shown: bool
) -> None:
    file = tmp_path / "archive.jsonl"
    file.write_text('{"text": "Troops left."}\n' * number + "{}\n")
    monkeypatch.setenv("TERM", "xterm")
    told = io.BytesIO()
    monkeypatch.setattr(sys, "stderr", Terminal(told, encoding="utf-8"))
    assert run(["read", str(file), "-o", str(tmp_path / "out.jsonl")], PARTS) == 1
    assert ("reports · " in told.getvalue().decode()) == shown
    assert "neither text nor html" in told.getvalue().decode()
    assert f"{number} reports read" in told.getvalue().decode()


def test_output_never_goes_over_an_input(sayso, report: Path) -> None:
    status, _, err = sayso("read", report, "-o", report)
    assert status == 2
    assert "is read from" in err
    assert report.read_text() == SENTENCE


def test_standard_input_is_read(sayso, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(SENTENCE.encode())))
    assert Reading.from_json(sayso("read", "-")[1]).report.input_id is None


def test_two_jobs_print_the_bytes_of_one(archive: Path) -> None:
    one, two = start("read", archive), start("read", archive, "--jobs", "2")
    assert one.communicate()[0] == two.communicate()[0] != b""
    assert (one.returncode, two.returncode) == (0, 0)


def test_reader_that_has_read_enough_ends_the_command_quietly(archive: Path) -> None:
    process = start("read", archive)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait() == 0
    process.communicate()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
@pytest.mark.parametrize("option", [[], ["-o", "/dev/full"]])
def test_full_disk_is_told(archive: Path, option: list[str]) -> None:
    with open("/dev/full", "wb") as full:  # noqa: PTH123 - a device
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, "read", str(archive), *option],
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            env=ENVIRONMENT,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.decode().splitlines() == [
        "Error: the results cannot be written: no space left on device (the last is cut off)"
    ]


@pytest.mark.parametrize("jobs", [1, 2])
def test_interrupt_ends_the_command_without_a_traceback(jobs: int) -> None:
    process = start("read", "-", "--jobs", jobs)
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(b'{"text": "Troops left the base on Monday."}\n' * 500)
    process.stdin.flush()
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    err = process.communicate()[1]
    assert process.returncode == 130
    assert err.split() == [b"stopped"]


def test_messages_of_libraries_cannot_act_on_the_terminal(tmp_path: Path) -> None:
    crawl = record(1).replace(b"https://post.example/1", b"https://post.example/a b\x1b[2J\xc2\x9bc", 1)
    (tmp_path / "crawl.warc").write_bytes(crawl)
    process = start("read", tmp_path / "crawl.warc")
    out, err = process.communicate()
    assert "Report 1 from Karo" in out.decode()
    assert "a b␛[2J" in err.decode()
    assert not set(err.decode()) & set("\x1b\x9b")


@pytest.mark.parametrize(
    "arguments", [["--\x1b[2J"], ["read"], ["\x9b2J"], ["read", "--tier", "\x1b[2J", "-"]]
)
def test_wrong_use_cannot_act_on_the_terminal(
    sayso: Callable[..., tuple[int, str, str]], arguments: list[str]
) -> None:
    status, _, err = sayso(*arguments)
    assert status == 2
    assert not set(err) & set("\x1b\x9b")


@pytest.mark.parametrize("format", ["text", "jsonl"])
def test_input_cannot_act_on_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format: str
) -> None:
    odd = "a\x1b[2J\x9b2J\u202eb\u2066"
    lines = [
        json.dumps({"id": odd, "title": odd, "publisher": odd, "text": f"Troops left. {odd}"}),
        "{" + odd,
    ]
    (tmp_path / "reports.jsonl").write_text("\n".join(lines))
    for name in ("stdout", "stderr"):
        monkeypatch.setattr(sys, name, Terminal(io.BytesIO(), encoding="utf-8"))
    status = run(["read", str(tmp_path / "reports.jsonl"), "--format", format, "--no-colour"], PARTS)
    assert status == 1
    for stream in (sys.stdout, sys.stderr):
        assert isinstance(stream, Terminal)
        stream.flush()
        shown = stream.buffer.getvalue().decode()
        assert shown
        assert not set(shown) & set("\x9b\u202e\u2066")
        assert "\x1b[2J" not in shown


def test_help_comes_without_loading_what_is_heavy() -> None:
    code = "import sys; from sayso.cli.main import run; run(['--help']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.split(".")[0] for name in done.stdout.splitlines()[-1].split()}
    assert not loaded & {
        "spacy",
        "numpy",
        "rich",
        "msgspec",
        "onnxruntime",
        "charset_normalizer",
        "py3langid",
        "trafilatura",
        "lxml",
        "feedparser",
        "warcio",
        "httpcore",
    }


@pytest.mark.parametrize("name", [None, *cli.list_commands(click.Context(cli))])
def test_help_shows_an_example(sayso, name: str | None) -> None:
    status, out, _ = sayso(*([name] if name else []), "--help")
    assert status == 0
    assert f"\n    sayso {name or 'read'}" in out.split("Example")[1]


def test_version_is_told(sayso) -> None:
    assert sayso("--version")[1].startswith("sayso, version ")


def test_address_is_read(sayso, site: Site) -> None:
    address = site.put("/a", Reply(make_page().encode()))
    status, out, err = sayso("read", address, "--allow-private", "--contact", "bot@lab.example")
    report = Reading.from_json(out).report
    assert (status, report.url, report.title) == (0, address, "Column leaves Karo valley bases")
    assert report.text.endswith(PARAGRAPHS[-1])
    assert "bot@lab.example" in site.asked[-1].headers["user-agent"]
    assert "1 report read" in err


def test_address_on_this_machine_is_refused_unless_allowed(sayso, site: Site) -> None:
    address = site.put("/a", Reply(make_page().encode()))
    status, out, err = sayso("read", address)
    assert (status, out, site.asked) == (1, "", [])
    assert err.startswith(f"{address}: 127.0.0.1 leads into a private network")
    assert "--allow-private" in err


def test_reading_never_holds_the_page(sayso, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(make_page())
    out = sayso("read", file)[1]
    assert "track(" not in out
    assert set(json.loads(out)) == set(json.loads(sayso("read", "-q", file)[1]))


def test_watch_prints_what_is_new_and_remembers_it(sayso, site: Site, tmp_path: Path) -> None:
    feed = site.put("/feed", Reply(rss(item(1), item(2)).encode(), kind="application/rss+xml"))
    command = ["watch", feed, "--print", "--once", "--no-pages", "--allow-private"]
    command += ["--state", str(tmp_path / "seen.json")]
    status, out, err = sayso(*command)
    assert status == 0
    assert [Reading.from_json(line).report.input_id for line in out.splitlines()] == ["id-2", "id-1"]
    assert err.splitlines()[0] == f"{feed}: 2 new reports"
    status, out, err = sayso(*command)
    assert (status, out) == (0, "")
    assert err.splitlines()[0] == f"{feed}: 0 new reports"


def test_interrupt_ends_a_watch_without_a_traceback(site: Site, tmp_path: Path) -> None:
    feed = site.put("/feed", Reply(rss(item(1)).encode(), kind="application/rss+xml"))
    state = tmp_path / "seen.json"
    process = start("watch", feed, "--print", "--no-pages", "--allow-private", "--state", state)
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        assert process.stdout.readline().startswith(b"{")
        assert process.stderr.readline().endswith(b": 1 new report\n")
        process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=60)[1].split() == [b"stopped"]
    finally:
        process.kill()
        process.communicate()
    assert process.returncode == 130
    assert feed in state.read_text()


def test_watch_tells_of_a_feed_that_cannot_be_had(sayso, site: Site) -> None:
    status, out, err = sayso("watch", f"{site.root}/feed", "--print", "--once", "--allow-private", "-q")
    assert (status, out) == (1, "")
    assert err == f"{site.root}/feed: the page is not there (status 404) [http-status]\n"


def test_doctor_tells_models_tiers_and_extras(sayso) -> None:
    status, out, _ = sayso("doctor", parts=FAST_ALONE)
    assert status == 0
    told = " ".join(out.split())
    assert "✓ fast tier plain 1" in told
    assert "– full tier its models are not part of this installation" in told
    assert "Until then reports are read with the fast tier" in told
    assert "spacy 3." in told
    assert "extra postgres" in told
    assert "✓ pages" in told
    assert "trafilatura 2." in told
    assert "Sayso/" in told


@pytest.mark.parametrize(
    ("flags", "said"), [("fma avx2 avx512_vnni", "Chip 9 (AVX2, VNNI)"), ("sse2", "without AVX2")]
)
def test_doctor_names_the_processor(sayso, monkeypatch: pytest.MonkeyPatch, flags: str, said: str) -> None:
    from sayso.heads import processor

    monkeypatch.setattr(processor, "_read_facts", lambda: {"model name": "Chip 9", "flags": flags})
    assert said in " ".join(sayso("doctor")[1].split())


def test_doctor_names_the_command_for_a_missing_extra(sayso, monkeypatch: pytest.MonkeyPatch) -> None:
    from sayso.cli import doctor

    known = doctor._version
    monkeypatch.setattr(doctor, "_version", lambda name: None if name == "psycopg" else known(name))
    assert "– extra postgres pip install 'sayso[postgres]' (lacks psycopg)" in " ".join(
        sayso("doctor")[1].split()
    )


def test_doctor_fails_where_a_model_is_missing(sayso) -> None:
    broken = Parts(load=plain_reader.load_tier_without_models, tiers=lambda: (Tier.FAST,))
    status, out, _ = sayso("doctor", parts=broken)
    assert status == 1
    assert "pip install it" in out


def test_doctor_reads_a_sentence_with_each_tier(sayso) -> None:
    class Damaged(plain_reader.PlainReader):
        def read(self, reports):
            raise MissingModelError("the model file encoder.onnx cannot be read")

    status, out, _ = sayso("doctor", parts=Parts(load=Damaged, tiers=lambda: (Tier.FAST,)))
    assert status == 1
    assert "cannot be read" in " ".join(out.split())


def test_missing_model_ends_a_reading_with_its_remedy(sayso, report: Path) -> None:
    broken = Parts(load=plain_reader.load_tier_without_models, tiers=lambda: (Tier.FAST,))
    status, _, err = sayso("read", report, parts=broken)
    assert status == 2
    assert "pip install it" in err
    assert "Traceback" not in err
