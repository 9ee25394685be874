"""Other tools run in processes of their own, and what goes wrong there is told."""

import re
import sys
import tomllib
from pathlib import Path

import pytest
from benchmarks.peers import measure
from benchmarks.peers.comparisons import COMPARISONS
from benchmarks.peers.copies import group, runs_of
from benchmarks.peers.protocol import paragraphs
from benchmarks.peers.runs import Peer, run

ROOT = Path(__file__).parents[2]
HERE = Path(sys.executable)
ROWS = [{"id": "a", "text": "More than 40 people were killed."}, {"id": "b", "text": "Nothing happened."}]


def test_tool_answers_every_row_and_tells_its_cost():
    amounts = Peer(name="Sayso", module="sayso_stages", settings=("amounts",))
    done = run(amounts, "amounts", ROWS, HERE)
    assert done.failure == ""
    assert [(one["id"], one["numbers"]) for one in done.answers] == [("a", [[40]]), ("b", [])]
    assert done.cost["peak_mb"] > 0


def test_tool_that_is_not_installed_fails_with_its_reason():
    done = run(Peer(name="no such tool", module="no_such_module"), "", ROWS, HERE)
    assert done.answers == ()
    assert "no_such_module" in done.failure


def test_benchmark_goes_on_without_the_other_tools(monkeypatch, tmp_path):
    monkeypatch.setattr(measure, "PYTHON", tmp_path / "python")
    (section,) = measure.measure_peers(tmp_path)
    assert "make peers" in section


def test_tool_that_failed_stands_in_the_table(monkeypatch, tmp_path):
    failing = Peer(name="no such tool", module="no_such_module")
    (tmp_path / "data").mkdir()
    comparison = measure.Comparison(
        title="amounts",
        texts="two",
        data=(),
        rows=lambda _: ROWS,
        peers=(failing,),
        score=None,
        headline="F1",
    )
    monkeypatch.setattr(measure, "PYTHON", HERE)
    monkeypatch.setattr(measure, "COMPARISONS", (comparison,))
    introduction, section = measure.measure_peers(tmp_path)
    assert introduction.startswith("## Peers\n")
    assert re.search(r"^\| no such tool \| failed: .*no_such_module", section, re.MULTILINE)


def test_best_setting_is_shown(monkeypatch, tmp_path):
    def give(peer, setting, rows, python):
        return measure.Run(
            peer=peer,
            setting=setting,
            answers=({"F1": float(setting)},),
            cost={"cpu_s": 2.0, "peak_mb": 10.0},
            version="1.0",
        )

    comparison = measure.Comparison(
        title="amounts",
        texts="two",
        data=(),
        rows=lambda _: ROWS,
        peers=(Peer(name="tool", module="tool", settings=("0.25", "0.75", "0.5")),),
        score=lambda shared, rows, answers: {"F1": answers[0]["F1"]},
        headline="F1",
    )
    monkeypatch.setattr(measure, "PYTHON", HERE)
    monkeypatch.setattr(measure, "COMPARISONS", (comparison,))
    monkeypatch.setattr(measure, "run", give)
    _, section = measure.measure_peers(tmp_path)
    assert "| tool 1.0 | 0.75 | 0.75 | 4 | 10 |" in section


@pytest.mark.parametrize("comparison", COMPARISONS, ids=lambda one: one.title)
def test_comparison_has_its_note_and_its_modules(comparison):
    notes = tomllib.loads((ROOT / "benchmarks/peers/notes.toml").read_text(encoding="utf-8"))
    assert notes[comparison.title].strip()
    assert all((ROOT / f"benchmarks/peers/{peer.module}.py").is_file() for peer in comparison.peers)


def test_lock_holds_every_peer_with_its_hash():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lock = (ROOT / "requirements-peers.lock").read_text(encoding="utf-8")
    for line in project["dependency-groups"]["peers"]:
        name = re.match(r"[\w.-]+", line).group(0)
        assert re.search(rf"^{re.escape(name)}==\S+( ;.*)? \\\n    --hash=sha256:", lock, re.MULTILINE), name


def test_pairs_join_into_groups():
    rows = [{"id": name} for name in "abcde"]
    assert sorted(map(sorted, group(rows, [(0, 1), (3, 1)]))) == [["a", "b", "d"], ["c"], ["e"]]


def test_runs_of_words_forget_case_and_signs():
    assert runs_of("The bridge, the Bridge", 2) == ["bridge the", "the bridge"]
    assert runs_of("Quake", 3) == ["quake"]


def test_paragraphs_keep_their_places():
    text = "One.\n\n  Two.\n"
    assert [text[start : start + len(part)] for start, part in paragraphs(text)] == ["One.", "  Two."]
