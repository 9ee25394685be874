"""`sayso label`, `tasks`, `labels`, `agree` and `score`: from reports to figures."""

import json
from pathlib import Path

import pytest
from tests.engine import plain_reader

from sayso.cli.agree import _published
from sayso.cli.main import run
from sayso.cli.parts import Parts
from sayso.model import Tier

PARTS = Parts(plain_reader.load_tier, lambda: (Tier.FULL, Tier.FAST), lambda report: report)


@pytest.fixture
def sayso(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def run_it(*arguments):
        status = run(list(arguments), PARTS)
        out, err = capsys.readouterr()
        return status, out, err

    return run_it


@pytest.fixture
def first(sayso):
    """Two reports with the labels that the plain reader gives."""
    Path("reports").mkdir()
    Path("reports/a.txt").write_text("Rebels left the town 🚒, the army said.")
    Path("reports/b.txt").write_text("Troops left Karo.")
    assert sayso("label", "reports", "-o", "first")[0] == 0
    return Path("first")


def claim(trigger, **fields):
    """Labels that are one claim, as JSON."""
    return json.dumps({"claims": [{"trigger": trigger, "type": "AID", "status": "occurred", **fields}]})


def exported(tasks, *annotators):
    """What Label Studio exports when annotators accept what was predicted."""
    results = [
        {"result": tasks["predictions"][0]["result"], "completed_by": {"email": who}} for who in annotators
    ]
    return {"data": tasks["data"], "annotations": results}


@pytest.fixture
def gold(sayso, first):
    """The labels of two annotators, of whom one says that the troops are to leave."""
    assert sayso("tasks", "first", "--to", "label-studio", "-o", "tasks")[0] == 0
    tasks = json.loads(Path("tasks/tasks.json").read_text())
    export = [exported(task, "anna@news.example", "../../ben") for task in tasks]
    ben = json.loads(json.dumps(export[1]["annotations"][1]))
    for result in ben["result"]:
        if result.get("from_name") == "status":
            result["value"]["choices"] = ["planned"]
    export[1]["annotations"][1] = ben
    Path("export.json").write_text(json.dumps(export))
    assert sayso("labels", "export.json", "-o", "gold")[0] == 0
    return Path("gold")


def test_labels_of_each_annotator_have_a_folder_inside(gold):
    assert sorted(path.name for path in gold.iterdir()) == ["anna_news_example", "ben"]
    assert len(list(gold.glob("*/*.json"))) == 4
    assert not Path("../ben").exists()


def test_annotators_agree_but_for_a_status(sayso, gold):
    status, out, err = sayso("agree", "gold/anna_news_example", "gold/ben")
    lines = {line.split()[0]: line.split()[1] for line in out.splitlines()[1:]}
    assert (status, lines["found"], lines["right"], lines["status"]) == (0, "1.000", "0.500", "0.500")
    assert lines["chained"] == "-"
    assert "2 reports, 2 claims" in err and "fewer than 100 claims" in err


def test_score_reads_the_labelled_texts_anew(sayso, gold):
    status, out, _ = sayso("score", "gold/ben", "--format", "json")
    found = json.loads(out)
    figures = {figure["name"]: figure for figure in found["figures"]}
    assert (status, found["reports"], found["claims"]) == (0, 2, 2)
    assert (figures["found"]["value"], figures["right"]["value"]) == (1.0, 0.5)
    assert figures["right"]["ours"] == _published("full")["right"]


def test_score_takes_readings_and_names_what_they_lack(sayso, gold):
    assert sayso("read", "reports/a.txt", "--format", "jsonl", "-o", "readings.jsonl")[0] == 0
    status, out, err = sayso("score", "gold/ben", "readings.jsonl")
    assert status == 1
    assert "there is no reading of this text" in err
    assert out.splitlines()[1].split()[:2] == ["found", "0.667"]


def test_prodigy_goes_the_same_way(sayso, first):
    status, _, err = sayso("tasks", "first", "--to", "prodigy", "-o", "tasks")
    assert status == 0 and "RETREAT" in err and "attribution" in err
    lines = [json.loads(line) for line in Path("tasks/tasks.jsonl").read_text().splitlines()]
    answers = [{**line, "answer": "accept", "_annotator_id": "set-anna"} for line in lines]
    answers.append({**lines[0], "answer": "ignore", "_annotator_id": "set-ben"})
    Path("anna.jsonl").write_text("\n".join(map(json.dumps, answers)))
    status, _, err = sayso("labels", "anna.jsonl", "-o", "gold")
    assert status == 0 and "answered with ignore" in err
    status, out, _ = sayso("agree", "first", "gold/set_anna")
    assert status == 0 and out.splitlines()[1].split()[1] == "1.000"


def test_what_says_nothing_is_named_and_gives_status_one(sayso):
    Path("anna.jsonl").write_text(
        '{"text": "Rebels left.", "spans": [{"start": 0, "end": 6, "label": "actor"}]}'
    )
    status, _, err = sayso("labels", "anna.jsonl", "-o", "gold")
    assert status == 1
    assert "actor 'Rebels' at 0 hangs on nothing and is left out" in err
    assert Path("gold/annotator/Rebels_left.json").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["agree", "first", "nowhere"], "no NAME.txt is in this folder"),
        (["labels", "nowhere.json", "-o", "gold"], "cannot be read"),
        (["labels", "tasks/none.json", "-o", "gold"], "nobody has labelled anything"),
        (["labels", "reports/a.txt", "-o", "gold"], "this is no annotation of Prodigy"),
        (["tasks", "first", "--to", "prodigy", "-o", "reports/a.txt"], "cannot be written"),
        (["score", "reports"], "no report of this folder has labels"),
    ],
)
def test_wrong_use_is_told(sayso, first, arguments, message):
    Path("tasks").mkdir()
    Path("tasks/none.json").write_text("[]")
    status, out, err = sayso(*arguments)
    assert (status, out) == (2, "")
    assert message in err


def test_texts_of_others_are_no_ground_for_agreement(sayso, gold):
    for path in Path("gold/ben").glob("*.txt"):
        path.write_text("Another text.")
        path.with_suffix(".json").write_text("{}")
    status, _, err = sayso("agree", "gold/anna_news_example", "gold/ben")
    assert status == 2 and "no text is both in" in err


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        (claim({"text": "rode", "start": 0, "end": 4}),
         "claims[0]: 'rode' does not stand at 0 to 4; there is 'Rebe'"),
        (claim({"text": "left", "occ": 1}), "claims[0]: 'left' does not stand"),
        (claim({"text": "left"}, type="HELP"), "event type 'HELP'"),
        (claim({"text": "left"}, status="done"), "$.claims[0].status"),
        ('{"attributions": [{"content": [], "parent": 3}]}', "there is no attribution 3"),
        ("[", "this is no file of labels"),
    ],
)  # fmt: skip
def test_labels_that_do_not_fit_their_text_are_refused(sayso, labels, message):
    Path("mine").mkdir()
    Path("mine/a.txt").write_text("Rebels left.")
    Path("mine/a.json").write_text(labels)
    status, _, err = sayso("tasks", "mine", "--to", "prodigy", "-o", "tasks")
    assert status == 2
    assert message in err and "a.json" in err


def test_labels_by_hand_need_no_offsets(sayso):
    Path("mine").mkdir()
    Path("mine/a.txt").write_text("They left. Rebels left.")
    label = {"trigger": {"text": "left", "occ": 1}, "type": "RETREAT", "status": "occurred"}
    Path("mine/a.json").write_text(json.dumps({"claims": [label]}))
    assert sayso("tasks", "mine", "--to", "prodigy", "-o", "tasks")[0] == 0
    task = json.loads(Path("tasks/tasks.jsonl").read_text())
    assert task["spans"][0]["start"] == 18
