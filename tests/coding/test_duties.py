"""Duties in running text and operative paragraphs of resolutions."""

import pytest
from tests.parses import parse

from sayso.coding.duties import find_duties
from sayso.coding.operative import find_operatives

Row = tuple[str, str, str, str]


def duties(text: str) -> list[Row]:
    """Debtor, strength, operative word and deed of each duty."""
    found = parse(text)
    return [
        (found.tokens[duty.debtor].text, duty.strength.value, duty.verb.text, found.span(*duty.deed).text)
        for token in found.tokens
        for duty in find_duties(found, token)
    ]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("The government must end the siege.", [("government", "must", "must", "end the siege")]),
        ("Iran shall open the site.", [("Iran", "shall", "shall", "open the site")]),
        ("Iran must not open the site.", [("Iran", "banned", "must", "open the site")]),
        ("Kenya should open the border.", [("Kenya", "urged", "should", "open the border")]),
        ("We will close the base.", [("We", "will", "will", "close the base")]),
        ("Kenya will close the base.", [("Kenya", "will", "will", "close the base")]),
        ("He was denied bail and will appear in court.", [("He", "will", "will", "appear in court")]),
        ("The army vowed to leave the town.", [("army", "commits", "vowed", "leave the town")]),
        ("Turkey agreed to free the men.", [("Turkey", "agreed", "agreed", "free the men")]),
        ("They urged Kyiv to repeal the law.", [("Kyiv", "urged", "urged", "repeal the law")]),
        ("They called on Kyiv to repeal the law.", [("Kyiv", "urged", "called", "repeal the law")]),
        ("The court ordered the mayor to resign.", [("mayor", "must", "ordered", "resign")]),
        (
            "Britain is committed to rebuilding the city.",
            [("Britain", "commits", "committed", "rebuilding the city")],
        ),
        (
            "The firm is required to clean the river.",
            [("firm", "must", "required", "clean the river")],
        ),
        (
            "The government must end the siege and free the prisoners.",
            [
                ("government", "must", "must", "end the siege"),
                ("government", "must", "must", "free the prisoners"),
            ],
        ),
        (
            "The firm must close the mine, the mayor said.",
            [("firm", "must", "must", "close the mine")],
        ),
    ],
)
def test_duty_has_debtor_strength_and_deed(text: str, rows: list[Row]) -> None:
    assert duties(text) == rows


@pytest.mark.parametrize(
    "text",
    [
        "The rain will stop at noon.",
        "There must be a way out.",
        "It must have been a shock.",
        "The bridge will be closed.",
        "If Kenya will close the base, the army leaves.",
        "The army vowed revenge.",
        "The mayor promised residents a park.",
        "The mayor left the town.",
        "The mayor wants to sleep.",
    ],
)
def test_weather_wishes_and_passives_owe_nothing(text: str) -> None:
    assert duties(text) == []


RESOLUTION = """The Security Council,

Recalling its earlier resolutions,

1. {first};

2. Decides to remain seized of the matter."""


def operative(text: str) -> tuple[str, str | None, str, str, bool]:
    found = find_operatives(parse(RESOLUTION.format(first=text)))[0]
    debtor = found.debtor.text if found.debtor else None
    return found.verb.text, debtor, found.strength.value, found.deed.text, found.binds


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Demands that all parties cease hostilities at once",
            ("Demands", "all parties", "must", "cease hostilities at once", True),
        ),
        (
            "Calls upon the government to admit inspectors within ten days",
            ("Calls upon", "the government", "urged", "admit inspectors within ten days", True),
        ),
        (
            "Decides that all States shall prevent the sale of arms",
            ("Decides", "all States", "shall", "prevent the sale of arms", True),
        ),
        (
            "Requests the Secretary-General to report every month",
            ("Requests", "the Secretary-General", "urged", "report every month", True),
        ),
        (
            "Urges, in this regard, all States to contribute to the fund",
            ("Urges", "all States", "urged", "contribute to the fund", True),
        ),
        (
            "Condemns the attack on the convoy",
            ("Condemns", None, "expects", "the attack on the convoy", False),
        ),
    ],
)
def test_operative_paragraph_has_verb_debtor_and_deed(
    text: str, expected: tuple[str, str | None, str, str, bool]
) -> None:
    verb, debtor, strength, deed, binds = operative(text)
    assert (verb, debtor, deed, binds) == (expected[0], expected[1], expected[3], expected[4])
    assert not binds or strength == expected[2]


def test_one_numbered_line_makes_no_resolution() -> None:
    assert find_operatives(parse("1. Demands that all parties cease hostilities.")) == ()
    assert find_operatives(parse("The council met. It demands calm.")) == ()


def test_paragraph_ends_before_the_next() -> None:
    found = find_operatives(parse(RESOLUTION.format(first="Demands that all parties leave the town")))
    assert [operative.deed.text for operative in found] == [
        "leave the town",
        "to remain seized of the matter",
    ]
