"""Events, disagreements, commitments and situations: the pages, and that they count as the command line."""

import csv
import html
import io
import json
import re
import sqlite3
from contextlib import closing
from html import unescape

import pytest
from tests.record.made import put_disagreements
from tests.web.hostile import SCRIPT
from tests.web.test_pages import Page

from sayso.cli.main import run
from sayso.codebook import least_confidence
from sayso.engine import track_commitments
from sayso.model import (
    ClaimRef,
    CommitmentState,
    Disagreement,
    DisagreementKind,
    Side,
)
from sayso.record import Store
from sayso.web.pages import commitments
from sayso.web.situations import FORMATS

WATCH = '[[watch]]\nname = "Libya"\nplaces = ["LBY", "Tripoli"]\nrelations = ["ceasefire"]\n'


@pytest.fixture(scope="module")
def store(made):
    with Store(made, create=False) as store:
        yield store


@pytest.fixture(scope="module")
def told(store):
    """The event that most reports tell."""
    return max(store.events(), key=lambda row: (row.event.copies_folded, row.event.reports))


def lines_of(capsys, *options: str) -> list[str]:
    assert run(list(options)) == 0
    return capsys.readouterr().out.splitlines()


# Situations over the API


@pytest.mark.parametrize("path", ["", "/timeline"])
@pytest.mark.parametrize(
    "query", [{}, {"country": "Iraq"}, {"as_of": "2020-09-01"}, {"text": "nothing of the kind"}], ids=str
)
def test_situations_equal_the_command_lines(client, made, capsys, path: str, query: dict[str, str]) -> None:
    options = [f"--{name.replace('_', '-')}={value}" for name, value in query.items()]
    options += ["--timeline"] if path else []
    wanted = [
        json.loads(line)
        for line in lines_of(capsys, "situations", "--db", str(made), "--format", "jsonl", *options)
    ]
    answer = client.get(f"/api/situations{path}", params={**query, "limit": 1000}).json()
    assert answer["rows"] == wanted
    assert answer["count"] == len(wanted)
    assert client.get(f"/api/situations{path}/count", params=query).json() == {"count": len(wanted)}
    page = client.get("/situations", params={**query, "view": "timeline" if path else ""}).text
    assert f"<strong>{len(wanted):,}</strong>" in page


def test_less_certain_situations_are_listed_apart(client) -> None:
    rows = client.get("/api/situations").json()["rows"]
    sure = [row["confidence"] is None or row["confidence"] >= least_confidence("situations") for row in rows]
    assert sure == sorted(sure, reverse=True)
    page = client.get("/situations").text
    assert page.count("Less certain readings") == (not all(sure))


@pytest.mark.parametrize("format", FORMATS)
def test_situations_download_as_the_command_line_writes_them(client, made, capsys, format: str) -> None:
    wanted = lines_of(capsys, "situations", "--db", str(made), "--format", format)
    got = client.get(f"/api/situations/download/{format}").text
    if format == "csv":
        assert list(csv.reader(io.StringIO(got))) == list(csv.reader(wanted))
    assert len(got.splitlines()) == len(wanted) > 1
    assert client.get("/api/situations/download/docx").status_code == 400


def test_watch_list_chooses_and_is_not_kept(client, made, capsys, tmp_path) -> None:
    (tmp_path / "watch.toml").write_text(WATCH)
    wanted = lines_of(
        capsys, "situations", "--db", str(made), "--watch", str(tmp_path / "watch.toml"), "--format", "jsonl"
    )
    rows = [json.loads(line) for line in wanted]
    assert rows
    assert client.post("/api/situations?limit=1000", content=WATCH).json()["rows"] == rows
    assert client.post("/api/situations/count", content=WATCH).json()["count"] == len(rows)
    assert len(client.post("/api/situations/download/jsonl", content=WATCH).text.splitlines()) == len(rows)
    assert client.get("/api/situations/count").json()["count"] > len(rows)


@pytest.mark.parametrize("how", [{"data": {"watch": WATCH}}, {"files": {"file": ("w.toml", WATCH)}}])
def test_watch_list_can_be_pasted_or_uploaded(client, how) -> None:
    number = client.post("/api/situations/count", content=WATCH).json()["count"]
    page = client.post("/situations", **how).text
    assert f"<strong>{number}</strong>" in page
    assert "not kept" in page
    turns = client.post("/api/situations/timeline/count", content=WATCH).json()["count"]
    assert f"<strong>{turns}</strong>" in client.post("/situations?view=timeline", **how).text


def test_line_ends_of_forms_are_taken_and_given_back(client) -> None:
    page = client.post("/situations", data={"watch": WATCH.replace("\n", "\r\n")}).text
    assert "\u240d" not in page
    given = next(known for _, known in Page(page).elements if known.get("name") == "watch")
    again = client.post("/situations", data={"watch": given["value"]}).text
    assert Page(again).text == Page(page).text


def test_what_a_watch_list_shows_can_be_downloaded(client) -> None:
    answer = client.post("/situations", data={"watch": WATCH, "format": "csv"})
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.text == client.post("/api/situations/download/csv", content=WATCH).text


def test_wrong_watch_list_is_told_in_words(client) -> None:
    page = client.post("/situations", data={"watch": f"{SCRIPT} = ["})
    assert page.status_code == 200
    assert "no TOML" in page.text
    assert SCRIPT not in page.text
    assert client.post("/api/situations", content="[[watch]]\nname = 1").json()["code"] == "usage"
    assert client.post("/api/situations", content=b"\xff\xfe").json()["code"] == "usage"


def test_situations_page_quotes_and_leads_to_the_words(client) -> None:
    page = Page(client.get("/situations").text)
    links = [
        known["href"] for tag, known in page.elements if tag == "a" and "quiet" in (known.get("class") or "")
    ]
    assert links
    assert client.get(links[0]).status_code == 200


# Commitments


def test_commitments_are_followed(client, made, store, capsys) -> None:
    wanted = {row.commitment.id: row.followed.state for row in track_commitments(store) if row.followed}
    rows = client.get("/api/commitments?limit=1000").json()["rows"]
    assert {row["id"]: row["state"] for row in rows if "state" in row} == wanted
    lines = lines_of(capsys, "commitments", "--db", str(made), "--format", "jsonl")
    assert rows == [json.loads(line) for line in lines]


@pytest.mark.parametrize("state", CommitmentState)
def test_commitments_of_a_state_are_the_command_lines(client, made, capsys, state: str) -> None:
    options = ["commitments", "--db", str(made), "--state", str(state), "--format", "jsonl"]
    wanted = [json.loads(line)["key"] for line in lines_of(capsys, *options)]
    page = client.get("/commitments", params={"state": state}).text
    assert f"<strong>{len(wanted)}</strong> commitment" in page
    folded = sum(map(int, re.findall(r"also in (\d+) cop", page)))
    cards = page.count('<li class="card commitment">')
    assert cards + folded == min(len(wanted), commitments._ROWS)
    api = client.get("/api/commitments", params={"state": state, "limit": 1000}).json()
    assert [one["key"] for one in api["rows"]] == wanted
    assert api["count"] == len(wanted)
    if wanted:
        assert f"/api/commitments/download/jsonl?state={state}" in page
        file = client.get("/api/commitments/download/jsonl", params={"state": state}).text
        assert [json.loads(line)["key"] for line in file.splitlines()] == wanted


def test_states_of_commitments_add_up_and_keep_the_filters(client) -> None:
    counts = [
        client.get("/api/commitments/count", params={"state": one}).json()["count"] for one in CommitmentState
    ]
    assert sum(counts) == client.get("/api/commitments/count").json()["count"]
    page = client.get("/commitments", params={"actor": "Lebanon", "state": "open", "to": "2021-01-01"}).text
    assert "/commitments?actor=Lebanon&amp;to=2021-01-01&amp;state=kept" in page
    assert 'name="state" value="open"' in page
    assert 'name="to" type="date" value="2021-01-01"' in page


def test_only_commitments_have_a_state(client) -> None:
    for address in ("claims", "claims/places", "situations"):
        answer = client.get(f"/api/{address}", params={"state": "open"})
        assert (answer.status_code, answer.json()["code"]) == (400, "usage"), address
    assert client.get("/api/commitments", params={"state": "soon"}).status_code == 400
    everything = client.get("/commitments").text
    assert re.findall("<strong>.*?</strong> commitment", everything) == re.findall(
        "<strong>.*?</strong> commitment", client.get("/commitments?state=soon").text
    )


def test_commitments_page_says_state_in_shape_and_word(client, store) -> None:
    page = client.get("/commitments").text
    for state in CommitmentState:
        assert f"is-{state}" in page
    row = next(row for row in track_commitments(store) if row.followed and row.followed.evidence)
    shown = client.get("/commitments", params={"id": row.commitment.id}).text
    text = Page(shown).text
    assert row.followed.evidence[0].words in text
    assert f"is-{row.followed.state}" in shown


# Events


def test_event_page_says_who_says_so_and_in_which_words(client, store, told) -> None:
    answer = client.get(f"/events/{told.event.id}")
    page = Page(answer.text)
    assert told.event.label in page.text
    for origin in told.event.origins:
        assert origin.name in page.text
        assert origin.why in page.text
    for row in store.claims_of(told.event.claims):
        assert row.claim.sentence.text in page.text
        assert f"/reports/{row.report.id}?claim={row.claim.id}" in answer.text
        assert answer.text.count(f'id="{row.report.id}-{row.claim.id}"') == 1
    assert f"<strong>{told.event.independent_sources}</strong>" in answer.text


def test_independent_sources_and_the_names_below_are_one_list(client, store) -> None:
    own_words = 0
    for row in store.events():
        assert row.event.independent_sources == len(row.event.origins)
        page = Page(client.get(f"/events/{row.event.id}").text).text
        for disagreement in (*row.event.disagreements, *row.event.uncertain_disagreements):
            assert disagreement.why in page
        assert ("in the own words of" in page) == bool(row.event.own_words)
        for origin in row.event.own_words:
            own_words += 1
            assert origin.name.replace("\u2067", "\ufffd") in page
        resting = {claim for origin in (*row.event.origins, *row.event.own_words) for claim in origin.claims}
        assert len(resting) == len(row.event.claims)
    assert own_words


def test_sentence_stands_once_with_all_its_claims_marked(client, store) -> None:
    several = 0
    for row in store.events():
        page = client.get(f"/events/{row.event.id}").text
        claims = store.claims_of(row.event.claims)
        quotes = re.findall(r'<p class="said"><q dir="auto">(.*?)</q></p>', page.split('id="words"')[1])
        assert len(quotes) == len({(one.report.id, one.claim.sentence.start) for one in claims})
        assert page.count('class="byline account"') == len(claims)
        for one in claims:
            assert f'<a href="/reports/{one.report.id}?claim={one.claim.id}">' in page
            marked = "".join(html.unescape(one.split("<")[0]) for one in page.split("<mark>"))
            assert one.claim.trigger.text in marked
        several += len(claims) - len(quotes)
    assert several  # some event is claimed twice in a sentence


def test_copies_are_folded_below_their_original(client, told) -> None:
    assert told.event.copies_folded
    page = client.get(f"/events/{told.event.id}").text
    folded = page.split('<details class="copies">')[1].split("</details>")[0]
    assert "of this text, folded" in folded
    assert folded.count("<h4>") == told.event.copies_folded


def test_every_address_within_an_event_page_is_there(client, store) -> None:
    for row in store.events():
        if row.event.reports > 1 or row.event.disagreements:
            page = Page(client.get(f"/events/{row.event.id}").text)
            ids = [known["id"] for _, known in page.elements if "id" in known]
            assert len(ids) == len(set(ids))
            links = {known.get("href") or "" for tag, known in page.elements if tag == "a"}
            assert {link[1:] for link in links if link.startswith("#")} <= set(ids)


def test_every_event_page_is_shown(client, store) -> None:
    for row in store.events():
        assert client.get(f"/events/{row.event.id}").status_code == 200


def _days(row) -> list[str]:
    return sorted({one.published[:10] for one in row.event.claims if one.published})


def test_event_is_shown_as_of_a_day(client, store) -> None:
    told = next(row for row in store.events() if len(_days(row)) > 1)
    days = _days(told)
    (then,) = store.events(id=told.event.id, as_of=days[0]).page(1).rows
    page = client.get(f"/events/{told.event.id}?as_of={days[0]}").text
    assert f"As told by the end of {days[0]}" in page
    more = len(told.event.claims) - len(then.event.claims)
    assert more > 0
    assert f"Since then {more} more claim" in page
    gone = next(one for one in told.event.claims if one not in then.event.claims)
    assert f'id="{gone.report}-{gone.claim}"' not in page
    assert (
        "Nothing of this event had been reported"
        in client.get(f"/events/{told.event.id}?as_of=1999-01-01").text
    )
    assert "is no date" in client.get(f"/events/{told.event.id}?as_of=soon").text


def test_claim_leads_to_its_event_and_an_unknown_event_is_told(client, told) -> None:
    answer = client.get(f"/events/{told.event.claims[0].key}?as_of=2020-12-01")
    assert answer.status_code == 301
    assert answer.headers["location"] == f"/events/{told.event.id}?as_of=2020-12-01"
    assert client.get("/events/g_none").status_code == 404


def test_id_that_is_gone_redirects(serve, db: str) -> None:
    with Store(db, create=False) as store:
        now = next(iter(store.events())).event.id
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.execute("INSERT INTO event_redirect (old, new) VALUES ('g_old', ?)", [now])
    answer = serve(db).get("/events/g_old")
    assert (answer.status_code, answer.headers["location"]) == (301, f"/events/{now}")


def test_list_of_events_is_in_explore(client, store) -> None:
    answer = client.get("/events?country=Lebanon")
    assert answer.status_code == 307
    page = client.get(answer.headers["location"]).text
    number = store.events(country="Lebanon").count()
    assert number
    assert f"<strong>{number:,}</strong>" in page
    assert page.count('<a href="/events/') == min(number, 50)


# Disagreements


def _side(origins: int, text: str) -> Side:
    return Side(text=text, claims=(ClaimRef(report="r", claim=text),), origins=origins)


def test_sharpest_are_those_with_most_origins_on_both_sides() -> None:
    def made(kind: DisagreementKind, *origins: int) -> Disagreement:
        sides = tuple(_side(number, str(n)) for n, number in enumerate(origins))
        return Disagreement(slot="killed", kind=kind, sides=sides)

    cannot, changed = DisagreementKind.INCOMPATIBLE, DisagreementKind.CHANGED
    ordered = [
        made(cannot, 1, 3, 3),
        made(cannot, 10, 2),
        made(cannot, 9, 2),
        made(cannot, 1, 1),
        made(changed, 5, 5),
    ]
    assert sorted([*reversed(ordered)], key=Disagreement.sharpness, reverse=True) == ordered


def test_disagreements_page_shows_each_side(client, store) -> None:
    number = store.disagreements().count()
    assert number
    page = client.get("/disagreements")
    assert f"<strong>{number}</strong>" in page.text
    sides = sum(len(row.disagreement.sides) for row in store.disagreements())
    assert len(Page(page.text).with_class("side")) == sides


def test_kinds_of_disagreements_add_up(client, store) -> None:
    numbers = [
        sum(row.disagreement.kind == kind for row in store.disagreements()) for kind in DisagreementKind
    ]
    for kind, number in zip(DisagreementKind, numbers, strict=True):
        assert f"<strong>{number}</strong>" in client.get(f"/disagreements?kind={kind}").text


def test_disagreements_follow_the_day(client, store) -> None:
    for day in ("2020-08-05", "2020-08-06", "2020-12-01"):
        number = store.disagreements(as_of=day).count()
        assert f"<strong>{number}</strong>" in client.get(f"/disagreements?as_of={day}").text


@pytest.mark.parametrize("asked", ["", "?as_of=2020-12-01", "?kind=incompatible"])
def test_pages_of_disagreements_go_on_where_they_ended(serve, db: str, monkeypatch, asked: str) -> None:
    with Store(db) as record:
        put_disagreements(record)
    client, heads = serve(db), re.compile(r'split-head"><span>([^<]+)<')
    path = f"/disagreements{asked}"
    whole = heads.findall(client.get(path).text)
    monkeypatch.setattr("sayso.web.pages.disagreements._ROWS", 1)
    seen: list[str] = []
    while path:
        page = client.get(path).text
        seen += heads.findall(page)
        link = re.search(r'rel="next" href="([^"]+)"', page)
        path = unescape(link[1]) if link else ""
    assert seen == whole
    assert len(seen) > 3


def test_cursor_of_another_list_is_told(client) -> None:
    for asked in ("after=1.2&as_of=2020-12-01", "after=x"):
        assert "no cursor" in client.get(f"/disagreements?{asked}").text


# Home and reports


def test_home_lists_what_is_new_and_what_is_disputed(client, store) -> None:
    page = client.get("/")
    for words in ("Newest events", "Sharpest disagreements", "Commitments due", "Situations disputed"):
        assert words in page.text
    for kind in ("events", "disagreements", "commitments"):
        assert f">{getattr(store, kind)().count():,}</a>" in page.text
    for tag, known in Page(page.text).elements:
        if tag == "a" and (known["href"] or "").startswith(("/events/", "/reports/")):
            assert client.get(known["href"]).status_code == 200


def test_report_shows_its_copies_and_its_story(client, store, told) -> None:
    copies = store.copies_of({one.report for one in told.event.claims})
    report, group = next((report, group) for report, group in copies.items() if len(group.reports) > 1)
    page = client.get(f"/reports/{report}").text
    for other in group.reports:
        assert other == report or f'href="/reports/{other}"' in page
    assert "the same text" in page
    assert "of the same story" in page


def test_claim_shows_what_others_say_of_its_event(client, store, told) -> None:
    ref = told.event.claims[0]
    page = client.get(f"/reports/{ref.report}?claim={ref.claim}").text
    assert f'href="/events/{told.event.id}"' in page
    copies = store.copies_of([ref.report])[ref.report].reports
    others = [one for one in told.event.claims if one.report not in {ref.report, *copies}]
    assert others
    assert f"/reports/{others[0].report}?claim={others[0].claim}" in page


def test_description_of_situations_has_examples_and_the_watch_list(client) -> None:
    told = client.get("/api/openapi.json").json()
    for path in ("/api/situations", "/api/situations/timeline"):
        for method in ("get", "post"):
            answer = told["paths"][path][method]["responses"]["200"]["content"]["application/json"]
            assert answer["example"]["rows"]
        assert "application/toml" in told["paths"][path]["post"]["requestBody"]["content"]
    for kind in ("events", "disagreements", "commitments"):
        shown = told["paths"][f"/api/{kind}"]["get"]["responses"]["200"]["content"]["application/json"]
        assert shown["example"]["rows"][0].keys() > {"id"} or kind == "disagreements"
