import msgspec
import pytest
from tests.relate.stories_by_hand import LYON, MOSUL, report, told

from sayso.model import Status
from sayso.relate.events import group_events

TEXT = report(
    "Police arrested Omar Haddad. Deputies met the minister. Troops will withdraw from Mosul. "
    "Firefighters fought a blaze. The mayor repaired a bridge."
)


@pytest.mark.parametrize(
    ("claim", "label"),
    [
        (
            told(TEXT, "arrested", "COERCE", to=("Omar Haddad",), named=("Omar Haddad",), where=MOSUL),
            "Arrest of Omar Haddad in Mosul",
        ),
        (
            told(TEXT, "met", "CONSULT", by=("Deputies",), to=("the minister",)),
            "Deputies met the minister",
        ),
        (
            told(TEXT, "withdraw", "RETREAT", by=("Troops",), where=MOSUL, status=Status.PLANNED),
            "Troops will withdraw from Mosul",
        ),
        (told(TEXT, "blaze", "INCIDENT", where=LYON), "Fire in Lyon"),
        (told(TEXT, "repaired", "AID"), "The mayor repaired a bridge"),
        (told(TEXT, "blaze", "INCIDENT", where=LYON, negated=True), "No fire in Lyon"),
    ],
)
def test_labels_say_what_happened_to_whom_and_where(claim, label):
    assert group_events((claim,))[0].label == label


def place_in(text, place):
    start = text.text.index(place.text)
    return msgspec.structs.replace(place, start=start, end=start + len(place.text))


def test_outcome_is_told_by_the_act_in_its_sentence_and_by_the_words_before_the_place():
    blast = report("An explosion at the harbour of Lyon killed 12 people on Monday.")
    killed = told(
        blast,
        "killed",
        "INCIDENT",
        to=("12 people",),
        where=place_in(blast, LYON),
        counted=(("12 people", 12, "killed"),),
    )
    assert group_events((killed,))[0].label == "Explosion at the harbour of Lyon: 12 killed"


@pytest.mark.parametrize(
    ("sentence", "trigger", "type", "by", "to", "label"),
    [
        (
            "The envoy opened the talks, appealed to all sides for restraint and left on Tuesday.",
            "appealed",
            "REQUEST",
            ("The envoy",),
            ("all sides",),
            "The envoy appealed to all sides for restraint",
        ),
        (
            "The ministry said that a curfew should be declared in the capital.",
            "declared",
            "DECIDE",
            (),
            (),
            "A curfew should be declared in the capital",
        ),
        (
            "He promised that those responsible would “pay the price”, the paper wrote.",
            "promised",
            "AGREE",
            (),
            (),
            "He promised that those responsible would “pay the price”",
        ),
        (
            "The guards, who came late, have been asked for 1,200 litres of water.",
            "asked",
            "REQUEST",
            (),
            ("The guards",),
            "The guards have been asked for 1,200 litres of water",
        ),
        ("After months of denials, the mayor resigned.", "denials", "REJECT", (), (), "Denials"),
    ],
)
def test_other_events_are_told_in_a_clause_of_a_report(sentence, trigger, type, by, to, label):
    claim = told(report(sentence), trigger, type, by=by, to=to)
    assert group_events((claim,))[0].label == label


def test_number_of_people_that_the_values_do_not_give_is_left_out():
    text = report("Police detained at least sixteen dock workers. Police have arrested 25 people so far.")
    claims = (
        told(text, "detained", "COERCE", to=("at least sixteen dock workers",)),
        told(text, "arrested", "COERCE", to=("25 people",), counted=(("25 people", 25, "arrested"),)),
    )
    assert group_events(claims)[0].label == "Arrest of dock workers: 25 arrested"


def test_nobody_hurt_is_said_in_words():
    text = report("The fire in Lyon killed 0 people.")
    killed = told(text, "killed", "INCIDENT", to=("0 people",), counted=(("0 people", 0, "killed"),))
    assert group_events((killed,))[0].label == "Fire: nobody killed"


@pytest.mark.parametrize(
    ("text", "trigger", "status", "label"),
    [
        (
            "He named serving officers, who had been let off in May.",
            "let off",
            Status.OCCURRED,
            "Serving officers had been let off in May",
        ),
        (
            "The army continues to work with the villages.",
            "work",
            Status.ONGOING,
            "The army continues to work with the villages",
        ),
        (
            "The army, whose men had fought for years to help the villages, left.",
            "help",
            Status.OCCURRED,
            "Men had fought for years to help the villages",
        ),
        (
            "The army said that he is ready to help the villages.",
            "help",
            Status.OCCURRED,
            "He is ready to help the villages",
        ),
    ],
)
def test_clauses_keep_the_verbs_that_lead_to_them_and_those_of_whom_they_tell(text, trigger, status, label):
    claim = told(
        report(text), trigger, "COOPERATE", by=("The army",) if "army" in text else (), status=status
    )
    assert group_events((claim,))[0].label == label
