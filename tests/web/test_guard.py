"""What must not come in does not, and what goes out is fenced."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from sayso.errors import ReadOnlyError
from sayso.web import Settings, make_app
from sayso.web.guard import Pace

PAGES = ["/", "/explore", "/commitments", "/review", "/review/judgements", "/api", "/api/docs", "/nothing"]


@pytest.mark.parametrize("address", PAGES)
def test_every_answer_has_the_headers(client, address: str) -> None:
    headers = client.get(address).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize("address", ["/", "/api/claims"])
def test_failure_of_the_server_has_the_headers(db: str, address: str, monkeypatch) -> None:
    app = make_app(db, settings=Settings(requests_per_minute=0))
    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as client:
        monkeypatch.setattr(app.state.store, "claims", None)
        monkeypatch.setattr(app.state.store, "reports", None)
        answer = client.get(address)
    assert answer.status_code == 500
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["content-security-policy"]


HEADS = [*PAGES, "/static/sayso.css", "/api/openapi.json", "/api/claims/download/csv", "/feeds/claims.atom"]


@pytest.mark.parametrize("address", HEADS)
def test_head_is_answered_wherever_get_is(client, address: str) -> None:
    head, whole = client.head(address), client.get(address)
    assert head.status_code == whole.status_code
    assert head.content == b""
    varying = {"date", "set-cookie"}
    assert {name: value for name, value in head.headers.items() if name not in varying} == {
        name: value for name, value in whole.headers.items() if name not in varying
    }


def test_head_does_not_write_a_whole_download(client, monkeypatch) -> None:
    written = []

    def write(*_: object) -> Iterator[bytes]:
        for number in range(100_000):
            written.append(number)
            yield b"row"

    monkeypatch.setattr("sayso.web.situations._write", write)
    assert client.head("/api/situations/download/csv").status_code == 200
    assert len(written) < 1000


def test_head_of_what_takes_only_post_is_refused(client) -> None:
    assert client.head("/review/judge").status_code == client.get("/review/judge").status_code == 405


def test_only_so_many_requests_are_answered_at_once(serve, db: str) -> None:
    answer = serve(db, max_requests=0).get("/api")
    assert (answer.status_code, answer.json()["code"]) == (503, "busy")
    assert answer.headers["retry-after"] == "2"
    assert answer.headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize("address", PAGES)
def test_no_page_holds_a_script_or_style_of_its_own(client, address: str) -> None:
    page = client.get(address).text
    assert page.count("<script") == page.count('<script src="/static/')
    assert "<style" not in page
    assert " style=" not in page
    assert " on" not in "".join(tag for tag in page.split("<") if "onclick=" in tag or "onload=" in tag)


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "", "127.0.0.1.evil.example:80"])
def test_other_hosts_are_refused(client, host: str) -> None:
    answer = client.get("/api", headers={"host": host})
    assert (answer.status_code, answer.json()["code"]) == (421, "host")


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1", "[::1]:8000", "192.168.1.5:80"])
def test_own_names_and_bare_addresses_are_answered(client, host: str) -> None:
    assert client.get("/api", headers={"host": host}).status_code == 200


def test_named_hosts_are_answered(serve, db: str) -> None:
    assert serve(db, hosts=("News.example",)).get("/api", headers={"host": "news.example"}).status_code == 200


def test_bodies_have_a_limit_and_a_length(serve, db: str) -> None:
    client = serve(db, max_body_bytes=100)
    assert client.post("/api/judgements", content=b"x" * 101).status_code == 413
    assert client.post("/api/judgements", content=iter([b"x"])).status_code == 411


def test_body_of_a_get_has_the_same_limit(serve, db: str) -> None:
    client = serve(db, max_body_bytes=100)
    for content, status in ((b"x" * 101, 413), (iter([b"x"]), 411)):
        answer = client.request("GET", "/api/situations", content=content)
        assert answer.status_code == status, answer.text


@pytest.mark.parametrize(
    "length", ["\xb2", "1e3", "-1", "9" * 5000], ids=["superscript", "e", "minus", "long"]
)
def test_length_of_a_body_is_a_plain_number(client, length: str) -> None:
    headers = {"content-length": length.encode("latin-1")}
    assert client.post("/api/judgements", content=b"{}", headers=headers).status_code in (411, 413)


def test_body_in_pieces_may_not_say_another_length(client) -> None:
    headers = {"content-length": "2", "transfer-encoding": "chunked"}
    assert client.post("/api/judgements", content=b"{}", headers=headers).status_code == 411


def test_requests_have_a_pace(serve, db: str) -> None:
    client = serve(db, requests_per_minute=3)
    assert [client.get("/api").status_code for _ in range(4)] == [200, 200, 200, 429]
    answer = client.get("/api")
    assert answer.json()["code"] == "busy"
    assert int(answer.headers["retry-after"]) >= 1
    assert client.get("/static/sayso.css").status_code == 200


def test_pace_fills_again_and_forgets_clients() -> None:
    now = [0.0]
    pace = Pace(60, lambda: now[0])
    assert not any(pace.wait_s("a") for _ in range(60))
    assert 0 < pace.wait_s("a") <= 1
    assert pace.wait_s("b") == 0
    now[0] = 1.0
    assert pace.wait_s("a") == 0
    assert pace.wait_s("a") > 0


def test_static_files_may_be_kept_and_stay_inside(client) -> None:
    page = client.get("/").text
    address = page.split('stylesheet" href="')[1].split('"')[0]
    assert "immutable" in client.get(address).headers["cache-control"]
    for outside in ("/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2f..%2fpyproject.toml"):
        assert client.get(outside).status_code == 404


def test_writing_is_impossible_with_the_record_that_is_read(client) -> None:
    store = client.app.state.store
    (row,) = store.reports().page(1).rows
    with pytest.raises(ReadOnlyError):
        store.forget(row.report.id, reason="no")
