"""Base forms, stems and roots of words: one rule for reading and for what relates claims."""

import pytest

from sayso.codebook import read_codebook
from sayso.codebook.word_forms import base_forms, root, singular, stem


@pytest.mark.parametrize(
    ("word", "base"),
    [
        ("withdrew", "withdraw"),
        ("struck", "strike"),
        ("freed", "free"),
        ("died", "die"),
        ("dying", "die"),
        ("gunmen", "gunman"),
        ("thieves", "thief"),
        ("stabbed", "stab"),
        ("carried", "carry"),
        ("killings", "kill"),
        ("released", "release"),
        ("deploying", "deploy"),
        ("bases", "base"),
        ("crashes", "crash"),
        ("armies", "army"),
        ("shots", "shoot"),
        ("Overthrew", "overthrow"),
    ],
)
def test_an_inflected_word_has_its_base_among_its_forms(word, base):
    assert base in base_forms(word)
    assert stem(word) == stem(base)


@pytest.mark.parametrize("word", ["truce", "gas", "crisis", "sing", "red", "bus", "wound", "ground", "press"])
def test_a_word_without_an_ending_has_no_other_form(word):
    assert base_forms(word) == ()


@pytest.mark.parametrize(
    ("words", "other"),
    [
        (("withdraw", "withdrew", "withdrawal", "withdrawing"), "with"),
        (("destroy", "destroyed", "destruction"), "destination"),
        (("city", "cities"), "civil"),
        (("deploy", "deployed", "deployment"), "depart"),
        (("leave", "left", "leaving"), "lead"),
    ],
)
def test_words_derived_from_one_another_share_their_root(words, other):
    assert len(set(map(root, words))) == 1
    assert root(other) != root(words[0])


@pytest.mark.parametrize(
    ("word", "expected"),
    [("bases", "base"), ("crisis", "crisis"), ("press", "press"), ("gas", "gas"), ("boxes", "box")],
)
def test_only_a_plural_loses_its_ending(word, expected):
    assert singular(word) == expected


def test_every_irregular_form_stands_once_and_no_ending_gives_it():
    tables = read_codebook("word_forms").values()
    forms = [form for table in tables for irregular in table.values() for form in irregular]
    assert len(forms) == len(set(forms))
    bases = [base for table in tables for base in table]
    assert not set(forms) & set(bases)
