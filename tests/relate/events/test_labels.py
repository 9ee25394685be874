import json

import msgspec
import pytest
from tests.relate.stories_by_hand import LYON, MOSUL, person, report, told

from sayso.export import sourced_claims
from sayso.model import Span, Status, make_report
from sayso.relate.events import group_events
from sayso.relate.events.labels import label_event

TEXT = report(
    "Police arrested Omar Haddad. Deputies met the minister. Troops will withdraw from Mosul. "
    "Firefighters fought a blaze. The mayor repaired a bridge."
)


def twice(sentence, trigger, type, **fields):
    """Two reports of one day that tell one event in the same words, each with another end."""
    return [
        told(report(f"{sentence} {end}", published="2020-03-05"), trigger, type, **fields)
        for end in ("More follows.", "Nobody else saw it.")
    ]


def label_of(claims):
    (group,) = group_events(claims)
    return group.label


def test_what_several_reports_tell_is_labelled_by_noun_participant_and_place():
    claims = twice(
        "Police arrested Omar Haddad.",
        "arrested",
        "COERCE",
        to=("Omar Haddad",),
        named=("Omar Haddad",),
        where=MOSUL,
    )
    assert label_of(claims) == "Arrest of Omar Haddad in Mosul"


@pytest.mark.parametrize(
    ("claim", "label"),
    [
        (
            told(TEXT, "arrested", "COERCE", by=("Police",), to=("Omar Haddad",)),
            "Police arrested Omar Haddad",
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
    assert label_of([claim]) == label


def place_in(text, place):
    start = text.text.index(place.text)
    return msgspec.structs.replace(place, start=start, end=start + len(place.text))


def test_outcome_is_told_by_the_act_in_its_sentence():
    blast = report("An explosion at the harbour of Lyon killed 12 people on Monday.")
    killed = told(
        blast,
        "killed",
        "INCIDENT",
        to=("12 people",),
        where=place_in(blast, LYON),
        counted=(("12 people", 12, "killed"),),
    )
    assert group_events((killed,))[0].label == "Explosion in Lyon: 12 killed"


@pytest.mark.parametrize(
    ("sentence", "trigger", "type", "by", "to", "label"),
    [
        (
            "The envoy opened the talks, appealed to all sides for restraint and left on Tuesday.",
            "appealed",
            "REQUEST",
            ("The envoy",),
            ("all sides",),
            "The envoy appealed to all sides for restraint and left",
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
            "After months of denials, the mayor resigned",
        ),
    ],
)
def test_other_events_are_told_in_a_clause_of_a_report(sentence, trigger, type, by, to, label):
    claim = told(report(sentence), trigger, type, by=by, to=to)
    assert group_events((claim,))[0].label == label


def test_number_of_people_gives_way_to_the_values():
    claims = twice(
        "Police arrested 25 people in Lyon.",
        "arrested",
        "COERCE",
        to=("25 people",),
        where=LYON,
        counted=(("25 people", 25, "arrested"),),
    )
    assert label_of(claims) == "Arrest in Lyon: 25 arrested"


def test_nobody_hurt_is_said_in_words():
    text = report("The fire in Lyon killed 0 people.")
    killed = told(text, "killed", "INCIDENT", to=("0 people",), counted=(("0 people", 0, "killed"),))
    assert group_events((killed,))[0].label == "Fire: nobody killed"


@pytest.mark.parametrize(
    ("text", "trigger", "status", "label"),
    [
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
            "The army, whose men had fought for years to help the villages, left",
        ),
        (
            "The army said that he is ready to help the villages.",
            "help",
            Status.OCCURRED,
            "The army said that he is ready to help the villages",
        ),
    ],
)
def test_clauses_keep_the_verbs_that_lead_to_them_and_those_of_whom_they_tell(text, trigger, status, label):
    claim = told(
        report(text), trigger, "COOPERATE", by=("The army",) if "army" in text else (), status=status
    )
    assert group_events((claim,))[0].label == label


@pytest.mark.parametrize(
    ("sentence", "trigger", "type", "to"),
    [
        ("The, he said.", "The", "INCIDENT", ()),
        ("I swear the bus lifted on to one side.", "lifted", "INCIDENT", ()),
        ("Tunnel: what we know.", "Tunnel", "INCIDENT", ()),
        ("It took her co-workers.", "took", "COERCE", ("her co",)),
        ("She helped him.", "helped", "AID", ("him",)),
    ],
)
def test_what_reads_as_no_label_gives_way_to_the_title(sentence, trigger, type, to):
    titled = msgspec.structs.replace(report(sentence), title="Ferry report: passengers shaken")
    assert label_of([told(titled, trigger, type, to=to)]) == "Ferry report: passengers shaken"


@pytest.mark.parametrize(
    ("title", "label"),
    [
        ("Police arrest two men in Derna - Example News", "Police arrest two men in Derna"),
        ("Police arrest two men in Derna | Africa", "Police arrest two men in Derna"),
        ("WATCH: Police arrest two men in Derna", "Police arrest two men in Derna"),
    ],
)
def test_a_title_that_tells_the_event_is_its_label_without_outlet_and_section(title, label):
    titled = make_report("The two were taken to the harbour.", title=title)
    assert label_of([told(titled, "arrest", "COERCE", by=("Police",), to=("two men",))]) == label


def test_a_date_above_the_text_is_no_title():
    dated = report("12 May 2020 09:30\nBus strike ends in Lyon\nThey agreed to it.")
    assert label_of([told(dated, "agreed", "AGREE", by=("They",))]) == "Bus strike ends in Lyon"


@pytest.mark.parametrize(
    ("sentence", "trigger", "by", "to", "label"),
    [
        (
            "The mayor (a doctor), once of Lyon, met the crew.",
            "met",
            ("The mayor",),
            ("the crew",),
            "The mayor met the crew",
        ),
        (
            "A crew that met the mayor would not comment.",
            "met",
            ("A crew",),
            ("the mayor",),
            "A crew that met the mayor would not comment",
        ),
        (
            "The club made an appeal to its fans after the game.",
            "appeal",
            ("The club",),
            ("its fans",),
            "The club made an appeal to its fans after the game",
        ),
        (
            "The mayor asked the court to free the owners of the oldest bakery in the town after a hundred"
            " neighbours had spoken for them in a long letter.",
            "asked",
            ("The mayor",),
            ("the court",),
            "The mayor asked the court to free the owners of the oldest bakery in the town",
        ),
    ],
)
def test_clauses_are_whole(sentence, trigger, by, to, label):
    assert label_of([told(report(sentence), trigger, "CONSULT", by=by, to=to)]) == label


@pytest.mark.parametrize(
    ("confidence", "label"), [(0.9, "Omar Haddad met the crew"), (0.5, "Talks with the crew")]
)
def test_a_pronoun_has_a_name_only_if_it_is_sure(confidence, label):
    claim = told(report("He met the crew."), "met", "CONSULT", by=("He",), to=("the crew",))
    (he,) = claim.claim.actors
    he = msgspec.structs.replace(he, entity=person("Omar Haddad"), confidence=confidence)
    claim = msgspec.structs.replace(claim, claim=msgspec.structs.replace(claim.claim, actors=(he,)))
    assert label_of([claim]) == label


def test_a_short_form_does_not_end_a_clause():
    claim = told(report("The mayor met Dr. Haddad."), "met", "CONSULT", by=("The mayor",), to=("Dr. Haddad",))
    sentence = Span.of(claim.report.text, 0, len(claim.report.text))
    claim = msgspec.structs.replace(claim, claim=msgspec.structs.replace(claim.claim, sentence=sentence))
    assert label_of([claim]) == "The mayor met Dr. Haddad"


@pytest.mark.parametrize(
    ("people", "label"),
    [
        (("Omar Haddad", "Omar Haddad", "Nour Aziz"), "Arrest of Omar Haddad in Lyon"),
        (("Omar Haddad", "Nour Aziz"), "Arrest in Lyon"),
    ],
)
def test_the_claims_vote_for_who_is_named(people, label):
    claims = [
        told(
            report(f"The arrest of {name} in Lyon is news.", published=f"2020-03-0{day}"),
            "arrest",
            "COERCE",
            to=(name,),
            where=LYON,
        )
        for day, name in enumerate(people, 1)
    ]
    assert label_event(claims, "COERCE", [LYON], []) == label


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
    text = report("He called the talks off with Adler.")
    assert label_of([told(text, "talks", "CONSULT", by=("Adler",), to=("Adler",))]) == "Talks of Adler"


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
