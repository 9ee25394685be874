"""Explore: table, map and timeline of one query say the same, and a place's name stays a name."""

import html
import json
import re
from urllib.parse import parse_qsl, urlsplit

import pytest
from tests.web.hostile import SCRIPT
from tests.web.test_pages import Page

from sayso.record import Store

QUERIES = [
    {},
    {"text": "Beirut"},
    {"status": "occurred"},
    {"country": "Lebanon"},
    {"from": "2020-08-01", "to": "2020-08-31"},
    {"placed": "true"},
    {"verdict": "none", "as_of": "2020-12-31"},
]


# With the claims below the least confidence.
EVERY = {"min_confidence": "0"}


def figures(page: str) -> dict[str, str]:
    """The map and the timeline of a page."""
    return {
        name: found[0]
        for name in ("map", "days")
        if (found := re.search(rf'<figure class="fig fig-{name}".*?</figure>', page, re.S))
    }


def titles(figure: str) -> list[str]:
    """What the marks of a picture say."""
    return [html.unescape(title) for title in re.findall(r"<title>([^<]*)</title>", figure)]


def asked(href: str) -> dict[str, str]:
    parts = urlsplit(html.unescape(href))
    assert parts.path == "/explore"
    return dict(parse_qsl(parts.query))


def rows_of(figure: str) -> list[tuple[str, list[int]]]:
    """The links and numbers of a figure's table."""
    body = re.search(r"<tbody>(.*?)</tbody>", figure, re.S)[1]
    return [
        (re.search(r'<th scope="row"><a href="([^"]+)"', row)[1], _numbers(row))
        for row in re.findall(r"<tr[^>]*>.*?</tr>", body, re.S)
        if "<a href" in row
    ]


def _numbers(row: str) -> list[int]:
    """The numbers of a table or of its row."""
    return [int(number.replace(",", "")) for number in re.findall(r"<td>([\d,]+)</td>", row)]


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_each_place_leads_to_the_claims_it_counts(client, query: dict[str, str]) -> None:
    figure = figures(client.get("/explore", params={**query, **EVERY}).text)["map"]
    rows = rows_of(figure)
    assert rows
    for href, (number,) in rows[:12]:
        assert asked(href).items() >= query.items()
        assert client.get("/api/claims/count", params=asked(href)).json()["count"] == number


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_each_bar_leads_to_the_claims_it_counts(client, query: dict[str, str]) -> None:
    figure = figures(client.get("/explore", params={**query, **EVERY}).text)["days"]
    rows = rows_of(figure)
    assert rows
    for href, numbers in rows[:12]:
        parts = asked(href)
        assert parts.items() >= {k: v for k, v in query.items() if k not in ("from", "to")}.items()
        assert client.get("/api/claims/count", params=parts).json()["count"] == sum(numbers)


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_counts_are_equal_everywhere(client, query: dict[str, str]) -> None:
    page = client.get("/explore", params={**query, **EVERY}).text
    where = client.get("/api/claims/places", params={**query, "limit": 1000}).json()
    when = client.get("/api/claims/days", params=query).json()
    number = client.get("/api/claims/count", params=query).json()["count"]
    assert where["count"] == when["count"] == number
    assert where["placed"] + where["unplaced"] == when["dated"] + when["undated"] == number
    assert f"<strong>{number:,}</strong>" in page
    assert f"{where['placed']:,} claim" in figures(page)["map"]
    places = _numbers(figures(page)["map"])
    assert sum(places) == sum(one["number"] for one in where["rows"])
    assert len(titles(figures(page)["map"])) == len(places)
    if where["unplaced"]:
        assert f"{where['unplaced']:,} that no map can show" in page
    totals = re.findall(r'<tspan class="fig-count">([\d,]+)</tspan>', figures(page)["days"])
    outside = re.search(r"Not drawn: ([^.]*)", figures(page)["days"])
    left_out = sum(map(int, re.findall(r"\d+", outside[1]))) if outside else 0
    assert sum(int(total.replace(",", "")) for total in totals) + left_out == when["dated"]


def test_picture_leads_on_without_a_script(client) -> None:
    found = figures(client.get("/explore").text)
    for figure in found.values():
        assert re.search(r'<svg class="fig-svg[^>]* role="group"', figure)
        assert re.search(r'<svg .*<a class="fig-point" href="/explore\?[^"]+" tabindex="-1"', figure, re.S)


def test_place_filter_leaves_other_places_without_a_link(client) -> None:
    figure = figures(client.get("/explore?place=Beirut").text)["map"]
    assert "/explore" not in figure
    assert '<th scope="row"><bdi>' in figure


def test_rows_lead_to_the_points_of_their_places(client) -> None:
    page = client.get("/explore?placed=true&min_confidence=0").text
    spots = set(re.findall(r'<a class="find" href="#([^"]+)"', page))
    assert spots
    assert spots <= set(re.findall(r'<a class="fig-point"[^>]* id="([^"]+)"', figures(page)["map"]))


def test_claims_on_no_map_are_listed(client) -> None:
    page = client.get("/explore", params=EVERY).text
    listed = page.split('id="unplaced"')[1]
    assert listed.count('<li class="card">') == 5
    rows = client.get("/api/claims?placed=false&limit=5").json()["rows"]
    assert all(f"claim={row['id']}" in listed for row in rows)
    assert 'href="/explore?min_confidence=0&amp;placed=false"' in listed
    assert 'id="unplaced"' not in client.get("/explore?placed=true").text


def test_other_kinds_have_no_map(client) -> None:
    for kind in ("reports", "attributions", "commitments"):
        assert not figures(client.get(f"/explore?show={kind}").text)


def test_form_tells_how_many_filters_are_active(client) -> None:
    assert "<b>2</b> active" in client.get("/explore?text=Beirut&status=occurred&show=claims").text
    page = client.get("/explore").text
    assert "active</span>" not in page
    assert page.index('class="fold"') < page.index('class="filters"')


def test_hostile_place_is_inert_on_the_map(client, made) -> None:
    with Store(made, create=False) as store:
        (row,) = store.claims(place="alert").page(1).rows
    for address in (f"/explore?report={row.report.id}&min_confidence=0", f"/reports/{row.report.id}"):
        page = client.get(address).text
        found = figures(page)["map"]
        assert titles(found)[0].startswith(SCRIPT)
        assert "<script>" not in found
        assert all("src" in known for tag, known in Page(page).elements if tag == "script")
    told = client.get("/api/claims/places", params={"report": row.report.id})
    assert told.headers["content-type"] == "application/json"
    assert told.json()["rows"][0]["name"] == SCRIPT


def test_map_follows_the_record(serve, db: str) -> None:
    client = serve(db)
    before = client.get("/api/claims/places?text=Hezbollah").json()
    assert before["placed"]
    assert "map" in figures(client.get("/explore?text=Hezbollah&min_confidence=0").text)
    with Store(db, create=False) as store:
        for row in store.reports(text="Hezbollah"):
            store.forget(row.report.id, reason="asked for")
    assert client.get("/api/claims/places?text=Hezbollah").json()["count"] == 0
    assert not figures(client.get("/explore?text=Hezbollah&min_confidence=0").text)


def test_report_shows_where_and_when_its_claims_are(client, made) -> None:
    with Store(made, create=False) as store:
        (row,) = store.claims(placed=True, first="2020-01-01").page(1).rows
    page = client.get(f"/reports/{row.report.id}").text
    assert f'href="/reports/{row.report.id}?claim={row.claim.id}#claim"' in figures(page)["map"]
    assert titles(figures(page)["days"])


def test_report_without_places_or_days_has_no_figures(client, made) -> None:
    with Store(made, create=False) as store:
        bare = [
            report.report.id
            for report in store.reports()
            if not any(one.claim.places or one.claim.time for one in store.claims(report=report.report.id))
        ]
    for id in bare[:1]:
        page = client.get(f"/reports/{id}").text
        assert not figures(page)
        assert "figures.js" not in page


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/api/claims/places?limit=0", "limit"),
        ("/api/claims/places?from=soon", "no date"),
        ("/api/claims/days?limit=3", "limit"),
        ("/api/claims/days?colour=red", "colour"),
    ],
)
def test_tallies_refuse_what_makes_no_sense(client, address: str, words: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 400
    assert words in json.dumps(answer.json())


def test_tallies_are_described_with_examples(client) -> None:
    told = client.get("/api/openapi.json").json()
    for name in ("places", "days"):
        operation = told["paths"][f"/api/claims/{name}"]["get"]
        held = operation["responses"]["200"]["content"]["application/json"]
        answer = client.get(f"/api/claims/{name}").json()
        assert held["example"].keys() == held["schema"]["properties"].keys() == answer.keys()
        assert held["example"]["rows"][0].keys() == answer["rows"][0].keys()
    assert {"PlaceTally", "DayTally", "StatusTally"} <= told["components"]["schemas"].keys()
