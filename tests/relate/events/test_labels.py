import json

import msgspec
import pytest
from tests.relate.stories_by_hand import LYON, MOSUL, report, told

from sayso.export import sourced_claims
from sayso.model import Status, make_report
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
            "He promised that those responsible would “pay the price”, the paper wrote.",
        ),
        (
            "The guards, who came late, have been asked for 1,200 litres of water.",
            "asked",
            "REQUEST",
            (),
            ("The guards",),
            "The guards have been asked for 1,200 litres of water",
        ),
        (
            "After months of denials, the mayor resigned.",
            "denials",
            "REJECT",
            (),
            (),
            "After months of denials, the mayor resigned.",
        ),
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
            "Cooperation of the army",
        ),
    ],
)
def test_clauses_keep_the_verbs_that_lead_to_them_and_those_of_whom_they_tell(text, trigger, status, label):
    claim = told(
        report(text), trigger, "COOPERATE", by=("The army",) if "army" in text else (), status=status
    )
    assert group_events((claim,))[0].label == label


@pytest.mark.parametrize(
    ("sentence", "trigger", "type", "to", "label"),
    [
        ("The whole ferry shook, he said.", "The", "INCIDENT", (), "The whole ferry shook"),
        ("The, he said.", "The", "INCIDENT", (), "Ferry report: passengers shaken"),
        ("Their bus ran into the wall.", "Their", "INCIDENT", (), "Incident in Lyon"),
        ("I swear the bus lifted on to one side.", "lifted", "INCIDENT", (), "Incident in Lyon"),
        ("Tunnel: what we know.", "Tunnel", "INCIDENT", (), "Ferry report: passengers shaken"),
        ("It took her co-workers.", "took", "COERCE", ("her co",), "Ferry report: passengers shaken"),
        ("She helped him.", "helped", "AID", ("him",), "Ferry report: passengers shaken"),
    ],
)
def test_what_reads_as_no_label_is_built_of_its_parts_or_is_the_title(sentence, trigger, type, to, label):
    titled = msgspec.structs.replace(report(sentence), title="Ferry report: passengers shaken")
    where = LYON if "Lyon" in label else None
    assert group_events((told(titled, trigger, type, to=to, where=where),))[0].label == label


def test_the_title_is_that_of_the_earliest_report():
    scene = [
        told(
            msgspec.structs.replace(report("Refusing.", published=day), title=f"Crew refuses on {day}"),
            "Refusing",
            "REJECT",
        )
        for day in ("2020-03-05", "2020-03-06")
    ]
    labels = {group.label for group in group_events(scene)}
    assert "Crew refuses on 2020-03-05" in labels


def test_who_does_it_to_themselves_is_named_once():
    text = report("Adler arrested Adler.")
    claim = told(text, "arrested", "COERCE", by=("Adler",), to=("Adler",))
    assert group_events((claim,))[0].label.count("Adler") == 1


@pytest.mark.quality
def test_every_event_of_real_reports_has_a_label_that_can_be_read(shared, fast):
    rows = (shared / "data/claims/dev/reports.jsonl").read_text(encoding="utf-8").splitlines()
    reports = [
        make_report(row["text"], input_id=row["id"], title=row.get("title")) for row in map(json.loads, rows)
    ]
    openers = {"their", "its", "his", "her", "i", "we", "they", "it", "he", "she", "of", "was", "were", "is"}
    labels = [
        group.label for reading in fast.read(reports) for group in group_events(list(sourced_claims(reading)))
    ]
    assert labels
    # A sentence stands in where a report has no title.
    built = [label for label in labels if label[-1] not in '.…”"?!']
    assert [label for label in labels if len(label.split()) < 2] == []
    assert [label for label in built if label.split()[0].lower() in openers] == []
