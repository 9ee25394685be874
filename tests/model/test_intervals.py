"""Character ranges by place."""

from hypothesis import given
from hypothesis import strategies as st

from sayso.model import IntervalIndex

ranges = st.tuples(st.integers(0, 5_000), st.integers(0, 3_000)).map(lambda pair: (pair[0], sum(pair)))


@given(st.lists(ranges, max_size=60), ranges)
def test_overlapping_finds_what_a_look_at_all_ranges_finds(kept, asked):
    start, end = asked
    expected = [n for n, (first, last) in enumerate(kept) if first < end and start < last]
    assert IntervalIndex(kept).overlapping(start, end) == expected


@given(st.lists(ranges, max_size=60), st.integers(0, 8_000))
def test_covering_finds_the_ranges_that_hold_a_character(kept, at):
    expected = [n for n, (first, last) in enumerate(kept) if first <= at < last]
    assert IntervalIndex(kept).covering(at) == expected
