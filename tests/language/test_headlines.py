"""Where a headline ends, and which of its words are made small before the parse."""

import pytest
from tests.parses import parse

from sayso.language.headlines import headline_end, in_plain_case

BODY = "\n\nThe army began its pullout from the north on Sunday, and border guards took over."


@pytest.mark.parametrize(
    ("text", "title", "headline"),
    [
        (f"Army Pullout Begins{BODY}", None, "Army Pullout Begins"),
        (f"\n  Army Pullout Begins{BODY}", None, "\n  Army Pullout Begins"),
        (f"Army pullout begins.{BODY}", None, ""),
        (f"“We will not go!”{BODY}", None, ""),
        (f"{'The army began its pullout ' * 7}{BODY}", None, ""),
        ("Army pullout begins\nThe army left.", None, ""),
        ("Army pullout begins", None, ""),
        ("Army pullout begins. More soon.\nThe army left.", "Army pullout begins. More soon.", 31),
        (f"Army Pullout Begins{BODY}", "Another title", "Army Pullout Begins"),
    ],
)
def test_headline_is_the_title_or_a_short_line_above_a_blank_one(text, title, headline):
    expected = headline if isinstance(headline, int) else len(headline)
    assert headline_end(text, title) == expected


@pytest.mark.parametrize(
    ("headline", "plain"),
    [
        ("Army Pullout Begins in North", "Army pullout begins in north"),
        ("US Army Pullout Begins, Haddad Says", "US army pullout begins, Haddad says"),
        ("Army begins pullout from the north", "Army begins pullout from the north"),
        ("NATO Border Guards Arrest Smugglers", "NATO border guards arrest Smugglers"),
        ("Guards Quit", "Guards Quit"),
    ],
)
def test_words_that_are_no_names_are_made_small(headline, plain):
    changed = in_plain_case(headline + BODY, len(headline))
    assert changed[: len(headline)] == plain
    assert changed[len(headline) :] == BODY


def test_word_that_the_body_writes_large_stays_large():
    text = "Border Guards Attack Hope Island\n\nThe border guards reached Hope island on Monday."
    assert in_plain_case(text, 32).startswith("Border guards attack Hope island")


def test_word_that_only_begins_a_sentence_tells_nothing_of_its_case():
    text = "Mayor Meets Fisher Families\n\nFisher boats stayed in port. “Fisher folk wait,” he said."
    assert in_plain_case(text, 27).startswith("Mayor meets Fisher")


def test_letters_that_change_length_are_left_alone():
    text = "Army Pullout Begins in İzmir North\n\nThe army left."
    assert len(in_plain_case(text, 34)) == len(text)


def test_words_of_a_headline_keep_their_spelling_in_the_parse():
    found = parse(f"Army Pullout Begins in North{BODY}")
    assert [token.text for token in found.tokens[:5]] == ["Army", "Pullout", "Begins", "in", "North"]
    assert found.tokens[2].pos == "VERB"


PROSECUTOR = "\n\nThe prosecutor spoke on Friday."


@pytest.mark.parametrize(
    ("headline", "plain"),
    [
        ("Opposition Leaders Held on Friday", "Opposition Leaders held on Friday"),
        ("Seventeen Rebels Slain Near Gao", "Seventeen Rebels slain Near Gao"),
        ("Three Engineers Kidnapped Near Zaria", "Three Engineers kidnapped Near Zaria"),
        ("Armed Men Fled Towards Zaria", "Armed Men fled Towards Zaria"),
        ("Mary Woundwort Joins Radio Zaria", "Mary Woundwort Joins Radio Zaria"),
    ],
)
def test_any_form_of_an_event_word_is_made_small(headline, plain):
    assert in_plain_case(headline + PROSECUTOR, len(headline)) == plain + PROSECUTOR
