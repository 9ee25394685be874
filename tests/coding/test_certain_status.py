"""Where the words leave no doubt, the status is theirs."""

import pytest

from sayso.coding.status import certain_status
from sayso.language import parse_text
from sayso.model import Status


@pytest.mark.parametrize(
    ("text", "word", "status"),
    [
        ("Troops are withdrawing from the valley.", "withdrawing", Status.ONGOING),
        ("The army has started its withdrawal from the valley.", "withdrawal", Status.ONGOING),
        ("The army continues to shell the town.", "shell", Status.ONGOING),
        ("The general plans to withdraw from the valley.", "withdraw", Status.PLANNED),
        ("The army will start its withdrawal from the valley.", "withdrawal", None),
        ("The army has not begun its withdrawal from the valley.", "withdrawal", None),
        ("Troops withdrew from the valley.", "withdrew", None),
    ],
)
def test_only_certain_words_overrule(text, word, status):
    parse = parse_text(text)
    token = next(one for one in parse.tokens if one.text == word)
    assert certain_status(parse, token) is status
