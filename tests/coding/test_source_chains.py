"""Chains of the attributions around a claim."""

import pytest
from sayso.coding.source_chains import SourceChains

from sayso.model import Attribution, Span, Style

TEXT = "The envoy said aides told him that rebels had left. Nobody confirmed it."


def attribution(id_: str, content: str, cue: str, parent: str | None = None) -> Attribution:
    start, at = TEXT.index(content), TEXT.index(cue)
    return Attribution(
        id=id_,
        key=id_,
        cue=(Span.of(TEXT, at, at + len(cue)),),
        content=(Span.of(TEXT, start, start + len(content)),),
        style=Style.INDIRECT,
        parent=parent,
    )


OUTER = attribution("a1", "aides told him that rebels had left", "said")
INNER = attribution("a2", "that rebels had left", "told", "a1")


def span(word: str) -> Span:
    start = TEXT.index(word)
    return Span.of(TEXT, start, start + len(word))


@pytest.mark.parametrize(
    ("word", "chains"), [("left", (("a2", "a1"),)), ("aides", (("a1",),)), ("confirmed", ()), ("said", ())]
)
def test_shortest_content_around_a_claim_begins_its_chain(word: str, chains: tuple) -> None:
    assert SourceChains((OUTER, INNER)).around(span(word)) == chains
    assert SourceChains((INNER, OUTER)).around(span(word)) == chains


def test_of_equal_contents_the_one_that_is_relayed_is_innermost() -> None:
    relay = attribution("a3", "that rebels had left", "said")
    speaker = attribution("a4", "that rebels had left", "told", "a3")
    assert SourceChains((relay, speaker)).around(span("left")) == (("a4", "a3"),)


def test_ring_of_parents_ends() -> None:
    first = attribution("a5", "that rebels had left", "said", "a6")
    second = attribution("a6", "that rebels had left", "told", "a5")
    assert SourceChains((first, second)).begun_by(0) == (("a5", "a6"),)


def test_parent_that_is_missing_ends_the_chain() -> None:
    assert SourceChains((INNER,)).begun_by(0) == (("a2",),)
    assert SourceChains((INNER,)).begun_by(None) == ()
