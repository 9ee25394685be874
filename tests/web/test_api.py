"""The API: what it gives, and what it refuses."""

import csv
import io
import json
import re
import zipfile

import pytest

from sayso.cli.main import run
from sayso.cli.query import _FILTERS
from sayso.record import Filters, Store
from sayso.web.filters import FIELDS, FILTERS
from sayso.web.kinds import KINDS

QUERIES = [
    {},
    {"text": "Beirut"},
    {"source": "ministry"},
    {"type": "ASSAULT", "status": "occurred"},
    {"country": "Lebanon", "from": "2020-08-01", "to": "2020-08-31"},
    {"as_of": "2020-08-05"},
    {"placed": "false"},
    {"placed": "true"},
    {"verdict": "none"},
    {"original": "true"},
    {"published_from": "2020-08-06", "actor": "Hezbollah"},
    {"text": "nothing of the kind"},
]


def options_of(query: dict[str, str]) -> list[str]:
    """The query as options of the command line."""
    given = []
    for name, value in query.items():
        if name == "placed":
            given.append("--placed" if value == "true" else "--unplaced")
        elif name == "original":
            given.append("--original")
        else:
            given += [f"--{name.replace('_', '-')}", value]
    return given


def test_filters_are_those_of_the_record_and_of_the_command_line() -> None:
    # Periods are asked for as changes.
    assert (*FIELDS, "period") == Filters.__struct_fields__
    asked = {"first": "from", "last": "to"}
    assert {asked.get(one, one) for one in _FILTERS} == set(FILTERS)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_counts_equal_the_command_lines(client, made, capsys, kind: str, query: dict[str, str]) -> None:
    assert run([kind, "--db", str(made), "--count", *options_of(query)]) == 0
    number = int(capsys.readouterr().out)
    assert client.get(f"/api/{kind}/count", params=query).json() == {"count": number}
    assert client.get(f"/api/{kind}", params=query).json()["count"] == number
    rows = client.get(f"/api/{kind}/download/jsonl", params=query).text.splitlines()
    assert len([row for row in rows if row]) == number
    page = client.get("/explore", params={**query, "show": kind, "min_confidence": "0"}).text
    assert f"<strong>{number:,}</strong>" in page


def test_pages_follow_one_another_without_gap_or_repeat(client) -> None:
    whole = [row["id"] for row in client.get("/api/claims", params={"limit": 1000}).json()["rows"]]
    met, after = [], None
    while True:
        page = client.get(
            "/api/claims", params={"limit": 7, "after": after} if after else {"limit": 7}
        ).json()
        assert len(page["rows"]) <= 7
        met += [row["id"] for row in page["rows"]]
        after = page["next"]
        if after is None:
            break
        assert page["count"] in (None, len(whole))
    assert met == whole


def test_rows_are_those_of_the_command_line(client, made, capsys) -> None:
    assert run(["claims", "--db", str(made), "--text", "Beirut", "--format", "jsonl"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert client.get("/api/claims", params={"text": "Beirut", "limit": 1000}).json()["rows"] == lines


@pytest.mark.parametrize(
    ("address", "status", "code", "words"),
    [
        ("/api/claims?from=soon", 400, "usage", "no date"),
        ("/api/claims?actr=army", 400, "usage", "'actr' is no parameter"),
        ("/api/claims?limit=0", 400, "usage", "greater than or equal to 1"),
        ("/api/claims?after=x", 400, "usage", "no cursor"),
        ("/api/claims?verdict=maybe", 400, "usage", "no verdict"),
        ("/api/claims?type=killing", 400, "usage", "no type"),
        ("/api/events?country=Atlantis", 400, "usage", "no country"),
        (f"/api/claims?text={'a' * 501}", 400, "usage", "at most 500"),
        ("/api/claims/download/docx", 400, "usage", "no format"),
        ("/api/nothing", 404, "unknown", "nothing at this address"),
        (f"/api/claims?text={'a' * 9000}", 414, "too-large", "too long"),
    ],
)
def test_errors_say_what_where_and_what_next(
    client, address: str, status: int, code: str, words: str
) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert answer.json().keys() == {"code", "message", "where", "help"}
    assert answer.json()["code"] == code
    assert words in answer.json()["message"]
    assert answer.json()["help"] or code == "usage"


@pytest.mark.parametrize("format", KINDS["claims"].formats)
def test_claims_come_in_every_format(client, made, format: str) -> None:
    answer = client.get(f"/api/claims/download/{format}", params={"text": "Beirut"})
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith('attachment; filename="sayso-claims.')
    with Store(made, create=False) as store:
        number = store.claims(text="Beirut").count()
    assert number
    if format in ("gdelt", "ftm"):
        archive = zipfile.ZipFile(io.BytesIO(answer.content))
        assert archive.testzip() is None
        assert len(archive.namelist()) == 2
    elif format == "csv":
        assert len(list(csv.DictReader(io.StringIO(answer.text)))) == number
    elif format == "geojson":
        assert len({one["properties"]["claim"] for one in answer.json()["features"]}) <= number


def test_description_holds_every_kind_with_examples(client) -> None:
    told = client.get("/api/openapi.json").json()
    for kind in KINDS:
        listed = told["paths"][f"/api/{kind}"]["get"]
        assert listed["responses"]["200"]["content"]["application/json"]["example"]
        own = {"commitments": {"state"}, "claims": {"order"}, "events": {"order"}}.get(kind, set())
        assert {one["name"] for one in listed["parameters"]} == {*FILTERS, *own, "limit", "after"}
    assert "/explore" not in told["paths"]
    assert told["components"]["schemas"]["Error"]["example"]["code"] == "usage"
    assert "Claim" in told["components"]["schemas"]


def test_description_is_shown_without_going_elsewhere(client) -> None:
    page = client.get("/api/docs").text
    assert not re.search(r"""(?:src|href|action)=["'](?!/|#)""", page)


def test_description_page_tells_every_operation_parameter_and_record(client) -> None:
    told, page = client.get("/api/openapi.json").json(), client.get("/api/docs").text
    for path, operations in told["paths"].items():
        for operation in operations.values():
            (part,) = re.findall(
                rf'<details class="operation" id="{operation["operationId"]}">.*?</details>', page, re.S
            )
            assert f"<code>{path}</code>" in part
            for one in operation.get("parameters", ()):
                assert one["name"] in part
    for name in told["components"]["schemas"]:
        assert f'id="schema-{name}"' in page
    assert {one[1:] for one in re.findall(r'href="(#[^"]+)"', page)} <= set(re.findall(r'id="([^"]+)"', page))


@pytest.mark.parametrize("kind", KINDS)
def test_every_address_of_the_description_page_answers(client, kind: str) -> None:
    page = client.get("/api/docs").text
    addresses = re.findall(rf'formaction="(/api/{kind}[^"]*)"', page)
    assert {f"/api/{kind}", f"/api/{kind}/count", f"/api/{kind}/download/jsonl"} <= set(addresses)
    for address in addresses:
        # As a form sends it: every field, the empty ones too.
        empty = dict.fromkeys(FILTERS, "") | {"text": "nothing of the kind"}
        answer = client.get(address, params=empty)
        assert answer.status_code in (200, 501), (address, answer.text)  # 501: its package is not installed


def test_judging_needs_the_token(serve, db: str) -> None:
    closed, opened = serve(db), serve(db, token="long enough")  # noqa: S106
    claim = opened.get("/api/claims?limit=1").json()["rows"][0]
    decided = {"id": claim["id"], "verdict": "accept", "by": "Ann"}
    assert closed.post("/api/judgements", json=decided).status_code == 403
    assert opened.post("/api/judgements", json=decided).status_code == 403
    wrong = {"authorization": "Bearer short"}
    assert opened.post("/api/judgements", json=decided, headers=wrong).status_code == 403
    right = {"authorization": "Bearer long enough"}
    assert opened.post("/api/judgements", json=decided, headers=right).status_code == 201
    assert opened.get("/api/claims?verdict=accepted").json()["count"] == 1
    assert [one["by"] for one in opened.get("/api/judgements").json()["rows"]] == ["Ann"]
    unknown = opened.post("/api/judgements", json={**decided, "id": "c_none"}, headers=right)
    assert (unknown.status_code, unknown.json()["code"]) == (404, "unknown")


@pytest.mark.parametrize("opening", ["[", "{a = ", "0x1", "1_", '"""'])
@pytest.mark.parametrize("path", ["", "/count", "/timeline", "/download/csv"])
def test_watch_list_without_an_end_is_a_wrong_request(client, path: str, opening: str) -> None:
    answer = client.post(f"/api/situations{path}", content=b"[[watch]]\nplaces = " + opening.encode() * 9000)
    assert (answer.status_code, answer.json()["code"]) == (400, "usage")


@pytest.mark.parametrize(
    "body",
    ["[" * 60_000, '{"a":' * 12_000, '{"id":' + "9" * 60_000 + "}", "9" * 60_000],
    ids=lambda body: body[:6],
)
def test_judgement_without_an_end_is_a_wrong_request(client, body: str) -> None:
    headers = {"content-type": "application/json"}
    assert client.post("/api/judgements", content=body, headers=headers).status_code == 400
