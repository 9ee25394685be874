"""Where the words leave no doubt, the status is theirs."""

import pytest

from sayso.coding.status import certain_status, is_denied, is_simple_past
from sayso.language import parse_text
from sayso.model import Status


def parsed(text, word):
    """The parse of a text and the token of a word in it."""
    parse = parse_text(text)
    return parse, next(one for one in parse.tokens if one.text == word)


@pytest.mark.parametrize(
    ("text", "word", "past"),
    [
        ("Thousands of miners protested in Lima on Sunday.", "protested", True),
        ("Rebels held the airport for a week.", "held", True),
        ("Rebels were shelling the airport.", "shelling", False),
        ("The airport was shelled.", "shelled", False),
        ("Rebels hold the airport.", "hold", False),
    ],
)
def test_simple_past_is_told_from_what_lasts(text, word, past):
    assert is_simple_past(*parsed(text, word)) is past


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
    assert certain_status(*parsed(text, word)) is status


@pytest.mark.parametrize(
    ("text", "word", "denied"),
    [
        ("They deny that many civilians were killed in bombardments that ruined the town.", "killed", True),
        ("They deny that many civilians were killed in bombardments that ruined the town.", "ruined", False),
        ("The army denied attacking the village.", "attacking", True),
        ("The army did not deny that it attacked the village.", "attacked", False),
        ("The army said that it attacked the village.", "attacked", False),
        ("The rebels said that they had nothing to do with the killing of the mayor.", "killing", True),
        ("Kenya has nothing to do with the attack.", "attack", True),
        ("The minister had much to do with the attack.", "attack", False),
    ],
)
def test_what_is_denied_outright_is_negated(text, word, denied):
    assert is_denied(*parsed(text, word)) is denied
