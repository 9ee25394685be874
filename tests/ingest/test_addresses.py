"""Addresses given as inputs: understood by what the server says, then by name and first bytes."""

import gzip
import json

import pytest
from tests.ingest.feed_maker import item, rss
from tests.ingest.page_maker import PARAGRAPHS, make_page
from tests.ingest.test_warc import record
from tests.ingest.web_server import FakeClock, Reply, Site

from sayso.ingest import Refusal, read_inputs
from sayso.ingest.fetching import Fetcher, FetchRules
from sayso.model import Raw, Report

TEXT = "Troops left the base near Mosul on Monday, officials said."
LINE = json.dumps({"text": TEXT, "id": "a"}).encode()
PRETTY = json.dumps([{"text": TEXT, "id": "a"}], indent=1).encode()


@pytest.fixture
def fetcher(clock: FakeClock) -> Fetcher:
    return Fetcher(FetchRules(allow_private=True), clock=clock.clock)


def take(fetcher: Fetcher, address: str, **options: str) -> list[Report | Refusal]:
    return list(read_inputs([address], fetch=fetcher.fetch, **options))


@pytest.mark.parametrize(
    ("path", "body", "kind", "words"),
    [
        ("/a", make_page().encode(), "text/html", PARAGRAPHS[-1]),
        ("/a", make_page().encode(), "application/xhtml+xml; charset=utf-8", PARAGRAPHS[-1]),
        ("/a.html", make_page().encode(), "application/octet-stream", PARAGRAPHS[-1]),
        ("/a", rss(item(1)).encode(), "application/rss+xml", "Karo valley"),
        ("/a", rss(item(1)).encode(), "text/html", "Karo valley"),
        ("/a.xml", rss(item(1)).encode(), "text/xml", "Karo valley"),
        ("/a", LINE, "application/x-ndjson", TEXT),
        ("/a.jsonl", LINE, "text/plain", TEXT),
        ("/a", PRETTY, "application/json", TEXT),
        ("/a", record(1), "application/warc", PARAGRAPHS[-1]),
        ("/a.warc.gz", record(1, compressed=True), "application/octet-stream", PARAGRAPHS[-1]),
        ("/a.txt.gz", gzip.compress(TEXT.encode()), "application/gzip", TEXT),
        ("/a.txt", TEXT.encode(), "text/plain", TEXT),
    ],
)
def test_answer_is_understood(
    site: Site, fetcher: Fetcher, path: str, body: bytes, kind: str, words: str
) -> None:
    (report,) = take(fetcher, site.put(path, Reply(body, kind=kind)))
    assert isinstance(report, Report)
    assert words in report.text


def test_text_is_decoded_as_the_server_says(site: Site, fetcher: Fetcher) -> None:
    reply = Reply("Войска ушли".encode("koi8-r"), kind="text/plain; charset=KOI8-R")
    (report,) = take(fetcher, site.put("/a", reply))
    assert isinstance(report, Report)
    assert (report.text, report.url, report.input_id) == ("Войска ушли", f"{site.root}/a", None)


def test_report_has_the_address_that_redirects_led_to(site: Site, fetcher: Fetcher) -> None:
    site.put("/b", Reply(make_page().encode()))
    moved = site.put("/a", Reply(status=301, headers=(("Location", "/b?from=feed"),)))
    site.put("/b?from=feed", Reply(make_page(head='<link rel="canonical" href="/b">').encode()))
    (report,) = take(fetcher, moved)
    assert isinstance(report, Report)
    assert report.url == f"{site.root}/b"


def test_page_as_served_is_handed_on_with_its_type(site: Site, fetcher: Fetcher) -> None:
    served = make_page(title="Núñez left").replace('<meta charset="utf-8">', "").encode("cp1252")
    packed = Reply(
        gzip.compress(served), kind="text/html; charset=latin1", headers=(("Content-Encoding", "gzip"),)
    )
    kept: list[Raw] = []
    (report,) = read_inputs([site.put("/a", packed)], fetch=fetcher.fetch, keep_raw=kept.append)
    assert isinstance(report, Report)
    assert report.title == "Núñez left"
    assert kept == [Raw(report=report.id, media_type="text/html; charset=latin1", content=served)]


def test_address_that_cannot_be_had_costs_only_itself(site: Site, fetcher: Fetcher) -> None:
    good = site.put("/a", Reply(make_page().encode()))
    told, refused, report = read_inputs(
        [f"{site.root}/lost", "https://user:secret@post.example/", good], fetch=fetcher.fetch
    )
    assert isinstance(told, Refusal)
    assert (told.code, told.where) == ("http-status", f"{site.root}/lost")
    assert isinstance(refused, Refusal)
    assert "secret" not in refused.line()
    assert isinstance(report, Report)


@pytest.mark.parametrize(
    ("body", "kind"), [(b"%PDF-1.7", "application/pdf"), (b"\x89PNG\r\n\x1a\n", "image/png")]
)
def test_answer_that_is_no_text_is_refused(site: Site, fetcher: Fetcher, body: bytes, kind: str) -> None:
    (told,) = take(fetcher, site.put("/a", Reply(body, kind=kind)))
    assert isinstance(told, Refusal)
    assert told.code == "not-text"
