"""Any query as an Atom feed: whole, escaped, with ids that stay, and silent where nothing is new."""

import re

import feedparser
import pytest
from lxml import etree
from tests.web.hostile import SCRIPT

from sayso.record import Store

ATOM = "{http://www.w3.org/2005/Atom}"


def read(client, address: str, **headers: str):
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    return etree.fromstring(answer.content)


def texts(feed, name: str) -> list[str]:
    return [one.findtext(f"{ATOM}{name}") for one in feed.iter(f"{ATOM}entry")]


@pytest.mark.parametrize("kind", ["claims", "reports", "commitments", "events"])
def test_feed_has_what_atom_asks_for(client, kind: str) -> None:
    feed = read(client, f"/feeds/{kind}.atom?limit=200")
    ids = texts(feed, "id")
    assert ids
    assert len(set(ids)) == len(ids)
    assert all(one.startswith(f"urn:sayso:{kind[:-1]}:") for one in ids)
    for moment in (feed.findtext(f"{ATOM}updated"), *texts(feed, "updated")):
        assert re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ", moment)
    assert feed.findtext(f"{ATOM}updated") == max(texts(feed, "updated"))
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    for link in feed.iter(f"{ATOM}link"):
        assert link.get("href").startswith("http://localhost/")


def test_feed_is_read_by_a_reader_of_feeds(client) -> None:
    parsed = feedparser.parse(client.get("/feeds/claims.atom").content)
    assert not parsed.bozo
    assert len(parsed.entries) == 50
    assert all(entry.title and entry.link and entry.content[0].value for entry in parsed.entries)


def test_filters_are_those_of_explore(client) -> None:
    asked = "text=Beirut&status=occurred"
    number = client.get(f"/api/claims/count?{asked}").json()["count"]
    assert number
    assert len(texts(read(client, f"/feeds/claims.atom?{asked}&limit=200"), "id")) == number
    assert '/feeds/claims.atom?text=Beirut&amp;status=occurred"' in client.get(f"/explore?{asked}").text


def test_newest_come_first_and_links_lead_to_them(client, made) -> None:
    feed = read(client, "/feeds/reports.atom?limit=3")
    with Store(made, create=False) as store:
        assert texts(feed, "title")[0][:20] in str(store.reports().last(1)[0].report.title)
    for entry in feed.iter(f"{ATOM}entry"):
        assert client.get(entry.find(f"{ATOM}link").get("href")).status_code == 200


def test_words_of_reports_are_words(client) -> None:
    feed = read(client, "/feeds/claims.atom?limit=200")
    told = " ".join(texts(feed, "content"))
    assert SCRIPT in told
    assert not [one for one in feed.iter() if not str(one.tag).startswith(ATOM)]
    assert "\u202e" not in told


def test_unchanged_record_is_not_sent_again(serve, db: str) -> None:
    client = serve(db)
    mark = client.get("/feeds/claims.atom").headers["etag"]
    for told in (mark, f'"x", {mark}', f"W/{mark}", "*"):
        answer = client.get("/feeds/claims.atom", headers={"if-none-match": told})
        assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", mark)
    assert client.get("/feeds/claims.atom?type=AID").headers["etag"] != mark
    ids = texts(read(client, "/feeds/reports.atom"), "id")
    with Store(db, create=False) as store:
        store.forget(store.reports().last(1)[0].report.id, reason="asked for")
    assert client.get("/feeds/claims.atom", headers={"if-none-match": mark}).status_code == 200
    assert texts(read(client, "/feeds/reports.atom"), "id") == ids[1:]


def test_empty_feed_is_a_feed(client) -> None:
    feed = read(client, "/feeds/claims.atom?text=nothing+at+all")
    assert texts(feed, "id") == []
    assert feed.findtext(f"{ATOM}updated")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/feeds/verdicts.atom", 404),
        ("/feeds/claims.atom?limit=0", 400),
        ("/feeds/claims.atom?limit=9999", 400),
        ("/feeds/claims.atom?from=soon", 400),
        ("/feeds/claims.atom?what=else", 400),
    ],
)
def test_nonsense_is_told(client, address: str, status: int) -> None:
    assert client.get(address).status_code == status
