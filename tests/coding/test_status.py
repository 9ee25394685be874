"""Status, negation and certainty of an event by the words around it."""

import pytest
from tests.parses import parse

from sayso.coding.status import Factuality, certain_status, classify_factuality, is_denied
from sayso.coding.trigger import Trigger
from sayso.coding.triggers import match_triggers
from sayso.model import Status

OCCURRED, ONGOING, PLANNED = Status.OCCURRED, Status.ONGOING, Status.PLANNED
DEMANDED, HYPOTHETICAL = Status.DEMANDED, Status.HYPOTHETICAL


def factuality(text: str, word: str = "") -> Factuality:
    """The factuality of the trigger that contains a word: by default of the attack."""
    found = parse(text)
    triggers = match_triggers(found)
    wanted = next(t for t in triggers if (word or "attack") in t.span(found).text.lower())
    return classify_factuality(found, wanted)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Rebels attacked the base.", OCCURRED),
        ("Rebels were attacking the base.", OCCURRED),
        ("Rebels had attacked the base.", OCCURRED),
        ("Rebels stopped attacking the base.", OCCURRED),
        ("The army said rebels attacked the base.", OCCURRED),
        ("The army, which attacked the base, will leave.", OCCURRED),
        ("Rebels are attacking the base.", ONGOING),
        ("Rebels have been attacking the base.", ONGOING),
        ("A rebel is attacking the base.", ONGOING),
        ("They’re attacking the base.", ONGOING),
        ("They're attacking the base.", ONGOING),
        ("He’s attacking the base.", ONGOING),
        ("Rebels currently attack the base.", ONGOING),
        ("Rebels began attacking the base.", ONGOING),
        ("Rebels began an attack on the base.", ONGOING),
        ("Rebels continued to attack the base.", ONGOING),
        ("Rebels are currently attacking the base.", ONGOING),
        ("The attack on the base continues.", ONGOING),
        ("The ongoing attack on the base worries the army.", ONGOING),
        ("Rebels will attack the base.", PLANNED),
        ("Rebels won't attack the base.", PLANNED),
        ("They’ll attack the base.", PLANNED),
        ("Rebels plan to attack the base.", PLANNED),
        ("Rebels plan an attack on the base.", PLANNED),
        ("Rebels will launch an attack on the base.", PLANNED),
        ("Rebels are expected to attack the base.", PLANNED),
        ("Rebels threatened to attack the base.", PLANNED),
        ("Rebels agreed to attack the base.", PLANNED),
        ("Rebels were to attack the base.", PLANNED),
        ("Rebels are ready to attack the base.", PLANNED),
        ("The planned attack on the base is no secret.", PLANNED),
        ("The upcoming attack on the base is no secret.", PLANNED),
        ("Rebels may attack the base.", HYPOTHETICAL),
        ("Rebels could have attacked the base.", HYPOTHETICAL),
        ("Rebels would attack the base.", HYPOTHETICAL),
        ("If rebels attack the base, the army will respond.", HYPOTHETICAL),
        ("The army fears an attack on the base.", HYPOTHETICAL),
        ("A possible attack on the base is feared.", HYPOTHETICAL),
        ("Any attack on the base is a crime.", HYPOTHETICAL),
        ("The army may launch an attack on the base.", HYPOTHETICAL),
        ("Rebels are unable to attack the base.", HYPOTHETICAL),
        ("Rebels should attack the base.", DEMANDED),
        ("Rebels must attack the base.", DEMANDED),
        ("The general ordered rebels to attack the base.", DEMANDED),
        ("Rebels were ordered to attack the base.", DEMANDED),
        ("The crowd demanded an attack on the base.", DEMANDED),
    ],
)
def test_status_is_what_the_words_say(text: str, status: Status) -> None:
    assert factuality(text).status is status


@pytest.mark.parametrize(
    ("text", "word", "status"),
    [
        ("The army supports the plan.", "support", ONGOING),
        ("The armies support the plan.", "support", ONGOING),
        ("The army supported the plan.", "support", OCCURRED),
        ("The army attacks the base.", "attack", OCCURRED),
        ("Talks will be held in Oslo.", "talks", PLANNED),
        ("The ministers held talks in Oslo.", "talks", OCCURRED),
        ("The ministers agreed to hold talks in Oslo.", "talks", PLANNED),
        ("The mayor promised a visit to the camp.", "visit", PLANNED),
        ("The crowd demanded the withdrawal of the troops.", "withdrawal", DEMANDED),
        ("The scheduled withdrawal of the troops was criticised.", "withdrawal", PLANNED),
        ("Police said they will arrest the men who marched.", "marched", OCCURRED),
    ],
)
def test_states_and_nouns_have_a_status_too(text: str, word: str, status: Status) -> None:
    assert factuality(text, word).status is status


def test_headline_in_the_present_tells_of_the_past() -> None:
    text = "Union supports strike\n\nThe union met on Monday, its leader said."
    assert factuality(text, "supports").status is OCCURRED


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("Rebels attacked the base.", False),
        ("Rebels did not attack the base.", True),
        ("Rebels didn’t attack the base.", True),
        ("Rebels never attacked the base.", True),
        ("No rebels attacked the base.", True),
        ("Nobody attacked the base.", True),
        ("None attacked the base.", True),
        ("Neither group attacked the base.", True),
        ("Rebels attacked no base.", True),
        ("Rebels will not attack the base.", True),
        ("Rebels failed to attack the base.", True),
        ("Rebels refused to attack the base.", True),
        ("Rebels did not refuse to attack the base.", False),
        ("Rebels denied attacking the base.", True),
        ("Rebels did not deny attacking the base.", False),
        ("Rebels vowed never to attack the base.", True),
        ("Rebels left without attacking the base.", True),
        ("The army prevented an attack on the base.", True),
        ("The attack on the base was thwarted.", True),
        ("The planned attack on the base was cancelled.", True),
        ("The attack did not take place.", True),
        ("The attack did not happen.", True),
        ("No attack took place.", True),
        ("There was no attack on the base.", True),
        ("The army did not carry out the attack.", True),
        ("The attack did not kill anyone.", False),
        ("The attack killed nobody.", False),
        ("The attack on the base shocked nobody.", False),
        ("The army said no tanks were lost when rebels attacked the base.", False),
    ],
)
def test_event_that_did_not_happen_is_negated(text: str, negated: bool) -> None:
    assert factuality(text).negated is negated


@pytest.mark.parametrize(
    ("text", "word", "negated"),
    [
        ("The ministers held no talks in Oslo.", "talks", True),
        ("The ministers held talks in Oslo.", "talks", False),
        ("The attack killed nobody.", "killed", True),
        ("Police arrested no one.", "arrested", True),
        ("Police arrested no students but two teachers.", "arrested", True),
    ],
)
def test_no_before_the_object_negates_the_verb(text: str, word: str, negated: bool) -> None:
    assert factuality(text, word).negated is negated


@pytest.mark.parametrize(
    ("text", "word", "status"),
    [
        ("The siege of the town is ongoing.", "ongoing", None),
        ("The army's ongoing siege of the town is illegal.", "siege", ONGOING),
        ("Rebels are shelling the town.", "shelling", ONGOING),
        ("Rebels were shelling the town.", "shelling", None),
        ("Rebels began shelling the town.", "shelling", ONGOING),
        ("Rebels may begin shelling the town.", "shelling", None),
        ("Rebels should begin shelling the town.", "shelling", None),
        ("Rebels never began shelling the town.", "shelling", None),
        ("Rebels intend to shell the town.", "shell", PLANNED),
        ("Rebels want to shell the town.", "shell", None),
        ("Rebels did not plan to shell the town.", "shell", None),
        ("The army shelled the town when rebels started.", "shelled", None),
    ],
)
def test_only_words_beyond_doubt_are_certain(text: str, word: str, status: Status | None) -> None:
    found = parse(text)
    token = next(token for token in found.tokens if token.text == word)
    assert certain_status(found, token) is status


@pytest.mark.parametrize(
    ("text", "word", "denied"),
    [
        ("The clerk denies stealing the file.", "stealing", True),
        ("The clerk denied that he stole the file.", "stole", True),
        ("The clerk never denied that he stole the file.", "stole", False),
        ("The clerk denied the theft.", "theft", True),
        ("The clerk who denied the theft was jailed.", "jailed", False),
        ("Denied.", "Denied", False),
    ],
)
def test_what_hangs_on_a_denial_is_denied(text: str, word: str, denied: bool) -> None:
    found = parse(text)
    token = next(token for token in found.tokens if token.text == word)
    assert is_denied(found, token) is denied


def test_factuality_of_a_trigger_is_that_of_its_head() -> None:
    found = parse("Rebels may gun down guards.")
    head = next(token.i for token in found.tokens if token.text == "gun")
    trigger = Trigger(head=head, first=head, last=head + 2, type="ASSAULT", mode="firearms")
    assert classify_factuality(found, trigger).status is HYPOTHETICAL
