import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.codebook import read_codebook
from sayso.model import Pair, make_report
from sayso.relate.copies import (
    Publication,
    compare_copies,
    compare_unblocked_pairs,
    find_copies,
    group_copies,
    sketch_copy,
)

BLAST = (
    "An explosion tore through a grain warehouse in the port of Mersa on Tuesday, killing at least "
    "14 people and None"
    "wounding more than 60, the interior ministry said.\n"
    "Windows were blown out as far as the old town, two kilometres away, and a column of grey smoke "
    "stood over the None"
    "harbour until dusk.\n"
    "Firefighters from three cities were still searching the ruins at nightfall for dock workers "
    "who had not None"
    "answered the evening roll call.\n"
    "“We felt the ground move and then the roof came down on the office,” said Yusuf Karam, who "
    "runs a None"
    "chandler’s shop opposite gate 12.\n"
    "The port authority had been warned in 2019 and again in 2021 that fertiliser was stored next "
    "to the silos, None"
    "according to letters seen by parliament’s transport committee.\n"
    "Its director, Lamia Saad, denied that any warning had reached her office and promised an "
    "inquiry within None"
    "30 days.\n"
)
OWN_WORDS = (
    "Rescuers dug through the night at Mersa harbour after fertiliser kept in a shed blew up beside "
    "the silos.\n"
    "Our reporter counted nine ambulances at the northern gate, where families waited for news of "
    "fathers and sons None"
    "on the afternoon shift.\n"
    "Hospitals in the city called for blood donors and moved patients to the army clinic on the "
    "hill.\nNone"
    "“We felt the ground move and then the roof came down on the office,” said Yusuf Karam, who "
    "runs a None"
    "chandler’s shop opposite gate 12.\n"
    "Opposition members asked why the silos, rebuilt with foreign loans only four years ago, had no "
    "sprinklers, and None"
    "wanted the minister of public works to resign before the funerals.\n"
)
ELSEWHERE = (
    "The central bank of Norland left its main rate unchanged on Thursday, as had been expected, "
    "and said that it None"
    "saw prices rise more slowly from the autumn.\n"
    "The governor told reporters that the crown had lost a tenth against the dollar since spring.\n"
)


def report(text, name="a", **facts):
    return make_report(text, input_id=name, **facts)


def score(one, other):
    return compare_copies(sketch_copy(report(one)), sketch_copy(report(other, "b")))


def names(groups, reports):
    known = {one.id: one.input_id for one in reports}
    return {frozenset(known[one] for one in group.reports) for group in groups}


def misprint(text):
    """Every 23rd letter another one, every 17th word left out."""
    words = [word for place, word in enumerate(text.split(" ")) if place % 17]
    text = " ".join(words)
    return "".join("e" if place % 23 == 0 else letter for place, letter in enumerate(text))


@pytest.mark.parametrize(
    "copy",
    [
        BLAST,
        "Deadly blast in Mersa\n\nMERSA (Reuters) - " + BLAST + "Copyright 2024. All rights reserved.",
        "\n".join(BLAST.split("\n")[:3]),
        BLAST.replace("tore through", "ripped through").replace("column of grey smoke", "plume of smoke"),
        misprint(BLAST),
    ],
    ids=["reprint", "new headline", "shortened", "reworded", "misprinted"],
)
def test_copies_of_one_text_are_one_group(copy):
    reports = [report(BLAST), report(copy, "b"), report(ELSEWHERE, "c")]
    assert names(find_copies(reports), reports) == {frozenset("ab"), frozenset("c")}


def test_a_report_of_its_own_that_shares_a_quotation_is_no_copy():
    reports = [report(BLAST), report(OWN_WORDS, "b")]
    assert names(find_copies(reports), reports) == {frozenset("a"), frozenset("b")}


def test_the_same_form_filled_in_for_another_day_is_no_copy():
    form = (
        "Shares in Port Lagos closed {0} points higher at {1} on brisk trade, brokers said. The "
        "all-share index has None"
        "gained {2} percent this year. Turnover was {3} million, against {4} million the day before, "
        "and {5} None"
        "companies rose while {6} fell. The crown stood at {7} to the dollar."
    )
    monday = form.format(112, 4512, 11, 340, 298, 51, 33, "10.42")
    friday = form.format(87, 4733, 16, 415, 377, 62, 21, "10.17")
    assert score(monday, monday.replace("brisk", "heavy")) > 0.9
    assert score(monday, friday) < 0.45


def test_comparing_is_symmetric():
    assert score(BLAST, misprint(BLAST)) == score(misprint(BLAST), BLAST)


def test_texts_without_letters_are_compared_too():
    reports = [report("", "a"), report("...", "b"), report("Aye", "c"), report("Aye!", "d")]
    assert names(find_copies(reports), reports) == {frozenset("a"), frozenset("b"), frozenset("cd")}


def test_the_same_report_twice_counts_once():
    (group,) = find_copies([report(BLAST), report(BLAST)])
    assert len(group.reports) == 1


def test_a_chain_of_half_shared_texts_does_not_become_one_group():
    parts = [BLAST, OWN_WORDS.replace("“We felt", "“They felt")]
    chain = [report(parts[0]), report(parts[0][:500] + parts[1][:500], "b"), report(parts[1], "c")]
    assert len(find_copies(chain)) > 1


def test_the_earliest_is_the_original_and_comes_first():
    late = report(BLAST, "a", published="2024-03-06T09:00:00+02:00", publisher="Daily Harbour")
    early = report("Port blast\n" + BLAST, "b", published="2024-03-06T06:30:00Z", publisher="Mersa Post")
    (group,) = find_copies([late, early])
    assert group.reports == (early.id, late.id)
    assert group.original == early.id


def test_without_dates_the_credited_agency_is_the_original():
    agency = Publication(report="r_2", text="r_1", publisher="Agence France-Presse")
    paper = Publication(report="r_1", text="r_1", publisher="Mersa Post", credit=("AFP",))
    (group,) = group_copies([paper, agency], [])
    assert (group.original, group.credit) == ("r_2", "AFP")


def test_without_dates_or_credits_no_original_is_named():
    (group,) = find_copies([report(BLAST), report("Port blast\n" + BLAST, "b")])
    assert group.original is None


@settings(max_examples=10, deadline=None)
@given(st.randoms())
def test_groups_do_not_depend_on_order(random):
    lines = BLAST.split("\n") + OWN_WORDS.split("\n") + ELSEWHERE.split("\n")
    reports = [
        report("\n".join(random.sample(lines, random.randint(2, len(lines)))), str(number))
        for number in range(8)
    ]
    expected = find_copies(reports)
    random.shuffle(reports)
    assert find_copies(reports) == expected


def test_adding_one_by_one_comes_to_the_same():
    reports = [report(BLAST), report(misprint(BLAST), "b"), report(OWN_WORDS, "c"), report(BLAST[:500], "d")]
    kept, pairs = [], []
    for one in reports:
        sketch = sketch_copy(one)
        for other in kept:
            if set(other.keys) & set(sketch.keys):
                first, second = sorted((sketch, other), key=lambda each: each.report)
                pairs.append(Pair(first.report, second.report, compare_copies(first, second)))
        kept.append(sketch)
    publications = [Publication.of(one) for one in reports]
    assert group_copies(publications, [*pairs, *compare_unblocked_pairs(kept, pairs)]) == find_copies(reports)


def test_what_shares_no_key_is_compared_where_a_chain_joins_it():
    sketches = [sketch_copy(report(BLAST + end, end)) for end in ("a", "b", "c")]
    one, other, third = sorted(sketch.report for sketch in sketches)
    chain = [Pair(one, other, 0.9), Pair(other, third, 0.9)]
    (found,) = compare_unblocked_pairs(sketches, chain)
    assert found[:2] == (one, third)
    assert found.score > 0.9


@pytest.mark.parametrize(
    "text",
    [
        "fire " * 1_000_000,
        "a" * 5_000_000,
        BLAST * 5_000,
        "".join(chr(0x4E00 + n % 20_000) for n in range(10**6)),
    ],
    ids=["one word", "one letter", "one report over and over", "no spaces"],
)
def test_a_hostile_text_costs_no_more_than_a_long_one(text):
    most = read_codebook("copies")["text"]["most_letters"]
    reports = [report(text), report(text + " at sea", "b"), report(ELSEWHERE, "c")]
    assert len(sketch_copy(reports[0]).body) <= 4 * most
    assert names(find_copies(reports), reports) == {frozenset("ab"), frozenset("c")}
