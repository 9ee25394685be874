"""The tier `llm` from the command line and from Python: a scripted server, and what is sent where."""

import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.llm.server import Script, completion, serve

import sayso
from sayso.cli.console import open_console
from sayso.cli.main import run
from sayso.cli.parts import Parts
from sayso.cli.tier_options import TierChoice, choose_loader
from sayso.errors import UsageError
from sayso.llm import ModelSettings, model_settings
from sayso.model import Reading, Tier, make_report

SENTENCE = "Rebels left the town on Sunday, the army said."
ANSWER = {
    "attributions": [
        {"id": "A1", "s": 0, "cue": "said", "source": "the army", "content": ["Rebels ... Sunday"]}
    ],
    "claims": [
        {
            "s": 0,
            "trigger": "left",
            "code": "RETREAT/withdraw",
            "status": "occurred",
            "actors": ["Rebels"],
            "by": "A1",
        }
    ],
}
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("MODEL", "URL", "KEY", "ANSWERS", "REQUESTS", "TIMEOUT"):
        monkeypatch.delenv(f"SAYSO_LLM_{name}", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def script() -> Iterator[Script]:
    script = Script(completion(ANSWER))
    with serve(script):
        yield script


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(SENTENCE, encoding="utf-8")
    return path


@pytest.fixture
def command(capsysbinary: pytest.CaptureFixture[bytes]) -> Run:
    def run_it(*arguments: object) -> tuple[int, str, str]:
        status = run([str(argument) for argument in arguments])
        out, err = capsysbinary.readouterr()
        return status, out.decode(), " ".join(err.decode().split())

    return run_it


def test_read_with_a_language_model(command: Run, script: Script, report: Path, tmp_path: Path) -> None:
    status, out, err = command("read", report, "--tier", "llm", "--model", "m", "--url", script.url)
    reading = Reading.from_json(out)
    assert (status, reading.reader.tier, reading.reader.models["llm"]) == (0, Tier.LLM, "m")
    assert [claim.event.type for claim in reading.claims] == ["RETREAT"]
    assert "sent to" not in err
    assert (tmp_path / "cache/sayso/answers.sqlite").exists()


def test_summary_counts_answers_and_tokens(command: Run, script: Script, report: Path) -> None:
    chosen = ("read", report, "--tier", "llm", "--model", "m", "--url", script.url)
    assert "1 answer of the language model: 10 tokens read, 5 written (" in command(*chosen)[2]
    assert "of the language model" not in command(*chosen)[2]


def test_bar_tells_answers_and_tokens_a_second(
    script: Script, report: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAYSO_LLM_MODEL", "m")
    monkeypatch.setenv("SAYSO_LLM_URL", script.url)
    load = choose_loader(TierChoice(tier="llm"), Parts())
    assert (load.is_llm, load.progress()) == (True, "")
    list(load().read([make_report(SENTENCE)]))
    assert re.fullmatch(r"1 answer · [\d,]+ tokens/s", load.progress())
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with open_console(bar=True, total=9, inside=load.progress):
        pass
    bar = capsys.readouterr().err
    assert "0 of 9 reports · 0 claims 1 answer · " in bar


def test_other_tiers_have_no_answers_to_tell() -> None:
    load = choose_loader(TierChoice(tier="fast"), Parts())
    assert load().reader.tier is Tier.FAST
    assert (load.is_llm, load.progress(), load.summary()) == (False, "", "")


def test_readings_in_processes_are_the_same(command: Run, script: Script, report: Path) -> None:
    chosen = ("read", report, "--tier", "llm", "--model", "m", "--url", script.url, "-q")
    assert command(*chosen)[1] == command(*chosen, "--jobs", "2")[1]
    assert len(script.requests) == 1


def test_settings_from_the_environment(
    command: Run, script: Script, report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAYSO_LLM_MODEL", "from-there")
    monkeypatch.setenv("SAYSO_LLM_URL", script.url + "/")
    assert command("read", report, "--tier", "llm")[0] == 0
    assert script.requests[0]["model"] == "from-there"


def test_nothing_is_sent_unless_the_tier_is_asked_for(
    command: Run, script: Script, report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAYSO_LLM_MODEL", "m")
    monkeypatch.setenv("SAYSO_LLM_URL", script.url)
    assert command("read", report, "--tier", "fast")[0] == 0
    assert command("doctor")[0] == 0
    assert script.requests == []


def test_dry_run_sends_nothing(command: Run, script: Script, report: Path) -> None:
    chosen = ("read", report, "--tier", "llm", "--model", "m", "--url", script.url)
    status, out, _ = command(*chosen, "--dry-run")
    assert (status, script.requests) == (0, [])
    assert out.startswith("1 report, 1 request to send, about ")
    command(*chosen)
    assert command(*chosen, "--dry-run")[1].startswith("1 report, 0 requests to send, about 0 tokens")


def test_dry_run_of_add_makes_no_record(command: Run, report: Path, tmp_path: Path) -> None:
    db = tmp_path / "news.db"
    status, out, _ = command("add", report, "--db", db, "--tier", "llm", "--model", "m", "--dry-run")
    assert (status, out.startswith("1 report, 1 request"), db.exists()) == (0, True, False)


def test_answers_are_kept_beside_the_record(
    command: Run, script: Script, report: Path, tmp_path: Path
) -> None:
    db = tmp_path / "news.db"
    assert command("add", report, "--db", db, "--tier", "llm", "--model", "m", "--url", script.url)[0] == 0
    assert (tmp_path / "news.db.answers.sqlite").exists()
    assert json.loads(command("claims", "--db", db, "--format", "jsonl")[1])["tier"] == "llm"


def test_host_outside_of_this_machine_is_named(command: Run, report: Path) -> None:
    chosen = ("--tier", "llm", "--model", "m", "--url", "https://models.example/v1", "--dry-run")
    _, _, err = command("read", report, *chosen)
    assert "the texts of the reports are sent to models.example" in err


def test_doctor_names_the_host(command: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "the tier llm needs a model" in " ".join(command("doctor")[1].split())
    monkeypatch.setenv("SAYSO_LLM_MODEL", "m")
    assert "m at localhost (on this machine)" in " ".join(command("doctor")[1].split())
    monkeypatch.setenv("SAYSO_LLM_URL", "https://models.example/v1")
    assert "m at models.example (outside this machine" in " ".join(command("doctor")[1].split())


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--tier", "llm"], "the tier llm needs a model"),
        (["--model", "m"], "--model is for the tier llm alone"),
        (["--tier", "fast", "--url", "http://127.0.0.1/v1"], "--url is for the tier llm alone"),
        (["--tier", "fast", "--dry-run"], "--dry-run is for the tier llm alone"),
        (["--tier", "llm", "--model", "m", "--url", "ftp://x"], "is no address of a server"),
        (["--tier", "llm", "--model", "m", "--url", "http://me:secret@x/v1"], "holds a password"),
        (["--tier", "llm", "--model", "m", "--url", "http://x:99999/v1"], "is no address of a server"),
        (["--tier", "llm", "--model", "m", "--url", "http://a b/v1"], "is no address of a server"),
        (["--tier", "llm", "--model", "m", "--answers", "/dev/null/x"], "the file of answers cannot be used"),
    ],
)
def test_choice_that_cannot_be_met_is_an_error(
    command: Run, report: Path, options: list[str], message: str
) -> None:
    status, out, err = command("read", report, *options)
    assert (status, out) == (2, "")
    assert message in err
    assert "secret" not in err


@pytest.mark.parametrize("jobs", [1, 2])
def test_server_that_is_not_there_is_an_error(command: Run, report: Path, jobs: int) -> None:
    with serve(Script(None)) as url:
        pass
    chosen = ("--tier", "llm", "--model", "m", "--url", url, "--jobs", jobs)
    status, out, err = command("read", report, *chosen)
    assert (status, out) == (2, "")
    assert "no server answers" in err


def test_read_from_python(script: Script, tmp_path: Path) -> None:
    settings = ModelSettings(model="m", url=script.url, answers=str(tmp_path / "answers.sqlite"))
    reading = sayso.read(SENTENCE, tier="llm", model=settings)
    assert [claim.event.type for claim in reading.claims] == ["RETREAT"]


def test_record_from_python_takes_the_environment(
    script: Script, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAYSO_LLM_MODEL", "m")
    monkeypatch.setenv("SAYSO_LLM_URL", script.url)
    from sayso.model import make_report

    with sayso.Record(str(tmp_path / "news.db"), tier="llm") as record:
        assert record.add([make_report(SENTENCE)]) == {"added": 1}
        assert [row.claim.event.type for row in record.claims()] == ["RETREAT"]


@pytest.mark.parametrize("url", ["http://localhost:1/v1", "http://127.0.0.2/v1", "http://[::1]:8080/v1"])
def test_addresses_of_this_machine_are_one_host(url: str) -> None:
    assert model_settings("m", url).host == "localhost"


def test_setting_that_is_no_number_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAYSO_LLM_TIMEOUT", "soon")
    with pytest.raises(UsageError, match="SAYSO_LLM_TIMEOUT is 'soon'"):
        model_settings("m")


def test_labels_of_a_language_model_are_those_that_training_takes(
    command: Run, script: Script, report: Path, tmp_path: Path
) -> None:
    chosen = ("--tier", "llm", "--model", "m", "--url", script.url)
    status, _, err = command("label", report, "-o", tmp_path / "labels", *chosen)
    assert (status, "labels of 1 report" in err) == (0, True)
    (labels,) = map(json.loads, (path.read_text() for path in (tmp_path / "labels").glob("own_*.json")))
    (text,) = (path.read_text() for path in (tmp_path / "labels").glob("own_*.txt"))
    (claim,), (attribution,) = labels["claims"], labels["attributions"]
    assert text == SENTENCE
    assert (claim["type"], claim["mode"], claim["trigger"]) == (
        "RETREAT",
        "withdraw",
        {"text": "left", "start": 7, "end": 11},
    )
    assert [(source["text"], source["cue"]) for source in claim["sources"]] == [("the army", "said")]
    assert (attribution["cue"]["text"], attribution["parent"]) == ("said", None)


def test_labels_corrected_by_hand_are_left_as_they_are(command: Run, report: Path, tmp_path: Path) -> None:
    assert command("label", report, "-o", tmp_path, "--tier", "fast")[0] == 0
    (path,) = tmp_path.glob("own_*.json")
    path.write_text("corrected", encoding="utf-8")
    status, _, err = command("label", report, "-o", tmp_path, "--tier", "fast")
    assert (status, path.read_text(encoding="utf-8")) == (1, "corrected")
    assert "is there already" in err


def test_report_without_a_usable_answer_is_not_labelled(command: Run, report: Path, tmp_path: Path) -> None:
    with serve(Script(completion("no"))) as url:
        chosen = ("--tier", "llm", "--model", "m", "--url", url)
        status, _, err = command("label", report, "-o", tmp_path / "labels", *chosen)
    assert (status, (tmp_path / "labels").exists()) == (1, False)
    assert "left out: m: none of" in err or "left out: m: it is no" in err
