"""The description of the API (OpenAPI) as its page tells it: operations by subject, and fields of records."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from markupsafe import Markup

from sayso.web.figures.markup import element

__all__ = ["Operation", "Schema", "operations_of", "schemas_of", "with_code"]

_Told = Mapping[str, Any]


class Field(NamedTuple):
    """One parameter of a request, or one field of a record."""

    name: str
    type: Markup
    about: str
    required: bool = False
    choices: tuple[str, ...] = ()
    given: str = ""


class Operation(NamedTuple):
    """One thing to ask for. `addresses` are several where a part of the path is chosen from a few words.

    `fields` can be asked for; `heads` stand in the head of the request.
    """

    id: str
    method: str
    path: str
    summary: str
    about: str
    fields: tuple[Field, ...]
    heads: tuple[Field, ...]
    addresses: tuple[tuple[str, str], ...]
    example: str
    sends: Markup | None
    body: str


class Schema(NamedTuple):
    """One kind of record: its fields, or the words that it can be."""

    name: str
    about: str
    fields: tuple[Field, ...]
    choices: tuple[str, ...]


def with_code(text: str) -> Markup:
    """A text in which words in backticks are code."""
    parts = text.split("`")
    return Markup().join(element("code", part) if number % 2 else part for number, part in enumerate(parts))


def operations_of(told: _Told) -> dict[str, list[Operation]]:
    """The operations by subject, both in the order of the description."""
    found = defaultdict[str, list[Operation]](list)
    for path, methods in told["paths"].items():
        for method, one in methods.items():
            found[one["tags"][0]].append(_operation(told, method.upper(), path, one))
    return dict(found)


def _operation(told: _Told, method: str, path: str, one: _Told) -> Operation:
    parameters = one.get("parameters", [])
    return Operation(
        id=one["operationId"],
        method=method,
        path=path,
        summary=one.get("summary", ""),
        about=one.get("description", ""),
        fields=tuple(_parameter(told, part) for part in parameters if part["in"] == "query"),
        heads=tuple(_parameter(told, part) for part in parameters if part["in"] == "header"),
        addresses=tuple(_addresses(path, [part for part in parameters if part["in"] == "path"])),
        example=_example(one["responses"].get("200", {})),
        sends=_type(_content(one["requestBody"]).get("schema", {})) if "requestBody" in one else None,
        body=_example(one.get("requestBody", {})),
    )


def _addresses(path: str, parts: Sequence[_Told]) -> Iterator[tuple[str, str]]:
    if not parts:
        yield "Ask", path
    for part in parts:
        for word in part["schema"].get("enum", ()):
            yield word, path.replace(f"{{{part['name']}}}", word)


def _example(held: _Told) -> str:
    """An example of what is sent, as it is written."""
    example = _content(held).get("example")
    if example is None or isinstance(example, str):
        return example or ""
    return json.dumps(example, indent=2, ensure_ascii=False)


def _content(held: _Told) -> _Told:
    found: _Told = next(iter(held.get("content", {}).values()), {})
    return found


def _parameter(told: _Told, one: _Told) -> Field:
    schema = one["schema"]
    given = schema.get("default")
    return Field(
        one["name"],
        _type(schema),
        one.get("description", ""),
        one.get("required", False),
        _choices(told, schema),
        "" if given is None else str(given),
    )


def _choices(told: _Told, schema: _Told) -> tuple[str, ...]:
    """The few words that a value can be."""
    if "$ref" in schema:
        return _choices(told, told["components"]["schemas"][_named(schema)])
    if schema.get("type") == "boolean":
        return ("true", "false")
    parts = [*schema.get("anyOf", ()), *schema.get("allOf", ())]
    return tuple(map(str, schema.get("enum", ()))) or tuple(
        word for part in parts for word in _choices(told, part)
    )


def schemas_of(told: _Told) -> list[Schema]:
    """The records, by name."""
    return [_schema(name, one) for name, one in sorted(told["components"]["schemas"].items())]


def _schema(name: str, one: _Told) -> Schema:
    required = one.get("required", ())
    fields = (
        Field(field, _type(schema), schema.get("description", ""), field in required)
        for field, schema in one.get("properties", {}).items()
    )
    about = " ".join(one.get("description", "").split())
    return Schema(name, about, tuple(fields), tuple(map(str, one.get("enum", ()))))


def _named(schema: _Told) -> str:
    return str(schema["$ref"]).rsplit("/", 1)[-1]


def _type(schema: _Told) -> Markup:
    """What a value can be, in words; a record's name leads to its fields."""
    if "$ref" in schema:
        return element("a", _named(schema), href=f"#schema-{_named(schema)}")
    if parts := [*schema.get("anyOf", ()), *schema.get("oneOf", ()), *schema.get("allOf", ())]:
        return Markup(" or ").join(dict.fromkeys(map(_type, parts)))
    kinds = schema.get("type", "anything")
    if kinds == "array":
        return Markup("list of {}").format(_type(schema.get("items", {})))
    return Markup(" or ").join([kinds] if isinstance(kinds, str) else kinds)
