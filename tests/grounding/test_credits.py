"""Agencies that a report credits."""

import pytest

from sayso.grounding import find_credits


@pytest.mark.parametrize(
    ("text", "byline", "credits"),
    [
        ("BEIRUT (Reuters) – An explosion shook the port.", None, ("Reuters",)),
        ("The army left the town. (dpa)", None, ("dpa",)),
        (
            "The army left the town.\n\nReuters and AFP contributed to this report.",
            None,
            ("Reuters", "Agence France-Presse"),
        ),
        ("The army left the town.\n\nWith agencies", None, ("agencies",)),
        ("The army left the town.", "Omar Haddad, Associated Press", ("Associated Press",)),
        ("The army left the town (in the north).", "Omar Haddad", ()),
        ("The minister told Reuters that the army would leave the town.", None, ()),
    ],
)
def test_credit_is_read_where_credits_stand(text, byline, credits):
    assert find_credits(text, byline) == credits
