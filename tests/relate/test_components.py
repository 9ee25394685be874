from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.relate.components import INSEPARABLE, bounded_components, components

IDS = st.sampled_from([f"r_{number:02}" for number in range(12)])
STRENGTHS = st.sampled_from([0.2, 0.4, 0.6, 0.8, INSEPARABLE])
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


def bonds_of(bonds):
    """Return a function that looks up the bonds of members, as `bounded_components` asks for them."""
    graph = {}
    for (a, b), strength in bonds.items():
        if a != b:
            graph.setdefault(a, {})[b] = graph.setdefault(b, {})[a] = strength
    return lambda names: {name: graph.get(name, {}) for name in names}


def cut_by_hand(members, bonds, most):
    """Return the parts by the definition: at each strength the components, and of each member the largest."""
    levels = [*sorted(set(bonds.values())), INSEPARABLE]
    part_of = {}
    for level in levels:
        strong = [pair for pair, strength in bonds.items() if strength >= level]
        for part in components(members, strong):
            if len(part) <= most or level == INSEPARABLE:
                for name in part:
                    part_of.setdefault(name, part)
    return sorted(set(part_of.values()))


def test_a_large_component_is_cut_at_its_weakest_bond():
    chain = {(f"{n:02}", f"{n + 1:02}"): 0.3 if n == 6 else 0.8 for n in range(12)}
    parts = bounded_components(["00", "09"], bonds_of(chain), most=10)
    assert [len(part) for part in parts] == [7, 6]


def test_what_is_inseparable_is_never_cut():
    chain = {(f"{n:02}", f"{n + 1:02}"): INSEPARABLE for n in range(12)}
    assert [len(part) for part in bounded_components(["05"], bonds_of(chain), most=4)] == [13]


def test_only_members_near_by_are_looked_at():
    chain = {(f"{n:04}", f"{n + 1:04}"): 0.5 + n % 7 / 100 for n in range(2000)}
    looked = set()
    bonds = bonds_of(chain)

    def find_bonds(names):
        looked.update(names)
        return bonds(names)

    bounded_components(["1000"], find_bonds, most=20)
    assert len(looked) < 60


@settings(deadline=None, max_examples=300)
@given(
    st.dictionaries(st.tuples(IDS, IDS).map(sorted).map(tuple), STRENGTHS),
    st.integers(2, 6),
    st.sets(IDS, min_size=1),
)
def test_parts_are_those_of_the_definition(bonds, most, members):
    bonds = {pair: strength for pair, strength in bonds.items() if pair[0] != pair[1]}
    everyone = {*members, *(name for pair in bonds for name in pair)}
    whole = cut_by_hand(everyone, bonds, most)
    assert bounded_components(everyone, bonds_of(bonds), most=most) == whole
    some = bounded_components(members, bonds_of(bonds), most=most)
    assert some == [part for part in whole if members & set(part)]
