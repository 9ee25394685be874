"""Whole readings: properties that hold for any text."""

import json

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.errors import MissingModelError
from sayso.model import Reading, ReadingStatus, make_report
from sayso.pipeline import Pipeline

PIECES = [
    "The minister said on Monday that 15 soldiers had been killed in Mosul. ",
    "“We will not leave,” the general told state television. ",
    "“Nobody was hurt”, he added, “",
    "Iraqi MP: Troops To Leave\n\n",
    "قال الوزير إن القوات ستنسحب. ",
    "😀🚀 !!! … — ",
    "according to al-Ahd, ",
    "\n\n",
    "\t \u00a0\u2028",
    "1. Demands that they leave;\n\n2. Calls upon all to stay.\n",
    "U.S. President Omar Haddad's aide reportedly denied it",
    "\u202e\u2066x\u0000",
    "at .30 or 3.75 or ２０２０ or ²³ on 20/8/2015, 1,5 to 2.5.1 per cent of 10-15 ",
    "at least 10 to 15, up to 5,000 or a third of 1.5 million were killed in 31/31/3131 ",
]
TEXTS = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=40)), max_size=8).map("".join)


def read(pipeline: Pipeline, text: str, **known: str) -> Reading:
    (reading,) = pipeline.read([make_report(text, **known)])
    return reading


def spans_in(value: object):
    """Every span of a reading, wherever it stands."""
    if isinstance(value, dict):
        if {"start", "end", "text"} <= value.keys():
            yield value
        for one in value.values():
            yield from spans_in(one)
    elif isinstance(value, list):
        for one in value:
            yield from spans_in(one)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS)
def test_any_text_gives_true_spans_the_same_bytes_and_a_round_trip(either, text):
    reading = read(either, text, published="2020-03-17")
    assert "failed" not in [issue.code for issue in reading.issues]
    line = reading.to_json()
    assert Reading.from_json(line) == reading
    assert read(either, text, published="2020-03-17").to_json() == line
    canonical = reading.report.text
    for span in spans_in(json.loads(line)):
        assert 0 <= span["start"] <= span["end"] <= len(canonical)
        assert canonical[span["start"] : span["end"]] == span["text"]


@pytest.mark.parametrize(
    "text",
    ["", " \n\t ", "?!… —", "😀😀🚀", "قال الوزير إن القوات ستنسحب من القاعدة يوم الاثنين.", "1234 5678"],
)
def test_text_without_english_words_is_unread_and_says_why(either, text):
    reading = read(either, text)
    assert reading.status is ReadingStatus.UNREAD
    assert reading.issues
    assert reading.claims == ()


def test_long_text_is_read(either):
    sentence = "Rebels attacked the town of Mosul on Monday, the army said, killing at least 12 people. "
    reading = read(either, sentence * 2300)
    assert len(reading.report.text) > 200_000
    assert len(reading.claims) >= 1000


def test_long_text_of_one_word_is_read(either):
    assert read(either, "The army attacked. " + "a" * 200_000).claims


def test_every_chain_and_parent_leads_to_an_attribution(either):
    text = (
        "Omar Haddad was quoted by the state news agency as saying that rebels attacked a convoy. "
        "The army denied that it had shelled the town, witnesses said. “We will leave,” he added."
    )
    reading = read(either, text)
    ids = {one.id for one in reading.attributions}
    assert len(ids) == len(reading.attributions)
    assert all(one.parent is None or one.parent in ids for one in reading.attributions)
    assert all(link in ids for claim in reading.claims for chain in claim.chains for link in chain)
    assert len({one.id for one in reading.claims}) == len(reading.claims)


def test_batch_gives_what_each_report_gives_alone(either):
    reports = [make_report(piece, input_id=str(n)) for n, piece in enumerate(PIECES)]
    together = [one.to_json() for one in either.read(reports)]
    alone = [one.to_json() for report in reports for one in either.read([report])]
    assert together == alone


def test_text_without_a_date_gets_no_invented_one(either):
    reading = read(either, "Troops withdrew from the valley on Monday, the army said.")
    times = msgspec.to_builtins(reading.times)
    assert times
    assert all(one["from"] is None and one["value"] == "XXXX-WXX-1" for one in times)


def test_a_fault_of_ours_costs_one_report(fast, monkeypatch, caplog):
    from sayso import pipeline

    ground = pipeline.ground

    def break_on_mosul(parse, published):
        if "Mosul" in parse.text:
            raise ValueError("no such thing")
        return ground(parse, published)

    monkeypatch.setattr(pipeline, "ground", break_on_mosul)
    reports = [make_report(f"Troops withdrew from {town} on Sunday.") for town in ("Erbil", "Mosul", "Basra")]
    readings = list(fast.read(reports))
    assert [len(one.claims) for one in readings] == [1, 0, 1]
    assert [issue.code for issue in readings[1].issues] == ["failed"]
    assert "ValueError" in caplog.text


def test_a_missing_model_is_no_fault_of_a_report(fast, monkeypatch):
    def miss(parse, published):
        raise MissingModelError("the encoder is not installed")

    monkeypatch.setattr("sayso.pipeline.ground", miss)
    with pytest.raises(MissingModelError):
        list(fast.read([make_report("Troops withdrew from Erbil on Sunday.")]))
