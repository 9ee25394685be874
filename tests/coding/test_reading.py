"""What is made of the heads' findings, with what the parse sees (full tier)."""

import pytest

import sayso.coding.reading as coding
from sayso.coding.learned import FoundEvent
from sayso.language import parse_text
from sayso.model import Claim, Grounding, Mint

TEXT = "Shops removed the old books from their shelves. They deny that anybody was harmed."


@pytest.fixture
def read(monkeypatch):
    """Reads `TEXT` as if the heads had found one event in it, by its words and those of its object."""

    def read(trigger: str, found: str | None = None) -> Claim:
        at = TEXT.index(trigger)
        start = TEXT.index(found, at) if found else 0
        event = FoundEvent(
            trigger=(at, at + len(trigger)),
            type="COERCE",
            mode="",
            status="occurred",
            negated=False,
            factuality=3.0,
            roles={
                "actors": (),
                "recipients": (),
                "places": (),
                "time": (),
                "quantities": (),
                "object": ((start, start + len(found)),) if found else (),
            },
            cue=None,
            confidence=1.0,
        )
        monkeypatch.setattr(coding, "load_heads", lambda: None)
        monkeypatch.setattr(coding, "infer_events", lambda *_: (event,))
        (claim,) = coding.extract_claims_with_encoder(
            parse_text(TEXT), None, Grounding(), ((), ()), Mint("d_test", "test")
        )
        return claim

    return read


@pytest.mark.parametrize(("found", "whole"), [("the", "the old books"), ("books", "books")])
def test_object_that_begins_and_ends_with_an_article_is_its_noun_phrase(read, found, whole):
    assert read("removed", found).object.span.text == whole


def test_denial_overrules_the_heads(read):
    assert read("harmed").negated
    assert not read("removed").negated
