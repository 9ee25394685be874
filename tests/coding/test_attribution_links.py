"""Links of claims to the attributions around them."""

import pytest

from sayso.coding.attribution_links import AttributionLinks
from sayso.model import Span
from sayso.model.drafts import AttributionDraft

TEXT = "The envoy said aides told him that rebels had left. Nobody confirmed it."


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span.of(TEXT, start, start + len(words))


def draft(content: str, cue: str, parent: int | None = None) -> AttributionDraft:
    return AttributionDraft(cue=span(cue), content=(span(content),), parent=parent)


OUTER = draft("aides told him that rebels had left", "said")
INNER = draft("that rebels had left", "told", 0)


@pytest.mark.parametrize(("word", "link"), [("left", 1), ("aides", 0), ("confirmed", None), ("said", None)])
def test_a_claim_is_linked_to_the_shortest_content_around_it(word: str, link: int | None) -> None:
    assert AttributionLinks((OUTER, INNER)).innermost(span(word)) == link


def test_of_equal_contents_the_one_that_is_relayed_is_innermost() -> None:
    relay = draft("that rebels had left", "said")
    speaker = draft("that rebels had left", "told", 0)
    assert AttributionLinks((relay, speaker)).innermost(span("left")) == 1
