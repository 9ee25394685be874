"""Event groups of a part of their reports."""

import pytest

from sayso.model import ClaimRef, EventGroup, GroupedClaim, Origin, OriginKind, Span, Status


def claim_of(report: str) -> GroupedClaim:
    trigger = Span(start=0, end=4, text="shot")
    return GroupedClaim(
        report=report, claim="c1", key=report, trigger=trigger, status=Status.OCCURRED, negated=False
    )


EVENT = EventGroup(
    id="g",
    label="Shooting in Millbrook",
    type="ASSAULT",
    claims=(claim_of("morning"), claim_of("evening")),
    reports=2,
    independent_sources=1,
    origins=(
        Origin(
            name="Harbour Police",
            kind=OriginKind.SOURCE,
            why="quoted by BBC",
            claims=(ClaimRef(report="evening", claim="c1"),),
        ),
    ),
    own_words=(
        Origin(
            name="BBC",
            kind=OriginKind.OWN_WORDS,
            why="own words of BBC, which may depend on a source quoted beside them",
            claims=(ClaimRef(report="morning", claim="c1"),),
        ),
    ),
)


@pytest.mark.parametrize(
    ("reports", "names"),
    [(["morning"], ["BBC"]), (["evening"], ["Harbour Police"]), (["morning", "evening"], ["Harbour Police"])],
)
def test_an_event_counts_the_origins_that_it_names_on_every_day(reports, names):
    event = EVENT.restrict(reports)
    assert event is not None
    assert event.independent_sources == len(event.origins)
    assert [origin.name for origin in event.origins] == names


def test_the_text_is_the_origin_until_somebody_is_quoted():
    event = EVENT.restrict(["morning"])
    assert event is not None
    assert (event.origins[0].kind, event.own_words) == (OriginKind.OUTLET, ())
