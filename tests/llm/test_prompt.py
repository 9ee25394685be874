"""The prompt as data: it covers the codebook, and its worked examples keep its own rules."""

import tomllib
from pathlib import Path

import pytest

import sayso.llm
from sayso.codebook import read_codebook
from sayso.llm import prompt_version
from sayso.llm.answers import answer_schema, decode_answer
from sayso.model import SourceKind, Status, Strength
from sayso.model.drafts import DraftCheck

PROMPT = tomllib.loads((Path(sayso.llm.__file__).parent / "prompt.toml").read_text(encoding="utf-8"))
EXAMPLES = PROMPT["examples"]
TEXTS = "\n".join(
    path.read_text(encoding="utf-8")
    for path in sorted((Path(__file__).parents[2] / "examples/reports").iterdir())
)


def test_every_type_has_a_meaning() -> None:
    assert list(PROMPT["types"]) == list(read_codebook("plover"))


@pytest.mark.parametrize("choices", [SourceKind, Status, Strength])
def test_every_choice_is_named(choices) -> None:
    assert not [choice for choice in choices if str(choice) not in PROMPT["instructions"]]


def test_schema_has_every_type_with_every_mode() -> None:
    codes = answer_schema()["properties"]["claims"]["items"]["properties"]["code"]["enum"]
    assert {"AGREE", "RETREAT", "RETREAT/withdraw", "ASSAULT/drone", "DECIDE"} <= set(codes)
    assert len(codes) == sum(1 + len(entry["modes"]) for entry in read_codebook("plover").values())


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_worked_example_quotes_its_sentences(example) -> None:
    check = DraftCheck("")
    answer = decode_answer(example["answer"], check)
    sentences = dict(line.split("\t") for line in example["report"].strip().splitlines())
    for record in (*answer.attributions, *answer.claims, *answer.commitments):
        for field in (
            "cue",
            "source",
            "trigger",
            "deed",
            "debtor",
            "object",
            "time",
            "content",
            "actors",
            "places",
        ):
            value = getattr(record, field, None) or []
            for words in [value] if isinstance(value, str) else value:
                for part in words.split(" ... "):
                    assert part in sentences[f"s{record.s}"], (record.s, part)
    codes = answer_schema()["properties"]["claims"]["items"]["properties"]["code"]["enum"]
    assert not check.dropped
    assert {claim.code for claim in answer.claims} <= set(codes)
    names = {attribution.id for attribution in answer.attributions}
    assert {claim.by for claim in answer.claims} - {None} <= names


def test_worked_examples_are_reports_of_this_project() -> None:
    lines = [line.split("\t")[1] for example in EXAMPLES for line in example["report"].strip().splitlines()]
    assert [line for line in lines if line not in TEXTS] == []


def test_version_is_a_hash() -> None:
    assert len(prompt_version()) == 12
    assert prompt_version() == prompt_version()
