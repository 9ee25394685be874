"""Words and windows of the encoder."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.language.words import pack_windows, split_words

ABBREVIATIONS = frozenset({"mr", "gen"})


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet="aB1 .,“”\"'\n\u00a0é中😀-", max_size=200))
def test_words_cover_every_sign_that_is_no_space(text):
    words = split_words(text, ABBREVIATIONS)
    covered = {i for a, b in zip(words.starts, words.ends, strict=True) for i in range(a, b)}
    assert covered == {i for i, sign in enumerate(text) if not sign.isspace()}


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(1, 9), min_size=1, max_size=80), st.integers(9, 40))
def test_windows_hold_every_word_once_and_keep_to_the_limit(pieces, limit):
    text = " ".join("word." if n % 7 == 6 else "word" for n in range(len(pieces)))
    words = split_words(text, ABBREVIATIONS)
    counts = np.array((pieces * 2)[: len(words)])
    windows = pack_windows(words, counts, limit)
    assert [first for first, _ in windows] == [0, *(last for _, last in windows[:-1])]
    assert windows[-1][1] == len(words)
    assert all(counts[first:last].sum() <= limit for first, last in windows)


def test_abbreviation_ends_no_sentence():
    words = split_words("Gen. Haddad left. He was tired.", ABBREVIATIONS)
    assert len(set(words.sentence.tolist())) == 2


def test_words_in_quotation_marks_are_known():
    words = split_words("He said: “We left.” They had.", ABBREVIATIONS)
    quoted = [words.word(i) for i in range(len(words)) if words.quoted[i]]
    assert quoted == ["We", "left", "."]
