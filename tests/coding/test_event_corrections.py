"""Types and modes of the heads' claims, corrected by the words around their triggers (full tier)."""

import pytest
from tests.parses import parse

from sayso.coding.event_corrections import correct_event
from sayso.model import Span
from sayso.model.drafts import ClaimDraft, EventDraft


def span_of(text: str, words: str) -> Span:
    start = text.index(words)
    return Span.of(text, start, start + len(words))


def corrected(
    text: str, trigger: str, type_: str, mode: str = "", actors: tuple[str, ...] = ()
) -> EventDraft:
    """Correct a claim as if the heads had given it this type and mode, and these actors."""
    spans = tuple(span_of(text, actor) for actor in actors)
    event = EventDraft(type=type_, mode=mode, actors=spans)
    return correct_event(parse(text), ClaimDraft(trigger=span_of(text, trigger), event=event)).event


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("The premier called the accord a fundamental step towards peace.", "called"),
        ("Kofi Annan described the treaty as historic.", "described"),
        ("The EU's envoy described the vote as a victory for democracy.", "described"),
        ("Observers called the ballot free and fair.", "called"),
        ("The Pope called the truce a sign of hope.", "called"),
        ("Nelson Mandela termed the talks constructive and useful.", "termed"),
        ("Rights groups in Lima described the law as an important step forward.", "described"),
    ],
)
def test_praise_is_no_accusation(text: str, trigger: str) -> None:
    event = corrected(text, trigger, "ACCUSE", "disapprove")
    assert (event.type, event.mode) == ("SUPPORT", "")


@pytest.mark.parametrize(
    ("text", "trigger", "type_"),
    [
        ("Hamas and Israel signed a ceasefire for Gaza in Cairo.", "signed a ceasefire", "AGREE"),
        ("Rebels in Juba signed a cease-fire on Monday.", "signed", "AGREE"),
        ("The trade pact was signed by both ministers.", "signed", "AGREE"),
        ("Kenya will sign three agreements with its neighbours.", "sign", "AGREE"),
        ("The governor signed the bill on Friday.", "signed", "SUPPORT"),
        ("Two thousand people signed a petition for the agreement.", "signed", "SUPPORT"),
    ],
)
def test_signing_of_an_agreement_is_one(text: str, trigger: str, type_: str) -> None:
    assert corrected(text, trigger, "SUPPORT").type == type_


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("The opposition called the election a sham.", "called"),
        ("Activists described the ruling as shameful.", "described"),
        ("Partners in Vienna called it a step back.", "called"),
        ("She called the accord no success.", "called"),
        ("The senator called the great deal a disaster.", "called"),
        ("The union condemned the historic bill.", "condemned"),
        ("The mayor called the thief an animal and asked witnesses to take a step forward.", "called"),
    ],
)
def test_blame_stays_an_accusation(text: str, trigger: str) -> None:
    event = corrected(text, trigger, "ACCUSE", "disapprove")
    assert (event.type, event.mode) == ("ACCUSE", "disapprove")


def test_blame_read_as_praise_is_an_accusation() -> None:
    event = corrected("The senator called the deal a disgrace.", "called", "SUPPORT")
    assert (event.type, event.mode) == ("ACCUSE", "disapprove")


@pytest.mark.parametrize(
    ("text", "asker"),
    [
        ("A call from former PM John Major to take urgent measures was ignored.", "former PM John Major"),
        ("The mayor heeded a call from Lula da Silva to cancel the march.", "Lula da Silva"),
        ("The report follows a call from the WHO chief to close the schools.", "the WHO chief"),
        ("Germany joined a call by the UN envoy for a truce.", "the UN envoy"),
        ("The bishop's call that both sides lay down arms went unheard.", "The bishop"),
        ("The strike follows a call by two unions for higher wages.", "two unions"),
    ],
)
def test_call_for_something_is_a_request_of_who_made_it(text: str, asker: str) -> None:
    event = corrected(text, "call", "CONSULT", "phone", actors=(text.split()[1],))
    assert (event.type, event.mode) == ("REQUEST", "")
    assert [actor.text for actor in event.actors] == [asker]


def test_call_without_a_caller_keeps_its_actors() -> None:
    event = corrected(
        "The union repeated calls for a truce.", "calls", "CONSULT", "phone", actors=("The union",)
    )
    assert event.type == "REQUEST"
    assert [actor.text for actor in event.actors] == ["The union"]


def test_wish_of_a_call_is_its_object() -> None:
    text = "The mayor heeded a call from Lula da Silva to cancel the march."
    draft = ClaimDraft(trigger=span_of(text, "call"), event=EventDraft(type="CONSULT", mode="phone"))
    wish = correct_event(parse(text), draft).object
    assert wish is not None
    assert wish.span.text == "to cancel the march"


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("The minister took a call from his Polish counterpart on Sunday.", "call"),
        ("Merkel discussed the plan in a video call with Xi.", "call"),
        ("The president held a phone call with his Turkish counterpart.", "phone call"),
        ("The call between Delhi and Islamabad lasted an hour.", "call"),
        ("In a telephone call to plan the summit, both sides agreed a date.", "call"),
        ("Donors joined a conference call for an hour.", "conference call"),
    ],
)
def test_call_by_telephone_stays_one(text: str, trigger: str) -> None:
    event = corrected(text, trigger, "CONSULT", "phone")
    assert (event.type, event.mode) == ("CONSULT", "phone")


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("A blast at a fireworks factory in Henan killed nine workers.", "killed"),
        ("Two trains collided near Lyon, killing 12 people.", "killing"),
        ("A train derailment in Galicia killed 79 passengers.", "killed"),
        ("A stampede at a stadium in Luanda left 17 dead.", "dead"),
        ("The bridge collapsed in Genoa, and 43 motorists died.", "died"),
        ("At least 11 miners died in an explosion in a coal mine in Silesia.", "died"),
        ("A gas explosion destroyed a block of flats in Leeds.", "destroyed"),
        ("A fire in a garment factory in Karachi left 250 workers dead.", "dead"),
        ("Thirty pilgrims were killed in a stampede in Kerala.", "killed"),
        ("A boiler exploded in a textile mill in Gazipur.", "exploded"),
        ("The typhoon that struck Leyte left 300 dead in the floods.", "dead"),
        ("An explosion in the harbour of Varna killed nine people.", "killed"),
        ("After the explosion, six dockers are still missing.", "missing"),
        ("The blast toll rose to 40.", "toll"),
        ("An explosion shook Aden on Monday. Nine schools were damaged, the council said.", "damaged"),
        (f"A blast tore up a street in Lima. {'It rained. ' * 40}The mayor ruled out an attack.", "tore"),
    ],
)
def test_accident_is_no_assault(text: str, trigger: str) -> None:
    event = corrected(text, trigger, "ASSAULT", "explosives")
    assert (event.type, event.mode) == ("INCIDENT", "")


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("A bomb exploded at a textile factory in Multan, killing three.", "killing"),
        ("A blast killed four people in Istanbul on Friday. No group has claimed the attack.", "killed"),
        (f"Militants hold the town of Kano. {'It rained. ' * 40}A blast there left nine dead.", "dead"),
        (f"A blast left nine dead. {'It rained. ' * 40}Bombs, bombs, rockets came before.", "dead"),
        ("Gunmen killed four workers at a chemical plant in Ohio.", "killed"),
        ("The driver crashed a van into shoppers, killing six.", "killing"),
        ("Rebels killed a farmer after the flood.", "killed"),
        ("A suicide attack on a gas plant left nine dead.", "dead"),
        ("Soldiers fired on a crowd fleeing the fire.", "fired"),
        ("A pickup with five men exploded on a mine near the village.", "exploded"),
    ],
)
def test_harm_by_a_hand_stays_an_assault(text: str, trigger: str) -> None:
    assert corrected(text, trigger, "ASSAULT").type == "ASSAULT"


@pytest.mark.parametrize(
    ("text", "trigger", "mode"),
    [
        ("Two women were pronounced dead at the scene.", "dead", "firearms"),
        ("The serviceman died on Thursday.", "died", "explosives"),
        ("Hundreds of rebels were killed in the offensive.", "killed", "aerial"),
        ("The attacks in Cologne caused an outcry.", "attacks", "sexual"),
        ("Youths attacked an office of the ministry.", "attacked", "destroy"),
        ("Another clerk was injured.", "injured", "suicide-attack"),
        ("The general was killed on Friday in Quito.", "killed", "drone"),
        ("The commander was killed by an airstrike near Raqqa.", "killed", "explosives"),
    ],
)
def test_mode_that_no_word_of_the_sentence_names_is_dropped(text: str, trigger: str, mode: str) -> None:
    assert corrected(text, trigger, "ASSAULT", mode).mode == ""


@pytest.mark.parametrize(
    ("text", "trigger", "mode"),
    [
        ("A man with a rifle killed two women.", "killed", "firearms"),
        ("Nine died when a roadside bomb went off.", "died", "explosives"),
        ("The warplanes killed hundreds of rebels.", "killed", "aerial"),
        ("They were attacked with a nerve agent.", "attacked", "unconventional"),
        ("A drone killed the general in Quito.", "killed", "drone"),
        ("The girl slapped a soldier.", "slapped", "beat"),
        ("Police hauled him in.", "hauled", "arrest"),
        ("Two drivers got into a fight.", "fight", "beat"),
    ],
)
def test_mode_that_is_named_or_in_the_trigger_stays(text: str, trigger: str, mode: str) -> None:
    type_ = "COERCE" if mode == "arrest" else "ASSAULT"
    assert corrected(text, trigger, type_, mode).mode == mode


@pytest.mark.parametrize("word", ["cease-fire", "ceasefire"])
def test_word_with_and_without_a_hyphen_has_one_mode(word: str) -> None:
    mode = "release" if "-" in word else "ceasefire"
    assert corrected(f"Rebels agreed a {word} in Yemen.", word, "RETREAT", mode).mode == "ceasefire"


@pytest.mark.parametrize(
    ("text", "trigger", "actor", "whole"),
    [
        (
            "Fishermen from Sri Lanka sued the New Zealand Herald.",
            "sued",
            "Fishermen from Sri",
            "Fishermen from Sri Lanka",
        ),
        (
            "The United Arab Emirates withdrew its envoy.",
            "withdrew",
            "The United",
            "The United Arab Emirates",
        ),
        ("Amnesty International blamed the junta.", "blamed", "Amnesty", "Amnesty International"),
        ("A court in Lima freed him.", "freed", "A court", "A court"),
    ],
)
def test_name_is_not_cut(text: str, trigger: str, actor: str, whole: str) -> None:
    assert [span.text for span in corrected(text, trigger, "ACCUSE", actors=(actor,)).actors] == [whole]
