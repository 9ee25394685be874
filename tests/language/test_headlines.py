"""Words of headlines in plain case."""

import pytest

from sayso.language.headlines import in_plain_case

BODY = "\n\nThe prosecutor spoke on Friday."


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
    assert in_plain_case(headline + BODY, len(headline)) == plain + BODY
