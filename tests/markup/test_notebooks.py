"""Readings and queries in notebooks."""

from html.parser import HTMLParser

import pytest
from msgspec.structs import replace
from tests.export.made import HOSTILE, TEXT, hostile, withdrawal

import sayso
from sayso.markup import render_rows
from sayso.model import Reading, Tier, make_report
from sayso.pipeline import Pipeline
from sayso.record import Store
from sayso.tables import CLAIMS

REPORT = (
    "Rebels withdrew from the town of Marea on Sunday, the army said.\n\n"
    "Officials denied that troops had shelled the village."
)


class Html(HTMLParser):
    """The tags of a document, each with its attributes, and its text."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.text = [], ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        if self.tags and self.tags[-1][0] != "style":
            self.text += data


def read(text=REPORT, **known):
    return next(Pipeline(Tier.FAST).read([make_report(text, published="2020-03-17", **known)]))


def reading_of(told):
    return Reading(
        report=told.report, reader=told.reader, claims=(told.claim,), attributions=told.attributions
    )


def test_render_marks_each_trigger_with_its_status_and_type():
    html = sayso.render(read())
    assert '<mark class="trigger occurred">withdrew<b>1 ● occurred · RETREAT</b></mark>' in html
    assert '<span class="source">the army</span> <span class="cue">said</span>' in html


def test_reading_shows_itself_in_a_notebook():
    reading = read()
    assert reading._repr_html_() == sayso.render(reading)
    assert not reading._repr_html_().startswith("<!doctype")
    assert sayso.render(reading, page=True).startswith("<!doctype html>")


def test_render_keeps_the_whole_text():
    text = "".join(Html(sayso.render(read("Troops  left.\nThey went home.\n\nNobody\tcame.\n"))).text)
    assert "They went home." in text
    assert "Nobody\tcame." in text


def test_less_certain_claims_are_folded_and_not_marked():
    told = withdrawal()
    told = replace(told, claim=replace(told.claim, confidence=0.1))
    html = sayso.render(reading_of(told))
    assert "<summary>1 less certain claim</summary>" in html
    assert "<mark" not in html


def test_unread_report_says_why():
    html = sayso.render(
        read("Le gouvernement a annoncé hier de nouvelles mesures pour les hôpitaux de Paris.")
    )
    assert "Not read: " in html


@pytest.mark.parametrize("words", [*HOSTILE, "</style><img src=x onerror=alert(1)>", "\x1b[2J\x00"])
def test_words_of_a_report_cannot_act(words):
    told = hostile(words)
    with Store(":memory:") as record:
        record.put(reading_of(told))
        pages = [
            sayso.render(reading_of(told), page=True),
            render_rows(CLAIMS, [told], words),
            *(query()._repr_html_() for query in (record.claims, record.reports, record.attributions)),
        ]
    known = {
        "html",
        "head",
        "meta",
        "title",
        "body",
        "div",
        "style",
        "p",
        "strong",
        "br",
        "small",
        "a",
        "bdi",
    }
    known |= {"table", "thead", "tbody", "tr", "th", "td", "mark", "b", "span", "i", "details", "summary"}
    for page in pages:
        tags = Html(page).tags
        assert {tag for tag, _ in tags} <= known
        assert {name for _, attributes in tags for name in attributes} <= {
            "class", "dir", "lang", "charset", "name", "content", "href", "rel"
        }  # fmt: skip
        assert not {"\x1b", "\u202e", "\u2066", "\x00"} & set(page)


@pytest.mark.parametrize("address", ["javascript:alert(1)", 'https://example.org/"onclick="alert(1)'])
def test_address_is_a_link_only_if_a_browser_can_open_it(address):
    links = [attributes for tag, attributes in Html(sayso.render(read(url=address))).tags if tag == "a"]
    assert all(link["href"].startswith("https://") and '"' not in link["href"] for link in links)
    assert bool(links) is address.startswith("https")


def test_query_shows_twenty_rows_and_the_number_of_all():
    with Store(":memory:") as record:
        for number in range(25):
            record.put(read(f"Rebels withdrew from the town on Sunday, the army said. {number}"))
        html = record.claims()._repr_html_()
        assert html.count("<tr>") == 21
        assert "claims: 20 of 25" in html
        assert "claims: 3<" in record.claims(limit=3)._repr_html_()
        assert "reports 25" in record._repr_html_()


def test_query_is_not_run_to_be_written_down():
    with Store(":memory:") as record:
        query = record.claims(country="Iraq", limit=3)
        record.close()
        assert repr(query) == "<Query of claims: Filters(country='IRQ'), limit=3>"


def test_password_of_a_record_is_not_written_down():
    from sqlalchemy import create_engine

    record = object.__new__(Store)
    record._engine = create_engine("postgresql+psycopg://ann:secret@db.example.org/news")
    assert repr(record) == "<Store postgresql+psycopg://ann:***@db.example.org/news>"


def test_records_are_written_down_in_one_line():
    reading = read(title="Rebels leave\u202e", publisher="Daily\x1b[2J")
    for record in (reading, reading.report, *reading.claims, *reading.attributions, *reading.commitments):
        assert "\n" not in repr(record)
        assert len(repr(record)) < 260
        assert repr(record).isprintable()
    assert repr(reading).endswith("claims 3, attributions 2, commitments 0, fast tier>")
    assert "'withdrew': occurred withdraw; Rebels" in repr(reading.claims[0])


def test_reading_to_pandas_has_the_table_of_claims():
    frame = read().to_pandas()
    assert tuple(frame.columns) == CLAIMS.names
    assert next(iter(frame["type"])) == "RETREAT"
    assert str(frame["confidence"].dtype) == "float64"
    assert len(reading_of(withdrawal()).to_pandas()) == 1
    assert reading_of(withdrawal()).to_pandas()["trigger"][0] in TEXT
