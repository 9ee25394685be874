"""Duties: who owes which deed, how strongly."""

import pytest
from tests.by_rules import extract_commitments_by_rules

from sayso.coding.commitments import settle_commitments, with_whole_quotations
from sayso.language import parse_text
from sayso.model import Grounding, Mint, Span, Strength
from sayso.model.drafts import CommitmentDraft, CommitmentProbabilities
from sayso.model.quotations import find_quotations

RESOLUTION = """The Security Council,

Recalling its earlier resolutions,

1. Demands that all parties cease hostilities at once;

2. Calls upon the government to admit inspectors within ten days;

3. Decides to remain seized of the matter."""


def read(text):
    return extract_commitments_by_rules(parse_text(text), Grounding(), (), (), Mint("d_test", "test"))


@pytest.mark.parametrize(
    ("text", "debtor", "strength", "deed"),
    [
        ("The government must end the siege.", "The government", "must", "end the siege"),
        ("The army vowed to leave the town.", "The army", "commits", "leave the town"),
        ("They urged Kyiv to repeal the law.", "Kyiv", "urged", "repeal the law"),
        ("The court ordered the mayor to resign.", "the mayor", "must", "resign"),
        ("We will close the base.", "We", "will", "close the base"),
        ("Britain is committed to rebuilding the city.", "Britain", "commits", "rebuilding the city"),
    ],
)
def test_duty_has_debtor_strength_and_deed(text, debtor, strength, deed):
    (found,) = read(text)
    assert (found.debtor.text, found.strength, found.deed.text) == (debtor, strength, deed)


def test_coordinated_deeds_are_two_duties():
    found = read("The government must end the siege and free the prisoners.")
    assert [one.deed.text for one in found] == ["end the siege", "free the prisoners"]


def draft(text, deed, probability):
    return CommitmentDraft(
        deed=Span.of(text, text.index(deed), text.index(deed) + len(deed)),
        strength=Strength.WILL,
        probabilities=CommitmentProbabilities(deed=probability, strength=1.0),
    )


def test_weak_learned_duty_needs_a_rule_and_one_deed_is_one_duty():
    text = "Kenya will close the base. Kenya plans to sell the ships."
    learned = [draft(text, "close the base", 0.2), draft(text, "close the base", 0.3)]
    learned += [draft(text, "sell the ships", 0.2)]
    settled = settle_commitments(parse_text(text), Grounding(), learned, (), sure=0.4)
    assert [(one.deed.text, one.probabilities.deed) for one in settled] == [("close the base", 0.3)]


def test_weather_makes_no_promise():
    assert read("The rain will stop at noon.") == ()


def test_resolution_gives_each_operative_paragraph():
    found = read(RESOLUTION)
    assert [one.verb for one in found] == ["Demands", "Calls upon", "Decides"]
    assert [one.strength.value for one in found] == ["must", "urged", "shall"]
    assert found[1].debtor.text == "the government"
    assert found[1].deed.text == "admit inspectors within ten days"


def test_one_numbered_line_is_no_resolution():
    assert all(
        one.verb != "Calls" for one in read("1. Calls on the rich to share.\n\nNothing else happened.")
    )


@pytest.mark.parametrize(
    ("paragraph", "debtor"),
    [
        ("Requests, in this connection, the Secretary-General to report by May;", "the Secretary-General"),
        ("Demands that all parties cease fire at once;", "all parties"),
        ("Decides that all States shall prevent the sale of arms;", "all States"),
        ("Stresses that all parties must comply at once;", "all parties"),
        ("Endorses the plan of the Secretary-General;", ""),
    ],
)
def test_paragraph_binds_whom_its_verb_addresses(paragraph, debtor):
    found = read(f"The Security Council,\n\n1. {paragraph}\n\n2. Decides to remain seized of the matter.\n")
    assert found[0].verb == paragraph.split()[0].strip(",")
    assert (found[0].debtor.text if found[0].debtor else "") == debtor


@pytest.mark.parametrize(
    "paragraph",
    [
        "Condemns the failure of the rebels to comply;",
        "Takes note of the report submitted to the Council;",
        "Re-emphasizes the need for restraint;",
        "Expresses its concern that the rebels will return;",
    ],
)
def test_paragraph_that_only_states_is_no_duty(paragraph):
    text = f"The Security Council,\n\n1. {paragraph}\n\n2. Decides to remain seized of the matter.\n"
    assert [one.verb for one in read(text)] == ["Decides"]


@pytest.mark.parametrize(
    ("text", "cut", "whole"),
    [
        (
            'Mr Odera promised to be "the fairest mayor of all".',
            'be "the fairest mayor of all',
            'be "the fairest mayor of all"',
        ),
        (
            "She will keep the ferry “running every hour, in all weather” until May.",
            "keep the ferry “running every hour",
            "keep the ferry “running every hour, in all weather”",
        ),
        (
            'Lima vowed to "chase" the smugglers out of the port.',
            'chase" the smugglers out of the port',
            '"chase" the smugglers out of the port',
        ),
        (
            "“We will mend the bridge” before winter, the council said.",
            "mend the bridge” before winter",
            "mend the bridge",
        ),
        ("The judge told him he “would free” the crew.", "free” the crew", "free” the crew"),
        ('"We will rebuild the school," he said.', 'rebuild the school,"', "rebuild the school"),
        (
            'They must "leave the valley. They must go home." He left.',
            '"leave the valley',
            "leave the valley",
        ),
        ('He will "leave" the town.', '"leave" the town', '"leave" the town'),
    ],
)
def test_deed_is_not_cut_inside_a_quotation(text, cut, whole):
    start = text.index(cut)
    deed = Span.of(text, start, start + len(cut))
    assert with_whole_quotations(parse_text(text), deed, find_quotations(text)).text == whole


def test_commitment_takes_its_quotation_whole():
    (found,) = read('The union vowed to make the port "safe for every docker". It met on Monday.')
    assert found.deed.text == 'make the port "safe for every docker"'
