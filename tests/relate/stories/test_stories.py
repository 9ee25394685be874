from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.model import Pair, Reader, Reading, Sketch, Tier, make_report
from sayso.relate.stories import compare_stories, find_stories, group_stories, sketch_story

READER = Reader(version="0", tier=Tier.FAST, models={})

QUAKE_A = (
    "Strong quake shakes Valdoria, 14 dead\nA magnitude 6.3 earthquake struck Kestrel Bay in Valdoria "
    "early on Tuesday, killing 14 people, mayor Irena Halloway said. A school fell in."
)
QUAKE_B = (
    "Fourteen killed as 6.3 quake hits Kestrel Bay\nAt least 14 people died when a 6.3 magnitude quake hit "
    "Kestrel Bay in Valdoria on Tuesday. Mayor Irena Halloway said a school was destroyed."
)
QUAKE_ELSEWHERE = (
    "Strong quake shakes Ostrania, 41 dead\nA magnitude 7.1 earthquake struck the harbour of Tarnholm in "
    "Ostrania early on Friday, killing 41 people, governor Pavel Drost said. A hospital fell in."
)


def read(text: str, **known: str) -> Reading:
    return Reading(report=make_report(text, **known), reader=READER)


def score(one: Reading, other: Reading) -> float:
    return compare_stories(sketch_story(one), sketch_story(other))


@pytest.fixture(scope="module")
def readings(fast):
    return list(fast.read([make_report(text) for text in (QUAKE_A, QUAKE_B, QUAKE_ELSEWHERE)]))


def test_two_outlets_on_one_earthquake_are_one_story(readings):
    (story,) = find_stories(readings)
    assert story.reports == tuple(sorted(reading.report.id for reading in readings[:2]))


def test_look_alikes_with_other_names_and_numbers_score_low(readings):
    one, other, elsewhere = readings
    assert score(one, other) > 0.6
    assert score(one, elsewhere) < 0.2


def test_score_is_the_same_whichever_comes_first():
    one, other = sketch_story(read(QUAKE_A)), sketch_story(read(QUAKE_B))
    assert compare_stories(one, other) == compare_stories(other, one)


def test_days_far_apart_weigh_against_and_a_missing_day_does_not():
    first = read(QUAKE_A, published="2024-05-07")
    near = score(first, read(QUAKE_B, published="2024-05-08"))
    assert score(first, read(QUAKE_B)) >= near
    assert score(first, read(QUAKE_B, published="2025-05-07")) < near / 2


def test_later_report_that_names_the_day_of_the_event_is_near_it(fast):
    later = QUAKE_B.replace("on Tuesday", "on 7 May")
    first, second = fast.read(
        [make_report(QUAKE_A, published="2024-05-07"), make_report(later, published="2024-06-20")]
    )
    assert score(first, second) > 2 * score(first, read(QUAKE_B, published="2024-06-20"))


def test_report_without_words_has_no_keys_and_no_story():
    assert sketch_story(read("")).keys == ()
    assert find_stories([read(""), read("", publisher="The Courier")]) == ()


def test_chain_does_not_become_one_story():
    chain = [f"r_{n:02}" for n in range(12)]
    pairs = [Pair(one, other, 0.6) for one, other in pairwise(chain)]
    assert max(len(story.reports) for story in group_stories(chain, pairs)) < 4


def test_copies_stay_together_and_count_as_one_report():
    pairs = [Pair("r_a", "r_d", 0.9), Pair("r_b", "r_c", 0.1)]
    (story,) = group_stories("", pairs, copies=[("r_a", "r_b", "r_c")])
    assert story.reports == ("r_a", "r_b", "r_c", "r_d")


def test_reports_told_apart_by_a_person_stay_apart():
    pairs = [Pair("r_a", "r_b", 0.9), Pair("r_a", "r_c", 0.8), Pair("r_b", "r_c", 0.8)]
    (story,) = group_stories([], pairs, apart=[("r_c", "r_b")])
    assert story.reports == ("r_a", "r_b")


@dataclass(frozen=True)
class Graph:
    members: list[str]
    pairs: list[Pair]


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    members = [f"r_{n}" for n in range(draw(st.integers(2, 9)))]
    two = [(one, other) for one in members for other in members if one < other]
    chosen = draw(st.lists(st.sampled_from(two), unique=True))
    scores = st.sampled_from([0.1, 0.4, 0.5, 0.7, 0.9])
    return Graph(members, [Pair(one, other, draw(scores)) for one, other in chosen])


@given(graphs(), st.randoms())
def test_order_of_pairs_and_members_never_shows(graph, random):
    stories = group_stories(graph.members, graph.pairs)
    members, pairs = list(graph.members), list(graph.pairs)
    random.shuffle(members)
    random.shuffle(pairs)
    assert group_stories(members, pairs) == stories


@given(st.permutations([QUAKE_A, QUAKE_B, QUAKE_ELSEWHERE]))
def test_order_of_arrival_never_shows(texts):
    assert find_stories(map(read, texts)) == find_stories(map(read, (QUAKE_A, QUAKE_B, QUAKE_ELSEWHERE)))


@pytest.mark.parametrize("text", [QUAKE_A, QUAKE_ELSEWHERE])
def test_keys_fit_a_signed_column(text):
    keys = sketch_story(read(text)).keys
    assert keys
    assert all(0 <= key < 2**63 for key in keys)


def finds(one: Sketch, other: Sketch) -> bool:
    return any(first <= key <= last for first, last in one.key_ranges() for key in other.keys)


DAYS = st.one_of(st.none(), st.dates(date(1999, 1, 1), date(2002, 1, 1)).map(date.isoformat))


@given(DAYS, DAYS)
def test_reports_find_one_another_unless_their_days_part_them(one, other):
    first, second = (
        sketch_story(read(QUAKE_A, **({"published": day} if day else {}))) for day in (one, other)
    )
    assert finds(first, second) == finds(second, first)
    assert finds(first, second) or compare_stories(first, second) == 0
    if one and other and abs(date.fromisoformat(one) - date.fromisoformat(other)).days > 80:
        assert not finds(first, second)


def test_report_finds_one_of_long_before_that_tells_of_the_same_day(fast):
    first, later, other = (
        sketch_story(one)
        for one in fast.read(
            [
                make_report(QUAKE_A, published="2024-05-07"),
                make_report(QUAKE_B.replace("on Tuesday", "on 7 May 2024"), published="2025-05-20"),
                make_report(QUAKE_B.replace("on Tuesday", "on 7 May 2025"), published="2025-05-20"),
            ]
        )
    )
    assert finds(first, later)
    assert finds(later, first)
    assert not finds(first, other)
