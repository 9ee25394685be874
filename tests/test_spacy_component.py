"""The spaCy component."""

import pytest
import spacy
from spacy.tokens import DocBin

import sayso.spacy_component  # noqa: F401 - an installed package is found by its entry point

TEXT = "Hello.\r\nRebels withdrew from Marea on Sunday, the army said.\rOfficials denied it.\r\n"


@pytest.fixture(scope="module")
def nlp():
    made = spacy.blank("en")
    made.add_pipe("sayso", config={"tier": "fast"})
    return made


def test_claims_have_the_offsets_of_the_doc(nlp):
    doc = nlp(TEXT)
    assert doc._.claims[0].event.type == "RETREAT"
    for claim in doc._.claims:
        trigger = claim.trigger
        assert doc.text[trigger.start : trigger.end] == trigger.text
    first = doc.spans["sayso"][0]
    assert (first.text, first.label_, first.kb_id_) == ("withdrew", "RETREAT", "occurred")
    assert doc._.reading.attributions[0].source[0].text == "the army"


def test_day_is_the_documents_own_or_that_of_the_component(nlp):
    doc = nlp.make_doc("Rebels withdrew from Marea on Sunday, the army said.")
    doc._.published = "2020-03-17"
    assert nlp(doc)._.claims[0].time.first == "2020-03-15"
    dated = spacy.blank("en")
    dated.add_pipe("sayso", config={"tier": "fast", "published": "2020-03-24"})
    assert dated(doc.text)._.claims[0].time.first == "2020-03-22"


def test_claims_are_stored_with_the_documents(nlp):
    doc = nlp(TEXT)
    stored = DocBin(docs=[doc], store_user_data=True).to_bytes()
    (found,) = DocBin().from_bytes(stored).get_docs(nlp.vocab)
    assert found._.claims == doc._.claims


def test_documents_keep_their_order_in_batches(nlp):
    texts = [f"Rebels withdrew from Marea on Sunday, the army said. Number {n}." for n in range(40)]
    docs = list(nlp.pipe([*texts, ""]))
    assert [doc.text for doc in docs] == [*texts, ""]
    assert [len(doc._.claims) for doc in docs] == [1] * 40 + [0]


def test_doc_that_was_not_read_has_no_claims(nlp):
    doc = nlp.make_doc(TEXT)
    assert doc._.reading is None
    assert doc._.claims == ()
