"""Confidence of records: a plain sentence is read with more of it than a strained one."""

import msgspec
import pytest

from sayso.model import Reading, make_report

REPORT = """Gunmen kill five in Mosul

Gunmen killed five people in Mosul on Sunday, police said.

Iraq must end the talks, the minister told reporters.
"We will withdraw the troops next week," he said."""


def read(pipeline, text) -> Reading:
    return next(pipeline.read([make_report(text)]))


def confidence_of(pipeline, text, trigger) -> float:
    return next(claim.confidence for claim in read(pipeline, text).claims if claim.trigger.text == trigger)


def numbers(reading):
    participants = [actor for claim in reading.claims for actor in (*claim.actors, *claim.recipients)]
    debtors = [commitment.debtor for commitment in reading.commitments if commitment.debtor]
    linked = [participant for participant in (*participants, *debtors) if participant.entity is not None]
    return [
        record.confidence
        for record in (*reading.claims, *reading.attributions, *reading.commitments, *linked)
    ]


def test_every_record_has_a_confidence_in_two_decimals(either):
    reading = read(either, REPORT)
    found = numbers(reading)
    assert reading.claims
    assert reading.attributions
    assert reading.commitments
    assert all(0 < confidence < 1 and confidence == round(confidence, 2) for confidence in found)


def test_a_mention_without_an_entity_has_no_confidence(either):
    claims = read(either, "The troops left the base, and the others stayed in the city.").claims
    unlinked = [actor for claim in claims for actor in claim.actors if actor.entity is None]
    assert all(actor.confidence is None for actor in unlinked)


def test_what_might_have_been_has_less_confidence_than_a_killing(either):
    plain = confidence_of(either, "Gunmen killed five people in Mosul on Sunday, police said.", "killed")
    strained = "Fans say that the striker could have killed the game, had he attacked the ball."
    assert confidence_of(either, strained, "killed") < plain - 0.2


def test_an_attack_in_words_has_less_confidence_than_one_on_a_base(either):
    plain = confidence_of(either, "Rebels attacked an army base near Aleppo on Friday.", "attacked")
    strained = "If critics attacked it, the plan might be doomed."
    assert confidence_of(either, strained, "attacked") < plain - 0.2


def test_equal_texts_get_equal_confidence(either):
    assert numbers(read(either, REPORT)) == numbers(read(either, REPORT))


def test_a_reading_keeps_its_confidence_as_json(fast):
    reading = read(fast, REPORT)
    assert Reading.from_json(reading.to_json()) == reading
    assert msgspec.json.decode(reading.to_json())["claims"][0]["confidence"] == reading.claims[0].confidence


def test_the_models_of_confidence_are_part_of_the_reader(fast):
    assert len(fast.reader.models["confidence"]) == 12


@pytest.mark.parametrize("text", ["No.", "Mosul", "“”", "said said said said"])
def test_texts_with_next_to_nothing_are_rated_without_a_fault(either, text):
    assert not {issue.code for issue in read(either, text).issues} & {"failed", "crashed"}
