import pytest
from tests.relate.stories_by_hand import report, told

from sayso.model import Status
from sayso.relate.events import find_values, lend_harm


def values(*claims):
    return [(one.slot, one.value, one.of) for one in find_values(claims, lend_harm(claims))]


def test_casualties_keep_their_slot_and_say_who_is_counted():
    text = report("Two other men were killed in the blast.")
    claim = told(text, "killed", "ASSAULT", to=("Two other men",), counted=(("Two other men", 2, "killed"),))
    assert values(claim) == [("killed", 2, "other men")]


def test_people_counted_in_a_claim_of_harm_were_harmed():
    text = report("At least five people were shot near the station.")
    assert values(told(text, "shot", "ASSAULT", counted=(("five people", 5, "people"),))) == [
        ("injured", 5, "people")
    ]


def test_attackers_counted_are_not_harmed():
    text = report("Four gunmen wounded a guard.")
    claim = told(text, "wounded", "ASSAULT", by=("Four gunmen",), counted=(("Four gunmen", 4, "gunmen"),))
    assert values(claim)[0] == ("gunmen", 4, "gunmen")


def test_people_side_by_side_are_one_number_too():
    text = report("One woman and two men were wounded.")
    counted = (("One woman", 1, "woman"), ("two men", 2, "men"))
    found = values(told(text, "wounded", "ASSAULT", counted=counted))
    assert ("injured", 3, "people") in found
    assert len(found) == 3


def test_a_number_and_one_person_side_by_side_are_one_number():
    text = report("Two women and a man died. A guard and a clerk were killed.")
    counted = told(text, "died", "INCIDENT", to=("Two women", "a man"), counted=(("Two women", 2, "killed"),))
    named = told(text, "killed", "ASSAULT", to=("A guard", "a clerk"))
    assert values(counted, named) == [
        ("killed", 2, "women"),
        ("killed", 3, "people"),
        ("killed", 2, "people"),
    ]


def test_a_person_and_the_words_for_the_same_person_are_not_two():
    text = report("They shot a clerk, Omar Haddad.")
    claim = told(text, "shot", "ASSAULT", to=("a clerk", "Omar Haddad"), named=("Omar Haddad",))
    assert values(claim) == []


def test_one_victim_named_or_described_is_one():
    text = report("The boy was found dead. Omar Haddad was killed. He died. Three officers died.")
    boy = told(text, "dead", "INCIDENT", to=("The boy",))
    named = told(text, "killed", "ASSAULT", to=("Omar Haddad",), named=("Omar Haddad",))
    many = told(text, "died", "INCIDENT", to=("Three officers",))
    assert values(boy, named, many) == [("killed", 1, "The boy"), ("killed", 1, "Omar Haddad")]


def test_one_who_fled_is_not_displaced():
    text = report("The suspect fled on foot.")
    assert values(told(text, "fled", "INCIDENT", to=("The suspect",))) == []


def test_harm_only_feared_or_denied_counts_nobody():
    text = report("They try to keep the boy from being hurt. The guard was not killed.")
    feared = told(text, "hurt", "INCIDENT", to=("the boy",), status=Status.HYPOTHETICAL)
    denied = told(text, "killed", "ASSAULT", to=("The guard",), negated=True)
    assert values(feared, denied) == []


def test_numbers_of_the_treated_are_lent_to_the_harm_beside_them():
    text = report("Crews treated five patients with gunshot wounds.")
    aid = told(text, "treated", "AID", counted=(("five patients", 5, "injured"),))
    harm = told(text, "gunshot wounds", "ASSAULT")
    lent = lend_harm((aid, harm))
    assert [one.value for one in find_values((harm,), lent)] == [5]


def test_other_numbers_are_under_what_they_count():
    text = report("Rescuers sent more than 80 diggers.")
    assert values(told(text, "sent", "AID", counted=(("80 diggers", 80, "diggers"),))) == [
        ("diggers", 80, "diggers")
    ]


def test_occasions_and_things_are_no_people():
    text = report("He was arrested four times. The quake damaged seven villages and killed 10 people.")
    arrest = told(text, "arrested", "COERCE", counted=(("four times", 4, "arrested"),))
    quake = told(
        text, "killed", "INCIDENT", counted=(("seven villages", 7, "injured"), ("10 people", 10, "killed"))
    )
    assert values(arrest, quake) == [("killed", 10, "people")]


@pytest.mark.parametrize(
    ("sentence", "words", "number"),
    [
        ("8/22 Police at the scene where a man was killed.", "22 Police", 22),
        ("3 / 14 People lay flowers where a cyclist was killed.", "14 People", 14),
        ("Where a guard was killed: people gather 5/9", "5", 5),
    ],
)
def test_the_number_of_a_picture_counts_nobody(sentence, words, number):
    claim = told(report(sentence), "killed", "ASSAULT", counted=((words, number, "people"),))
    assert values(claim) == []


@pytest.mark.parametrize(
    ("sentence", "words", "noun"),
    [
        ("The crash injured dozens and 70 firefighters came.", "70 firefighters", "firefighters"),
        (
            "Nine were injured, and 22 harbour police officers searched.",
            "22 harbour police officers",
            "officers",
        ),
    ],
)
def test_those_who_came_to_help_are_not_harmed(sentence, words, noun):
    claim = told(report(sentence), "injured", "INCIDENT", counted=((words, int(words[:2]), noun),))
    assert [slot for slot, _, _ in values(claim)] == [noun]


def test_helpers_to_whom_harm_is_done_are_harmed():
    text = report("The blast injured 12 firefighters.")
    claim = told(
        text,
        "injured",
        "INCIDENT",
        to=("12 firefighters",),
        counted=(("12 firefighters", 12, "firefighters"),),
    )
    assert values(claim) == [("injured", 12, "firefighters")]
