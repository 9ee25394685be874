"""Answers for assistants, without a server."""

import pytest

from sayso.assistants import NOTE, find_claims, follow_commitments, open_event
from sayso.errors import UsageError
from sayso.record import Store


@pytest.fixture
def store(db):
    with Store(db, create=False) as opened:
        yield opened


def test_claim_has_words_chain_report_and_confidence(store):
    answer = find_claims(store, place="Marea", type="RETREAT", status="occurred")
    assert answer["note"] == NOTE
    assert "not a fact" in NOTE
    (claim,) = answer["claims"]
    assert claim["words"] == "The army withdrew from Marea on Sunday, the mayor said."
    assert claim["source_chains"] == [["mayor"]]
    assert claim["report"]["address"] == "https://example.org/1"
    assert claim["report"]["outlet"] == "Marea Post"
    assert 0 < claim["confidence"] < 1


def test_words_and_offsets_are_those_of_the_text(store):
    texts = {row.report.id: row.report.text for row in store.reports()}
    for claim in find_claims(store, limit=50)["claims"]:
        text, trigger = texts[claim["report"]["report"]], claim["trigger"]
        assert text[trigger["start"] : trigger["end"]] == trigger["words"]
        assert claim["words"] in text


def test_own_voice_is_named_as_such(store):
    voices = [claim["source_chains"] for claim in find_claims(store, limit=50)["claims"]]
    assert "the report's own words" in voices
    assert [] not in voices


def test_answers_come_in_pages(store):
    everything = find_claims(store, limit=50)
    first = find_claims(store, limit=2)
    second = find_claims(store, limit=2, after=first["next"])
    ids = [claim["claim"] for answer in (first, second) for claim in answer["claims"]]
    assert ids == [claim["claim"] for claim in everything["claims"]][:4]
    assert first["number"] == everything["number"] == len(everything["claims"])
    assert everything["next"] is None


def test_event_has_its_disagreement_with_the_claims_of_each_side(store):
    event = find_claims(store, text="killed", place="Karo")["claims"][0]["event"]
    answer = open_event(store, event)
    (disagreement,) = [found for found in answer["disagreements"] if found["slot"] == "killed"]
    assert sorted(side["value"] for side in disagreement["sides"]) == [5, 7]
    ids = {claim["claim"] for claim in answer["claims"]}
    assert all(side["claims"] and set(side["claims"]) <= ids for side in disagreement["sides"])
    assert answer["independent_sources"] == len(answer["sources"])
    assert answer["note"] == NOTE


def test_commitment_has_the_claims_that_its_state_rests_on(store):
    (promise,) = follow_commitments(store, as_of="2020-03-31")["commitments"]
    assert promise["state"] == "kept"
    (evidence,) = promise["evidence"]
    assert evidence["bears"] == "keeps"
    assert evidence["words"].startswith("The army withdrew")
    assert evidence["source_chains"] == [["mayor"]]
    assert follow_commitments(store, as_of="2020-03-03")["commitments"][0]["state"] == "open"
    assert follow_commitments(store, as_of="2020-03-31", state="open")["commitments"] == []


def test_address_that_a_browser_cannot_open_is_left_out(store):
    (claim,) = find_claims(store, place="Homs", type="ASSAULT")["claims"]
    assert claim["report"]["address"] is None
    assert claim["words"] == "Rebels shelled the city of Homs on Sunday, the army said."


@pytest.mark.parametrize(
    ("ask", "asked"),
    [
        (find_claims, {"limit": 0}),
        (find_claims, {"limit": 51}),
        (find_claims, {"type": "NONSENSE"}),
        (find_claims, {"after": "x"}),
        (open_event, {"event": "g_none"}),
        (follow_commitments, {"state": "done"}),
    ],
)
def test_wrong_question_is_an_error_that_says_what_there_is(store, ask, asked):
    with pytest.raises(UsageError) as error:
        ask(store, **asked)
    assert error.value.help
