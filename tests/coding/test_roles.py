"""Actors, recipients and objects in each construction."""

import pytest
from tests.parses import ground_text, parse

from sayso.coding.roles import find_roles, make_participant, name_participant
from sayso.coding.triggers import match_triggers


def roles(text: str, word: str) -> tuple[list[str], list[str], str | None]:
    """The participants of the trigger that contains a word."""
    found, grounding = parse(text), ground_text(text)
    trigger = next(t for t in match_triggers(found) if word in t.span(found).text)
    read = find_roles(found, found.tokens[trigger.head])
    return (
        [make_participant(found, grounding, head).text for head in read.actors],
        [make_participant(found, grounding, head).text for head in read.recipients],
        found.span(*read.object).text if read.object else None,
    )


@pytest.mark.parametrize(
    ("text", "word", "actors", "recipients"),
    [
        ("Police arrested twelve students.", "arrested", ["Police"], ["twelve students"]),
        ("Twelve students were arrested by police.", "arrested", ["police"], ["Twelve students"]),
        ("The students arrested by police were tired.", "arrested", ["police"], ["The students"]),
        ("Police, who arrested the students, left.", "arrested", ["Police"], ["the students"]),
        ("The students, who were arrested, left.", "arrested", [], ["The students"]),
        ("Police arrested students and teachers.", "arrested", ["Police"], ["students", "teachers"]),
        ("France, Chad and Mali condemned the coup.", "condemned", ["France", "Chad", "Mali"], ["the coup"]),
        ("Police stopped and jailed the students.", "jailed", ["Police"], ["the students"]),
        ("Police wanted to arrest the students.", "arrest", ["Police"], ["the students"]),
        ("The judge told police to arrest the students.", "arrest", ["police"], ["the students"]),
        ("Police were ordered to arrest the students.", "arrest", ["Police"], ["the students"]),
        ("Police left after arresting the students.", "arresting", ["Police"], ["the students"]),
        ("Ten people died in a fire.", "died", [], ["Ten people"]),
        ("Villagers fled to Uganda.", "fled", [], ["Villagers"]),
        ("The president met with the pope.", "met", ["The president"], ["the pope"]),
        ("Police clashed with protesters.", "clashed", ["Police"], ["protesters"]),
        ("It attacked the base.", "attacked", ["It"], ["the base"]),
        ("Protesters marched in Tunis.", "marched", ["Protesters"], []),
        ("Two miners are dead.", "dead", [], ["Two miners"]),
        ("Turkey urged Greece to leave.", "urged", ["Turkey"], ["Greece"]),
    ],
)
def test_verb_has_its_participants(text: str, word: str, actors: list[str], recipients: list[str]) -> None:
    assert roles(text, word)[:2] == (actors, recipients)


@pytest.mark.parametrize(
    ("text", "word", "actors", "recipients"),
    [
        ("Talks between Iran and France began.", "Talks", ["Iran", "France"], []),
        ("The US attack on the camp failed.", "attack", ["US"], ["the camp"]),
        ("Chad's attack on the camp failed.", "attack", ["Chad"], ["the camp"]),
        ("The attack on the camp by rebels failed.", "attack", ["rebels"], ["the camp"]),
        ("Rebels carried out an attack on the port.", "attack", ["Rebels"], ["the port"]),
        ("Rebels launched attacks against the port.", "attacks", ["Rebels"], ["the port"]),
        ("The port suffered an attack.", "attack", [], ["The port"]),
        ("The town faced an invasion.", "invasion", [], ["The town"]),
        ("The arrest of the editor was illegal.", "arrest", [], ["the editor"]),
        ("Israeli raids killed two men.", "raids", ["Israeli"], []),
        ("The attack failed.", "attack", [], []),
    ],
)
def test_noun_has_its_participants(text: str, word: str, actors: list[str], recipients: list[str]) -> None:
    assert roles(text, word)[:2] == (actors, recipients)


@pytest.mark.parametrize(
    ("text", "word", "complement"),
    [
        ("Turkey urged Greece to leave the island.", "urged", "to leave the island"),
        ("Turkey accused Greece of violating the treaty.", "accused", "violating the treaty"),
        ("Rebels threatened to attack the base.", "threatened", "to attack the base"),
        ("The army denied attacking the base.", "denied", "attacking the base"),
        ("The army rejected the plan.", "rejected", "the plan"),
        ("The crowd demanded that the mayor resign.", "demanded", "that the mayor resign"),
        ("The mayor resigned.", "resigned", None),
    ],
)
def test_complement_is_the_object(text: str, word: str, complement: str | None) -> None:
    assert roles(text, word)[2] == complement


@pytest.mark.parametrize(
    ("text", "head", "phrase"),
    [
        ("The tall man who fled was hurt.", "man", "The tall man"),
        ("The man, a baker, was hurt.", "man", "The man"),
        ("Men and women were hurt.", "Men", "Men"),
        ("The mayor's brother was hurt.", "brother", "The mayor's brother"),
        ("The mayor's brother was hurt.", "mayor", "The mayor"),
        ("A spokesman for the ministry was hurt.", "spokesman", "A spokesman for the ministry"),
        ("The al-Qaim border post was hit.", "post", "The al-Qaim border post"),
    ],
)
def test_participant_is_the_fullest_noun_phrase(text: str, head: str, phrase: str) -> None:
    found = parse(text)
    i = next(token.i for token in found.tokens if token.text == head)
    assert make_participant(found, ground_text(text), i).text == phrase


def test_participant_has_its_entity() -> None:
    text = "Turkish police left the hall."
    found, grounding = parse(text), ground_text(text)
    entity = make_participant(found, grounding, 1).entity
    assert entity is not None
    assert entity.id == "country/TUR/COP"
    assert name_participant(found, grounding, found.span(4, 5)).entity is None
