"""Roots of words in deeds and in the claims that bear on them."""

import pytest

from sayso.relate.commitments.phrases import root_of


@pytest.mark.parametrize(
    ("words", "apart"),
    [
        (("free", "freed", "freeing", "release", "released"), "seize"),
        (("soldier", "soldiers", "troops", "forces"), "force"),
        (("close", "shut", "closure", "closing"), "open"),
        (("truce", "ceasefire", "cease-fire", "truces"), "war"),
        (("arms", "firearms", "weapons"), "arm"),
        (("army", "Army's", "military"), "police"),
    ],
)
def test_words_for_one_thing_in_a_deed_share_their_root(words, apart):
    assert len({root_of(word) for word in words}) == 1
    assert root_of(apart) != root_of(words[0])
