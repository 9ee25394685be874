"""Who is named."""

from datetime import date
from pathlib import Path

import pytest
from benchmarks.floors import below
from benchmarks.score_entities import score_entities

from sayso.grounding import ground
from sayso.grounding.entities import find_entities
from sayso.language import parse_text
from sayso.model import NamedEntity


def entities(text: str, published: date | None = None) -> dict[str, NamedEntity]:
    return {
        mention.text: entity
        for entity in find_entities(parse_text(text), published)
        for mention in entity.mentions
    }


def test_country_is_one_thing_under_all_its_names() -> None:
    found = entities(
        "The US sent aid on Monday. The Americans promised more, and Washington plans a second shipment."
    )
    assert {found[name].id for name in ("US", "Americans", "Washington")} == {"country/USA"}


def test_capital_is_no_government_where_nothing_is_done() -> None:
    found = entities("The talks took place in Washington on Monday.")
    assert "Washington" not in found or found["Washington"].id != "country/USA"


def test_adjective_and_troops_are_the_army_of_a_country() -> None:
    found = entities("US troops left the town on Friday.")
    troops = found["US troops"]
    assert (troops.code, troops.country, troops.sector) == ("USA", "USA", "MIL")


def test_parliament_of_a_country_is_told_from_its_government() -> None:
    found = entities("The Iraqi parliament voted on Sunday. Later the Iraqi government resigned.")
    assert found["Iraqi parliament"].sector == "LEG"
    assert found["Iraqi government"].sector == "GOV"
    assert found["Iraqi parliament"].id != found["Iraqi government"].id


def test_armed_group_is_one_thing_under_all_its_names() -> None:
    found = entities(
        "ISIL took the village in May. Fighters of Daesh left it in June, and Islamic State said nothing."
    )
    assert {found[name].id for name in ("ISIL", "Daesh", "Islamic State")} == {"group/islamic-state"}
    assert found["ISIL"].sector == "REB"


def test_is_in_small_letters_is_no_group() -> None:
    assert "is" not in entities("The bridge is closed to all lorries.")


def test_surname_stands_for_the_person_told_in_full_before() -> None:
    found = entities("Mayor Helen Okafor opened the bridge. Okafor thanked the workers.")
    assert found["Okafor"].id == found["Helen Okafor"].id
    assert found["Helen Okafor"].name == "Helen Okafor"


def test_title_and_country_before_a_name_give_its_codes() -> None:
    found = entities("Norwegian Defence Minister Kari Solheim visited the base on Tuesday.")
    assert (found["Kari Solheim"].country, found["Kari Solheim"].sector) == ("NOR", "GOV")


def test_acronym_told_in_the_text_is_its_organisation() -> None:
    found = entities("The Harbour Workers Federation (HWF) called a strike. The HWF wants higher pay.")
    assert found["HWF"].id == found["Harbour Workers Federation"].id


def test_office_holder_of_the_day_is_known() -> None:
    found = entities("Angela Merkel met reporters in Berlin on Tuesday.", date(2015, 9, 1))
    assert found["Angela Merkel"].gazetteer is not None
    assert (found["Angela Merkel"].country, found["Angela Merkel"].sector) == ("DEU", "GOV")


def test_outlet_has_its_country() -> None:
    found = entities("Two guards were hurt, Rudaw reported on Sunday.")
    assert (found["Rudaw"].country, found["Rudaw"].sector) == ("IRQ", "JRN")


def test_mentions_are_spans_of_the_text() -> None:
    text = (
        "The French foreign ministry told Reuters that Jean Moreau, its spokesman, would meet the Red Cross."
    )
    for entity in find_entities(parse_text(text), None):
        for mention in entity.mentions:
            assert text[mention.start : mention.end] == mention.text


def test_local_ids_are_numbered_in_text_order() -> None:
    found = find_entities(parse_text("Mia Lund met Pavel Novotny in a cafe near the old mill."), None)
    assert [entity.id for entity in found if entity.gazetteer is None] == ["e1", "e2"]


def test_titled_surname_of_somebody_known_is_enough() -> None:
    found = entities("Chancellor Merkel spoke in Bonn.", date(2012, 3, 1))
    assert found["Merkel"].name == "Angela Merkel"


def test_gender_of_a_title_tells_two_of_one_surname_apart() -> None:
    found = entities("Kathryn Holt and Edward Holt ran the mill. Mr Holt kept the books.")
    assert any(mention.start > 40 for mention in found["Edward Holt"].mentions), (
        "the last mention is Edward's"
    )


def test_regime_of_a_ruler_is_his_countrys_government() -> None:
    found = entities("The Assad regime shelled the town on Monday.")
    assert found["Assad regime"].id == "country/SYR/GOV"


@pytest.mark.parametrize(
    ("agents", "name"),
    [
        ("Boko Haram fighters", "Boko Haram"),
        ("Al-Shabaab militants", "Al-Shabaab"),
        ("al-Qaeda gunmen", "al-Qaeda"),
        ("Hezbollah rockets and Hezbollah fighters", "Hezbollah"),
    ],
)
def test_fighters_of_a_group_are_the_group(agents: str, name: str) -> None:
    found = entities(f"{agents} burned the market.")
    assert name in {entity.name for mention, entity in found.items() if mention.startswith(name)}


def test_half_a_word_owns_nothing() -> None:
    found = entities("US-backed rebels took the airfield.")
    assert "country/USA" not in found["rebels"].id


def test_the_government_is_that_of_the_one_country_told() -> None:
    found = entities(
        "The Peruvian government raised the tax. Farmers blocked roads until the government gave way."
    )
    assert found["government"].id == "country/PER/GOV"


def test_pronoun_is_a_mention_of_its_name() -> None:
    found = entities("Rosa Quintero left the meeting early. She gave no reason.")
    assert found["She"].id == found["Rosa Quintero"].id


def test_post_in_apposition_is_the_person() -> None:
    found = entities("The Chilean finance minister, Laura Pizarro, resigned.")
    assert found["Chilean finance minister"].id == found["Laura Pizarro"].id


def test_arabic_surname_after_a_country_is_no_country() -> None:
    found = entities("Abu Omar al-Kuwaiti was killed in a strike.")
    assert all(entity.id != "country/KWT" for entity in found.values())


def named(text: str, words: str) -> str:
    parse = parse_text(text)
    start = text.index(words)
    entity = ground(parse, None).entity_of(parse, start, start + len(words))
    return entity.name if entity else ""


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        (
            "They freed journalist and blogger Omar Saleh on Friday.",
            "journalist and blogger Omar Saleh",
            "Omar Saleh",
        ),
        (
            "He denounced the killing by police of a boy, Omar Saleh, in Athens. The boy was 15.",
            "police of a boy",
            "police",
        ),
        ("The murder of Omar Saleh shocked the town.", "The murder of Omar Saleh", ""),
        ("The army killed scores of Syrian soldiers.", "scores of Syrian soldiers", "Syria military"),
        (
            "He praised the government and people of Iraq.",
            "the government and people of Iraq",
            "Iraq government",
        ),
        (
            "Officials of the foreign ministry of Iran met on Monday.",
            "Officials of the foreign ministry of Iran",
            "Iran official",
        ),
        (
            "China's commerce ministry said it would appeal.",
            "China's commerce ministry",
            "China commerce ministry",
        ),
        (
            "The US Secretary of State left on Monday.",
            "The US Secretary of State",
            "United States secretary of state",
        ),
        ("He was quoted by the al-Ahd news website.", "the al-Ahd news website", "Al-Ahd"),
        ("Ali al-Qameni spoke on Monday.", "Ali al-Qameni", "Ali al-Qameni"),
        ("Kerala moved the court on Saturday.", "Kerala", "Kerala"),
    ],
)
def test_phrase_names_whom_its_words_tell(text: str, words: str, name: str) -> None:
    assert named(text, words) == name


def test_ministries_of_one_country_are_two_things() -> None:
    found = entities("China's commerce ministry spoke first. The Chinese foreign ministry followed.")
    ids = {entity.id for entity in found.values() if "ministry" in entity.name}
    assert len(ids) == 2


def test_surname_after_a_title_is_the_person_named_in_full() -> None:
    found = entities("Assistant district attorney Gail Fairman spoke. “She shot them,” says ADA Fairman.")
    assert found["Fairman"].name == "Gail Fairman"


@pytest.mark.parametrize(
    ("title", "surname", "full"),
    [("Gov.", "Hale", "Peter Hale"), ("Mayor", "Okafor", "Helen Okafor"), ("Sen.", "Lund", "Karin Lund")],
)
def test_titled_surname_is_not_somebody_named_in_full_only_later(title: str, surname: str, full: str) -> None:
    text = (
        f"{title} {surname} signed the order on Monday. {surname} spoke in Salem.\n\n"
        f"In Sacramento, {title} {full} said no. {surname} called it a mistake."
    )
    mentions = {
        entity.name: [m.start for m in entity.mentions] for entity in find_entities(parse_text(text), None)
    }
    later = text.index(full)
    assert all(start < later for start in mentions[surname])
    assert len(mentions[surname]) == 2
    assert min(mentions[full]) == later
    assert text.rindex(surname) in mentions[full], "the last surname is that of the last named"


def test_surname_in_a_title_is_the_person_named_below() -> None:
    text = "Okafor opens the bridge\n\nMayor Helen Okafor opened it on Monday. The bridge is new."
    assert any(
        entity.name == "Helen Okafor" and len(entity.mentions) == 2
        for entity in find_entities(parse_text(text), None)
    )


@pytest.mark.quality
def test_linking_of_labelled_mentions_does_not_fall(shared: Path) -> None:
    figures = score_entities(shared / "data" / "claims" / "train")
    assert not below(figures, "entities")


@pytest.mark.parametrize(
    "text",
    [
        "PA reports that two men were arrested in Leeds on Friday.",
        "A spokesman told PA that the firm had sacked 40 workers.",
        "The PA understands that the minister will resign.",
        "The actor's agent told the PA news agency that he had died.",
        "The PA says the singer will leave the band.",
        "In Belfast, the PA was given a copy of the letter.",
    ],
)
def test_pa_is_the_press_association_beside_british_news_and_reporting(text: str) -> None:
    assert entities(text)["PA"].name == "Press Association"


@pytest.mark.parametrize(
    "text",
    [
        "The PA arrested three Hamas members in Ramallah.",
        "Israel said the PA had kept the taxes.",
        "Officials told the PA that Gaza was closed.",
        "The PA says that Abbas will visit Cairo.",
        "Police of the PA were sent to Jenin.",
        "The Palestinian Authority rejected the offer. The PA said talks were over.",
    ],
)
def test_pa_is_the_palestinian_authority_beside_its_names(text: str) -> None:
    assert entities(text)["PA"].name == "Palestinian Authority"


@pytest.mark.parametrize("text", ["He spoke over the PA of the hall.", "Her PA resigned on Monday."])
def test_pa_is_nobody_without_either(text: str) -> None:
    assert "PA" not in entities(text)
