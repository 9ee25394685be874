"""The settings of a user in `sayso.toml`, from the outside."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.engine import plain_reader

from sayso.cli.main import run
from sayso.cli.parts import Parts
from sayso.cli.settings_file import SETTINGS
from sayso.model import Tier

PARTS = Parts(plain_reader.load_tier, lambda: (Tier.FULL, Tier.FAST), lambda report: report)
SENTENCE = "Troops left the base near Mosul on Monday, officials said.\n"
Sayso = Callable[..., tuple[int, str, str]]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's configuration folder; the current folder is another."""
    for variable in filter(None, SETTINGS.values()):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    (tmp_path / "home" / "sayso").mkdir(parents=True)
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    Path("report.txt").write_text(SENTENCE)
    return tmp_path / "home" / "sayso"


@pytest.fixture
def sayso(home: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> Sayso:
    def run_it(*arguments: str) -> tuple[int, str, str]:
        status = run(arguments, PARTS)
        out, err = capsysbinary.readouterr()
        return status, out.decode(), err.decode()

    return run_it


def tier_of(out: str) -> str:
    return json.loads(out)["reader"]["tier"]


def test_database_of_the_file_is_the_record(sayso: Sayso) -> None:
    Path("sayso.toml").write_text('database = "news.db"\n')
    assert sayso("add", "report.txt")[0] == 0
    assert Path("news.db").exists()
    assert sayso("claims", "--count")[1] == "1\n"


def test_file_of_the_current_folder_wins(sayso: Sayso, home: Path) -> None:
    (home / "sayso.toml").write_text('tier = "fast"\n')
    assert tier_of(sayso("read", "report.txt")[1]) == "fast"
    Path("sayso.toml").write_text('tier = "full"\n')
    assert tier_of(sayso("read", "report.txt")[1]) == "full"


def test_paths_count_from_the_folder_of_the_file(sayso: Sayso, home: Path) -> None:
    (home / "sayso.toml").write_text('database = "kept.db"\n')
    assert sayso("add", "report.txt")[0] == 0
    assert (home / "kept.db").exists()


def test_options_and_variables_win(sayso: Sayso, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("sayso.toml").write_text('database = "file.db"\ntier = "fast"\n')
    assert tier_of(sayso("read", "report.txt", "--tier", "full")[1]) == "full"
    monkeypatch.setenv("SAYSO_DB", "variable.db")
    assert sayso("add", "report.txt")[0] == 0
    assert sayso("add", "report.txt", "--db", "option.db")[0] == 0
    assert {path.name for path in Path().glob("*.db")} == {"variable.db", "option.db"}


def test_feeds_of_the_file_are_watched(sayso: Sayso) -> None:
    Path("sayso.toml").write_text('feeds = ["ftp://news.example/feed.xml"]\n')
    status, _, err = sayso("watch", "--print", "--once")
    assert status == 2
    assert "ftp://news.example/feed.xml" in err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            'databse = "news.db"',
            "there is no setting 'databse' (the settings are database, tier, names, feeds",
        ),
        ('url = "https://elsewhere.example/v1"', "there is no setting 'url'"),
        ('tier = "slow"', "there is no tier 'slow' (the tiers are full, fast, llm)"),
        ("database = 3", "database is 3, no text"),
        ('feeds = "https://news.example/feed.xml"', "no list of addresses"),
        ("tier: fast", "cannot be read"),
    ],
)
def test_wrong_setting_is_a_clear_error(sayso: Sayso, text: str, said: str) -> None:
    Path("sayso.toml").write_text(text)
    status, out, err = sayso("read", "report.txt")
    assert (status, out) == (2, "")
    assert "sayso.toml" in err
    assert said in err
