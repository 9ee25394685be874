"""Claims of casualty figures: the speaker is the source, the type follows what happened (full tier)."""

from functools import cache

import pytest
from tests.parses import parse

from sayso.attribution import draft_attributions_by_rules
from sayso.coding.tolls import settle_tolls
from sayso.model import Span
from sayso.model.drafts import AttributionDraft, ClaimDraft, EventDraft


@cache
def attributions(text: str) -> tuple[AttributionDraft, ...]:
    return draft_attributions_by_rules(parse(text))


def claim(text: str, trigger: str, event: EventDraft) -> ClaimDraft:
    start = text.index(trigger)
    return ClaimDraft(trigger=Span.of(text, start, start + len(trigger)), event=event)


def span_of(text: str, words: str) -> Span:
    start = text.index(words)
    return Span.of(text, start, start + len(words))


def settled(text: str, speaker: str, *triggers: str, type_: str = "AID") -> list[ClaimDraft]:
    """Settle claims as if the heads had found these triggers, with the speaker as their actor."""
    event = EventDraft(type=type_, actors=(span_of(text, speaker),))
    drafts = [claim(text, trigger, event) for trigger in triggers]
    return settle_tolls(parse(text), drafts, attributions(text))


SPOKEN = [
    ("The Red Cross put the toll at 15.", "The Red Cross", "put the toll", "toll"),
    ("The health ministry gave a toll of 23.", "The health ministry", "gave a toll", "toll"),
    ("Officials raised the number of dead to 31.", "Officials", "raised", "number"),
    ("Governor Amadou Diallo put the death toll at nine.", "Governor Amadou Diallo", "put", "death toll"),
    ("The army lowered the death toll to nine.", "The army", "lowered the death toll", "death toll"),
    (
        "The Philippine coast guard gave the number of missing as 23.",
        "The Philippine coast guard",
        "gave",
        "number",
    ),
    ("She put the number of victims at 40.", "She", "put", "number"),
    ("A provincial spokesman gave a figure of 18 killed.", "A provincial spokesman", "gave", "figure"),
    ("The toll was put at 41 by the Kenya Red Cross.", "the Kenya Red Cross", "put", "toll"),
]


@pytest.mark.parametrize(("text", "speaker", "trigger", "toll"), SPOKEN)
def test_speaker_of_a_figure_is_its_source(text: str, speaker: str, trigger: str, toll: str) -> None:
    (draft,) = settled(text, speaker, trigger)
    assert draft.trigger.text == toll
    assert draft.event.actors == ()
    assert draft.attribution is not None
    source = attributions(text)[draft.attribution].source
    assert source is not None
    assert source.text == speaker


@pytest.mark.parametrize(("text", "speaker", "trigger", "_toll"), SPOKEN)
def test_figure_without_a_cause_is_an_incident(text: str, speaker: str, trigger: str, _toll: str) -> None:
    assert [draft.event.type for draft in settled(text, speaker, trigger)] == ["INCIDENT"]


@pytest.mark.parametrize(
    ("text", "speaker", "trigger", "type_"),
    [
        (
            "Doctors Without Borders gave a toll of 19 from the bombing in Kunduz.",
            "Doctors Without Borders",
            "toll",
            "ASSAULT",
        ),
        (
            "The UN put the number of dead at 300 after the typhoon struck Leyte.",
            "The UN",
            "dead",
            "INCIDENT",
        ),
        ("The governor put the toll from the crash at nine.", "The governor", "toll", "INCIDENT"),
        ("The mayor put the toll at nine after gunmen stormed a hotel.", "The mayor", "toll", "ASSAULT"),
        ("The ministry revised the toll from the earthquake to 214.", "The ministry", "toll", "INCIDENT"),
        (
            "Rescuers raised the number of people killed by the missile to 40.",
            "Rescuers",
            "killed",
            "ASSAULT",
        ),
    ],
)
def test_type_follows_what_happened(text: str, speaker: str, trigger: str, type_: str) -> None:
    other = "INCIDENT" if type_ == "ASSAULT" else "ASSAULT"
    assert [draft.event.type for draft in settled(text, speaker, trigger, type_=other)] == [type_]


def test_type_follows_the_other_harms_of_the_report() -> None:
    text = "Militants killed dozens in Maiduguri. The Nigerian army put the toll at 12."
    known = claim(text, "killed", EventDraft(type="ASSAULT"))
    figure = claim(text, "toll", EventDraft(type="AID", actors=(span_of(text, "The Nigerian army"),)))
    _, settled_figure = settle_tolls(parse(text), [known, figure], attributions(text))
    assert (settled_figure.event.type, settled_figure.event.actors) == ("ASSAULT", ())


def test_verb_and_its_figure_are_one_claim() -> None:
    text = "Officials raised the number of dead to 31."
    assert [draft.trigger.text for draft in settled(text, "Officials", "raised", "dead")] == ["dead"]


def test_toll_told_before_is_raised() -> None:
    text = "The ministry put the number of dead at 26, and the governor raised it to 30."
    (draft,) = settled(text, "the governor", "raised", type_="DECIDE")
    assert (draft.trigger.text, draft.event.type, draft.event.actors) == ("raised", "INCIDENT", ())


@pytest.mark.parametrize(
    ("text", "doer", "trigger"),
    [
        ("The attack raised the death toll to 31.", "The attack", "death toll"),
        ("The army gave the villagers a number to call.", "The army", "gave"),
        ("The bank put the number of branches at 40.", "The bank", "put"),
        ("The army killed a number of rebels.", "The army", "killed"),
        ("The Red Cross gave blankets to the wounded.", "The Red Cross", "gave"),
        ("The army raised a number of objections.", "The army", "raised"),
        ("The mayor put nine guards at the gate.", "The mayor", "put"),
    ],
)
def test_doer_of_anything_else_stays(text: str, doer: str, trigger: str) -> None:
    (draft,) = settled(text, doer, trigger)
    assert [actor.text for actor in draft.event.actors] == [doer]
    assert (draft.trigger.text, draft.event.type) == (trigger, "AID")
