"""Datelines and headlines, which are no part of the first sentence."""

import pytest

from sayso.language import parse_text
from sayso.language.datelines import dateline_end


@pytest.mark.parametrize(
    ("line", "dateline"),
    [
        ("BEIRUT (Reuters) – An explosion shook the port.", "BEIRUT (Reuters) – "),
        ("TEHRAN, Jan. 11 (Xinhua) -- Iran admitted it.", "TEHRAN, Jan. 11 (Xinhua) -- "),
        ("WASHINGTON — The president left.", "WASHINGTON — "),
        ("DAMASCUS, (SANA)- An army unit left.", "DAMASCUS, (SANA)- "),
        ("KABUL (Pajhwok): Two rockets fell.", "KABUL (Pajhwok): "),
        ("US - China talks resume", ""),
        ("UN-backed forces left the town.", ""),
        ("The army left — at last.", ""),
    ],
)
def test_dateline_ends_where_the_text_begins(line, dateline):
    assert line[: dateline_end(line)] == dateline


def test_dateline_is_a_sentence_of_its_own():
    parse = parse_text("Blast in port\n\nBEIRUT (Reuters) – An explosion shook the port.")
    texts = [parse.span(one.first, one.last).text for one in parse.sentences]
    assert texts[-1] == "An explosion shook the port."


def test_headline_is_known_as_one():
    parse = parse_text("Blast in port kills ten\n\nAn explosion shook the port.")
    assert [one.headline for one in parse.sentences] == [True, False]


def test_wrapped_lines_are_one_sentence():
    text = "The explosion that shook the harbour on Tuesday\nafternoon was heard in Cyprus, residents said."
    assert len(parse_text(text).sentences) == 1


def test_list_items_do_not_run_together():
    assert len(parse_text("- Ten killed\n- Five missing\n- Port closed").sentences) == 3
