"""Containment, nearness and distance of places: one rule for readings, event groups and disagreements."""

import pytest

from sayso.gazetteer import are_apart, contains, distance_km, find_places, is_country, lie_together
from sayso.model import Span, Toponym


def place(name: str):
    """Return a place by its name, or by "name, country code, feature code"."""
    name, *wanted = name.split(", ")
    return next(each for each in find_places(name) if not wanted or [each.country, each.feature] == wanted)


def toponym(name: str) -> Toponym:
    found = place(name)
    return found.to_toponym(Span(start=0, end=len(found.name), text=found.name), 1.0)


@pytest.mark.parametrize("make", [place, toponym])
@pytest.mark.parametrize(
    ("whole", "part", "expected"),
    [
        ("Iraq", "Erbil", True),
        ("Iraq", "Aleppo", False),
        ("Iraq", "Syria", False),
        ("Erbil", "Iraq", False),
        ("Texas, USA, ADM1", "Dallas", True),
        ("Texas, USA, ADM1", "Chicago", False),
        ("Texas, USA, ADM1", "California, USA, ADM1", False),
        ("Africa", "Nairobi", None),
        ("Europe", "France", None),
        ("Dallas", "Texas, USA, ADM1", False),
        ("Dallas", "Dallas", False),
    ],
)
def test_containment_is_known_denied_or_unknown(make, whole, part, expected):
    assert contains(make(whole), make(part)) is expected


@pytest.mark.parametrize("make", [place, toponym])
@pytest.mark.parametrize(
    ("left", "right", "together", "apart"),
    [
        ("Iraq", "Erbil", True, False),
        ("Iraq", "Syria", False, True),
        ("Paris", "Versailles, FRA, PPL", True, False),
        ("Erbil", "Mosul", False, True),
        ("Texas, USA, ADM1", "Dallas", True, False),
        ("Texas, USA, ADM1", "Chicago", False, True),
        ("Africa", "Nairobi", False, False),
        ("Erbil", "Erbil", True, False),
    ],
)
def test_places_lie_together_or_apart_whatever_their_order(make, left, right, together, apart):
    for a, b in ((left, right), (right, left)):
        assert lie_together(make(a), make(b)) is together
        assert are_apart(make(a), make(b)) is apart


@pytest.mark.parametrize(
    ("left", "right", "kilometres"),
    [
        ("Erbil", "Mosul", 81),
        ("London", "Paris", 344),
        ("Sydney", "Los Angeles", 12070),
        ("Erbil", "Erbil", 0),
    ],
)
def test_distance_is_that_of_the_great_circle(left, right, kilometres):
    assert distance_km(place(left), place(right)) == pytest.approx(kilometres, rel=0.01, abs=0.5)
    assert distance_km(place(left), place(right)) == distance_km(place(right), place(left))


def test_a_place_without_coordinates_is_neither_near_nor_apart():
    unknown = Toponym(start=0, end=5, text="Adana", name="Adana", country="TUR", feature="PPL")
    assert distance_km(unknown, toponym("Erbil")) is None
    assert not lie_together(unknown, toponym("Erbil"))
    assert not are_apart(unknown, toponym("Erbil"))


@pytest.mark.parametrize(
    ("name", "expected"), [("Iraq", True), ("Hong Kong", True), ("Erbil", False), ("Africa", False)]
)
def test_countries_and_territories_with_a_code_are_countries(name, expected):
    assert is_country(place(name)) is expected
