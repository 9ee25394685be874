"""Corrections of the heads' claims by the parse (full tier)."""

import pytest

from sayso.coding.corrections import correct_claims
from sayso.language import parse_text
from sayso.model import Span, Status
from sayso.model.drafts import AttributionDraft, ClaimDraft, EventDraft, ObjectDraft

TEXT = "Shops removed the old books from their shelves. They deny that anybody was harmed."


def span_of(text: str, words: str, after: int = 0) -> Span:
    start = text.index(words, after)
    return Span.of(text, start, start + len(words))


def correct(text: str, *triggers: str, found: str | None = None) -> list[ClaimDraft]:
    """Correct claims as if the heads had found these triggers, and an object after the first of them."""
    spans = [span_of(text, trigger) for trigger in triggers]
    drafts = [ClaimDraft(trigger=span, event=EventDraft(type="COERCE")) for span in spans]
    if found is not None:
        drafts[0] = ClaimDraft(
            trigger=spans[0],
            event=EventDraft(type="COERCE"),
            object=ObjectDraft(span=span_of(text, found, spans[0].end)),
        )
    return list(correct_claims(parse_text(text), drafts))


@pytest.mark.parametrize(("found", "whole"), [("the", "the old books"), ("books", "books")])
def test_object_that_begins_and_ends_with_an_article_is_its_noun_phrase(found: str, whole: str) -> None:
    (claim,) = correct(TEXT, "removed", found=found)
    assert claim.object is not None
    assert claim.object.span.text == whole


def test_object_takes_the_edges_of_the_complement() -> None:
    (claim,) = correct("The mayor vowed to rebuild the old bridge.", "vowed", found="rebuild the old")
    assert claim.object is not None
    assert claim.object.span.text == "to rebuild the old bridge"


@pytest.mark.parametrize(("trigger", "negated"), [("harmed", True), ("removed", False)])
def test_denial_overrules_the_heads(trigger: str, negated: bool) -> None:
    assert [claim.negated for claim in correct(TEXT, trigger)] == [negated]


@pytest.mark.parametrize(
    ("text", "trigger", "status"),
    [
        ("Troops are withdrawing from the valley.", "withdrawing", Status.ONGOING),
        ("The navy started exercises off the coast.", "exercises", Status.ONGOING),
        ("Police arrested the driver.", "arrested", Status.OCCURRED),
    ],
)
def test_status_that_the_words_leave_no_doubt_of_is_taken(text: str, trigger: str, status: Status) -> None:
    assert [claim.status for claim in correct(text, trigger)] == [status]


def test_trigger_that_modifies_another_is_left_out() -> None:
    text = "The military operations near the border went on."
    assert [claim.trigger.text for claim in correct(text, "military", "operations")] == ["operations"]


def test_trigger_loses_the_pronoun_at_its_end() -> None:
    text = "The union kept pressing its demands."
    assert [claim.trigger.text for claim in correct(text, "pressing its")] == ["pressing"]


@pytest.mark.parametrize(
    ("text", "cue", "time", "kept"),
    [
        ("Seven people were missing, it said on Saturday.", "said", "Saturday", False),
        ("Six men were arrested, police said late Tuesday.", "said", "Tuesday", False),
        ("Six men were arrested on Tuesday, police announced.", "announced", "Tuesday", True),
        ("The army said that nine people were missing since Friday.", "said", "Friday", True),
    ],
)
def test_time_behind_a_cue_is_not_that_of_the_event(text: str, cue: str, time: str, kept: bool) -> None:
    trigger = span_of(text, "missing" if "missing" in text else "arrested")
    draft = ClaimDraft(trigger=trigger, event=EventDraft(type="COERCE"), time=span_of(text, time))
    said = AttributionDraft(cue=span_of(text, cue), content=(trigger,))
    (claim,) = correct_claims(parse_text(text), [draft], [said])
    assert (claim.time is not None) is kept
