"""What PLOVER makes of events that are only planned."""

import pytest
from tests.export.made import make_told

from sayso.codebook import read_codebook
from sayso.export.reduction import reduce_event
from sayso.model import Event, Status

TYPES = list(read_codebook("plover"))


def reduced(type_, *modes, status=Status.PLANNED, negated=False, context=()):
    event = Event(type=type_, mode=modes, context=context)
    return reduce_event(make_told(event=event, status=status, negated=negated).claim)


@pytest.mark.parametrize("type_", ["CONSULT", "SUPPORT", "COOPERATE", "AID"])
def test_planned_cooperation_is_agreement(type_):
    event = reduced(type_, "visit" if type_ == "CONSULT" else "x")
    assert (event.type, event.modes, event.quad, event.score) == ("AGREE", (), 1, 4.2)


def test_planned_retreat_is_concession():
    event = reduced("RETREAT", "withdraw")
    assert (event.type, event.modes, event.quad, event.score) == ("CONCEDE", (), 1, 5.0)


@pytest.mark.parametrize(
    ("type_", "mode", "threat"),
    [
        ("ASSAULT", "aerial", "violence"),
        ("ASSAULT", None, "violence"),
        ("COERCE", "arrest", "arrest"),
        ("COERCE", "curfew", "restrict"),
        ("COERCE", "seize", None),
        ("SANCTION", "discontinue", "relations"),
        ("PROTEST", "boycott", "restrict"),
        ("MOBILIZE", "troops", None),
    ],
)
def test_threatened_conflict_is_a_threat_of_it(type_, mode, threat):
    event = reduced(type_, *([mode] if mode else []))
    assert event.type == "THREATEN"
    assert event.modes == ((threat,) if threat else ())
    assert (event.quad, event.score) == (3, -5.1)


@pytest.mark.parametrize("type_", ["AGREE", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"])
def test_planned_words_stay_what_they_are_and_are_in_the_future(type_):
    event = reduced(type_)
    assert event.type == type_
    assert event.contexts == ("future",)


@pytest.mark.parametrize("type_", TYPES)
@pytest.mark.parametrize("status", [one for one in Status if one is not Status.PLANNED])
def test_only_what_is_planned_is_reduced(type_, status):
    assert reduced(type_, status=status).type == type_


@pytest.mark.parametrize("type_", TYPES)
def test_what_will_not_happen_is_not_reduced(type_):
    event = reduced(type_, negated=True)
    assert event.type == type_
    assert event.contexts == ("future", "negation")


def test_reduced_events_are_not_marked_as_future():
    assert reduced("AID", context=("human rights",)).contexts == ("human_rights",)


def test_what_might_happen_is_marked():
    assert reduced("ASSAULT", status=Status.HYPOTHETICAL).contexts == ("hypothetical",)


def test_modes_of_a_threat_are_those_of_the_codebook():
    plover, threatened = read_codebook("plover"), read_codebook("reduction")["threatened"]
    for type_, modes in threatened.items():
        assert set(modes) - {""} <= set(plover[type_]["modes"])
        assert set(modes.values()) <= set(plover["THREATEN"]["modes"])


def test_types_of_sayso_alone_have_no_quad_and_no_score():
    for type_ in ("INCIDENT", "DECIDE"):
        event = reduced(type_, status=Status.OCCURRED)
        assert (event.type, event.quad, event.score) == (type_, None, None)
