"""What holds where, over short reports read with the full tier."""

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from sayso.export import all_sourced_claims, sourced_claims
from sayso.gazetteer import fold_loosely
from sayso.ingest import read_inputs
from sayso.model import Change, Holds, Relation, Report, Status, make_report
from sayso.relate.situations import build_timeline, find_situations, is_certain, parse_watch_list

TABLE = Path(__file__).with_name("situations.tsv").read_text(encoding="utf-8")
CASES = list(csv.DictReader(TABLE.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
EXAMPLES = Path(__file__).parents[3] / "examples" / "reports"
# What the cases come to now, of 60; where the reading has no claim, there is nothing to tell from.
FLOOR = 55


@pytest.fixture(scope="module")
def read(full):
    """Read texts, each beginning with its day, as reports of different outlets."""

    def read(*texts):
        told = [text.split(" ", 1) for text in texts]
        reports = [
            make_report(text, published=day, publisher=f"Paper {n}") for n, (day, text) in enumerate(told, 1)
        ]
        return list(full.read(reports))

    return read


@pytest.fixture(scope="module")
def cases(read):
    texts = [case["reports"].split(" || ") for case in CASES]
    readings = iter(read(*(text for case in texts for text in case)))
    return [(case, [next(readings) for _ in told]) for case, told in zip(CASES, texts, strict=True)]


def names(case, situation):
    entities = [one for one in (situation.subject, situation.object) if one is not None]
    place = situation.place
    there = place and fold_loosely(case["where"]) in (fold_loosely(place.name), fold_loosely(place.text))
    named = any(case["who"].casefold() in one.name.casefold() for one in entities)
    return named and (there or not case["where"])


def test_most_situations_are_told_as_the_sentences_have_them(cases):
    right = []
    for case, readings in cases:
        found = find_situations(all_sourced_claims(readings), as_of=case["as_of"])
        same = [one for one in found if one.relation == case["relation"] and one.holds == case["holds"]]
        right.append(not found if case["relation"] == "-" else any(names(case, one) for one in same))
    assert sum(right) >= FLOOR, [
        case["reports"] for (case, _), ok in zip(cases, right, strict=True) if not ok
    ]


SHOWN = [
    # A cease-fire holds between its sides, or where it is said to hold; not in the town where it was signed.
    ("Yemen's rivals signed a truce in Stockholm on Thursday.", [("ceasefire", "Yemen", "Yemen")]),
    ("Ukraine and Russia agreed a cease-fire in Minsk.", [("ceasefire", "Russia", "")]),
    ("Hamas and Israel signed a ceasefire for Gaza in Cairo.", [("ceasefire", "Israel", "Gaza")]),
    # Forces are somebody's: by a name, a state or a people.
    ("Fighters deployed to Libya on Monday.", []),
    ("The army has transferred a base to Mali this year.", []),
    ("The coalition withdrew its troops from Iraq.", []),
    ("French troops withdrew from Mali on Monday.", [("forces_at", "France", "Mali")]),
    ("Germany will keep troops in Kunduz, the minister said.", [("forces_at", "Germany", "Kunduz")]),
    # What would only begin does not hold yet.
    ("Denmark would station 500 soldiers in Kunduz, the minister said.", []),
    # Whoever is held is named or described, and is the one that the deed is done to.
    ("Police seized a phone belonging to Daniel Okoro.", []),
    ("Police seized Daniel Okoro at his home in Lagos.", [("holds_person", "Daniel Okoro", "Lagos")]),
    (
        "Two brothers were found dead, with Viktor Pavlov arrested on Sunday.",
        [("holds_person", "Viktor Pavlov", "")],
    ),
    (
        "Viktor Pavlov was arrested after the Constitutional Court stripped him of immunity.",
        [("holds_person", "Viktor Pavlov", "")],
    ),
    (
        "Daniel Okoro pleads guilty; two men sentenced to prison in Lagos.",
        [("holds_person", "two men", "Lagos")],
    ),
    ("Ana Lopez once was jailed in Managua.", []),
    ("A judge sentenced Viktor Pavlov to two years in prison.", [("holds_person", "Viktor Pavlov", "")]),
    # Nobody is held who is a ship, is not there, or has died.
    ("Coast guards captured a Greek tanker off Oman on Monday.", []),
    (
        "Coast guards captured nine smugglers off Oman on Monday.",
        [("holds_person", "nine smugglers", "Oman")],
    ),
    ("Police said no suspects had been arrested in Lagos.", []),
    ("A suspect who was arrested in Lagos on Monday hanged himself in his cell.", []),
    ("Viktor Pavlov was arrested in 1999. Pavlov, a banker, has died, his family said.", []),
    ("Viktor Pavlov was arrested. Maria Pavlov died on Monday.", [("holds_person", "Viktor Pavlov", "")]),
    # Whoever refuses to let somebody in releases nobody.
    ("The guards refused to let Ana Lopez enter the hall.", []),
    # An office is given, left or named; a name in a paper is none.
    ("Daniel Okoro was named in the leaked papers.", []),
    ("Daniel Okoro was named finance minister on Monday.", [("holds_office", "Daniel Okoro", "")]),
    ("Daniel Okoro would not have resigned, his wife said.", []),
    ("Daniel Okoro retired as chief justice on Monday.", [("holds_office", "Daniel Okoro", "")]),
    # The phrase for an office ends where another deed begins; a club dismisses no charge.
    ("Ana Lopez resigned as mayor to run for governor.", [("holds_office", "Ana Lopez", "")]),
    ("Prosecutors dismissed a charge against Daniel Okoro.", []),
]

# What is told of now, and with it, what is over, another's, or no office at all.
SURE = [
    (
        "Police arrested Daniel Okoro on Monday.",
        "Police arrested Daniel Okoro on Monday. He is free on bail.",
    ),
    ("Daniel Okoro was jailed for fraud.", "Daniel Okoro was jailed for fraud, and then he escaped."),
    ("Viktor Pavlov was sentenced to two years in prison.", "Viktor Pavlov was sentenced to probation."),
    ("Daniel Okoro was jailed for fraud.", "Daniel Okoro was jailed for fraud in 1996."),
    ("Ana Lopez resigned as finance minister.", "Ana Lopez quit the show on Friday."),
    ("Ana Lopez was elected governor on Monday.", "Ana Lopez was named best singer on Monday."),
    ("Daniel Okoro was dismissed as trustee.", "The league said the striker Daniel Okoro was dismissed."),
]


@pytest.fixture(scope="module")
def shown(read):
    return {
        reading.report.text: find_situations(sourced_claims(reading))
        for reading in read(*(f"2021-03-01 {text}" for text, _ in SHOWN))
    }


@pytest.mark.parametrize(("text", "expected"), SHOWN, ids=[text for text, _ in SHOWN])
def test_only_resolved_subjects_and_places_are_shown(shown, text, expected):
    found = [
        (situation.relation, (situation.object or situation.subject, situation.subject), situation.place)
        for situation in shown[text]
    ]
    assert len(found) == len(expected)
    for (relation, entities, place), (known, who, where) in zip(found, expected, strict=True):
        assert relation == known
        assert any(who in entity.name for entity in entities)
        assert (place.name if place else "") == where


def test_who_is_elected_had_the_office_in_front_of_the_name_before(read):
    (reading,) = read("2021-03-01 Attorney Ana Lopez was elected governor of Kano in 2019.")
    assert [situation.object for situation in find_situations(sourced_claims(reading))] == [None]


def test_a_judge_holds_nobody_but_orders_it(read):
    (reading,) = read("2021-03-01 A judge jailed Viktor Pavlov for six years on Monday.")
    (situation,) = find_situations(sourced_claims(reading))
    assert (situation.subject.name, situation.object.name) == ("", "Viktor Pavlov")


def test_nobody_holds_himself(read):
    (reading,) = read("2021-03-01 Police arrested Karim Saleh in Accra.")
    (sourced,) = sourced_claims(reading)
    misread = replace(sourced, claim=replace(sourced.claim, actors=sourced.claim.recipients[:1]))
    (situation,) = find_situations([misread])
    assert (situation.object.name, situation.subject.name) == ("Karim Saleh", "")


def test_bases_kept_and_bases_left_each_on_whose_word(read):
    readings = read(
        "2020-03-20 American soldiers began to withdraw from 12 bases in Iraq, army officers said. Washington"
        " will keep troops in Taji and Erbil, according to the officers.",
        "2020-03-21 American soldiers remain in Taji and Erbil, Karim Saleh said.",
    )
    found = {
        one.place.name: one for one in find_situations(all_sourced_claims(readings)) if one.object is None
    }
    assert found["Erbil"].relation is Relation.FORCES_AT
    assert (found["Erbil"].holds, found["Erbil"].change) == (Holds.YES, Change.HOLDS)
    assert found["Erbil"].origins == len(found["Erbil"].sources) == 2
    (left,) = (one for one in find_situations(all_sourced_claims(readings)) if one.object is not None)
    assert (left.object.name, left.place.name) == ("12 bases", "Iraq")
    assert (left.holds, left.change, left.status) == (Holds.YES, Change.ENDS, Status.ONGOING)


def test_days_are_those_that_are_told(read):
    readings = read(
        "2020-03-02 French soldiers arrived in Gao on Sunday.",
        "2021-05-04 French soldiers withdrew from Gao on Monday.",
    )
    (gone,) = find_situations(all_sourced_claims(readings))
    assert (gone.first, gone.last, gone.holds) == ("2020-03-01", "2021-05-03", Holds.NO)
    assert gone.words.startswith("French soldiers withdrew")
    (there,) = find_situations(all_sourced_claims(readings), as_of="2020-12-31")
    assert (there.id, there.last, there.holds) == (gone.id, None, Holds.YES)
    assert find_situations(all_sourced_claims(readings), as_of="2019-12-31") == ()


def test_a_begin_that_is_only_planned_holds_nothing_yet_but_is_in_the_timeline(read):
    (reading,) = read("2020-03-02 Italy will deploy troops to Herat next month.")
    assert find_situations(sourced_claims(reading)) == ()
    (turn,) = build_timeline(sourced_claims(reading))
    assert (turn.change, turn.holds) == (Change.BEGINS, None)


def test_timeline_tells_each_change_with_words_and_sources(read):
    readings = read(
        "2014-06-10 Islamic State fighters seized Mosul on Tuesday, the governor said.",
        "2017-07-10 Iraqi troops recaptured Mosul on Sunday.",
    )
    watch = parse_watch_list(
        '[[watch]]\nplaces = ["Mosul"]\nrelations = ["controls"]\nactors = ["Islamic State"]'
    )
    turns = build_timeline(all_sourced_claims(readings), watch=watch)
    assert [(one.change, one.happened) for one in turns] == [
        (Change.BEGINS, "2014-06-10"),
        (Change.ENDS, "2017-07-09"),
    ]
    assert turns[0].words.startswith("Islamic State fighters seized Mosul")
    assert turns[0].sources == ("governor",)


def test_handed_over_base_is_left(full):
    reports = [
        one for one in read_inputs([str(EXAMPLES / "06-taji-handover.jsonl")]) if isinstance(one, Report)
    ]
    found = find_situations(all_sourced_claims(full.read(reports)))
    camp = [one for one in found if one.place and one.place.name == "Camp Taji"]
    assert {one.holds for one in camp} == {Holds.NO}
    assert "2020-08-23" in {one.last for one in camp}
    assert "Iraq forces" not in {one.subject.name for one in camp}  # the camp was handed to them
    assert "Baghdad" not in {one.place.name for one in found if one.place}


def test_watch_list_narrows_to_what_it_names(cases):
    claims = list(all_sourced_claims(reading for _, readings in cases for reading in readings))
    watch = parse_watch_list('[[watch]]\nrelations = ["holds_person"]\n[[watch]]\nplaces = ["Erbil"]')
    watched = find_situations(claims, watch=watch)
    assert {one.relation for one in watched} == {Relation.HOLDS_PERSON, Relation.FORCES_AT}
    assert {one.place.name for one in watched if one.relation is Relation.FORCES_AT} == {"Erbil"}
    everything = find_situations(claims)
    assert set(watched) < set(everything)


@settings(deadline=None, max_examples=25)
@given(data=st.data())
def test_order_of_claims_does_not_matter(cases, data):
    chosen = data.draw(
        st.lists(st.sampled_from(cases), min_size=1, max_size=4, unique_by=lambda case: id(case))
    )
    claims = list(all_sourced_claims(reading for _, readings in chosen for reading in readings))
    shuffled = data.draw(st.permutations(claims + claims))
    assert find_situations(shuffled) == find_situations(claims)
    assert build_timeline(shuffled) == build_timeline(claims)


def read_situations(full, text):
    (reading,) = full.read([make_report(text, published="2021-03-01")])
    return find_situations(sourced_claims(reading))


@pytest.mark.parametrize(("sure", "unsure"), SURE)
def test_what_is_over_or_no_office_is_less_certain(full, sure, unsure):
    (certain,) = read_situations(full, sure)
    assert is_certain(certain)
    assert not any(map(is_certain, read_situations(full, unsure)))


def test_less_certain_situations_come_last(full):
    found = read_situations(
        full, "Ana Lopez was named best singer. Police arrested Daniel Okoro. Viktor Pavlov was jailed."
    )
    certain = [*map(is_certain, found)]
    assert certain == sorted(certain, reverse=True)
    assert {0.0 < situation.confidence < 1.0 for situation in found} == {True}


@pytest.mark.parametrize("confidence", [1.0, None])
def test_a_claim_that_a_person_judged_or_nobody_rated_is_certain(full, confidence):
    (reading,) = full.read(
        [make_report("Daniel Okoro was jailed for fraud in 1996.", published="2021-03-01")]
    )
    (sourced,) = sourced_claims(reading)
    (situation,) = find_situations([replace(sourced, claim=replace(sourced.claim, confidence=confidence))])
    assert situation.confidence == confidence
    assert is_certain(situation)


def test_names_of_groups_are_no_persons(full):
    assert read_situations(full, "The mayor appointed dozens of Lopez supporters on Monday.") == ()
