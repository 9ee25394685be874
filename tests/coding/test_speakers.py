"""First persons in what somebody says."""

import pytest

import sayso

OFFICIAL = 'U.S. Secretary of State John Kerry spoke on Monday. "{words}," Kerry said.'


def actor(text: str, pronoun: str) -> str:
    reading = sayso.read(text, tier="fast", published="2016-03-01")
    for claim in reading.claims:
        for one in (*claim.actors, *claim.recipients):
            if one.text.lower() == pronoun:
                return one.entity.name if one.entity else ""
    pytest.fail(f"nobody is {pronoun!r} in {[claim.trigger.text for claim in reading.claims]}")


def test_i_is_the_person_who_speaks() -> None:
    assert actor(OFFICIAL.format(words="I met the Iraqi prime minister on Sunday"), "i") == "John Kerry"


def test_we_of_an_official_is_the_country() -> None:
    assert actor(OFFICIAL.format(words="We condemned the attack on Mosul"), "we") == "United States"


def test_we_of_a_body_is_the_body() -> None:
    text = 'The European Union issued a statement on Monday. "We condemned the attack on Mosul," the EU said.'
    assert actor(text, "we") == "European Union"


def test_first_person_of_the_report_itself_stays_unknown() -> None:
    assert actor("We condemned the attack on Mosul on Sunday.", "we") == ""
