"""Completion in the shell, asked for as bash asks for it."""

import pytest

from sayso.cli.main import run


@pytest.fixture
def complete(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    def complete_it(*words: str) -> list[str]:
        monkeypatch.setenv("_SAYSO_COMPLETE", "bash_complete")
        monkeypatch.setenv("COMP_WORDS", " ".join(["sayso", *words]))
        monkeypatch.setenv("COMP_CWORD", str(len(words)))
        with pytest.raises(SystemExit):
            run([])
        return capsys.readouterr().out.split()

    return complete_it


@pytest.mark.parametrize(
    ("words", "completed"),
    [
        (("cla",), ["plain,claims"]),
        (("read", "--tier", "f"), ["plain,full", "plain,fast"]),
        (("claims", "--type", "prot"), ["plain,PROTEST"]),
        (("events", "--status", "o"), ["plain,occurred", "plain,ongoing"]),
        (("claims", "--verdict", "n"), ["plain,none"]),
        (("claims", "--db", "news"), ["file,news"]),
        (("read", "rep"), ["file,rep"]),
        (("read", "--names", "n"), ["file,n"]),
    ],
)
def test_value_is_completed(complete, words: tuple[str, ...], completed: list[str]) -> None:
    assert complete(*words) == completed
