"""Confidence of claims: filter, order, people's decisions, and what is related."""

import pytest
from tests.record.made import FIRST, Maker

from sayso.engine import find_state_assertions, relate
from sayso.errors import UsageError
from sayso.model import Verdict, make_report
from sayso.record import Decision, Store

TEXT = "Rebels shelled Idlib. The army left Homs. Police left Hama. Guards left Deraa."
CONFIDENCES = {"shelled": 0.91, "left Homs": 0.2, "left Hama": None, "left Deraa": 0.6}


@pytest.fixture
def record(record: Store) -> Store:
    make = Maker(make_report(TEXT, input_id="r"), FIRST)
    claims = tuple(make.claim(words, "RETREAT", confidence=value) for words, value in CONFIDENCES.items())
    record.put(make.reading(claims=claims))
    return record


def words(rows) -> list[str]:
    return [row.claim.trigger.text for row in rows]


def judge(record: Store, trigger: str, verdict: Verdict) -> None:
    (row,) = (row for row in record.claims() if row.claim.trigger.text == trigger)
    record.judge(row.claim.id, Decision(verdict=verdict, by="Ann"))


@pytest.mark.parametrize(
    ("least", "found"),
    [
        (0, ["shelled", "left Homs", "left Hama", "left Deraa"]),
        (0.2, ["shelled", "left Homs", "left Hama", "left Deraa"]),
        (0.21, ["shelled", "left Hama", "left Deraa"]),
        (0.91, ["shelled", "left Hama"]),
        (1, ["left Hama"]),
    ],
)
def test_claims_are_asked_for_by_confidence(record: Store, least: float, found: list[str]) -> None:
    assert words(record.claims(min_confidence=least)) == found
    assert record.claims(min_confidence=least).count() == len(found)


@pytest.mark.parametrize("least", [-0.1, 1.5])
def test_a_confidence_that_makes_no_sense_is_an_error(record: Store, least: float) -> None:
    with pytest.raises(UsageError, match="no confidence"):
        record.claims(min_confidence=least)


def test_most_confident_come_first(record: Store) -> None:
    query = record.claims().by_confidence()
    order = ["shelled", "left Deraa", "left Homs", "left Hama"]
    assert words(query) == order
    assert [row.claim.confidence for row in query] == [0.91, 0.6, 0.2, None]
    first = query.page(3)
    assert words(first.rows) + words(query.page(3, after=first.next).rows) == order
    assert words(query.page(2, after=first.rows[0].cursor).rows) == order[1:3]
    with pytest.raises(UsageError, match="only claims"):
        record.reports().by_confidence()


def test_people_outweigh_the_reader(record: Store) -> None:
    judge(record, "left Homs", Verdict.ACCEPT)
    judge(record, "shelled", Verdict.REJECT)
    found = record.claims(min_confidence=0.5).by_confidence()
    assert words(found) == ["left Homs", "left Deraa", "left Hama"]
    assert [row.claim.confidence for row in found] == [1.0, 0.6, None]
    (as_read,) = (row for row in record.claims(original=True) if row.claim.trigger.text == "left Homs")
    assert as_read.claim.confidence == 0.2


def test_only_confident_claims_are_related(record: Store) -> None:
    relate(record)

    def told() -> set[str]:
        return {claim.trigger.text for row in record.events() for claim in row.event.claims}

    assert told() == {"shelled", "left Hama", "left Deraa"}
    judge(record, "left Homs", Verdict.ACCEPT)
    judge(record, "shelled", Verdict.REJECT)
    relate(record)
    assert told() == {"left Homs", "left Hama", "left Deraa"}
    assert len(record.claims()) == 3


def test_situations_rest_on_confident_claims_whether_related_or_not(record: Store) -> None:
    before = {assertion.claim for assertion in find_state_assertions(record)}
    relate(record)
    assert {assertion.claim for assertion in find_state_assertions(record)} == before
    unsure = {row.claim.id for row in record.claims() if not row.claim.is_confident(0.5)}
    assert not before & unsure


def test_judgements_near_the_threshold_are_worth_most(record: Store) -> None:
    relate(record)
    assert words(record.worth_judging(0.5)) == ["left Deraa", "left Homs", "shelled"]
    assert words(record.worth_judging(0.9)) == ["shelled", "left Deraa", "left Homs"]
    judge(record, "left Deraa", Verdict.ACCEPT)
    assert words(record.worth_judging(0.5)) == ["left Homs", "shelled"]


def test_what_rests_on_one_source_is_asked_for(record: Store) -> None:
    assert words(record.claims(max_sources=1)) == []
    relate(record)
    assert set(words(record.claims(max_sources=1))) == {"shelled", "left Hama", "left Deraa"}
    assert len(record.events(max_sources=1)) == len(record.events()) > 0
    with pytest.raises(UsageError, match="no number of sources"):
        record.events(max_sources=0)
