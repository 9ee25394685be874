"""Places of quotations: exact, then with the usual repairs, always in the sentence that is named."""

import pytest
from tests.parses import parse

from sayso.llm.parts import cut_parts
from sayso.llm.sentences import NumberedSentences, Quotation, parse_quotation

TEXT = (
    "The army’s spokesman said the army had left Mosul–Erbil on Friday.\n\n"
    "“We will not\nreturn,” he said. “Nobody will.” The army left."
)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("the army", ["the army"]),
        ("army", ["army", "army"]),
        ("The army's spokesman", ["The army’s spokesman"]),
        ("Mosul-Erbil", ["Mosul–Erbil"]),
        ("the army ... Friday", ["the army had left Mosul–Erbil on Friday"]),
        ("The army…left", ["The army’s spokesman said the army had left"]),
        ("arm", []),
        ("The Army", []),
        ("he said", []),
        ("", []),
        ("...", []),
        ("Friday ... the army", []),
    ],
)
def test_quotation_of_the_first_sentence(words: str, found: list[str]) -> None:
    sentences = NumberedSentences(parse(TEXT))
    assert [span.text for span in sentences.find(Quotation(words, 0))] == found


def test_colon_of_a_headline_may_be_a_cue() -> None:
    (span,) = NumberedSentences(parse("Minister: troops left the town.")).find(Quotation(":", 0))
    assert (span.start, span.text) == (8, ":")


def test_quotation_over_a_line_end_has_its_own_words() -> None:
    sentences = NumberedSentences(parse(TEXT))
    (span,) = sentences.find(Quotation('"We will not return,"', 1))
    assert TEXT[span.start : span.end] == span.text == "“We will not\nreturn,”"


def test_quotation_may_go_on_over_the_end_of_its_sentence() -> None:
    sentences = NumberedSentences(parse("He said: “We left. Nobody returns.” The town was quiet."))
    (span,) = sentences.find(Quotation("“We left. Nobody returns.”", 0))
    assert span.start == 9


@pytest.mark.parametrize("sentence", [-1, 99])
def test_sentence_that_is_not_there_has_no_words(sentence: int) -> None:
    assert NumberedSentences(parse(TEXT)).find(Quotation("army", sentence)) == []


@pytest.mark.parametrize(
    ("text", "quotation"),
    [
        ("army", Quotation("army", 3)),
        (" army #2 ", Quotation("army", 3, 2)),
        ("s12: army", Quotation("army", 12)),
        ("#1", Quotation("", 3, 1)),
        ("Flight #0", Quotation("Flight #0", 3)),
    ],
)
def test_notation_of_a_quotation(text: str, quotation: Quotation) -> None:
    assert parse_quotation(text, 3) == quotation


@pytest.mark.parametrize("lengths", [[], [5], [5000], [100] * 200, [5000, 1, 1, 5000, 1], [1] * 3])
def test_every_sentence_is_annotated_once(lengths: list[int]) -> None:
    parts = cut_parts(["a" * length for length in lengths])
    assert [n for part in parts for n in part.sentences] == list(range(len(lengths)))
    assert all(len(part.sentences) and set(part.sentences) <= set(part.shown) for part in parts)


def test_parts_are_of_about_equal_length() -> None:
    parts = cut_parts(["a" * 100] * 85)
    assert [len(part.sentences) for part in parts] == [28, 29, 28]
