"""Senses of place names: what stands beside a name and elsewhere in the text decides."""

import pytest
from tests.parses import ground_text

from sayso.model import Toponym


def toponyms(text: str) -> dict[str, Toponym]:
    return {place.text: place for place in ground_text(text).toponyms}


@pytest.mark.parametrize(
    ("text", "name", "country", "lat", "lon"),
    [
        ("A ferry left Alexandria for Piraeus on Sunday.", "Alexandria", "EGY", 31.2, 29.9),
        ("A ferry left Alexandria, Virginia, on Sunday.", "Alexandria", "USA", 38.8, -77.0),
        ("The trial was moved from Birmingham, Alabama, to Mobile.", "Birmingham", "USA", 33.5, -86.8),
        ("The trial was moved from Birmingham, Alabama, to Mobile.", "Mobile", "USA", 30.7, -88.0),
        ("The trial was moved from Birmingham to Coventry and Leeds.", "Birmingham", "GBR", 52.5, -1.9),
        ("Shelling was heard in Tripoli, Lebanon.", "Tripoli", "LBN", 34.4, 35.8),
        ("A bomb went off in Paris, France.", "Paris", "FRA", 48.9, 2.3),
        ("The mine near Marikana, South Africa, was closed.", "Marikana", "ZAF", -25.7, 27.5),
        ("St. Petersburg hosted the summit, Russian officials said.", "St. Petersburg", "RUS", 59.9, 30.3),
        ("St. Petersburg, Florida, was flooded.", "St. Petersburg", "USA", 27.8, -82.7),
        ("In Bethlehem, Pa., the steel mill closed.", "Bethlehem", "USA", 40.6, -75.4),
        ("Moscow, Idaho, has a fair.", "Moscow", "USA", 46.7, -117.0),
        ("Georgian troops left Gori.", "Gori", "GEO", 42.0, 44.1),
        ("The Turkish town of Suruc was bombed.", "Suruc", "TUR", 37.0, 38.4),
        ("Troops left Homs, Hama and Aleppo.", "Homs", "SYR", 34.7, 36.7),
        ("A court in The Hague heard the case.", "The Hague", "NLD", 52.1, 4.3),
    ],
)
def test_name_is_resolved_to_a_position(text: str, name: str, country: str, lat: float, lon: float) -> None:
    place = toponyms(text)[name]
    assert place.country == country
    assert place.lat is not None
    assert place.lon is not None
    assert abs(place.lat - lat) < 0.3
    assert abs(place.lon - lon) < 0.3


@pytest.mark.parametrize(
    ("text", "name", "country", "feature"),
    [
        ("Refugees crossed the Mediterranean Sea to Lampedusa.", "Mediterranean Sea", "", "SEA"),
        ("Refugees crossed the Mediterranean Sea to Lampedusa.", "Lampedusa", "ITA", "ISL"),
        ("Police closed Heathrow Airport.", "Heathrow Airport", "GBR", "AIRP"),
        ("The camp at Zaatari was full.", "Zaatari", "JOR", "CMP"),
        ("Rockets hit Bagram Airfield.", "Bagram Airfield", "AFG", "AIRB"),
        ("The crisis in the Sahel spread to Burkina Faso.", "Sahel", "", "RGN"),
        ("The crisis in the Sahel spread to Burkina Faso.", "Burkina Faso", "BFA", "PCLI"),
        ("Farmers in the Punjab province of Pakistan struck.", "Punjab", "PAK", "ADM1"),
        ("He was born in Victoria, Australia.", "Victoria", "AUS", "ADM1"),
        ("Residents of Lagos State and Ogun State protested.", "Lagos State", "NGA", "ADM1"),
        ("The Golan Heights were shelled.", "Golan Heights", "SYR", "RGN"),
        ("The Jordan River ran dry.", "Jordan River", "", "STM"),
        ("Officials in Kyiv and Georgian troops met.", "Georgian", "GEO", "PCLI"),
        ("Talks in Vienna between Iran and the E3 resumed.", "Vienna", "AUT", "PPLC"),
    ],
)
def test_name_has_the_feature_of_its_place(text: str, name: str, country: str, feature: str) -> None:
    place = toponyms(text)[name]
    assert (place.country, place.feature) == (country, feature)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The Washington Post reported the find.", "Washington"),
        ("She read about Troy in school.", "Troy"),
        ("Sydney Brown won the race in Cairns.", "Sydney"),
        ("Manchester United beat Chelsea.", "Manchester"),
        ("Manchester United beat Chelsea.", "Chelsea"),
        ("The Jordan River ran dry.", "Jordan"),
        ("Police closed Heathrow Airport.", "Heathrow"),
        ("The China shop was robbed.", "shop"),
        ("Nancy Holt spoke. Holt smiled.", "Nancy"),
    ],
)
def test_name_of_something_else_is_no_place(text: str, name: str) -> None:
    assert name not in toponyms(text)


@pytest.mark.parametrize(
    ("open_", "settled", "name"),
    [
        ("A ferry left Alexandria.", "A ferry left Alexandria, Egypt.", "Alexandria"),
        ("A strike began in Córdoba.", "A strike began in Córdoba, Argentina.", "Córdoba"),
        ("Fans met in Santiago.", "Fans met in Santiago. Chile had won.", "Santiago"),
    ],
)
def test_context_raises_the_confidence(open_: str, settled: str, name: str) -> None:
    assert toponyms(settled)[name].confidence > toponyms(open_)[name].confidence


def test_other_towns_of_a_country_settle_a_name_with_no_comma() -> None:
    greek = toponyms("Athens was hit by a strike. Ferries stayed in Piraeus and Patras.")["Athens"]
    american = toponyms("Athens was hit by a storm. Roofs flew in Atlanta, Macon and Augusta, Georgia.")
    assert greek.country == "GRC"
    assert american["Atlanta"].country == american["Macon"].country == "USA"


def test_places_come_in_text_order_and_do_not_change_with_order_of_asking() -> None:
    text = "They fled from Al-Hasakah to Deir ez-Zor, and from there to Erbil in Iraq."
    starts = [place.start for place in ground_text(text).toponyms]
    assert starts == sorted(starts)
    assert len(starts) == 4
