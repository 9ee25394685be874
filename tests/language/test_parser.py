"""The labels and names that are read apart from the model's pipeline are those of its own components."""

from typing import TYPE_CHECKING

import pytest
import spacy

from sayso.language.parser import MODEL, load_model

if TYPE_CHECKING:
    from spacy.language import Language

TEXTS = (
    "There were three explosions in Kirkuk on Friday, the Iraqi Interior Ministry said.",
    "Let's go, said Gov. Najmaldin Karim; we've got ta leave, but they ain't coming.",
    "  Some 1,200  soldiers   of the 10th Mountain Division, paid $5 million, left Fort Drum, New York.",
    "No.",
    "He does what she did: have they had it?",
    "Ban Ki-moon",
    "Officials in Ankara",
    "   ",
)


@pytest.fixture(scope="module")
def whole() -> "Language":
    """The model with all of its own components."""
    return spacy.load(MODEL)


def test_labels_are_those_of_the_models_own_rules(whole: "Language") -> None:
    model = load_model()
    labels = [words for _ in range(2) for words in model.rules.read(list(model.pipeline.pipe(TEXTS)))]
    for doc, words in zip([*whole.pipe(TEXTS), *whole.pipe(TEXTS)], labels, strict=True):
        own = [(t.lemma_.lower(), t.pos_, t.tag_, t.dep_, str(t.morph)) for t in doc if not t.is_space]
        assert own == [tuple(word) for t, word in zip(doc, words, strict=True) if not t.is_space]


def test_a_rule_about_several_words_is_followed() -> None:
    model = load_model()
    (words,) = model.rules.read([model.pipeline("Let's go home.")])
    assert [word.lemma for word in words][:2] == ["let", "us"]


def test_names_are_those_of_the_models_own_component(whole: "Language") -> None:
    model = load_model()
    names = model.names.read(list(model.pipeline.pipe(TEXTS)))
    own = [[(name.start, name.end, name.label_) for name in doc.ents] for doc in whole.pipe(TEXTS)]
    assert names == own
    assert sum(map(len, own)) > 8


def test_names_do_not_depend_on_the_texts_beside() -> None:
    model = load_model()
    docs = list(model.pipeline.pipe(TEXTS))
    assert [model.names.read([doc])[0] for doc in docs] == model.names.read(docs)
