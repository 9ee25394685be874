"""Values of one slot that do not go together, shown side by side."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.relate.told_by_hand import named, ref, report_of, said, span, told, value

from sayso.model import DisagreementKind, EntityKind, Quantity, TimeExpression, Toponym
from sayso.relate.contradictions import find_disagreements
from sayso.relate.sources import find_origins


def counting(n, publisher, published="2021-03-04", source=""):
    """A report that tells how many were killed, on a source's word or its own."""
    text = f"The blast in Millbrook killed {n} people" + (f", {source} said." if source else ".")
    report = report_of(text, publisher, published)
    if not source:
        return told(report, "killed")
    entity = named(text, source)
    return told(report, "killed", said=(said(text, source, entity.entity()),), entities=(entity,))


def killed(one):
    n = int(one.report.text.split()[5])
    return value(one, "killed", f"{n} people", value=n)


def disagree(scene, values=None):
    return find_disagreements(
        scene, [killed(one) for one in scene] if values is None else values, find_origins(scene, {})
    )


def test_counts_of_one_day_stand_side_by_side():
    five, seven = counting(5, "BBC", source="Harbour Police"), counting(7, "The Sun")
    (found,) = disagree([five, seven])
    assert (found.slot, found.kind, found.of) == ("killed", DisagreementKind.INCOMPATIBLE, "people")
    assert [(side.value, side.claims, side.origins) for side in found.sides] == [
        (5, (ref(five),), 1),
        (7, (ref(seven),), 1),
    ]
    assert (found.sides[0].first, found.sides[0].last) == ("2021-03-04", "2021-03-04")


def test_equal_counts_are_no_disagreement():
    assert disagree([counting(5, "BBC"), counting(5, "The Sun")]) == ()


def test_a_side_counts_origins_not_reports():
    scene = [counting(5, outlet, source="Harbour Police") for outlet in ("BBC", "The Sun")] + [
        counting(7, "Gazette")
    ]
    (found,) = disagree(scene)
    assert [(side.value, len(side.claims), side.origins) for side in found.sides] == [(5, 2, 1), (7, 1, 1)]


def test_a_later_count_is_a_change():
    (found,) = disagree([counting(5, "BBC"), counting(7, "BBC", "2021-03-05")])
    assert found.kind is DisagreementKind.CHANGED


def test_a_count_told_again_after_the_other_did_not_change_into_it():
    scene = [
        counting(5, "BBC", "2021-03-04"),
        counting(7, "The Sun", "2021-03-05"),
        counting(5, "BBC", "2021-03-06"),
    ]
    (found,) = disagree(scene)
    assert found.kind is DisagreementKind.INCOMPATIBLE
    assert (found.sides[0].first, found.sides[0].last) == ("2021-03-04", "2021-03-06")


def test_one_that_happened_and_did_not():
    one, other = (
        told(report_of(text, outlet), "struck", recipients=("the port",), negated=negated)
        for text, outlet, negated in (
            ("A missile struck the port of Millbrook.", "BBC", False),
            ("No missile struck the port, the army said.", "The Sun", True),
        )
    )
    (found,) = disagree([one, other], [])
    assert found.slot == "polarity"
    assert [side.text for side in found.sides] == ["did not occur", "occurred"]


def test_that_another_was_not_struck_is_no_denial():
    one = told(report_of("A missile struck the port.", "BBC"), "struck", recipients=("the port",))
    other = told(
        report_of("The school was not struck.", "The Sun"), "struck", recipients=("The school",), negated=True
    )
    assert disagree([one, other], []) == ()


def test_two_days_of_one_deed():
    scene = []
    for outlet, text, day in (("BBC", "on Thursday", "2021-03-04"), ("The Sun", "on Friday", "2021-03-05")):
        report = report_of(f"The blast killed five people {text}.", outlet, "2021-03-06")
        time = TimeExpression(start=30, end=38, text=text, value=day, first=day, last=day)
        scene.append(told(report, "killed", time=time, quantities=(killed_people(report, "five people", 5),)))
    (found,) = disagree(scene, [])
    assert (found.slot, [side.text for side in found.sides]) == ("time", ["2021-03-04", "2021-03-05"])


def test_measures_of_what_is_not_told_are_not_compared():
    scene = [counting(5, "BBC"), counting(7, "The Sun")]
    measured = [
        value(one, "metres", f"{n} metres", of="", value=n) for one, n in zip(scene, (30, 40), strict=True)
    ]
    assert disagree(scene, measured) == ()


def test_what_is_only_planned_is_no_side():
    scene = [counting(5, "BBC"), counting(7, "The Sun")]
    feared = replace(scene[1], claim=replace(scene[1].claim, status="hypothetical"))
    assert disagree([scene[0], feared]) == ()


def killed_people(report, words, n):
    where = span(report.text, words)
    return Quantity(start=where.start, end=where.end, text=words, value=n, unit="killed")


def test_days_told_of_no_one_in_particular_are_no_disagreement():
    scene = [
        told(report_of("Riots shook Millbrook.", outlet, "2021-03-06"), "Riots", time=on(day))
        for outlet, day in (("BBC", "2021-03-04"), ("The Sun", "2021-03-05"))
    ]
    assert disagree(scene, []) == ()


def on(day):
    return TimeExpression(start=0, end=1, text=day, value=day, first=day, last=day)


def test_a_summand_does_not_disagree_with_its_sum():
    one = told(report_of("An attack on Monday killed two Americans and a British soldier.", "BBC"), "killed")
    values = [
        value(one, "killed", "two Americans", of="Americans", value=2),
        value(one, "killed", "two Americans and a British soldier", value=3),
    ]
    assert disagree([one], values) == ()
    other = told(report_of("The attack killed two Americans.", "The Sun"), "killed")
    assert disagree([one, other], [*values, value(other, "killed", "two Americans", value=2)]) == ()
    third = told(report_of("The attack killed two people.", "Gazette"), "killed")
    (found,) = disagree([one, third], [*values, value(third, "killed", "two people", value=2)])
    assert [side.value for side in found.sides] == [2, 3]


def test_one_who_is_described_may_be_one_of_more():
    one = told(report_of("The blast killed the harbour master.", "BBC"), "killed")
    other = counting(5, "The Sun")
    values = [value(one, "killed", "the harbour master", value=1), killed(other)]
    assert disagree([one, other], values) == ()


def test_which_of_two_numbers_is_meant_is_not_guessed():
    one = told(report_of("He was accused of shooting five people, killing one.", "BBC"), "killing")
    values = [value(one, "killed", "five people", value=5), value(one, "killed", "one", value=1)]
    assert disagree([one, counting(7, "The Sun")], [*values, killed(counting(7, "The Sun"))]) == ()


def test_those_who_were_shot_may_have_died():
    one = told(report_of("Three people were shot in Millbrook.", "BBC"), "shot")
    other = told(report_of("Two people were wounded in Millbrook.", "The Sun"), "wounded")
    values = [
        value(one, "injured", "Three people", value=3),
        value(other, "injured", "Two people", value=2),
    ]
    assert disagree([one, other], values) == ()
    wounded = told(report_of("Four people were wounded in Millbrook.", "The Sun"), "wounded")
    assert disagree([one, wounded], [values[0], value(wounded, "injured", "Four people", value=4)])


def test_days_far_apart_are_two_deeds():
    scene = [
        replace(one, claim=replace(one.claim, time=on(day)))
        for one, day in ((counting(5, "BBC"), "2021-03-03"), (counting(600, "The Sun"), "2003-12-26"))
    ]
    assert disagree(scene) == ()


def test_a_day_long_before_the_report_is_not_that_of_its_news():
    before, news = counting(600, "The Sun"), counting(5, "BBC")
    before = replace(before, claim=replace(before.claim, time=on("2020-11-26")))
    assert disagree([before, news]) == ()
    lately = replace(before, claim=replace(before.claim, time=on("2021-03-02")))
    assert disagree([lately, news])
    undated = counting(5, "BBC", None)
    assert disagree([before, undated])


def test_one_number_is_one_side_whatever_its_noun():
    counts = [("two clerks", 2, "BBC"), ("two people", 2, "Post"), ("seven clerks", 7, "The Sun")]
    scene = [told(report_of(f"The blast killed {words}.", outlet), "killed") for words, _, outlet in counts]
    values = [
        value(one, "killed", words, of=words.split()[1], value=n)
        for one, (words, n, _) in zip(scene, counts, strict=True)
    ]
    (found,) = disagree(scene, values)
    assert [(side.value, len(side.claims)) for side in found.sides] == [(2, 2), (7, 1)]


def arrest(publisher, words, place, *, is_named=True):
    """A report of an arrest, with where it was as its words name or only describe it."""
    report = report_of(f"Police arrested Kareem Nasser in {words}.", publisher)
    at = span(report.text, words)
    there = Toponym(start=at.start, end=at.end, text=at.text, country="IRQ", feature="PPL", **place)
    who = named(report.text, "Kareem Nasser", EntityKind.PERSON, "person/nasser")
    one = told(report, "arrested", recipients=("Kareem Nasser",), type="COERCE")
    whom = replace(one.claim.recipients[0], entity=who.entity())
    claim = replace(one.claim, recipients=(whom,), places=(there,))
    return replace(one, claim=claim, toponyms=(there,) if is_named else ())


MOSUL = {"name": "Mosul", "geonameid": 99072, "lat": 36.3, "lon": 43.1}
BASRA = {"name": "Basra", "geonameid": 99532, "lat": 30.5, "lon": 47.8}


def test_only_those_who_name_a_place_disagree_on_it():
    (found,) = disagree([arrest("BBC", "Mosul", MOSUL), arrest("The Sun", "Basra", BASRA)], [])
    assert found.slot == "place"
    guessed = arrest("The Sun", "the city", BASRA, is_named=False)
    assert disagree([arrest("BBC", "Mosul", MOSUL), guessed], []) == ()


def test_one_report_in_its_own_voice_does_not_disagree_with_itself():
    text = "Police detained the mayor of Millbrook. The mayor of Millbrook was not detained on Sunday."
    report = report_of(text, "BBC")
    scene = [
        told(report, "detained", recipients=("the mayor of Millbrook",), type="COERCE"),
        told(report, "not detained", recipients=("The mayor of Millbrook",), type="COERCE", negated=True),
    ]
    assert disagree(scene, []) == ()


def test_numbers_that_one_report_gives_under_one_noun_count_different_things():
    report = report_of("Strikes near Tal Amin hit two boats. Strikes near Rawa hit seven boats.", "BBC")
    other = told(report_of("Strikes hit four boats.", "The Sun"), "hit")
    first = told(report, "hit two")
    second = told(report, "hit seven")
    values = [
        value(first, "boats", "two boats", of="boats", value=2),
        value(second, "boats", "seven boats", of="boats", value=7),
        value(other, "boats", "four boats", of="boats", value=4),
    ]
    assert disagree([first, second, other], values) == ()
    assert disagree([first, other], [values[0], values[2]])


SCENE = [
    counting(5, "BBC", source="Harbour Police"),
    counting(5, "The Sun"),
    counting(7, "Gazette", "2021-03-05", source="Northgate Hospital"),
    counting(9, "Courier", "2021-03-05"),
    counting(5, "Courier", "2021-03-07"),
]


@given(st.permutations(SCENE))
def test_the_order_of_claims_never_shows(shuffled):
    assert disagree(shuffled) == disagree(SCENE)


def test_a_disagreement_explains_itself():
    (found,) = disagree([counting(5, "BBC"), counting(7, "The Sun")])
    assert found.why == "Killed (people) is 5 or 7: the same people are counted, and no number fits both."
    (changed,) = disagree([counting(5, "BBC"), counting(7, "BBC", "2021-03-05")])
    assert changed.why.startswith("Killed (people) is told as 5 on 2021-03-04 then 7 on 2021-03-05:")


def test_any_two_sides_cannot_both_hold():
    scene = [counting(n, outlet) for n, outlet in ((5, "BBC"), (7, "The Sun"), (9, "Gazette"))]
    values = [killed(scene[0]), killed(scene[2]), value(scene[1], "killed", "7 people", min=7)]
    found = disagree(scene, values)
    assert [[(side.value, side.min) for side in one.sides] for one in found] == [
        [(5, None), (9, None)],
        [(5, None), (None, 7)],
    ]


@pytest.mark.parametrize(
    ("first", "second", "days"),
    [
        (10, 612, ("2021-03-04", "2021-03-04")),  # an earlier quake, recalled
        (3, 40, ("2021-03-04", "2021-03-05")),
        (5, 7, (None, None)),
        (5, 7, ("2021-03-04", None)),
    ],
)
def test_what_may_be_of_two_events_is_uncertain(first, second, days):
    scene = [counting(first, "BBC", days[0]), counting(second, "The Sun", days[1])]
    assert [one.certain for one in disagree(scene)] == [False]


def test_a_source_that_says_two_numbers_in_one_report_is_uncertain():
    text = "Five people were killed in Millbrook. In all nine people were killed."
    report = report_of(text, "BBC")
    one, other = told(report, "killed in M"), told(report, "killed.")
    values = [value(one, "killed", "Five people", value=5), value(other, "killed", "nine people", value=9)]
    assert [found.certain for found in disagree([one, other], values)] == [False]


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        ("Two of the five", "five people"),
        ("three of them", "nine people"),
        ("six other men", "eight people"),
        ("One of seven", "seven people"),
    ],
)
def test_a_nested_count_is_none(part, whole):
    numbers = {"Two": 2, "three": 3, "six": 6, "One": 1, "five": 5, "nine": 9, "eight": 8, "seven": 7}
    nested = told(report_of(f"{part} were killed in Millbrook.", "BBC"), "killed")
    full = told(report_of(f"A blast killed {whole} in Millbrook.", "The Sun"), "killed")
    first = part.split()[0]
    text = part if "other" in part else first
    values = [
        value(nested, "killed", text, value=numbers[first]),
        value(full, "killed", whole, value=numbers[whole.split()[0]]),
    ]
    assert disagree([nested, full], values) == ()


def blast(text, publisher, *, words="killed", day=None, place=None, confidence=0.9):
    """A claim of a blast with its day and place."""
    one = told(report_of(text, publisher), words)
    places = (
        () if place is None else (Toponym(start=0, end=1, text="X", country="IRQ", feature="PPL", **place),)
    )
    claim = replace(one.claim, time=on(day) if day else None, places=places, confidence=confidence)
    return replace(one, claim=claim, toponyms=places)


def test_a_toll_of_another_place_and_year_is_background():
    scene = [
        blast(f"A blast in Mosul killed {n} people.", outlet, day="2021-03-03", place=MOSUL)
        for n, outlet in ((9, "BBC"), (9, "The Sun"))
    ]
    undated = blast("In all 9 people were killed.", "Gazette")
    values = [value(one, "killed", "9 people", value=9) for one in (*scene, undated)]
    for day, place in ((None, BASRA), ("2021-02-03", None)):
        before = blast("Seven people were killed in the blast before.", "Courier", day=day, place=place)
        seven = value(before, "killed", "Seven people", value=7)
        assert disagree([*scene, undated, before], [*values, seven]) == ()
    here = blast("Seven people were killed in the blast.", "Courier", place=MOSUL)
    assert disagree([*scene, undated, here], [*values, value(here, "killed", "Seven people", value=7)])


@pytest.mark.parametrize(
    ("part", "whole", "is_certain"),
    [
        ("seven sailors", "five people", False),  # more sailors than people
        ("seven sailors", "five sailors", True),
        ("seven people", "five others", True),
        ("another seven people", "five people", False),
    ],
)
def test_only_counts_of_the_same_people_are_certain(part, whole, is_certain):
    counts = {"seven": 7, "five": 5}
    scene, values = [], []
    for outlet, words in (("BBC", part), ("The Sun", whole)):
        scene.append(told(report_of(f"The blast killed {words}.", outlet), "killed"))
        number = counts[next(word for word in words.split() if word in counts)]
        values.append(value(scene[-1], "killed", words, of=words.split()[-1], value=number))
    assert [found.certain for found in disagree(scene, values)] == [is_certain]


def test_the_others_who_were_lightly_hurt_are_all_who_were():
    text = "The other four sailors suffered no life-threatening injuries."
    others = told(report_of(text, "BBC"), "injuries")
    three = told(report_of("Three sailors hurt by the blast were in a stable condition.", "Post"), "hurt")
    values = [
        value(others, "injured", "The other four sailors", of="other four sailors", value=4),
        value(three, "injured", "Three sailors", of="sailors", value=3),
    ]
    (found,) = disagree([others, three], values)
    assert found.certain


@pytest.mark.parametrize(
    ("outlets", "confidence", "is_certain"), [(1, 0.5, False), (1, 0.8, True), (2, 0.5, True)]
)
def test_a_number_of_one_report_of_many_has_to_be_read_well(outlets, confidence, is_certain):
    scene = [blast(f"The blast killed 9 people, said {n}.", f"Outlet {n}") for n in range(5)]
    alone = [blast("The blast killed 7 people.", f"Paper {n}", confidence=confidence) for n in range(outlets)]
    values = [value(one, "killed", "9 people", value=9) for one in scene]
    values += [value(one, "killed", "7 people", value=7) for one in alone]
    assert [found.certain for found in disagree([*scene, *alone], values)] == [is_certain]
    few = [found.certain for found in disagree([scene[0], *alone], [values[0], *values[5:]])]
    assert few == [True]


def test_one_victim_recalled_is_not_set_against_many():
    one, many = (
        told(report_of(t, o), "died") for t, o in (("One sailor died.", "A"), ("Forty people died.", "B"))
    )
    values = [
        value(one, "killed", "One sailor", of="sailor", value=1),
        value(many, "killed", "Forty people", value=40),
    ]
    assert disagree([one, many], values) == ()


@pytest.mark.parametrize(("confidence", "is_certain"), [(0.5, False), (0.8, True)])
def test_a_denial_has_to_be_read_well(confidence, is_certain):
    struck = told(report_of("A missile struck the port.", "BBC"), "struck", recipients=("the port",))
    text = "No missile struck the port."
    denied = told(report_of(text, "The Sun"), "struck", recipients=("the port",), negated=True)
    scene = [replace(one, claim=replace(one.claim, confidence=confidence)) for one in (struck, denied)]
    assert [found.certain for found in disagree(scene, [])] == [is_certain]
