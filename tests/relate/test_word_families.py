import pytest
from tests.relate.stories_by_hand import report, told

from sayso.codebook.word_forms import stem
from sayso.relate.word_families import families_of, trigger_roots, trigger_stems


@pytest.mark.parametrize(
    "forms",
    [
        ("shoot", "shot", "shooting", "shootings", "shoots"),
        ("stab", "stabbed", "stabbing", "stabs"),
        ("investigate", "investigated", "investigating", "investigates"),
        ("release", "released", "releases", "releasing"),
        ("carry", "carries", "carried", "carrying"),
        ("withdraw", "withdrew", "withdrawn"),
    ],
)
def test_forms_of_a_verb_share_their_stem(forms):
    assert len({stem(one) for one in forms}) == 1


def test_particles_and_light_verbs_carry_no_meaning():
    text = report("A gunman opened fire. A boy fell into a well.")
    assert trigger_stems(told(text, "opened fire", "ASSAULT").claim) == (stem("fire"),)
    assert trigger_stems(told(text, "fell into", "INCIDENT").claim) == ("fall",)


def test_the_type_tells_which_happening_a_word_means():
    text = report("A gunman opened fire. A fire broke out. The club fired its coach.")
    assert families_of(told(text, "opened fire", "ASSAULT").claim) == ("shooting",)
    assert "blaze" in families_of(told(text, "fire broke out", "INCIDENT").claim)
    assert families_of(told(text, "fired", "SANCTION").claim) == ("dismissal",)


def test_triggers_derived_from_one_another_share_their_root():
    text = report("Syria destroyed the stock. The destruction took a year. The despot resigned.")
    roots = [
        trigger_roots(told(text, trigger, type).claim)
        for trigger, type in (("destroyed", "RETREAT"), ("destruction", "RETREAT"), ("resigned", "RETREAT"))
    ]
    assert roots[0] == roots[1] != roots[2]
