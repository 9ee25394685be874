"""The page of the API, from what the server itself says of it (OpenAPI)."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from docs_site.writing import make_head, make_table
from sayso.record import Store
from sayso.web import make_app

__all__ = ["make_page"]

_INTRODUCTION = """
`sayso serve` answers programs at `/api`: the queries of [the command line](cli.md), with the same rows and
the same counts. It describes itself at `/api/docs`, and for programs that make clients at
`/api/openapi.json`. How to ask it from a shell, Python and R: [a guide](../how-to/api.md).

Rows come in pages: give `next` of one page as `after` of the next, until `next` is null; `count` is told on
the first page. Reading needs no token. Requests are limited in number (`--rate`), addresses and bodies in
size, and other sites' pages may not ask (no CORS).

An error is an object with `code` ([all of them](errors.md)), `message`, `where` and `help`. The status is 400
for a request that makes no sense, 403 where judging is not allowed, 404 for what is not there, 421 for
a host name that is not among those of `--allow-host`, 429 for too many requests, 503 while the record cannot
be read.
"""
Operation = dict[str, Any]


def make_page() -> str:
    """What holds for all, the filters, the addresses by kind, and how to judge."""
    told = _describe_server()
    paths: dict[str, dict[str, Operation]] = told["paths"]
    common = {one["name"]: one for one in paths["/api/claims/count"]["get"]["parameters"]}
    return "\n".join(
        [
            make_head("The API", "the server's own description"),
            _INTRODUCTION.lstrip(),
            "## Filters\n",
            "For all but `/api/judgements`. Each value is plain text; all that are given must hold.\n",
            _parameters(common),
            *(_kind(tag, operations, common) for tag, operations in _by_tag(paths).items()),
            _judging(told["components"]["schemas"]["Decided"]),
        ]
    )


def _describe_server() -> dict[str, Any]:
    with TemporaryDirectory() as folder:
        address = Path(folder) / "empty.db"
        Store(str(address)).close()
        app = make_app(address)
        told: dict[str, Any] = app.openapi()
        app.state.store.close()
    return told


def _by_tag(paths: Mapping[str, Mapping[str, Operation]]) -> dict[str, list[tuple[str, str, Operation]]]:
    found: dict[str, list[tuple[str, str, Operation]]] = {}
    for path, methods in paths.items():
        for method, operation in methods.items():
            found.setdefault(operation["tags"][0], []).append((method.upper(), path, operation))
    return found


def _kind(tag: str, operations: list[tuple[str, str, Operation]], common: Mapping[str, Any]) -> str:
    """The addresses of one kind, what they take beside the filters, and an answer."""
    rows = [(f"`{method} {path}`", _about(operation)) for method, path, operation in operations]
    own = {
        one["name"]: one
        for _, _, operation in operations
        for one in operation.get("parameters", ())
        if one["name"] not in common and one["in"] == "query"
    }
    beside = [f"Beside the filters:\n\n{_parameters(own)}"] if own else []
    return "\n".join(
        [f"## {tag.capitalize()}\n", make_table(["address", "gives"], rows), *beside, *_answers(operations)]
    )


def _about(operation: Operation) -> str:
    summary: str = operation["summary"]
    text: str = operation.get("description", "")
    # That of pages holds for all of them and stands at the head of the page.
    return summary + (f". {text}" if text and "cursor" not in text else "")


def _answers(operations: list[tuple[str, str, Operation]]) -> Iterator[str]:
    for method, path, operation in operations:
        body = operation.get("requestBody", {}).get("content", {}).get("application/toml")
        if body and path.count("/") == 2:
            yield f"`POST` sends a watch list (`application/toml`):\n\n```toml\n{body['example']}```\n"
        content = operation["responses"].get("200", {}).get("content", {})
        example = content.get("application/json", {}).get("example")
        if example and method == "GET" and not path.endswith("/count"):
            shown = json.dumps(example, indent=1, ensure_ascii=False)
            yield f"`{path}` answers, cut short:\n\n```json\n{shown}\n```\n"


def _parameters(parameters: Mapping[str, Any]) -> str:
    rows = [(f"`{name}`", one["description"], _bounds(one["schema"])) for name, one in parameters.items()]
    return make_table(["parameter", "meaning", "values"], rows)


def _bounds(schema: Mapping[str, Any]) -> str:
    """What a value may be: its kind, bounds and default."""
    kind = next(one for one in schema.get("anyOf", (schema,)) if one.get("type") != "null")
    told = {"boolean": "true, false", "integer": "a number"}.get(kind.get("type", ""), "")
    if "maximum" in kind:
        told = f"{kind['minimum']} to {kind['maximum']}"
    return f"{told}; {schema['default']} unless given" if schema.get("default") is not None else told


def _judging(decided: Mapping[str, Any]) -> str:
    fields = decided["properties"]
    rows = [
        (f"`{name}`", one.get("description", ""), "needed" if name in decided["required"] else "")
        for name, one in fields.items()
    ]
    told = (
        "Needs `sayso serve --token WORDS` and the header `authorization: Bearer WORDS`. The body is JSON,"
        " with the [verdicts and fields](cli.md#sayso-judge-claim-verdict) of `sayso judge`:"
    )
    return f"### To judge\n\n{told}\n\n" + make_table(["field", "meaning", ""], rows)
