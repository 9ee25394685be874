"""Whatever is asked of the server, it answers, and no answer is a failure of its own."""

import json
import random
import re
from urllib.parse import quote, urlencode

import pytest
from fastapi.routing import APIRoute
from starlette.testclient import TestClient
from tests.lengths import choose_length

from sayso.web import Settings, api, changes, docs, feeds, judgements, make_app, situations
from sayso.web.app import _PAGES
from sayso.web.filters import FILTERS
from sayso.web.pages.review import FIELDS

REQUESTS = choose_length(400, 20_000)
# Each test sends so many requests.
REQUESTS_A_TEST = 100
TOKEN = "open sesame"  # noqa: S105 - of a test

METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "X-ODD")
OTHERS = ("state", "limit", "after", "claim", "done", "of", "note", "back", "v", "page", "sort", "\x00")
VALUES = (
    "",
    " ",
    "Karo",
    "troops left",
    "LBY",
    "IRQ",
    "ASSAULT",
    "occurred",
    "2014-06-10",
    "0000-00-00",
    "2020-02-30",
    "9999-12-31",
    "+99999-01-01",
    "-1",
    "0",
    "1",
    "9" * 400,
    "1e400",
    "nan",
    "true",
    "none",
    "open",
    "c_0a1b2c3d4e5f6071",
    "*",
    '"',
    '"troops left',
    "NEAR(a b)",
    "a OR b AND NOT c",
    "^a*",
    "-a",
    "text:a",
    "'; DROP TABLE claim; --",
    "%",
    "_",
    "\\",
    "\x00",
    "a\x00b",
    "\x1b[2J",
    "\u202e",
    "\ufffe",
    "\U0010ffff",
    "قال",
    "é" * 300,
    "<script>alert(1)</script>",
    "{{7*7}}",
    "../../etc/passwd",
    "//evil.example",
    "javascript:alert(1)",
    "\r\nset-cookie: a=b",
    "a" * 501,
    "a" * 7000,
)
VERDICTS = ("accept", "reject", "correct", "correct", "correct", "merge", "split", "withdraw", "x")
KINDS = (
    "application/json",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "multipart/form-data",
    "application/toml",
    "text/plain; charset=utf-16",
    "application/json; charset=none",
    "",
    "x",
)
ACCEPTED = ("*/*", "text/html", "application/json", "", "x" * 500, "\x80")

ROUTES = [
    (route.path, tuple(sorted(route.methods)))
    for part in (api, changes, docs, feeds, judgements, situations, *_PAGES)
    for route in part.router.routes
    if isinstance(route, APIRoute)
]
# Judgements and watch lists hold the most that can be wrong.
ROUTES += [(path, methods) for path, methods in ROUTES if methods == ("POST",)] * 5
ROUTES += [(path, ("GET",)) for path in ("/static/sayso.css", "/static/{path}", "/api/openapi.json")]

Dice = random.Random


def make_target(dice: Dice, ids: list[str]) -> tuple[str, str]:
    """A method and a path of the server, with anything in its variable parts, or anything at all."""
    path, methods = dice.choice(ROUTES)
    method = dice.choice((*methods, "HEAD")) if dice.random() < 0.85 else dice.choice(METHODS)
    path = re.sub(
        r"\{[^}]*\}", lambda _: quote(dice.choice((*VALUES, *ids, "csv", "jsonl", "parquet")), safe=""), path
    )
    odd = dice.random()
    if odd < 0.05:
        path += dice.choice(("/", "//", "/..", "/%2e%2e/app.py", "%00", "%ff", "%ed%a0%80", ";a=b", "/a/b/c"))
    elif odd < 0.08:
        path = f"/{quote(dice.choice(VALUES))}"
    return method, path


def make_query(dice: Dice, ids: list[str]) -> str:
    """A query of known and other parameters, some of them twice, some no UTF-8."""
    many = dice.choice((0, 1, 1, 2, 3, 8))
    names = [dice.choice(FILTERS if dice.random() < 0.85 else OTHERS) for _ in range(many)]
    given = [(name, dice.choice((*VALUES, *ids))) for name in names]
    return urlencode(given) + dice.choice(("",) * 9 + ("&%ff=%ed%a0%80", "&=&", "&a", "%", "&" * 3000))


def make_body(dice: Dice, ids: list[str]) -> bytes:
    """A body of any kind: a judgement, a form, a watch list, and what looks like one."""
    value = dice.choice((*VALUES, *ids))
    made = {
        "id": dice.choice((*ids, *ids, value)),
        "verdict": dice.choice(VERDICTS),
        "by": dice.choice(("Ann", dice.choice(VALUES))),
        "field": dice.choice((*FIELDS, "x")),
        "value": dice.choice((*VALUES, *ids)),
        "other": dice.choice((*VALUES, *ids)),
    }
    if dice.random() < 0.8:
        kept = {"correct": ("field", "value"), "merge": ("other",), "split": ("other",)}.get(
            made["verdict"], ()
        )
        made = {name: made[name] for name in ("id", "verdict", "by", *kept)}
    body = dice.choice(
        (
            *(json.dumps(made),) * 8,
            json.dumps(dice.choice((None, [], 1, {"id": {}}, {"id": 10**30}))),
            urlencode({**made, "mark": "x", "name": value, "theme": value, "back": value, "claim": value}),
            f'--x\r\nContent-Disposition: form-data; name="name"\r\n\r\n{value}\r\n--x--',
            f"[[watch]]\nplaces = [{json.dumps(value)}]\nrelations = ['forces_at']",
            f"[[watch]]\nactors = [{'9' * dice.choice((3, 9000))}]",
            "[" * dice.choice((3, 9000)),
            '{"a":' * dice.choice((3, 9000)),
            value,
        )
    ).encode("utf-8", "surrogatepass")
    if dice.random() < 0.2:
        place = dice.randrange(len(body) + 1)
        body = body[:place] + dice.randbytes(3) + body[place:]
    return body


def make_headers(dice: Dice, body: bytes | None) -> dict[str, bytes]:
    """Headers that a client may send, whatever stands in them."""
    headers = {"content-type": dice.choice(KINDS), "accept": dice.choice(ACCEPTED)}
    if dice.random() < 0.8 and body and body.startswith(b"{"):
        headers["content-type"] = "application/json"
    if dice.random() < 0.8:
        headers["authorization"] = dice.choice((f"Bearer {TOKEN}",) * 6 + ("Bearer", "Basic x", "\x80"))
    if dice.random() < 0.3:
        headers["cookie"] = dice.choice(
            ("sayso_visit=e30.00", "sayso_visit=\x80.\x80", "theme=x", "=;=", "a" * 4000)
        )
    if dice.random() < 0.1:
        headers |= {"origin": dice.choice(VALUES[:30]), "sec-fetch-site": dice.choice(("cross-site", "x"))}
    if dice.random() < 0.1:
        headers["range"] = dice.choice(("bytes=0-1", "bytes=-1", "bytes=9-1", "x"))
    return {name: value.replace("\x00", "").encode("latin-1", "replace") for name, value in headers.items()}


@pytest.mark.parametrize("first", range(0, REQUESTS, REQUESTS_A_TEST))
def test_no_request_makes_the_server_fail(first: int, db: str) -> None:
    app = make_app(db, settings=Settings(requests_per_minute=0, token=TOKEN))
    with TestClient(app, base_url="http://localhost", follow_redirects=False) as client:
        ids = [row["id"] for row in client.get("/api/claims?limit=5").json()["rows"]]
        ids += [row["id"] for row in client.get("/api/events?limit=5").json()["rows"]]
        for seed in range(first, first + REQUESTS_A_TEST):
            dice = Dice(seed)
            (method, path), query = make_target(dice, ids), make_query(dice, ids)
            body = make_body(dice, ids) if method not in ("GET", "HEAD") or dice.random() < 0.05 else None
            answer = client.request(
                method, f"{path}?{query}" if query else path, content=body, headers=make_headers(dice, body)
            )
            assert answer.status_code < 500, (seed, method, path, query, answer.text)
            assert answer.headers["x-content-type-options"] == "nosniff"
            if answer.status_code >= 400 and path.startswith("/api/") and method != "HEAD":
                assert {"code", "message"} <= set(answer.json()), seed


def test_requests_are_made_of_every_kind() -> None:
    assert {"/api/claims", "/api/judgements", "/review/judge", "/explore", "/"} <= {
        path for path, _ in ROUTES
    }
