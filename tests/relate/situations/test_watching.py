"""Watch lists, as a user writes them."""

import re
from pathlib import Path

import pytest

from sayso.errors import UsageError
from sayso.model import Relation
from sayso.relate.situations import parse_watch_list

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "watch-list.md"


def test_example_in_the_documents_can_be_read():
    (example,) = re.findall(r"```toml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    watch_list = parse_watch_list(example)
    assert [one.name for one in watch_list.watches] == [
        "American bases in Iraq",
        "Sanctions on Syria",
        "SYR, Hezbollah",
    ]
    assert watch_list.watches[0].relations == (Relation.FORCES_AT,)


def test_every_relation_is_in_the_documents():
    page = PAGE.read_text(encoding="utf-8")
    assert all(f"| `{relation}` |" in page for relation in Relation)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("places = [", "no TOML"),
        ("", r"\[\[watch\]\]"),
        ('[other]\nplaces = ["Erbil"]', "other"),
        ("watch = 3", r"\[\[watch\]\]"),
        ('watch = ["Erbil"]', "a watch is a table"),
        ('[[watch]]\nplace = ["Erbil"]', "unknown field 'place'"),
        ('[[watch]]\nplaces = "Erbil"', "places is 'Erbil'"),
        ('[[watch]]\nactors = [""]', "actors is"),
        ('[[watch]]\nname = "Nothing"', "watches nothing"),
        ('[[watch]]\nname = 7\nplaces = ["Erbil"]', "name is 7"),
        ('[[watch]]\nrelations = ["rules"]', "unknown relation 'rules'"),
    ],
)
def test_broken_list_says_what_to_do(text, message):
    with pytest.raises(UsageError, match=message) as caught:
        parse_watch_list(text, where="list.toml")
    assert caught.value.help
    assert "list.toml" in caught.value.where


def test_place_is_watched_by_name_id_or_country_code():
    watch_list = parse_watch_list('[[watch]]\nplaces = ["Erbil", 95446, "IRQ"]')
    assert watch_list.watches[0].places == ("Erbil", "95446", "IRQ")
