"""What the gazetteer knows."""

import pytest

from sayso import gazetteer
from sayso.gazetteer import BodyKind, NameKind


@pytest.mark.parametrize("name", ["Ein al-Assad", "Ain al-Asad", "Ayn al-Asad", "Al Asad Airbase"])
def test_base_has_one_position_under_all_spellings(name: str) -> None:
    place = gazetteer.find_places(name)[0]
    assert (place.feature, place.country) == ("AIRB", "IRQ")


def test_town_is_found_in_another_transliteration() -> None:
    assert any(place.country == "SYR" for place in gazetteer.find_places_loosely("Rakka"))


def test_places_of_one_name_come_largest_first() -> None:
    own = [place for place in gazetteer.find_places("Springfield") if place.named is NameKind.NAME]
    people = [place.population for place in own]
    assert len(people) > 5
    assert people == sorted(people, reverse=True)


def test_capitals_bind_where_a_word_would_be_meant_otherwise() -> None:
    assert gazetteer.find_bodies("IS")[0].key == "group/islamic-state"
    assert gazetteer.find_bodies("is") == ()


def test_country_is_found_by_its_people() -> None:
    for name in ("Iraqi", "Iraqis", "Iraq"):
        country = gazetteer.find_country(name)
        assert country is not None
        assert country.code == "IRQ"


def test_body_has_plover_codes() -> None:
    nato = gazetteer.find_body("Nato")
    council = gazetteer.find_body("UN Security Council")
    assert nato is not None and council is not None
    assert (nato.code, council.code) == ("IGO", "UNO")


def test_post_ends() -> None:
    person = next(body for body in gazetteer.find_bodies("Tony Blair") if body.kind is BodyKind.PERSON)
    assert person.sector_on("2003-03-20") == "GOV"
    assert person.sector_on("2010-01-01") == "ELI"


def test_unknown_names_are_not_guessed() -> None:
    assert gazetteer.find_places("Qwertzuiop") == ()
    assert gazetteer.find_body("Qwertzuiop Trading") is None
    assert gazetteer.sector_of("umbrella") == ""


def test_longest_key_stops_at_a_word() -> None:
    assert gazetteer.longest_key("new york times reporter") == "new york times"
    assert gazetteer.longest_key("erbilx is no town") == ""
