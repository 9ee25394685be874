"""The work of grounding grows with the length of a text, not with its square."""

import sys
from datetime import date
from types import FrameType
from typing import Any

import pytest

from sayso.grounding import ground
from sayso.grounding.lexemes import cut_lexemes
from sayso.language import parse_text

PUBLISHED = date(2014, 6, 10)
LETTERS = "bdfgklmnprstvz"
TOWNS = ["Mosul", "Erbil", "Kirkuk", "Tikrit", "Basra", "Najaf", "Karbala", "Samarra", "Ramadi", "Baqubah"]


def name(n: int) -> str:
    """A made-up name, another one for each number."""
    return "".join(f"{LETTERS[n // 14**k % 14]}{'aeiou'[n // 5**k % 5]}" for k in (2, 1, 0)).capitalize()


def people(n: int) -> str:
    return f"Mr John {name(n)} met Maria {name(n + 900)} on Monday. Mr {name(n)} left.\n\n"


def acronyms(n: int) -> str:
    return (
        f"The Harbour Workers Federation (HWF) met {name(n)} {name(n + 7)} (N{LETTERS[n % 14].upper()}).\n\n"
    )


def pronouns(n: int) -> str:
    return f"Leila Haddad left {TOWNS[n % 10]} and she said that she would not return to her house.\n\n"


def places(n: int) -> str:
    return f"Troops reached {TOWNS[n % 10]} and Maria Okonjo left {TOWNS[n % 7]} with {n + 2} soldiers.\n\n"


def agents(n: int) -> str:
    return f"The {name(n)} police and {TOWNS[n % 10]} troops arrested 5 men two days earlier, in May.\n\n"


def steps(function: Any, *arguments: Any) -> int:
    """The steps that Python takes to run a function: calls and lines, each round of a loop anew."""
    taken = 0

    def count(_frame: FrameType, _event: str, _argument: object) -> Any:
        nonlocal taken
        taken += 1
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        function(*arguments)
    finally:
        sys.settrace(before)
    return taken


@pytest.mark.parametrize("sentence", [people, acronyms, pronouns, places, agents])
def test_four_times_the_text_takes_at_most_five_times_the_steps(sentence: Any) -> None:
    short, long = (parse_text("".join(map(sentence, range(count)))) for count in (50, 200))
    ground(short, PUBLISHED)  # fills the caches of the gazetteer
    assert steps(ground, long, PUBLISHED) < 5 * steps(ground, short, PUBLISHED)


def test_number_of_groups_in_one_number_is_bounded() -> None:
    """Else each start of a list of numbers would be tried with all that follow."""
    lexemes = cut_lexemes("105" + ", 234" * 100 + ", 12")
    assert max(lexeme.end - lexeme.start for lexeme in lexemes) <= len("105" + ", 234" * 20)
