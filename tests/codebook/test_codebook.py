"""The codebook's files hold together."""

from importlib.resources import files

import pytest

from sayso.codebook import code_points, read_codebook, word_set
from sayso.model import Certainty, Status, Strength

FILES = sorted(one.name[:-5] for one in files("sayso.codebook").iterdir() if one.name.endswith(".toml"))


@pytest.mark.parametrize("name", FILES)
def test_every_file_names_its_source(name):
    text = (files("sayso.codebook") / f"{name}.toml").read_text(encoding="utf-8")
    head = "\n".join(line for line in text.split("\n") if line.startswith("#"))
    assert "source" in head.lower()


def test_triggers_use_types_and_modes_of_the_codebook():
    plover = read_codebook("plover")
    for type_, modes in read_codebook("triggers").items():
        assert type_ in plover
        for mode in modes:
            assert mode == "-" or mode in plover[type_]["modes"], (type_, mode)


def test_no_event_word_stands_under_two_types_of_one_part_of_speech():
    seen = {}
    for type_, modes in read_codebook("triggers").items():
        for mode, by_pos in modes.items():
            for pos, words in by_pos.items():
                for word in words:
                    assert (pos, word) not in seen, (word, seen.get((pos, word)), (type_, mode))
                    seen[pos, word] = (type_, mode)


def test_strengths_are_those_of_the_record_format():
    book = read_codebook("commitments")
    known = {one.value for one in Strength}
    for table in ("modals", "takes_on", "places_under", "adjectives", "operative"):
        assert set(book[table].values()) <= known


def test_every_status_and_certainty_has_its_words():
    signs = read_codebook("signs")
    assert signs["status"].keys() == set(Status)
    assert signs["certainty"].keys() == set(Certainty) - {Certainty.CERTAIN}
    # Each shape and each word means one thing.
    for part in ("sign", "word", "negated"):
        assert len({one[part] for one in signs["status"].values()}) == len(Status)


def test_characters_that_act_are_of_one_kind_each():
    kinds = [code_points(kind) for kind in read_codebook("controls")]
    assert sum(map(len, kinds)) == len(frozenset().union(*kinds))


def test_plain_speech_is_no_event_word():
    speech = {"say", "tell", "add", "note", "state", "write", "report", "explain"}
    verbs = {
        word
        for modes in read_codebook("triggers").values()
        for by_pos in modes.values()
        for word in by_pos.get("verb", [])
    }
    assert not speech & verbs


def test_acts_of_speech_are_types_of_the_codebook():
    assert word_set("speech_acts", "types") <= read_codebook("plover").keys()
