"""Where an event happens: the innermost place, and places told without a name."""

import pytest

from sayso import read
from sayso.model import Reading, Tier


def places_of(text: str, trigger: str, tier: Tier = Tier.FAST) -> list[tuple[str, str]]:
    reading: Reading = read(text, tier=tier)
    claim = next(one for one in reading.claims if trigger in one.trigger.text)
    return [(place.text, place.name) for place in claim.places]


def test_of_places_in_one_another_the_innermost_is_kept():
    assert places_of("Rebels attacked an army base in Aleppo, Syria, on Sunday.", "attacked") == [
        ("Aleppo", "Aleppo")
    ]


def test_places_beside_one_another_are_kept():
    names = places_of("Police arrested demonstrators in Aleppo and in Damascus on Sunday.", "arrested")
    assert [name for _, name in names] == ["Aleppo", "Damascus"]


@pytest.mark.parametrize(
    "text",
    [
        "Rebels attacked guards in Sirte, 400 km east of Tripoli.",
        "Rebels attacked guards in Sirte near Tripoli.",
    ],
)
def test_what_a_place_is_measured_from_is_no_place_of_the_event(text):
    assert [name for _, name in places_of(text, "attacked")] == ["Sirte"]


def test_the_only_place_is_kept_however_it_is_told():
    assert [name for _, name in places_of("Rebels attacked guards east of Tripoli.", "attacked")] == [
        "Tripoli"
    ]


def test_a_camp_told_again_is_the_camp_not_the_town_named_after_it():
    text = "Troops left Camp Taji, north of Baghdad. Rockets killed two soldiers in the camp."
    assert places_of(text, "killed") == [("the camp", "Camp Taji")]


@pytest.mark.parametrize(
    ("before", "text", "trigger", "place"),
    [
        (
            "Fighting reached Mosul on Monday.",
            "Gunmen killed two guards in the city.",
            "killed",
            ("the city", "Mosul"),
        ),
        (
            "Greece is on strike.",
            "Police arrested ten protesters in the capital.",
            "arrested",
            ("the capital", "Athens"),
        ),
        (
            "Clashes went on in Tripoli.",
            "Rebels attacked guards at the airport.",
            "attacked",
            ("the airport", "Tripoli"),
        ),
        (
            "Syria holds talks.",
            "Rebels attacked guards across the country.",
            "attacked",
            ("the country", "Syria"),
        ),
    ],
)
def test_a_place_told_without_a_name_is_the_one_named_before(before, text, trigger, place):
    assert places_of(f"{before} {text}", trigger) == [place]


def test_a_description_without_a_fitting_name_before_it_is_no_place():
    assert places_of("Gunmen killed two guards in the city on Sunday.", "killed") == []


def test_a_place_named_and_told_is_one_place():
    text = "Fighting reached Mosul on Monday. Gunmen killed two guards in Mosul, in a street near the market."
    assert places_of(text, "killed") == [("Mosul", "Mosul")]


def test_a_name_that_nobody_knows_is_told_in_whole():
    text = "Fighting reached Mosul on Monday. Gunmen killed two guards at the Zaytun hospital."
    assert places_of(text, "killed") == [("the Zaytun hospital", "Mosul")]


def test_places_at_large_are_no_place_told_before():
    assert places_of("Fighting reached Mosul. Gunmen killed two guards in suburbs.", "killed") == []


def test_a_place_told_without_a_name_is_less_sure_than_the_name():
    reading = read("Fighting reached Mosul on Monday. Gunmen killed two guards in the city.", tier=Tier.FAST)
    told = next(one for one in reading.claims if one.trigger.text == "killed").places[0]
    assert told.confidence < reading.toponyms[0].confidence
    assert told.geonameid == reading.toponyms[0].geonameid
    assert all(place.text != "the city" for place in reading.toponyms)


def test_the_learned_tier_tells_them_too():
    text = (
        "MOSUL, Iraq - Fighting went on for a third day. Gunmen killed two guards in the city, police said."
    )
    assert ("the city", "Mosul") in places_of(text, "killed", Tier.FULL)
