"""Labels go to an annotation tool and come back as they were, whatever the text."""

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from lxml import etree
from tests.labels.made import ordered, reports

from sayso.errors import MalformedError
from sayso.labels import label_studio, prodigy
from sayso.labels.gold import read_folder, write_report
from sayso.labels.regions import FIELDS, Region, labels_of_regions, regions_of

GOLD = Path(__file__).parents[2] / "training/gold"


def export_of(tasks, *, by=7):
    """What Label Studio exports when an annotator accepts what was predicted."""
    return [
        {
            "data": task["data"],
            "annotations": [{"completed_by": by, "result": task["predictions"][0]["result"]}],
        }
        for task in tasks
    ]


def through_label_studio(report):
    export = msgspec.json.encode(export_of(label_studio.tasks([report], blank=False)))
    return next(label_studio.read_export(export, "export.json"))


def through_prodigy(report):
    line = msgspec.json.encode(prodigy.tasks([report], blank=False)[0])
    return next(prodigy.read_annotations(line, "anna.jsonl"))


TOOLS = pytest.mark.parametrize("through", [through_label_studio, through_prodigy])


def labels_of(annotation):
    return labels_of_regions(
        annotation.text, annotation.regions, annotation.links, name=annotation.name, date=annotation.date
    )


def told(labels):
    """Everything in the labels, whatever its order in the file; a chain keeps its own."""
    claims = Counter(
        (
            claim.trigger, claim.type, claim.mode, claim.status, claim.negated,
            claim.object, claim.time, claim.sources,
            *(frozenset(getattr(claim, role)) for role in ("actors", "recipients", "places", "quantities")),
        )
        for claim in labels.claims
    )  # fmt: skip
    attributions = Counter(
        (label.source, label.cue, frozenset(label.content), label.style, label.parent is None)
        for label in labels.attributions
    )
    return labels.id, labels.date, claims, attributions, Counter(labels.commitments)


@given(report=reports())
@settings(max_examples=60)
def test_random_labels_survive_regions(report):
    labels, problems = labels_of_regions(
        report.text, *regions_of(report.text, report.labels), name="made", date=report.labels.date
    )
    assert not problems
    claims, attributions, commitments = told(labels)[2:]
    want_claims, want_attributions, want_commitments = told(report.labels)[2:]
    assert attributions == want_attributions
    # Two attributions with one source and one cue cannot be told apart by a claim's chain.
    keys = Counter((label.source or label.cue, label.cue.text) for label in report.labels.attributions)
    if max(keys.values(), default=1) == 1 and len({label.cue for label in report.labels.attributions}) == len(
        report.labels.attributions
    ):
        assert (claims, commitments) == (want_claims, want_commitments)


@TOOLS
@given(report=reports())
@settings(max_examples=60)
def test_random_labels_survive_a_tool(through, report):
    labels, problems = labels_of(through(report))
    assert not problems
    assert labels == ordered(report)


@TOOLS
def test_own_gold_survives_a_tool(through):
    for report in read_folder(GOLD)[::8]:
        labels, problems = labels_of(through(report))
        assert not problems
        assert labels == ordered(report)
        assert len(labels.claims) == len(report.labels.claims)
        assert len(labels.attributions) == len(report.labels.attributions)


@given(report=reports())
@settings(max_examples=40)
def test_offsets_in_units_of_sixteen_bits_are_understood(report):
    """Label Studio of before 2022 counts an emoji as two."""
    export = export_of(label_studio.tasks([report], blank=False))
    units = [len(report.text[:n].encode("utf-16-le")) // 2 for n in range(len(report.text) + 1)]
    for result in export[0]["annotations"][0]["result"]:
        if "value" in result:
            value = result["value"]
            result["value"] = {**value, "start": units[value["start"]], "end": units[value["end"]]}
    annotation = next(label_studio.read_export(msgspec.json.encode(export), "export.json"))
    found = {(region.start, region.end) for region in annotation.regions}
    # Words that repeat side by side may stand at both offsets ("🚒🚒"): then nothing tells the two apart.
    if re.search(r"(.)\1", report.text) is None:
        assert found == {(region.start, region.end) for region in through_label_studio(report).regions}


@given(report=reports())
@settings(max_examples=40)
def test_tokens_of_prodigy_make_the_text(report):
    task = prodigy.tasks([report], blank=False)[0]
    made = "".join(token["text"] + " " * token["ws"] for token in task["tokens"])
    assert made == report.text
    assert all(a["end"] + a["ws"] == b["start"] for a, b in pairwise(task["tokens"]))
    for span in task["spans"]:
        first, last = task["tokens"][span["token_start"]], task["tokens"][span["token_end"]]
        assert (first["start"], last["end"]) == (span["start"], span["end"])


@given(report=reports())
@settings(max_examples=20)
def test_folder_gives_back_what_was_written(tmp_path_factory, report):
    folder = tmp_path_factory.mktemp("labels")
    write_report(folder, report)
    assert read_folder(folder) == [report]


def test_blank_tasks_show_the_text_alone():
    report = read_folder(GOLD)[0]
    (task,) = label_studio.tasks([report], blank=True)
    assert task == {"data": {"text": report.text, "name": "own_a_01", "date": "2024-09-12"}}
    (line,) = prodigy.tasks([report], blank=True)
    assert not line["spans"] and not line["relations"]


def test_configuration_has_every_label_and_field_that_predictions_use():
    view = etree.fromstring(label_studio.configuration().encode())
    assert {label.get("value") for label in view.iter("Label")} == set(FIELDS)
    controls = {tag.get("name"): tag for tag in view.iter("Labels", "Choices", "TextArea")}
    relations = {tag.get("value") for tag in view.iter("Relation")}
    for task in label_studio.tasks(read_folder(GOLD)[::16], blank=False):
        for result in task["predictions"][0]["result"]:
            if result["type"] == "relation":
                assert set(result["labels"]) <= relations
                continue
            control = controls[result["from_name"]]
            assert control.tag.lower() == result["type"]
            assert view.find("Text").get("name") == result["to_name"] == control.get("toName")
            choices = {tag.get("value") for tag in control.iter("Choice")}
            assert set(result["value"].get("choices", ())) <= choices


def test_label_studio_itself_accepts_the_predictions():
    interface = pytest.importorskip("label_studio_sdk.label_interface")
    view = interface.LabelInterface(label_studio.configuration())
    view.validate()
    for task in label_studio.tasks(read_folder(GOLD)[::16], blank=False):
        assert view.validate_prediction(task["predictions"][0], return_errors=True) == []


@pytest.mark.parametrize("label", ["cue", "source"])
def test_trigger_is_linked_to_a_cue_or_to_its_source_from_either_end(label):
    text = "Rebels left, the army said."
    regions = [
        Region("t", "trigger", 7, 11, {"type": "RETREAT"}),
        Region("source", "source", 13, 21, {"kind": "named_organization"}),
        Region("cue", "cue", 22, 26, {}),
        Region("content", "content", 0, 11, {}),
    ]
    for ends in (("t", label), (label, "t")):
        links = [("source", "cue", ""), ("cue", "content", "content"), (*ends, "")]
        labels, problems = labels_of_regions(text, regions, [label_studio.Link(*link) for link in links])
        assert not problems
        ((source,),) = [claim.sources for claim in labels.claims]
        assert (source.text, source.cue, source.kind) == ("the army", "said", "named_organization")


@pytest.mark.parametrize(
    ("regions", "links", "problem"),
    [
        ([("trigger", 7, 11, {})], [], "has no type"),
        ([("trigger", 7, 11, {"type": "AID", "mode": "strike"})], [], "AID has no mode 'strike'"),
        ([("actor", 0, 6, {})], [], "actor 'Rebels' at 0 hangs on nothing"),
        ([("actor", 0, 6, {}), ("place", 7, 11, {})], [(0, 1)], "says nothing"),
        ([("actor", 0, 6, {})], [(0, 9)], "leads to no region"),
        ([("deed", 0, 6, {})], [], "has no strength"),
        (
            [("trigger", 7, 11, {"type": "AID"}), ("quantity", 0, 6, {"value": "many"})],
            [(0, 1)],
            "value 'many' is no number",
        ),
        (
            [("trigger", 7, 11, {"type": "AID"}), ("time", 0, 6, {}), ("time", 0, 3, {})],
            [(0, 1), (0, 2)],
            "has 2 of time",
        ),
    ],
)
def test_what_says_nothing_is_told(regions, links, problem):
    made = [Region(str(n), *region) for n, region in enumerate(regions)]
    found = [label_studio.Link(str(head), str(tail), "") for head, tail in links]
    _, problems = labels_of_regions("Rebels left.", made, found)
    assert any(problem in line for line in problems)


def test_relays_in_a_circle_end():
    regions = [
        Region("a", "cue", 0, 6, {}),
        Region("b", "cue", 7, 11, {}),
        Region("t", "trigger", 7, 11, {"type": "AID"}),
    ]
    links = [label_studio.Link(*ends, "") for ends in (("a", "b"), ("b", "a"), ("t", "a"))]
    labels, _ = labels_of_regions("Rebels left.", regions, links)
    assert len(labels.claims[0].sources) == 2


def test_questions_of_a_project_of_its_own_are_passed_over():
    value = {"start": "0", "end": "6", "text": "Rebels", "labels": ["actor"]}
    own = {"type": "choices", "from_name": "doubtful", "id": "r", "value": {"choices": ["very"]}}
    result = [{"type": "labels", "id": "r", "value": value}, own]
    export = msgspec.json.encode([{"data": {"text": "Rebels left."}, "annotations": [{"result": result}]}])
    (annotation,) = label_studio.read_export(export, "export.json")
    (region,) = annotation.regions
    assert (region.start, region.end, annotation.annotator) == (0, 6, "annotator")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'[{"id": 1, "text": "x", "label": []}]', "export as JSON"),
        (b"[", "this is no export of Label Studio"),
        (b"[1]", "this is no export of Label Studio"),
        (b'[{"data": {"text": "ab"}, "annotations": [{"result": [{"type": "labels", "id": "r", "value":'
         b' {"start": 0, "end": 9, "text": "ab", "labels": ["actor"]}}]}]}]', "is not at 0 to 9 of its text"),
        (b'[{"data": {"text": "ab"}, "annotations": [{"result": [{"type": "labels", "id": "r", "value":'
         b' {"start": 0, "end": 2, "text": "xy", "labels": ["actor"]}}]}]}]', "there is 'ab'"),
        (b'[{"data": {"text": "ab"}, "annotations": [{"result": [{"type": "labels", "id": "r", "value":'
         b' {"start": 0, "end": 2, "labels": ["PERSON"]}}]}]}]', "there is no label 'PERSON'"),
    ],
)  # fmt: skip
def test_other_files_are_refused_by_name(data, message):
    with pytest.raises(MalformedError, match=re.escape(message)):
        list(label_studio.read_export(data, "export.json"))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"no json", "line 1: this is no annotation of Prodigy"),
        (b'{"text": "ab", "spans": [{"start": 0, "end": 9, "label": "actor"}]}', "lies not in its text"),
        (b'{"text": "ab", "spans": [{"start": 0, "end": 2, "label": "PERSON"}]}', "no label 'PERSON'"),
        (b'{"text": "ab", "spans": [{"start": 0, "end": 2, "label": "status:x"}]}', "no label 'status:x'"),
        (b'{"text": "ab", "relations": [{"head_span": {"start": 0, "end": 1},'
         b' "child_span": {"start": 1, "end": 2}}]}', "ends at no span"),
    ],
)  # fmt: skip
def test_other_lines_are_refused_by_name(line, message):
    with pytest.raises(MalformedError, match=re.escape(message)):
        list(prodigy.read_annotations(line, "anna.jsonl"))


def test_prodigy_by_hand_needs_no_ids():
    """Spans and relations as its pages make them: no ids, choices as second spans."""
    line = {
        "text": "Rebels will leave.",
        "answer": "accept",
        "_annotator_id": "news-anna",
        "spans": [
            {"start": 12, "end": 17, "label": "RETREAT", "token_start": 2, "token_end": 2},
            {"start": 12, "end": 17, "label": "status:planned", "token_start": 2, "token_end": 2},
            {"start": 0, "end": 6, "label": "actor", "token_start": 0, "token_end": 0},
        ],
        "relations": [
            {
                "head": 2, "child": 0, "label": "actor",
                "head_span": {"start": 12, "end": 17, "label": "RETREAT"},
                "child_span": {"start": 0, "end": 6, "label": "actor"},
            }
        ],
    }  # fmt: skip
    (annotation,) = prodigy.read_annotations(msgspec.json.encode(line), "anna.jsonl")
    labels, problems = labels_of(annotation)
    assert not problems
    assert annotation.annotator == "news-anna"
    (claim,) = labels.claims
    assert (claim.type, claim.status, [actor.text for actor in claim.actors]) == (
        "RETREAT",
        "planned",
        ["Rebels"],
    )


@pytest.mark.parametrize("answer", ["reject", "ignore"])
def test_rejected_and_ignored_are_left_out(answer):
    line = msgspec.json.encode({"text": "Rebels left.", "answer": answer})
    (annotation,) = prodigy.read_annotations(line, "anna.jsonl")
    assert annotation.skipped == f"answered with {answer}"
