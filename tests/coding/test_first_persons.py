"""Whom "I" and "we" stand for in a claim, by the kind of its source."""

import pytest

from sayso.coding.speakers import name_speakers
from sayso.model import (
    Attribution,
    Claim,
    Entity,
    EntityKind,
    Event,
    Participant,
    Span,
    Status,
    Style,
)
from sayso.model.claim import Certainty

TEXT = "We attacked them, said the source."
MINISTER = Entity(
    id="e1", name="Amina Hassan", kind=EntityKind.PERSON, code="KEN", country="KEN", sector="GOV"
)
TEACHER = Entity(id="e2", name="Omar Saleh", kind=EntityKind.PERSON, code="KEN", country="KEN", sector="EDU")
UNION = Entity(id="e3", name="Harbour Workers Union", kind=EntityKind.ORGANIZATION)
GROUP = Entity(id="e4", name="Boko Haram", kind=EntityKind.GROUP, code="NGA", country="NGA", sector="REB")


def named(word: str, source: Entity | None, chain: bool = True) -> str | None:
    """The name of the entity that a pronoun gets."""
    span = Span.of(TEXT, 3, 11)
    claim = Claim(
        id="c1",
        key="c1",
        trigger=span,
        sentence=Span.of(TEXT, 0, len(TEXT)),
        event=Event(type="ASSAULT"),
        actors=(Participant(start=0, end=len(word), text=word),),
        status=Status.OCCURRED,
        negated=False,
        certainty=Certainty.CERTAIN,
        chains=(("a1",),) if chain else (),
    )
    attribution = Attribution(
        id="a1",
        key="a1",
        cue=(Span.of(TEXT, 18, 22),),
        content=(Span.of(TEXT, 0, 16),),
        style=Style.INDIRECT,
        source_entity=source,
    )
    (actor,) = name_speakers(claim, {"a1": attribution}).actors
    return actor.entity.name if actor.entity else None


@pytest.mark.parametrize(
    ("word", "source", "name"),
    [
        ("I", MINISTER, "Amina Hassan"),
        ("My", TEACHER, "Omar Saleh"),
        ("We", MINISTER, "Kenya"),
        ("Us", MINISTER, "Kenya"),
        ("We", TEACHER, None),
        ("We", UNION, "Harbour Workers Union"),
        ("We", GROUP, "Boko Haram"),
        ("I", UNION, None),
        ("They", UNION, None),
        ("Rebels", MINISTER, None),
        ("We", None, None),
    ],
)
def test_first_person_is_the_speaker_or_the_body_spoken_for(
    word: str, source: Entity | None, name: str | None
) -> None:
    assert named(word, source) == name


def test_first_person_without_a_source_stays_open() -> None:
    assert named("We", UNION, chain=False) is None
