"""Words that denote an event, its type and mode, and words that only look like one."""

import pytest
from tests.parses import parse

from sayso.coding.triggers import find_triggers, match_triggers

Row = tuple[str, str, str]


def triggers(text: str) -> list[Row]:
    found = parse(text)
    return [
        (trigger.span(found).text, trigger.type, trigger.mode)
        for trigger in find_triggers(found, match_triggers(found))
    ]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("Gunmen gunned down a guard.", ("gunned down", "ASSAULT", "firearms")),
        ("Three soldiers were shot dead near Donetsk.", ("shot dead", "ASSAULT", "firearms")),
        ("Planes bombed the depot.", ("bombed", "ASSAULT", "aerial")),
        ("A drone strike hit the depot.", ("drone strike", "ASSAULT", "drone")),
        ("The shelling of the town went on.", ("shelling", "ASSAULT", "heavy-weapons")),
        ("A suicide bomber blew up a checkpoint.", ("blew up", "ASSAULT", "explosives")),
        ("Vandals torched the archive.", ("torched", "ASSAULT", "destroy")),
        ("The ministers discussed the dam.", ("discussed", "CONSULT", "")),
        ("The ministers held talks in Oslo.", ("held talks", "CONSULT", "")),
        ("The envoy visited the camp.", ("visited", "CONSULT", "visit")),
        ("The leaders spoke in a phone call on Monday.", ("phone call", "CONSULT", "phone")),
        ("Police detained the editor.", ("detained", "COERCE", "arrest")),
        ("Customs seized the ship.", ("seized", "COERCE", "seize")),
        ("The court banned the party.", ("banned", "COERCE", "ban")),
        ("The court convicted the mayor.", ("convicted", "SANCTION", "convict")),
        ("Britain imposed sanctions on Belarus.", ("imposed sanctions", "SANCTION", "discontinue")),
        ("Norway expelled two diplomats.", ("expelled", "SANCTION", "expel")),
        ("Miners protested in Lima.", ("protested", "PROTEST", "demo")),
        ("Nurses rallied in Lima.", ("rallied", "PROTEST", "demo")),
        ("The senate praised the envoy.", ("praised", "SUPPORT", "")),
        ("The rebels freed the men.", ("freed", "RETREAT", "release")),
        ("The elected mayor resigned.", ("resigned", "RETREAT", "resign")),
        ("Turkey rejected the plan.", ("rejected", "REJECT", "")),
        ("Turkey urged restraint.", ("urged", "REQUEST", "")),
        ("Turkey accused Greece of a breach.", ("accused", "ACCUSE", "allege")),
        ("The two states signed the treaty.", ("signed", "AGREE", "")),
        ("The rebels threatened the mayor.", ("threatened", "THREATEN", "")),
        ("A ferry capsized off Crete.", ("capsized", "INCIDENT", "")),
        ("A landslide buried the road.", ("landslide", "INCIDENT", "")),
    ],
)
def test_event_has_type_and_mode(text: str, row: Row) -> None:
    assert triggers(text) == [row]


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("A blaze killed 90 people.", "INCIDENT"),
        ("An earthquake killed 90 people.", "INCIDENT"),
        ("The flood injured two boys.", "INCIDENT"),
        ("Gunmen killed 90 people.", "ASSAULT"),
        ("Gunmen killed 90 people after the earthquake.", "ASSAULT"),
        ("A bomb killed 90 people.", "ASSAULT"),
    ],
)
def test_harm_that_nobody_meant_is_an_incident(text: str, type_: str) -> None:
    assert [type_] == [t for word, t, _ in triggers(text) if word in ("killed", "injured")]


@pytest.mark.parametrize(
    "text",
    [
        "The elected officials have a new office.",
        "The mayor said the weather was fine.",
        "The striking miners sat in the hall.",
        "The attack dog slept.",
        "Peace is a fine thing.",
    ],
)
def test_description_is_no_event(text: str) -> None:
    assert triggers(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Gunmen attacked a market. The attack shocked many.", ["attacked"]),
        ("Gunmen attacked a market. The attack on a school came later.", ["attacked", "attack"]),
        ("The president demanded the withdrawal of the troops.", ["demanded"]),
        ("The president condemned the attack on the market.", ["condemned"]),
        ("The president accused rebels of attacking the market.", ["accused", "attacking"]),
        ("Police arrested and jailed the students.", ["arrested", "jailed"]),
        ("Clashes and protests spread.", ["Clashes", "protests"]),
    ],
)
def test_noun_that_is_asked_for_or_told_before_is_no_claim_of_its_own(text: str, words: list[str]) -> None:
    assert [word for word, _, _ in triggers(text)] == words


BODY = "\n\nThe police had met the miners for an hour."


@pytest.mark.parametrize(
    ("headline", "row"),
    [
        ("Police Arrest Twelve Miners", ("Arrest", "COERCE", "arrest")),
        ("Miners Protest in Lima", ("Protest", "PROTEST", "demo")),
        ("Border Clashes Kill Ten", ("Clashes", "ASSAULT", "")),
    ],
)
def test_words_of_a_headline_may_be_noun_or_verb(headline: str, row: Row) -> None:
    assert row in triggers(headline + BODY)


def test_triggers_come_in_text_order_one_a_word() -> None:
    text = "Rebels attacked Goma, killed ten men and fled after talks with the army had failed."
    found = parse(text)
    heads = [trigger.head for trigger in find_triggers(found, match_triggers(found))]
    assert heads == sorted(set(heads))
    assert len(heads) >= 4
