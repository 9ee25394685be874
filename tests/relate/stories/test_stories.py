from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.model import Pair, Reader, Reading, Sketch, Story, Tier, make_report
from sayso.relate.components import components
from sayso.relate.stories import (
    average_bonds,
    choose_representatives,
    compare_stories,
    find_stories,
    group_stories,
    sketch_story,
    story_ranges,
)

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


# Words that stand in a few of a hundred reports: no two of them find a report of another year.
ORDINARY = (
    "A scientist and a soldier packed coal in the snow. The architect of a charity welcomed the film, "
    "and grandchildren were hiding the mortgage of a historic tradition."
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


def test_near_days_weigh_for_a_match_and_a_missing_day_like_a_far_one():
    first = read(QUAKE_A, published="2024-05-07")
    near = score(first, read(QUAKE_B, published="2024-05-08"))
    assert near > score(first, read(QUAKE_B, published="2024-06-08")) > score(first, read(QUAKE_B))
    assert score(first, read(QUAKE_B)) == score(first, read(QUAKE_B, published="2025-05-07"))


def test_later_report_that_names_the_day_of_the_event_is_near_it(fast):
    later = QUAKE_B.replace("on Tuesday", "on 7 May")
    first, second = fast.read(
        [make_report(QUAKE_A, published="2024-05-07"), make_report(later, published="2024-06-20")]
    )
    assert score(first, second) > score(first, read(QUAKE_B, published="2024-06-20"))


def test_report_without_words_has_no_keys_and_no_story():
    assert sketch_story(read("")).keys == ()
    assert find_stories([read(""), read("", publisher="The Courier")]) == ()


def test_scores_are_multiples_that_add_up_exactly():
    assert (score(read(QUAKE_A), read(QUAKE_B)) * 1024).is_integer()


def group(members: Iterable[str], pairs: Iterable[Pair], **known: Any) -> tuple[Story, ...]:
    """Group reports of one period."""
    return group_stories(dict.fromkeys(members, 0), list(pairs), **known)


def test_chain_does_not_become_one_story():
    chain = [f"r_{n:02}" for n in range(12)]
    pairs = [Pair(left, right, 0.6) for left, right in pairwise(chain)]
    assert max(len(story.reports) for story in group(chain, pairs)) < 6


def test_story_takes_what_is_as_far_as_its_own_reports_and_a_dense_one_does_not():
    loose = [Pair("r_a", "r_b", 0.25), Pair("r_a", "r_c", 0.25), Pair("r_b", "r_c", 0.25)]
    dense = [pair._replace(score=0.9) for pair in loose]
    late = [Pair(name, "r_d", 0.2) for name in ("r_a", "r_b", "r_c")]
    (story,) = group(["r_a", "r_b", "r_c", "r_d"], loose + late)
    assert len(story.reports) == 4
    (story,) = group(["r_a", "r_b", "r_c", "r_d"], dense + late)
    assert len(story.reports) == 3


def test_copies_stay_together_and_count_as_one_report():
    pairs = [Pair("r_a", "r_d", 0.9), Pair("r_b", "r_c", 0.1)]
    (story,) = group(["r_a", "r_b", "r_c", "r_d"], pairs, copies=[{"r_a", "r_b", "r_c"}])
    assert story.reports == ("r_a", "r_b", "r_c", "r_d")


@dataclass(frozen=True)
class Graph:
    periods: dict[str, int]
    pairs: list[Pair]
    copies: list[set[str]]


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    members = [f"r_{n}" for n in range(draw(st.integers(2, 24)))]
    two = [(left, right) for left in members for right in members if left < right]
    chosen = draw(st.lists(st.sampled_from(two), unique=True))
    scores = st.sampled_from([0.125, 0.25, 0.5, 0.75])
    pairs = [Pair(left, right, draw(scores)) for left, right in chosen]
    copies = draw(st.lists(st.sampled_from(two), max_size=2).map(lambda bonds: components((), bonds)))
    return Graph({name: draw(st.integers(0, 2)) for name in members}, pairs, [set(group) for group in copies])


@given(graphs(), st.randoms())
def test_order_of_pairs_and_members_never_shows(graph, random):
    stories = group_stories(graph.periods, graph.pairs, copies=graph.copies)
    members, pairs = list(graph.periods), list(graph.pairs)
    random.shuffle(members)
    random.shuffle(pairs)
    periods = {name: graph.periods[name] for name in members}
    assert group_stories(periods, pairs, copies=graph.copies[::-1]) == stories


@given(graphs())
def test_copies_are_in_one_story_whatever_their_periods(graph):
    stories = group_stories(graph.periods, graph.pairs, copies=graph.copies)
    story_of = {name: story.id for story in stories for name in story.reports}
    assert all(len({story_of.get(name) for name in group}) == 1 for group in graph.copies)


def test_a_chance_likeness_to_one_of_many_bonds_no_clusters():
    fire, crash, flood = ("a1", "a2", "a3"), ("b1", "b2"), ("c1",)
    cluster_of = {name: cluster for cluster in (fire, crash, flood) for name in cluster}
    within = [Pair("a1", "a2", 0.8), Pair("a2", "a3", 0.8), Pair("b1", "b2", 0.7)]
    between = [Pair("a1", "c1", 0.4), Pair("a1", "b1", 0.5), Pair("a2", "b2", 0.4), Pair("a3", "b1", 0.6)]
    bonds = average_bonds([*within, *between], cluster_of)
    assert bonds["a1"] == {"b1": pytest.approx(0.25)}
    assert "c1" not in bonds


def test_a_crowd_of_chance_likenesses_is_cut_and_stories_stay(monkeypatch):
    stories = [[f"{letter}{n}" for n in range(4)] for letter in "abcdef"]
    dense = [Pair(a, b, 0.7) for story in stories for a in story for b in story if a < b]
    chain = [Pair(a[0], b[0], 0.25) for a, b in pairwise(stories)]
    members = [name for story in stories for name in story]
    monkeypatch.setattr("sayso.relate.stories.clustering.most_reports", lambda: 10)
    found = group_stories(dict.fromkeys(members, 0), [*dense, *chain])
    assert [sorted(story.reports) for story in found] == stories


def test_few_reports_stand_for_many_and_those_with_copies_elsewhere_on_top():
    cluster = [f"r_{n:02}" for n in range(40)]
    chosen = choose_representatives(cluster, {})
    assert len(chosen) == 8
    assert set(chosen) - set(choose_representatives([*cluster, "r_40"], {})) <= set(cluster)
    apart = next(name for name in cluster if name not in chosen)
    assert set(choose_representatives(cluster, {apart: {apart, "r_99"}})) == {*chosen, apart}


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
def test_reports_find_one_another_by_ordinary_terms_only_when_near(one, other):
    first, second = (
        sketch_story(read(ORDINARY, **({"published": day} if day else {}))) for day in (one, other)
    )
    assert finds(first, second) == finds(second, first)
    days = abs(date.fromisoformat(one) - date.fromisoformat(other)).days if one and other else 0
    assert finds(first, second) or days > 60
    assert not (finds(first, second) and days > 80)


def test_reports_of_years_apart_find_one_another_by_distinctive_terms():
    first, second = (sketch_story(read(QUAKE_A, published=day)) for day in ("2024-05-07", "2026-01-05"))
    assert finds(first, second)
    assert finds(second, first)


def test_ranges_come_from_the_body_too():
    sketch = sketch_story(read(QUAKE_A, published="2024-05-07"))
    assert story_ranges(sketch) == sketch.ranges
