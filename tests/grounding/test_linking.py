"""Mentions of many kinds, each with the entity, country and sector that it is linked to."""

from datetime import date

import pytest
from tests.parses import ground_text, parse

from sayso.grounding.agents import phrase_sector
from sayso.model import NamedEntity

PUBLISHED = date(2015, 8, 20)

# text, mention, entity, country, sector
ROWS = [
    (
        "Boko Haram militants attacked a base of the Nigerian army near Maiduguri.",
        "Boko Haram militants",
        "group/boko-haram",
        "NGA",
        "REB",
    ),
    (
        "Boko Haram militants attacked a base of the Nigerian army near Maiduguri.",
        "Nigerian army",
        "country/NGA/MIL",
        "NGA",
        "MIL",
    ),
    ("Turkish police arrested a baker on Monday.", "Turkish police", "country/TUR/COP", "TUR", "COP"),
    ("Israel's parliament, the Knesset, passed the bill.", "Knesset", "office/knesset", "ISR", "LEG"),
    (
        "Israel's parliament, the Knesset, passed the bill.",
        "Israel's parliament",
        "country/ISR/LEG",
        "ISR",
        "LEG",
    ),
    ("Supporters of Hamas marched through Gaza City.", "Hamas", "group/hamas", "PSE", "REB"),
    ("NATO said its troops had left Kabul.", "NATO", "organization/nato", "", "MIL"),
    (
        "The European Union imposed sanctions on Belarus.",
        "European Union",
        "organization/european-union",
        "",
        "GOV",
    ),
    ("The European Union imposed sanctions on Belarus.", "Belarus", "country/BLR", "BLR", "GOV"),
    (
        "Doctors Without Borders closed its ward in Aden.",
        "Doctors Without Borders",
        "organization/medecins-sans-frontieres",
        "",
        "MED",
    ),
    (
        "A nurse of Médecins Sans Frontières confirmed it.",
        "Médecins Sans Frontières",
        "organization/medecins-sans-frontieres",
        "",
        "MED",
    ),
    ("The Kremlin denied the report.", "Kremlin", "office/kremlin", "RUS", "GOV"),
    ("Beijing protested, and Chinese officials met.", "Beijing", "country/CHN", "CHN", "GOV"),
    (
        "Beijing summoned the ambassador of Japan.",
        "ambassador",
        "country/JPN/GOV/ambassador",
        "JPN",
        "GOV",
    ),
    (
        "President Uhuru Kenyatta met Narendra Modi in Nairobi.",
        "Uhuru Kenyatta",
        "person/KEN/uhuru-kenyatta",
        "KEN",
        "GOV",
    ),
    (
        "President Uhuru Kenyatta met Narendra Modi in Nairobi.",
        "Narendra Modi",
        "person/IND/narendra-modi",
        "IND",
        "GOV",
    ),
    (
        "UN peacekeepers were shot at in Bangui.",
        "UN peacekeepers",
        "organization/united-nations/MIL/peacekeeper",
        "",
        "MIL",
    ),
    ("The Houthis shelled Taiz.", "Houthis", "group/houthis", "YEM", "REB"),
    ("Russian-backed separatists shelled Mariupol.", "separatists", "e1", "", "REB"),
    ("The Bank of England raised rates.", "Bank of England", "office/bank-of-england", "GBR", "BUS"),
    (
        "Al Jazeera reported that two Egyptian soldiers had died.",
        "Al Jazeera",
        "outlet/al-jazeera",
        "QAT",
        "JRN",
    ),
    (
        "Al Jazeera reported that two Egyptian soldiers had died.",
        "Egyptian soldiers",
        "country/EGY/MIL",
        "EGY",
        "MIL",
    ),
    (
        "South Korean lawmakers voted on Friday.",
        "South Korean lawmakers",
        "country/KOR/LEG",
        "KOR",
        "LEG",
    ),
    ("The YPG captured Tal Abyad.", "YPG", "group/peoples-protection-units", "SYR", "REB"),
    ("Chadian rebels crossed into Cameroon.", "Chadian rebels", "country/TCD/REB", "TCD", "REB"),
    ("Colombia's FARC freed a general.", "FARC", "group/farc", "COL", "REB"),
    (
        "The Iranian Revolutionary Guards seized a ship.",
        "Iranian Revolutionary Guards",
        "group/revolutionary-guards",
        "IRN",
        "MIL",
    ),
    ("Protesters in Leeds blocked a road.", "Protesters", "e1", "", "OPP"),
]


def entities(text: str, published: date | None = PUBLISHED) -> dict[str, NamedEntity]:
    found = ground_text(text, published).entities
    return {mention.text: entity for entity in found for mention in entity.mentions}


@pytest.mark.parametrize(("text", "mention", "id_", "country", "sector"), ROWS)
def test_mention_is_linked(text: str, mention: str, id_: str, country: str, sector: str) -> None:
    entity = entities(text)[mention]
    assert (entity.id, entity.country, entity.sector) == (id_, country, sector)
    assert entity.gazetteer == (None if id_ == "e1" else entity.gazetteer)


@pytest.mark.parametrize(
    ("text", "name", "country", "sector"),
    [
        ("The Kenyan foreign minister, Amina Hassan, flew to Oslo.", "Amina Hassan", "KEN", "GOV"),
        ("The mayor of Caracas, Antonio Ledezma, was arrested.", "Antonio Ledezma", "VEN", "GOV"),
        ("Former US president Jimmy Carter travelled to Pyongyang.", "Jimmy Carter", "USA", "GOV"),
        ("Texas governor Greg Abbott signed the bill.", "Greg Abbott", "USA", "GOV"),
        ("Lebanese army commander Jean Kahwaji visited Zahle.", "Jean Kahwaji", "LBN", "MIL"),
        ("Helen Okafor, a teacher, opened the school.", "Helen Okafor", "", "EDU"),
        ("Helen Okafor opened the school.", "Helen Okafor", "", ""),
        ("A judge, Laura Becker, freed the men.", "Laura Becker", "", "JUD"),
        ("The police chief, Paul Reyes, was hurt.", "Paul Reyes", "", "COP"),
        ("Rebel commander Omar Saleh fled.", "Omar Saleh", "", "REB"),
    ],
)
def test_words_beside_a_name_give_country_and_sector(text: str, name: str, country: str, sector: str) -> None:
    entity = entities(text)[name]
    assert (entity.name, entity.country, entity.sector) == (name, country, sector)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Rosa Quintero left. Quintero gave no reason.", {"Rosa Quintero", "Quintero"}),
        ("Dr Rosa Quintero left. Dr. Quintero gave no reason.", {"Rosa Quintero", "Quintero"}),
        ("Rosa M. Quintero left. Rosa Quintero gave no reason.", {"Rosa M. Quintero", "Rosa Quintero"}),
        ("Ahmed al-Sayed left. Mr Sayed gave no reason.", {"Ahmed al-Sayed", "Sayed"}),
        (
            "The Northern Fisheries Council (NFC) met. The NFC set limits.",
            {"Northern Fisheries Council", "NFC"},
        ),
        ("The mayor, Tom Reyes, left. He smiled.", {"mayor", "Tom Reyes", "He"}),
    ],
)
def test_longer_and_shorter_names_are_one_entity(text: str, names: set[str]) -> None:
    found = ground_text(text, PUBLISHED).entities
    assert names in [{mention.text for mention in entity.mentions} for entity in found]


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("Rosa Quintero met Luis Quintero. Both left.", ("Rosa Quintero", "Luis Quintero")),
        (
            "French police met German police in Metz.",
            ("French police", "German police"),
        ),
        (
            "Iraqi soldiers and Iraqi judges met.",
            ("Iraqi soldiers", "Iraqi judges"),
        ),
        ("Sudan and South Sudan signed the pact.", ("Sudan", "South Sudan")),
        ("Niger and Nigeria signed the pact.", ("Niger", "Nigeria")),
    ],
)
def test_likenesses_stay_apart(text: str, apart: tuple[str, str]) -> None:
    found = entities(text)
    assert found[apart[0]].id != found[apart[1]].id


@pytest.mark.parametrize(
    "text",
    [
        "The old bridge was closed after the flood.",
        "Rain fell on the market hall for a week.",
        "The turkey was served with china cups.",
        "It may march on, the Monday after.",
    ],
)
def test_ordinary_words_are_no_entities(text: str) -> None:
    assert ground_text(text, PUBLISHED).entities == ()


@pytest.mark.parametrize(
    ("text", "last", "sector", "words"),
    [
        ("The police left.", "police", "COP", "police"),
        ("The riot police left.", "police", "COP", "riot police"),
        ("The prime minister left.", "minister", "GOV", "prime minister"),
        ("Two nurses left.", "nurses", "MED", "nurses"),
        ("The attorney general left.", "general", "JUD", "attorney general"),
        ("The bridge fell.", "bridge", "", "bridge"),
    ],
)
def test_longest_agent_phrase_gives_the_sector(text: str, last: str, sector: str, words: str) -> None:
    found = parse(text)
    i = next(token.i for token in found.tokens if token.text == last)
    name, first = phrase_sector(found, i)
    assert (name, found.span(first, i + 1).text) == (sector, words)


@pytest.mark.parametrize(
    ("text", "agent", "id_"),
    [
        ("China's commerce ministry met.", "China's commerce ministry", "country/CHN/GOV/commerce-ministry"),
        ("The ministry of commerce of China met.", None, "country/CHN"),
        ("The army of Chad met.", "army", "country/TCD/MIL"),
        ("Anti-US protesters met.", "protesters", "e1"),
        ("A US-trained pilot left.", None, "country/USA"),
    ],
)
def test_owner_stands_before_or_behind_of(text: str, agent: str | None, id_: str) -> None:
    found = entities(text)
    if agent is None:
        assert id_ in {entity.id for entity in found.values()}
    else:
        assert found[agent].id == id_
