"""Confidence of a language model's claims: two readings of one text, alike or not."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from sayso.confidence import RatedRecords, rate_by_agreement
from sayso.model import Attribution, Claim, Status, make_report

TEXT = "Rebels shelled the town of Aleppo on Sunday, the mayor said. Reportedly, soldiers left the airport."
SURE, UNSURE, ALONE = 0.92, 0.6, 0.5


@pytest.fixture(scope="module")
def records(full) -> RatedRecords:
    reading = next(full.read([make_report(TEXT)]))
    return RatedRecords(reading.attributions, reading.claims, reading.commitments)


def confidence(records: RatedRecords, other: RatedRecords) -> dict[str, float | None]:
    return {claim.trigger.text: claim.confidence for claim in rate_by_agreement(records, other).claims}


def changed(records: RatedRecords, change: Callable[[Claim], Claim]) -> RatedRecords:
    return records._replace(claims=tuple(map(change, records.claims)))


def test_what_a_sure_tier_reads_alike_is_sure(records) -> None:
    other = changed(records, lambda claim: replace(claim, confidence=0.5))
    assert confidence(records, other) == {"shelled": SURE, "left": SURE}


def test_what_an_unsure_tier_reads_alike_is_less_so(records) -> None:
    other = changed(records, lambda claim: replace(claim, confidence=0.49))
    assert set(confidence(records, other).values()) == {UNSURE}


@pytest.mark.parametrize(
    "change",
    [
        lambda claim: replace(claim, event=replace(claim.event, type="PROTEST")),
        lambda claim: replace(claim, status=Status.PLANNED),
        lambda claim: replace(claim, negated=True),
        lambda claim: replace(claim, chains=()),
    ],
    ids=["type", "status", "negation", "source"],
)
def test_what_is_read_otherwise_is_not_alike(records, change: Callable[[Claim], Claim]) -> None:
    assert set(confidence(records, changed(records, change)).values()) == {ALONE}


def test_what_the_tier_does_not_read_is_not_alike(records) -> None:
    assert set(confidence(records, records._replace(claims=())).values()) == {ALONE}


def test_sources_are_alike_by_their_words(records) -> None:
    def unnamed(attribution: Attribution) -> Attribution:
        return replace(attribution, source=())

    other = records._replace(attributions=tuple(map(unnamed, records.attributions)))
    found = confidence(records, other)
    assert found["shelled"] == ALONE
    # Hearsay has no words of a source, in both.
    assert found["left"] == confidence(records, records)["left"] != ALONE


def test_nothing_but_the_confidence_of_claims_changes(records) -> None:
    rated = rate_by_agreement(records, records)
    bare = changed(rated, lambda claim: replace(claim, confidence=None))
    assert bare == changed(records, lambda claim: replace(claim, confidence=None))
