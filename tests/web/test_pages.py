"""The pages: what they show, and that a report's words stay words."""

from html.parser import HTMLParser
from urllib.parse import quote

import pytest
from tests.web.hostile import EVENT, IMAGE, SCRIPT, TEXT

from sayso.markup import Mark, mark_text
from sayso.record import Store


class Page(HTMLParser):
    """The elements of a page, and its words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return "".join(self.words)

    def with_class(self, *names: str) -> list[dict[str, str | None]]:
        return [known for _, known in self.elements if {*names} <= set((known.get("class") or "").split())]


@pytest.fixture(scope="module")
def hostile(made) -> dict[str, str]:
    with Store(made, create=False) as store:
        row = next(iter(store.reports(text="wazir OR alert")), None) or list(store.reports())[-1]
        assert row.report.url == "javascript:alert(document.cookie)"
        claims = [one.claim.id for one in store.claims(report=row.report.id)]
        event = store.events(id=claims[0]).page(1).rows[0].event.id
    return {"report": row.report.id, "first": claims[0], "nested": claims[1], "event": event}


def addresses(hostile: dict[str, str]) -> list[str]:
    id = hostile["report"]
    words = quote(f"{SCRIPT}{EVENT}")
    return [
        "/",
        f"/reports/{id}",
        f"/reports/{id}?claim={hostile['first']}",
        f"/reports/{id}?claim={hostile['nested']}&marks=none",
        f"/reports/{id}?claim={words}",
        f"/reports/{words}",
        f"/explore?report={id}",
        *(
            f"/explore?report={id}&show={kind}"
            for kind in ("reports", "attributions", "commitments", "events", "disagreements")
        ),
        f"/explore?text={words}&source={words}&from={words}&type={words}",
        f"/commitments?text={words}&actor={words}",
        "/commitments",
        f"/events/{words}",
        f"/events/{hostile['event']}",
        f"/events/{hostile['event']}?as_of={words}",
        f"/events/{hostile['event']}?as_of=1999-01-01",
        f"/disagreements?text={words}&kind={words}&as_of={words}&after={words}",
        "/disagreements",
        f"/situations?actor={words}&view={words}&after={words}",
        "/situations",
        "/situations?view=timeline",
        f"/review?note={words}&done={words}",
        f"/{words}",
    ]


@pytest.mark.parametrize("page", ["/explore", "/commitments", "/disagreements", "/review"])
def test_cursor_of_thousands_of_digits_is_none(ann, page: str) -> None:
    answer = ann.get(page, params={"after": f"{'9' * 5000}.1"})
    assert answer.status_code in (200, 400)
    assert "no cursor" in answer.text


def test_hostile_words_are_inert_on_every_page(serve, db: str, hostile: dict[str, str]) -> None:
    client = serve(db)
    from tests.web.conftest import mark_in

    seen = ""
    client.post(
        "/review/sign-in", data={"name": f"{SCRIPT}{EVENT}", "mark": mark_in(client.get("/review").text)}
    )
    for address in [
        *addresses(hostile),
        f"/review?report={hostile['report']}",
        f"/review?claim={hostile['first']}",
    ]:
        answer = client.get(address)
        assert answer.status_code in (200, 404), address
        page = Page(answer.text)
        seen += page.text
        for tag, known in page.elements:
            assert tag not in ("img", "iframe", "object", "embed", "base"), (address, tag)
            # Without an address of ours a script is data for the figures, which no browser runs.
            is_data = known.get("type") == "application/json" and "src" not in known
            assert tag != "script" or is_data or (known["src"] or "").startswith("/static/"), address
            assert not [name for name in known if name.startswith("on")], (address, known)
            for name in ("href", "src", "action", "hx-get"):
                where = known.get(name) or ""
                assert not where or where[0] in "/#" or where.startswith("https://"), (address, where)
                assert not where.startswith("//"), (address, where)
        assert "\u202e" not in answer.text, address
        assert "\u2067" not in answer.text, address
        assert "\x1b" not in answer.text, address
        evaluated = "55433" in page.text
        assert not evaluated or "{{7919*7}}" in page.text, address
    assert SCRIPT in seen
    assert IMAGE in seen


def test_hostile_words_reach_the_api_unchanged_and_as_json(client, hostile: dict[str, str]) -> None:
    answer = client.get("/api/reports", params={"report": hostile["report"]})
    assert answer.headers["content-type"] == "application/json"
    assert TEXT in answer.json()["rows"][0]["text"]


def test_report_shows_its_whole_text(client, made) -> None:
    with Store(made, create=False) as store:
        for row in store.reports():
            page = Page(client.get(f"/reports/{row.report.id}").text)
            shown = "".join(page.text.split())
            for paragraph in row.report.text.split("\n\n"):
                wanted = "".join(paragraph.split())
                assert wanted in shown or "\u202e" in wanted or "\x1b" in wanted


def test_chosen_claim_lights_its_chain(client, hostile: dict[str, str]) -> None:
    page = Page(client.get(f"/reports/{hostile['report']}?claim={hostile['first']}").text)
    assert page.with_class("trigger", "chosen")
    assert page.with_class("source", "source-lit-1")
    assert page.with_class("source", "source-lit-2")
    assert page.with_class("content", "content-lit-1")
    for part in ("actor", "recipient", "place", "time", "quantity"):
        assert page.with_class(part), part
    assert [known["class"] for tag, known in page.elements if tag == "li" and "class" in known][-3:] == [
        "lit-1",
        "lit-2",
        "outlet",
    ]


def test_certainty_is_shown_with_the_words_that_hedge(client, made) -> None:
    with Store(made, create=False) as record:
        hedged = [row for row in record.claims() if row.claim.hedge]
    assert hedged
    for row in hedged:
        page = Page(client.get(f"/reports/{row.report.id}?claim={row.claim.id}").text)
        assert f"(“{row.claim.hedge_words()}”)" in page.text


def test_claims_at_the_same_words_can_all_be_reached(client, hostile: dict[str, str]) -> None:
    first, nested = hostile["first"], hostile["nested"]
    page = Page(client.get(f"/reports/{hostile['report']}?claim={first}").text)
    links = {known.get("href") for tag, known in page.elements if tag == "a"}
    assert any(f"claim={nested}" in (link or "") for link in links)


def test_bare_text_has_no_marks(client, hostile: dict[str, str]) -> None:
    page = Page(client.get(f"/reports/{hostile['report']}?marks=none").text)
    assert not page.with_class("source")


def test_pieces_of_overlapping_marks_are_the_text() -> None:
    text = "one two three\n\nfour five"
    marks = [Mark(0, 7, ("a",)), Mark(4, 20, ("b",), "c1"), Mark(5, 6, ("c",), "c2"), Mark(3, 99, ("out",))]
    paragraphs = mark_text(text, marks)
    assert ["".join(piece.text for piece in one.pieces) for one in paragraphs] == [
        "one two three",
        "four five",
    ]
    looks = {piece.text: piece.looks for piece in paragraphs[0].pieces}
    assert looks == {"one ": ("a",), "t": ("a", "b"), "w": ("a", "b", "c"), "o": ("a", "b"), " three": ("b",)}
    assert paragraphs[0].pieces[2].claims == ("c1", "c2")


def test_texts_without_words_are_no_paragraphs() -> None:
    assert mark_text("", []) == []
    assert mark_text("\n\n\n", []) == []


def test_form_shows_what_the_address_asks_for(client) -> None:
    page = client.get("/explore", params={"text": "blast", "type": "ASSAULT", "from": "2020-08-04"}).text
    assert 'name="text" type="search" value="blast"' in page
    assert '<option value="ASSAULT" selected>ASSAULT' in page
    assert 'value="2020-08-04"' in page


def test_unplaced_claims_are_a_query_of_their_own(client) -> None:
    with_both = client.get("/api/claims/count").json()["count"]
    placed = client.get("/api/claims/count?placed=true").json()["count"]
    unplaced = client.get("/api/claims/count?placed=false").json()["count"]
    assert placed
    assert unplaced
    assert placed + unplaced == with_both
    assert f"{unplaced:,} that no map can show" in client.get("/explore?min_confidence=0").text


def test_nonsense_in_a_form_is_told_on_the_page(client) -> None:
    page = client.get("/explore?from=soon")
    assert page.status_code == 200
    assert "is no date" in page.text


def test_empty_fields_ask_for_nothing(client) -> None:
    everything = client.get("/api/claims/count").json()
    assert client.get("/api/claims/count?text=&source=&placed=&from=").json() == everything
    pages = [
        client.get(address).text for address in ("/explore?text=&source=&type=&placed=&from=", "/explore")
    ]
    shown, plain = (page.split("<main")[1].split("</main>")[0] for page in pages)
    assert shown == plain


def test_explore_pages_do_not_repeat(client) -> None:
    first = client.get("/explore").text
    link = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = client.get(link).text
    ids = [{part.split('"')[0] for part in page.split("?claim=")[1:]} for page in (first, second)]
    assert ids[0]
    assert ids[1]
    assert not ids[0] & ids[1]


def test_unknown_report_is_told_in_words(client) -> None:
    answer = client.get("/reports/r_none")
    assert answer.status_code == 404
    assert "no such report" in answer.text


def test_counts_follow_the_record(serve, db: str) -> None:
    client = serve(db)
    before = client.get("/api/claims/count").json()["count"]
    assert f"<strong>{before:,}</strong>" in client.get("/explore?min_confidence=0").text
    with Store(db, create=False) as store:
        (row,) = store.reports(text="Hezbollah").page(1).rows
        store.forget(row.report.id, reason="asked for")
    after = client.get("/api/claims/count").json()["count"]
    assert after == before - row.claims
    assert f"<strong>{after:,}</strong>" in client.get("/explore?min_confidence=0").text
