"""Pronouns and descriptions, and the names they stand for."""

from sayso.language import parse_text
from sayso.language.coreference import resolve


def antecedents(text: str) -> dict[str, str]:
    return {one.mention.text: one.antecedent.text for one in resolve(parse_text(text))}


def test_pronoun_goes_to_the_subject_before() -> None:
    found = antecedents("Omar Haddad met the visitors. He thanked them for coming.")
    assert found["He"] == "Omar Haddad"


def test_gender_decides_between_two_people() -> None:
    found = antecedents("Maria Jensen met Peter Holm in Oslo. She praised the harbour. He said nothing.")
    assert (found["She"], found["He"]) == ("Maria Jensen", "Peter Holm")


def test_title_tells_gender() -> None:
    found = antecedents("Spokeswoman Noor Aziz met Daniel Webb. She said the road was open.")
    assert found["She"] == "Noor Aziz"


def test_post_in_apposition_is_found_again() -> None:
    found = antecedents(
        "Lena Brandt, the finance minister, met Olga Petrova. The minister promised a report."
    )
    assert found["The minister"] == "Lena Brandt"


def test_last_word_of_a_body_stands_for_it() -> None:
    found = antecedents("The Northern Fisheries Council met on Monday. The council set new limits.")
    assert found["The council"] == "Northern Fisheries Council"


def test_group_goes_to_the_armed_group_before() -> None:
    found = antecedents("Boko Haram attacked the village at dawn. The group burned several houses.")
    assert found["The group"] == "Boko Haram"


def test_quoted_i_is_who_speaks() -> None:
    found = antecedents("“I saw the fire from my window,” said Ruth Amadi. Later the police came.")
    assert found["I"] == "Ruth Amadi"


def test_empty_it_stands_for_nothing() -> None:
    found = antecedents("Siemens closed the plant. It is clear that the town will suffer.")
    assert "It" not in found


def test_antecedent_is_never_a_pronoun() -> None:
    found = antecedents("Sam Okoro left. He waved. He called his brother.")
    assert set(found.values()) == {"Sam Okoro"}


def test_speaker_goes_on_speaking() -> None:
    found = antecedents(
        "Mayor Tom Reyes praised Anna Cole's plan. “It is bold,” Reyes said. He said it would cost little."
    )
    assert found["He"] == "Reyes"


def test_we_is_the_body_a_spokeswoman_speaks_for() -> None:
    found = antecedents("“We closed the bridge,” said Jo Hill, a spokeswoman for the Harbour Authority.")
    assert found["We"] == "Harbour Authority"


def test_country_told_most_is_the_country() -> None:
    found = antecedents("Peru exports copper. Peru also sells fish to Japan. The country lives from both.")
    assert found["The country"] == "Peru"
