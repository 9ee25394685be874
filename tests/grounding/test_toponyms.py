"""Places named and resolved."""

import pytest

from sayso.grounding.entities import find_entities
from sayso.grounding.toponyms import find_toponyms
from sayso.language import parse_text
from sayso.model import Toponym


def toponyms(text: str) -> dict[str, Toponym]:
    parse = parse_text(text)
    return {toponym.text: toponym for toponym in find_toponyms(parse, find_entities(parse, None))}


def test_town_has_its_geonames_id_and_position() -> None:
    place = toponyms("A convoy reached Mosul on Monday.")["Mosul"]
    assert (place.geonameid, place.country) == (99072, "IRQ")
    assert place.lat is not None
    assert abs(place.lat - 36.3) < 0.1


def test_state_behind_a_comma_settles_the_town() -> None:
    place = toponyms("Fire crews were sent to Springfield, Ohio, late on Friday.")["Springfield"]
    assert place.country == "USA"
    assert place.lat is not None
    assert abs(place.lat - 39.9) < 0.2


def test_short_form_of_a_state_is_read() -> None:
    places = toponyms("The plant in Augusta, Ga., was closed.")
    assert places["Ga."].name == "Georgia"
    assert places["Augusta"].lat is not None
    assert abs(places["Augusta"].lat - 33.5) < 0.2


def test_other_places_of_the_document_settle_a_shared_name() -> None:
    caucasus = toponyms("Officials from Tbilisi and Batumi met in Georgia to discuss the harvest.")["Georgia"]
    south = toponyms("Officials from Atlanta and Savannah met in Georgia to discuss the harvest.")["Georgia"]
    assert caucasus.country == "GEO"
    assert (south.country, south.feature) == ("USA", "ADM1")


def test_name_means_one_place_throughout() -> None:
    text = "Paris, Texas, held its fair on Sunday. The mayor said Paris was proud. Dallas sent a band."
    parse = parse_text(text)
    found = [one for one in find_toponyms(parse, ()) if one.text == "Paris"]
    assert len(found) == 2
    assert len({one.geonameid for one in found}) == 1


def test_base_is_found_under_press_spellings() -> None:
    for spelling in ("Ein al-Assad", "Ain al-Asad", "Ayn al-Asad"):
        place = toponyms(f"Three rockets hit {spelling} on Tuesday, the army said.")[spelling]
        assert (place.feature, place.country) == ("AIRB", "IRQ")


def test_pronoun_is_no_town() -> None:
    assert "We" not in toponyms("We closed the bridge to Mosul.")


def test_people_are_no_places() -> None:
    assert "Jordan" not in toponyms("Michael Jordan spoke first. Jordan thanked his coach.")


def test_street_is_no_town() -> None:
    assert "Lancaster" not in toponyms("The shop on Lancaster Road was robbed.")


def test_county_is_found_as_a_whole() -> None:
    place = toponyms("Deputies in Licking County, Ohio, found the car.")["Licking County"]
    assert place.feature == "ADM2"


def test_spans_are_of_the_text() -> None:
    text = "Rain fell in Basra, Kuwait City and along the Persian Gulf; Iraqi farmers were glad."
    parse = parse_text(text)
    found = find_toponyms(parse, find_entities(parse, None))
    assert {one.text for one in found} >= {"Basra", "Kuwait City", "Persian Gulf", "Iraqi"}
    assert all(text[one.start : one.end] == one.text and 0 <= one.confidence <= 1 for one in found)


def test_unknown_spelling_is_found_in_a_country_told() -> None:
    place = toponyms("Syrian refugees came back to Ar-Rakka in spring.").get("Ar-Rakka")
    assert place is not None
    assert place.country == "SYR"


def test_half_of_a_double_surname_is_no_place() -> None:
    assert "Lincoln" not in toponyms("The senator Lincoln-Abreu voted against the bill.")


def test_first_name_is_no_town() -> None:
    assert "Florence" not in toponyms("The nurse Florence smiled and left.")


def test_seat_of_an_office_is_a_place_only_where_one_is_at_it() -> None:
    assert "White House" in toponyms("Protesters gathered outside the White House.")
    assert "White House" not in toponyms("The White House rejected the plan.")


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Two workers were killed at a plant in Philadelphia.", "Philadelphia", "USA"),
        ("Protesters marched in Kiev on Monday.", "Kiev", "UKR"),
        ("Troops entered Teheran at noon.", "Teheran", "IRN"),
        ("The envoy flew to Peking.", "Peking", "CHN"),
    ],
)
def test_capital_by_another_name_is_one_where_no_larger_town_is_so_called(
    text: str, name: str, country: str
) -> None:
    assert toponyms(text)[name].country == country
