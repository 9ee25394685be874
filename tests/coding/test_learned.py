"""Drafts of the encoder's heads: decisions with their probabilities."""

from functools import cache

import pytest

from sayso.attribution import draft_attributions_by_rules, draft_attributions_with_encoder
from sayso.coding import draft_claims_with_encoder, draft_commitments_with_encoder
from sayso.grounding import ground
from sayso.heads import load_heads
from sayso.language import load_encoder, parse_text
from sayso.model import Strength
from sayso.model.drafts import ClaimDraft, Drafts

SENTENCES = (
    "Police arrested twelve students in Cairo on Monday.",
    "Rebels did not withdraw from the town, the army said.",
    "The minister said gunmen had attacked a bus, and that the government must pay the victims.",
)


@cache
def draft(text: str) -> Drafts:
    parse, encoding = parse_text(text), load_encoder().encode(text)
    attributions = draft_attributions_with_encoder(parse, encoding, draft_attributions_by_rules(parse))
    return Drafts(
        attributions=attributions,
        claims=draft_claims_with_encoder(parse, encoding, attributions),
        commitments=draft_commitments_with_encoder(parse, encoding, ground(parse, None), attributions),
    )


def claim_of(text: str, type_: str) -> ClaimDraft:
    return next(claim for claim in draft(text).claims if claim.event.type == type_)


@pytest.mark.parametrize("text", SENTENCES)
def test_every_decision_has_a_probability(text: str) -> None:
    drafts = draft(text)
    assert drafts.claims
    for draft_ in (*drafts.attributions, *drafts.claims, *drafts.commitments):
        found = draft_.probabilities
        assert found is not None
        values = [getattr(found, name) for name in found.__struct_fields__ if name != "factuality"]
        assert all(0 <= value <= 1 for value in values if value is not None)


@pytest.mark.parametrize("text", SENTENCES)
def test_chosen_labels_are_no_less_probable_than_chance(text: str) -> None:
    settings = load_heads().settings
    for claim in draft(text).claims:
        found = claim.probabilities
        assert found is not None
        assert found.trigger > settings["trigger_threshold"]
        assert found.type >= 1 / len(settings["types"])
        assert found.status >= 1 / len(settings["statuses"])


def test_negation_is_a_probability_of_the_event_being_negated() -> None:
    negated, plain = claim_of(SENTENCES[1], "RETREAT"), claim_of(SENTENCES[0], "COERCE")
    assert negated.negated and not plain.negated
    assert negated.probabilities is not None and plain.probabilities is not None
    assert plain.probabilities.negated < 0.5 < negated.probabilities.negated


def test_link_has_a_probability_where_there_is_a_cue() -> None:
    sourced, own = claim_of(SENTENCES[1], "RETREAT"), claim_of(SENTENCES[0], "COERCE")
    assert sourced.attribution == 0
    assert sourced.probabilities is not None and own.probabilities is not None
    assert sourced.probabilities.attribution is not None and sourced.probabilities.attribution > 0.5
    assert own.probabilities.attribution is None


def test_mode_has_a_probability_where_its_type_has_modes() -> None:
    claim = claim_of(SENTENCES[0], "COERCE")
    assert claim.event.mode == "arrest"
    assert claim.probabilities is not None and claim.probabilities.mode is not None


def test_learned_commitment_is_linked_to_its_source() -> None:
    drafts = draft(SENTENCES[2])
    (commitment,) = drafts.commitments
    assert commitment.strength is Strength.MUST
    assert commitment.attribution is not None
    assert drafts.attributions[commitment.attribution].cue.text == "said"


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The Red Cross put the death toll at 15.", "The Red Cross"),
        ("The health ministry gave a toll of 23 dead and 40 injured.", "The health ministry"),
        ("Officials raised the number of dead to 31.", "Officials"),
        ("Kabul's governor put the death toll at 40 on Sunday.", "Kabul's governor"),
        ("The Philippine coast guard gave the number of missing as 23.", "The Philippine coast guard"),
        ("The army lowered the death toll to nine from eleven.", "The army"),
        ("A provincial spokesman gave a figure of 18 killed in the flood.", "A provincial spokesman"),
        ("The mayor of Derna raised the death toll to 20,000.", "The mayor of Derna"),
    ],
)
def test_speaker_of_a_casualty_figure_harms_nobody(text: str, speaker: str) -> None:
    drafts = draft(text)
    assert drafts.claims
    for claim in drafts.claims:
        assert claim.event.type in ("ASSAULT", "INCIDENT")
        assert not claim.event.actors
        assert claim.attribution is not None
        source = drafts.attributions[claim.attribution].source
        assert source is not None and source.text == speaker


@pytest.mark.parametrize("text", ["The Red Cross put the toll at 15.", "The mission put the toll at 23."])
def test_toll_of_an_unnamed_harm_is_the_speakers_word_and_nobodys_harm(text: str) -> None:
    drafts = draft(text)
    assert [a.cue.text for a in drafts.attributions] == ["put"]
    assert not any(claim.event.actors for claim in drafts.claims)


def test_attributions_added_by_the_parse_keep_text_order_and_parents() -> None:
    text = (
        "The army put the toll at nine. The mayor said that aides had told him that the road was closed. "
        "The Red Cross gave a toll of 12."
    )
    found = draft(text).attributions
    assert [attribution.cue.start for attribution in found] == sorted(a.cue.start for a in found)
    assert {"put", "said", "told", "gave"} <= {attribution.cue.text.split()[0] for attribution in found}
    told = next(attribution for attribution in found if attribution.cue.text.startswith("told"))
    assert told.parent is not None and found[told.parent].cue.text == "said"
