from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.model import Pair
from sayso.relate.linkage import link_on_average

IDS = [f"r_{number}" for number in range(7)]
PAIRS = st.dictionaries(
    st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)).filter(lambda pair: pair[0] < pair[1]),
    st.floats(0, 1),
).map(lambda scores: [Pair(*pair, score) for pair, score in scores.items()])


def test_two_groups_stay_apart_that_one_pair_alone_joins():
    alike = [Pair("a", "b", 0.9), Pair("c", "d", 0.9), Pair("b", "c", 0.7)]
    assert link_on_average("abcd", alike, least=0.5, unseen=0.1) == [("a", "b"), ("c", "d")]


@settings(deadline=None)
@given(PAIRS, st.randoms())
def test_groups_do_not_depend_on_order(pairs, random):
    expected = link_on_average(IDS, pairs, least=0.45, unseen=0.2)
    members = list(IDS)
    random.shuffle(pairs)
    random.shuffle(members)
    assert link_on_average(members, pairs, least=0.45, unseen=0.2) == expected


@settings(deadline=None)
@given(PAIRS)
def test_what_counts_as_unseen_may_be_left_out(pairs):
    seen = [pair for pair in pairs if pair.score > 0.2]
    assert link_on_average(IDS, seen, least=0.45, unseen=0.2) == link_on_average(
        IDS, pairs, least=0.45, unseen=0.2
    )


def test_copies_count_as_one_report_with_their_average():
    copies = [("a", "b")]
    far = [Pair("a", "c", 0.9)]
    assert link_on_average("abc", far, least=0.5, together=copies) == [("a", "b"), ("c",)]
    near = [*far, Pair("b", "c", 0.3)]
    assert link_on_average("abc", near, least=0.5, together=copies) == [("a", "b", "c")]
