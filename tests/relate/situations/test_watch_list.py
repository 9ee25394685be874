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


@pytest.mark.parametrize(
    "text",
    [
        f"places = {'[' * 20_000}{']' * 20_000}",
        f"[[watch]]\nplaces = [{'9' * 20_000}]",
        f"[[watch]]\nplaces = [0x{'f' * 20_000}]",
        f"[[watch]]\nname = 0x{'f' * 20_000}\nplaces = ['Erbil']",
        f"[[watch]]\nname{'.a' * 20_000} = 1\nplaces = ['Erbil']",
        f"[[watch]]\nplaces = [-1, 1e400, {'7' * 4000}]",
        f"[[watch]]\nrelations = ['{'r' * 60_000}']",
        "\n".join(f"key{number} = 1" for number in range(5000)),
    ],
    ids=["nested", "digits", "hexadecimal", "name", "dotted", "numbers", "relation", "keys"],
)
def test_huge_values_are_told_in_short(text):
    with pytest.raises(UsageError) as caught:
        parse_watch_list(text)
    assert len(str(caught.value)) < 500


def test_place_is_watched_by_name_id_or_country_code():
    watch_list = parse_watch_list('[[watch]]\nplaces = ["Erbil", 95446, "IRQ"]')
    assert watch_list.watches[0].places == ("Erbil", "95446", "IRQ")
