"""What is claimed, by rules: types, roles, status, negation, objects."""

import pytest
from tests.by_rules import extract_attributions_by_rules, extract_claims_by_rules

from sayso.language import parse_text
from sayso.model import Claim, Grounding, Mint, Status


def read(text: str) -> tuple[Claim, ...]:
    parse, mint = parse_text(text), Mint("d_test", "test")
    return extract_claims_by_rules(
        parse, Grounding(), extract_attributions_by_rules(parse, Grounding(), mint), mint
    )


def claim_of(text: str, type_: str) -> Claim:
    return next(claim for claim in read(text) if claim.event.type == type_)


@pytest.mark.parametrize(
    ("text", "type_", "mode"),
    [
        ("Rebels withdrew from the town on Sunday.", "RETREAT", "withdraw"),
        ("Police arrested twelve students.", "COERCE", "arrest"),
        ("The two presidents met in Vienna.", "CONSULT", ""),
        ("Gunmen kidnapped three engineers.", "ASSAULT", "abduct"),
        ("Thousands marched through the capital.", "PROTEST", "demo"),
        ("The senate voted for the budget.", "DECIDE", ""),
        ("An earthquake killed nobody, but a bridge collapsed.", "INCIDENT", ""),
        ("The army deployed two battalions near the border.", "MOBILIZE", "troops"),
        ("The minister condemned the raid.", "ACCUSE", "disapprove"),
        ("The union called for new elections.", "REQUEST", "change"),
        ("The governor stepped down.", "RETREAT", "resign"),
    ],
)
def test_type_and_mode_follow_the_event_word(text, type_, mode):
    claim = claim_of(text, type_)
    assert claim.event.mode == ((mode,) if mode else ())


@pytest.mark.parametrize(
    "text",
    [
        "The minister said the weather was fine.",
        "She added that the road is long.",
        "The elected officials have a new office.",
    ],
)
def test_plain_speech_and_description_are_no_events(text):
    assert read(text) == ()


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Troops withdrew from the valley.", Status.OCCURRED),
        ("Troops are withdrawing from the valley.", Status.ONGOING),
        ("The army has started its withdrawal from the valley.", Status.ONGOING),
        ("Troops will withdraw from the valley in May.", Status.PLANNED),
        ("The general plans to withdraw from the valley.", Status.PLANNED),
        ("Troops may withdraw from the valley.", Status.HYPOTHETICAL),
        ("Troops must withdraw from the valley.", Status.DEMANDED),
        ("If troops withdrew from the valley, talks could begin.", Status.HYPOTHETICAL),
    ],
)
def test_status_follows_the_words(text, status):
    assert claim_of(text, "RETREAT").status is status


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("Troops have not withdrawn from the valley.", True),
        ("No troops withdrew from the valley.", True),
        ("Troops failed to withdraw from the valley.", True),
        ("The army refused to withdraw from the valley.", True),
        ("Troops withdrew from the valley.", False),
    ],
)
def test_negation_is_seen(text, negated):
    assert claim_of(text, "RETREAT").negated is negated


@pytest.mark.parametrize(
    ("text", "actors", "recipients"),
    [
        ("Police arrested twelve students.", ["Police"], ["twelve students"]),
        ("Twelve students were arrested by police.", ["police"], ["Twelve students"]),
        ("The soldiers who attacked the village fled.", ["The soldiers"], ["the village"]),
        ("The army carried out an attack on the village.", ["The army"], ["the village"]),
        ("France and Germany condemned the coup.", ["France", "Germany"], ["the coup"]),
    ],
)
def test_roles_hold_in_each_construction(text, actors, recipients):
    claim = next(one for one in read(text) if one.event.type in ("COERCE", "ASSAULT", "ACCUSE"))
    assert [one.text for one in claim.actors] == actors
    assert [one.text for one in claim.recipients] == recipients


def test_denied_event_is_negated_on_the_word_of_the_denier():
    text = "The militia denied attacking the convoy."
    claim = claim_of(text, "ASSAULT")
    assert claim.negated
    assert claim.chains


def test_claim_inside_a_quotation_hangs_on_its_speaker():
    parse, mint = parse_text("“Our forces withdrew on Sunday,” the colonel said."), Mint("d_test", "test")
    attributions = extract_attributions_by_rules(parse, Grounding(), mint)
    (claim,) = extract_claims_by_rules(parse, Grounding(), attributions, mint)
    assert claim.chains == ((attributions[0].id,),)


def test_claim_in_the_reports_own_voice_has_no_chain():
    assert claim_of("Rebels withdrew from the town on Sunday.", "RETREAT").chains == ()


def test_what_is_asked_for_is_the_object_and_no_claim_of_its_own():
    text = "The president demanded the withdrawal of foreign troops."
    (claim,) = read(text)
    assert claim.event.type == "REQUEST"
    assert claim.object.event.type == "RETREAT"


def test_a_noun_that_only_refers_back_is_no_second_claim():
    found = read("Gunmen attacked a market. The attack shocked many.")
    assert [one.trigger.text for one in found] == ["attacked"]


def test_headline_nouns_are_read():
    found = read("Army Pullout Begins in North\n\nThe army said it was leaving the north of the country.")
    assert found[0].event.type == "RETREAT"


def test_contexts_come_from_the_sentence():
    claim = claim_of("Troops withdrew after parliament passed a resolution.", "RETREAT")
    assert {"military", "legislative"} <= set(claim.event.context)


@pytest.mark.parametrize(
    ("text", "triggers", "meant"),
    [
        ("The union urged the release of the students.", ["urged"], "the release of the students"),
        ("The minister condemned the raid.", ["condemned"], "the raid"),
        ("Rebels rejected the ceasefire.", ["rejected"], "the ceasefire"),
        ("The army threatened an attack on the port.", ["threatened"], "an attack on the port"),
        ("The two ministers discussed a withdrawal.", ["discussed", "withdrawal"], None),
        ("The president met his defence minister.", ["met"], None),
        ("Police arrested twelve students.", ["arrested"], None),
    ],
)
def test_only_acts_of_speech_have_an_object_and_swallow_its_event_noun(text, triggers, meant):
    claims = read(text)
    assert [claim.trigger.text for claim in claims] == triggers
    assert (claims[0].object and claims[0].object.span.text) == meant
