"""Pronouns and descriptions of many kinds, each with the name that it stands for."""

import pytest
from tests.parses import parse

from sayso.language.antecedents import find_candidates
from sayso.language.coreference import Resolver

Table = dict[str, str]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Elena Petrova won the vote. Her rival, Pavel Novak, conceded. He congratulated her on Sunday.",
            {"Her": "Elena Petrova", "He": "Pavel Novak", "her": "Elena Petrova"},
        ),
        ("When he arrived in Lagos, Daniel Webb was arrested.", {"he": "Daniel Webb"}),
        (
            "Nurse Grace Otieno and her husband, Peter Otieno, fled. He was wounded.",
            {"He": "Peter Otieno"},
        ),
        ("Ms Lindgren is a judge. Ms Lindgren said she would retire.", {"she": "Lindgren"}),
        ("The man who attacked Sara Holm fled. She survived.", {"She": "Sara Holm"}),
        (
            "Police found Ivan Dragov at home and arrested him. He was taken to Sofia.",
            {"him": "Ivan Dragov", "He": "Ivan Dragov"},
        ),
        ("Mary Cole told Jane Frost that she had won.", {"she": "Mary Cole"}),
        (
            "Rosa Quintero left the meeting with John Maas. She gave no reason. He gave two.",
            {"She": "Rosa Quintero", "He": "John Maas"},
        ),
        (
            "Carlos Mena, 43, was shot. His wife, Julia Mena, was unhurt. She called the police.",
            {"His": "Carlos Mena", "She": "Julia Mena"},
        ),
    ],
)
def test_he_and_she_are_people_of_their_gender(text: str, found: Table) -> None:
    assert {c.mention.text: c.antecedent.text for c in parse(text).coreferences} == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The Harbour Workers Union called a strike. It wants higher pay.", {"It": "Harbour Workers Union"}),
        ("Siemens closed the plant. It dismissed 400 workers.", {"It": "Siemens"}),
        ("Washington rejected the offer. It called the plan a trick.", {"It": "Washington"}),
        ("It rained all day in Oslo. Hans Berg stayed at home.", {}),
        ("It was reported that Siemens had closed the plant.", {}),
        ("Jordan joined the talks. “We want peace,” its envoy said.", {"its": "Jordan"}),
        ("Officials met residents on Friday. They promised to repair the dam.", {"They": "Officials"}),
        (
            "Turkish troops entered Afrin. They took the city.",
            {"They": "Turkish troops", "the city": "Afrin"},
        ),
        ("Seven miners died. Their families wept.", {}),
    ],
)
def test_it_and_they_are_bodies_countries_and_groups(text: str, found: Table) -> None:
    assert {c.mention.text: c.antecedent.text for c in parse(text).coreferences} == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("“We will rebuild the school,” said Mayor Ruth Amadi. “I promise it.”", {"I": "Ruth Amadi"}),
        (
            "Tom Reyes praised the plan.\n\n“It is bold,” he said.\n\n“I like it.”",
            {"he": "Tom Reyes", "I": "Tom Reyes"},
        ),
        ("US troops left. “Tell us why,” a man shouted.", {}),
        ("The ministry said: “Our soldiers withdrew.”", {}),
        ("I saw the fire myself. Ruth Amadi saw it too.", {}),
    ],
)
def test_first_persons_are_who_speaks(text: str, found: Table) -> None:
    assert {c.mention.text: c.antecedent.text for c in parse(text).coreferences} == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Hezbollah fired rockets on Monday. The group said it had hit a base.",
            {"The group": "Hezbollah", "it": "Hezbollah"},
        ),
        ("Kenya closed the border. The country had seen three attacks.", {"The country": "Kenya"}),
        (
            "Amnesty International published a report. The organization said the police had used force.",
            {"The organization": "Amnesty International"},
        ),
        ("The Supreme Court met on Monday. The court rejected the appeal.", {"The court": "Supreme Court"}),
        (
            "Mayor Tom Vidal blamed smugglers. A witness, baker Anil Desai, said they ran. “I hid,” he said.",
            {"they": "smugglers", "I": "Anil Desai", "he": "Anil Desai"},
        ),
        ("The Sand Front denied everything. The finance ministry said it would send money.", {}),
        ("Tomas Vidal left. A spokesman said he was ill.", {}),
        ("Labour minister Jo Hill spoke on Friday. “We will not wait,” he said.", {"he": "Jo Hill"}),
        ("Tomas Vidal left. A spokesman said Vidal lost his keys.", {"his": "Vidal"}),
        (
            "TARSUN, March 3 (Halcyon News) - Two soldiers were killed on Monday, the defence ministry said.",
            {},
        ),
        ("Oxfam opened a clinic in Goma. The health ministry said more were needed.", {}),
        ("Siemens sacked 300 people. The court in Bonn heard the case. The court ruled on Friday.", {}),
        ("The ECB raised rates on Monday. The bank said it would wait.", {"The bank": "ECB", "it": "ECB"}),
        (
            "The World Bank lent Malawi $5 million. The bank said the money was for roads.",
            {"The bank": "World Bank"},
        ),
        (
            "The defence minister, Karl Vogel, resigned. The minister had been under pressure.",
            {"The minister": "Karl Vogel"},
        ),
        (
            "Emmanuel Macron met Angela Merkel in Paris. She then left.",
            {"She": "Angela Merkel"},
        ),
        (
            "The Taliban attacked Kunduz. The movement denied burning the prison.",
            {"The movement": "Taliban"},
        ),
        (
            "Dr. Amina Sow runs the clinic. The doctor treats 40 patients a day.",
            {"The doctor": "Amina Sow"},
        ),
        (
            "Prime Minister Ingrid Solberg flew to Lima. The prime minister met nobody there.",
            {"The prime minister": "Ingrid Solberg"},
        ),
        (
            "Foreign Secretary Jane Frost spoke to Lena Ortiz. The foreign secretary resigned at noon.",
            {"The foreign secretary": "Jane Frost"},
        ),
        ("The president visited the town. The president praised Ana Ruiz.", {}),
        ("Hezbollah fired rockets. The group of tourists was unhurt.", {}),
        ("Kenya closed the border. A country in the north did the same.", {}),
        ("Kenya closed the border. The French group protested.", {}),
        ("Amina Sow spoke first. The doctor who treated her listened.", {"her": "Amina Sow"}),
    ],
)
def test_description_is_the_name_that_it_fits(text: str, found: Table) -> None:
    assert {c.mention.text: c.antecedent.text for c in parse(text).coreferences} == found


def test_name_far_above_is_found_if_nothing_nearer_agrees() -> None:
    text = "Ruth Amadi opened the bridge. " + "Rain fell on the river. " * 12 + "She went home."
    (found,) = parse(text).coreferences
    assert found.antecedent.text == "Ruth Amadi"


def test_gender_is_learned_from_the_first_pronoun() -> None:
    text = "Robin Okoro met Kim Larsen. Okoro said her party had won. He praised it."
    found = {c.mention.text: c.antecedent.text for c in parse(text).coreferences}
    assert (found["her"], found["He"]) == ("Okoro", "Kim Larsen")


@pytest.mark.parametrize(
    ("text", "name", "kind", "gender", "plural"),
    [
        ("Spokeswoman Noor Aziz left.", "Noor Aziz", "person", "f", False),
        ("Mr Haddad left.", "Haddad", "person", "m", False),
        ("Peter Holm left.", "Peter Holm", "person", "m", False),
        ("Boko Haram left the village.", "Boko Haram", "group", "", False),
        ("The United Nations left Goma.", "United Nations", "organization", "", False),
        ("France left the pact.", "France", "country", "", False),
        ("Reuters reported the blast.", "Reuters", "outlet", "", False),
        ("They flew to Leipzig.", "Leipzig", "place", "", False),
        ("Local officials left the hall.", "Local officials", "plural", "", True),
        ("The Kenyans left the hall.", "Kenyans", "people", "", True),
    ],
)
def test_candidate_has_kind_gender_and_number(
    text: str, name: str, kind: str, gender: str, plural: bool
) -> None:
    found = parse(text)
    candidates = {
        found.span(c.first, c.last).text: c for c in find_candidates(found, [0] * len(found.tokens))
    }
    candidate = candidates[name]
    assert (candidate.kind, candidate.gender, candidate.plural) == (kind, gender, plural)


def test_later_surname_shares_entity_gender_and_posts() -> None:
    found = parse("Foreign Secretary Jane Frost spoke. Frost left.")
    first, second = (
        candidate
        for candidate in find_candidates(found, [0] * len(found.tokens))
        if candidate.kind == "person"
    )
    assert first.entity == second.entity == "jane frost"
    assert second.gender == "f"
    assert second.posts == {"foreign", "secretary"}


def test_two_people_of_one_surname_are_two() -> None:
    found = parse("Carlos Mena was shot. Julia Mena was unhurt.")
    candidates = find_candidates(found, [0] * len(found.tokens))
    assert {candidate.entity for candidate in candidates} == {"carlos mena", "julia mena"}


def test_adjective_of_a_people_is_no_antecedent() -> None:
    found = parse("The French troops left. They sang.")
    assert "French" not in [
        found.span(candidate.first, candidate.last).text
        for candidate in find_candidates(found, [0] * len(found.tokens))
    ]


def test_options_agree_in_gender_and_number() -> None:
    text = "Maria Jensen and Peter Holm met Siemens officials in Oslo. She and he thanked them for it."
    resolver = Resolver(parse(text))
    names = {
        kind: [
            parse(text).span(option.first, option.last).text
            for option in resolver.options(next(t for t in parse(text).tokens if t.text == word), kind)
        ]
        for word, kind in (("She", "f"), ("he", "m"), ("them", "they"), ("it", "it"))
    }
    assert "Peter Holm" not in names["f"]
    assert "Maria Jensen" not in names["m"]
    assert "Maria Jensen" not in names["they"] + names["it"]
    assert "Oslo" in names["it"]
    assert "Oslo" not in names["they"]
