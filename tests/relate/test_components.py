from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.relate.components import components

IDS = st.sampled_from([f"r_{number:02}" for number in range(12)])
PAIRS = st.lists(st.tuples(IDS, IDS), max_size=20)


def test_what_pairs_join_by_way_of_others_is_one_component():
    assert components(["a", "b", "c", "d"], [("a", "b"), ("b", "c")]) == [
        ("a", "b", "c"),
        ("d",),
    ]


def test_who_only_a_pair_names_is_a_member():
    assert components([], [("a", "b")]) == [("a", "b")]


def test_a_long_chain_is_one_component():
    chain = [(f"{one:06}", f"{one + 1:06}") for one in range(20_000)]
    assert len(components([], reversed(chain))) == 1


@settings(deadline=None)
@given(st.lists(IDS), PAIRS, st.randoms())
def test_components_do_not_depend_on_order(members, pairs, random):
    expected = components(members, pairs)
    random.shuffle(members)
    random.shuffle(pairs)
    assert components(members, pairs) == expected


@settings(deadline=None)
@given(st.lists(IDS), PAIRS)
def test_components_part_the_members(members, pairs):
    named = {*members, *(one for pair in pairs for one in pair)}
    found = components(members, pairs)
    assert sorted(member for component in found for member in component) == sorted(named)
