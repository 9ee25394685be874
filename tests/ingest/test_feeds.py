"""Feeds: each entry a report; what is broken in the middle costs itself alone."""

import gzip
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ingest.feed_maker import item, rss

from sayso.errors import ReportError
from sayso.ingest import Refusal, read_inputs
from sayso.ingest.feeds import parse_feed
from sayso.model import Raw, Report

ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Cormorant Wire</title>
<entry><title type="html">Column &lt;i&gt;leaves&lt;/i&gt;</title><id>urn:uuid:1</id>
<link rel="alternate" href="https://wire.example/1"/><updated>2030-03-18T10:00:00Z</updated>
<author><name>Leyla Aydin</name></author>
<summary>Short.</summary>
<content type="html">&lt;p&gt;One whole paragraph.&lt;/p&gt;&lt;p&gt;And another.&lt;/p&gt;</content></entry>
<entry><title>Second</title><id>urn:uuid:2</id><published>2030-03-17T10:00:00+01:00</published>
<updated>2030-03-18T10:00:00Z</updated><summary type="text">1 &lt; 2 &amp; so on.</summary></entry>
</feed>"""


def take(path: Path, content: str | bytes, name: str = "feed.xml", **options: str) -> list[Report | Refusal]:
    file = path / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(read_inputs([str(file)], **options))


def titles(taken: list[Report | Refusal]) -> list[str | None]:
    return [one.title for one in taken if isinstance(one, Report)]


@pytest.mark.parametrize("name", ["feed.xml", "feed.rss", "feed", "feed.xml.gz"])
def test_rss_entries_become_reports(tmp_path: Path, name: str) -> None:
    content = rss(item(1, more="<dc:creator>Tom Brook</dc:creator>"), item(2)).encode()
    first, second = take(tmp_path, gzip.compress(content) if name.endswith(".gz") else content, name)
    assert isinstance(first, Report)
    assert isinstance(second, Report)
    assert first.text == (
        "Column 1 leaves & returns\n\nColumn 1 left the Karo valley on Monday, officials said."
    )
    assert (first.url, first.input_id) == ("https://post.example/1", "id-1")
    assert (first.publisher, first.byline, first.language) == ("The Karo Post", "Tom Brook", "en-us")
    assert first.published == "2030-03-18T23:30:00-05:00"
    assert second.byline is None


def test_atom_entries_become_reports(tmp_path: Path) -> None:
    first, second = take(tmp_path, ATOM)
    assert isinstance(first, Report)
    assert isinstance(second, Report)
    assert first.text == "Column leaves\n\nOne whole paragraph.\n\nAnd another."
    assert (first.byline, first.publisher, first.language) == ("Leyla Aydin", "Cormorant Wire", "en")
    assert (first.published, second.published) == ("2030-03-18T10:00:00Z", "2030-03-17T10:00:00+01:00")
    assert second.text == "Second\n\n1 < 2 & so on."
    assert second.url is None


def test_whole_text_of_an_entry_goes_before_its_summary(tmp_path: Path) -> None:
    whole = "<content:encoded><![CDATA[<p>All of it.</p><script>x()</script>]]></content:encoded>"
    (report,) = take(tmp_path, rss(item(1, more=whole)))
    assert isinstance(report, Report)
    assert report.text.endswith("\n\nAll of it.")
    entries = parse_feed(rss(item(1, more=whole), item(2)).encode()).entries
    assert [entry.is_whole for entry in entries] == [True, False]


def test_feed_whose_encoding_has_no_name_is_refused(tmp_path: Path) -> None:
    content = rss(item(1)).encode().replace(b'encoding="UTF-8"', b'encoding="\xff\xfe"')
    (told,) = take(tmp_path, content)
    assert isinstance(told, Refusal)
    assert told.code == "malformed"


@pytest.mark.parametrize("link", ["http://[broken/", "mailto:a@post.example", "/1", "javascript:alert(1)"])
def test_entry_with_an_odd_address_is_read_without_it(tmp_path: Path, link: str) -> None:
    (report,) = take(tmp_path, rss(item(1).replace("https://post.example/1", link)))
    assert isinstance(report, Report)
    assert report.url is None


def test_markup_of_an_entry_is_handed_on(tmp_path: Path) -> None:
    file = tmp_path / "feed.xml"
    file.write_text(rss(item(1)))
    kept: list[Raw] = []
    (report,) = read_inputs([str(file)], keep_raw=kept.append)
    assert isinstance(report, Report)
    assert kept[0].report == report.id
    assert b"<b>Karo</b>" in kept[0].content


def test_date_is_given_only_to_entries_without_one(tmp_path: Path) -> None:
    undated = item(2).replace("Mon, 18 Mar 2030 23:30:00 -0500", "some day")
    first, second = take(tmp_path, rss(item(1), undated), published="2031-01-01")
    assert isinstance(first, Report)
    assert isinstance(second, Report)
    assert (first.published, second.published) == ("2030-03-18T23:30:00-05:00", "2031-01-01")


@pytest.mark.parametrize(
    "broken",
    [
        item(2, body="bad &nosuch; & <b> <i> tags"),
        "<item><title>Column 2</title><description>never closed</description>\n",
        item(2, body="\x01\x02 control"),
        item(2).replace("</title>", "</titel>"),
    ],
)
def test_feed_broken_in_the_middle_loses_only_what_is_broken(tmp_path: Path, broken: str) -> None:
    taken = take(tmp_path, rss(item(1), broken, item(3)))
    assert isinstance(taken[0], Refusal)
    assert taken[0].code == "feed-broken"
    found = titles(taken)
    assert found[0] == "Column 1 leaves & returns"
    assert found[-1] == "Column 3 leaves & returns"


def test_feed_cut_off_gives_what_came_before(tmp_path: Path) -> None:
    whole = rss(*(item(number) for number in range(1, 20)))
    taken = take(tmp_path, whole[: len(whole) // 2])
    assert isinstance(taken[0], Refusal)
    assert titles(taken)[:8] == [f"Column {number} leaves & returns" for number in range(1, 9)]


def test_entities_that_multiply_are_not_expanded(tmp_path: Path) -> None:
    entities = (
        '<!ENTITY a "'
        + "ha" * 1000
        + '">'
        + "".join(
            f'<!ENTITY {name} "' + f"&{before};" * 100 + '">' for before, name in ("ab", "bc", "cd", "de")
        )
    )
    bomb = rss(item(1, body="&e;"), item(2)).replace("<rss", f"<!DOCTYPE rss [{entities}]>\n<rss", 1)
    taken = take(tmp_path, bomb, input_format="feed")
    assert sum(len(one.text) for one in taken if isinstance(one, Report)) < 1_000_000


def test_external_entity_is_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the password")
    entity = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{secret.as_uri()}">]>\n<rss'
    taken = take(tmp_path, rss(item(1, body="a &x; b")).replace("<rss", entity, 1), input_format="feed")
    assert not [one for one in taken if isinstance(one, Report) and "password" in one.text]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("<?xml version='1.0'?><urlset><url>x</url></urlset>", "malformed"),
        (rss(), "nothing-to-read"),
        ("", "malformed"),
    ],
)
def test_what_is_no_feed_is_told(tmp_path: Path, content: str, code: str) -> None:
    (told,) = take(tmp_path, content, input_format="feed")
    assert isinstance(told, Refusal)
    assert told.code == code


def test_xml_of_another_kind_is_refused_by_its_name(tmp_path: Path) -> None:
    (told,) = take(tmp_path, "<?xml version='1.0'?><urlset></urlset>")
    assert isinstance(told, Refusal)
    assert told.code == "malformed"


def test_content_that_names_a_file_opens_none(tmp_path: Path) -> None:
    with pytest.raises(ReportError):
        parse_feed(str(tmp_path / "feed.xml").encode())


def test_entry_that_says_it_was_updated_is_another(tmp_path: Path) -> None:
    before, after = parse_feed(ATOM.encode()), parse_feed(ATOM.replace("18T10", "19T10", 1).encode())
    assert before.entries[0].key != after.entries[0].key
    assert before.entries[1].key == after.entries[1].key


def test_feed_says_how_seldom_to_ask() -> None:
    assert parse_feed(rss(item(1)).encode()).every_s == 45 * 60
    assert parse_feed(rss(item(1), more="<ttl>soon</ttl>").encode()).every_s == 0


@given(st.binary(max_size=300) | st.text(alphabet="<>/rsitem&;![]CDATA \n", max_size=300).map(str.encode))
@settings(deadline=None, max_examples=50)
def test_any_bytes_are_a_feed_or_refused(content: bytes) -> None:
    with suppress(ReportError):
        assert parse_feed(b"<rss><channel><item>" + content).entries is not None
