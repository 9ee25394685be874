"""Long and odd texts: work and output grow no faster than the text."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle, islice
from types import FrameType
from typing import Any

import msgspec
import pytest
from tests.by_rules import (
    extract_attributions_by_rules,
    extract_claims_by_rules,
    extract_commitments_by_rules,
)

from sayso.grounding import ground
from sayso.language import coreference, parse_text
from sayso.model import Mint, Parse, Reading, make_report
from sayso.pipeline import Pipeline

NAMES = ("Omar Haddad", "Elena Novak", "Samir Khalil", "Grace Okafor", "Viktor Larsen")
PLACES = ("Mosul", "Beirut", "Geneva", "Tripoli", "Odesa", "Nairobi", "Basra")


def of_names() -> Iterator[str]:
    for name, place in zip(cycle(NAMES), cycle(PLACES), strict=False):
        yield f"{name} of the Red Cross said that the army attacked {place} on Monday, killing 12 people."


def of_quotations() -> Iterator[str]:
    for name, place in zip(cycle(NAMES), cycle(PLACES), strict=False):
        yield f"“Troops must leave {place}, and we will not accept it,” {name} said. “We never return.”"


def of_pronouns() -> Iterator[str]:
    for name, place in zip(cycle(NAMES), cycle(PLACES), strict=False):
        yield f"{name} met her deputy in {place}. She told him that he attacked them. The minister blamed it."


def of_duties() -> Iterator[str]:
    for n, place in enumerate(cycle(PLACES), 1):
        yield f"\n\n{n}. Calls upon all parties to withdraw from {place} and decides that States shall help;"


KINDS = (of_names, of_quotations, of_pronouns, of_duties)


def make(kind: Callable[[], Iterator[str]], sentences: int) -> str:
    return " ".join(islice(kind(), sentences))


@contextmanager
def counted() -> Iterator[list[int]]:
    """Count the lines of Sayso that are run, a loop's each time."""
    count = [0]

    def in_frame(frame: FrameType, event: str, argument: Any) -> Any:
        count[0] += event == "line"
        return in_frame

    def on_call(frame: FrameType, event: str, argument: Any) -> Any:
        return in_frame if "/sayso/" in frame.f_code.co_filename else None

    before = sys.gettrace()
    sys.settrace(on_call)
    try:
        yield count
    finally:
        sys.settrace(before)


def lines_run(parse: Parse) -> int:
    """How many lines the rules run to read a parsed text."""
    grounding, mint = ground(parse, None), Mint("d_test", "test")
    with counted() as count:
        coreference.resolve(parse)
        attributions = extract_attributions_by_rules(parse, grounding, mint)
        claims = extract_claims_by_rules(parse, grounding, attributions, mint)
        extract_commitments_by_rules(parse, grounding, attributions, claims, mint)
    return count[0]


@pytest.mark.parametrize("kind", KINDS)
def test_four_times_the_text_takes_at_most_five_times_the_work(kind: Callable[[], Iterator[str]]) -> None:
    lines_run(parse_text(make(kind, 2)))  # fills the caches of word lists
    short, long = (lines_run(parse_text(make(kind, sentences))) for sentences in (30, 120))
    assert long <= 5 * short


def read(pipeline: Pipeline, text: str) -> Reading:
    (reading,) = pipeline.read([make_report(text)])
    return reading


@pytest.mark.parametrize(
    "text",
    [
        "killed " * 1_500,
        "a-" * 2_000,
        "He said: " + '"' * 3_000,
        " and ".join(sentence.rstrip(".") for sentence in islice(of_names(), 100)),
        "\n".join(f"Calls upon all States to withdraw from {place}" for place in islice(cycle(PLACES), 200)),
    ],
    ids=["one word", "hyphens", "quotation marks", "one sentence", "one paragraph of duties"],
)
def test_a_reading_is_at_most_so_many_times_its_text(either: Pipeline, text: str) -> None:
    reading = read(either, text)
    assert reading.status == "read"
    assert len(msgspec.json.encode(reading)) <= 250 * len(text)


def test_a_claim_of_a_very_long_sentence_keeps_the_part_around_its_event_word(fast: Pipeline) -> None:
    text = " and ".join(sentence.rstrip(".") for sentence in islice(of_names(), 60))
    claims = read(fast, text).claims
    assert len(claims) >= 60
    assert all(claim.sentence.contains(claim.trigger) for claim in claims)
    assert all(len(claim.sentence.text) <= 1_100 for claim in claims)
    assert sum(len(claim.sentence.text) > 1_000 for claim in claims) >= 30


def test_a_very_long_sentence_is_cut_into_sentences_of_their_own() -> None:
    parse = parse_text("troops and " * 1_000)
    assert max(sentence.last - sentence.first for sentence in parse.sentences) <= 256
    for token in parse.tokens:
        sentence = parse.sentence_of(token.i)
        assert sentence.first <= token.head < sentence.last


def test_a_row_of_signs_is_cut_and_none_is_lost() -> None:
    text = "Troops left. " + '"' * 1_234 + " They came back to " + "x" * 2_500 + "."
    parse = parse_text(text)
    covered = "".join(token.text for token in parse.tokens)
    assert covered == text.replace(" ", "")
    assert max(len(token.text) for token in parse.tokens) <= 1_000
