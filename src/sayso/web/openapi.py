"""Operations and schemas of the API's description (OpenAPI), for its page."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from markupsafe import Markup

from sayso.web.figures.markup import element

__all__ = ["Operation", "Schema", "operations_of", "schemas_of", "with_code"]

_JsonObject = Mapping[str, Any]


class Field(NamedTuple):
    """Parameter of a request, or field of a record."""

    name: str
    type: Markup
    about: str
    required: bool = False
    choices: tuple[str, ...] = ()
    given: str = ""


class Operation(NamedTuple):
    """Operation of the API. It has several `addresses` if a part of its path is an enumeration.

    `fields` are query parameters, `heads` are headers of the request.
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
    """Schema of a record: its fields, or its values if it is an enumeration."""

    name: str
    about: str
    fields: tuple[Field, ...]
    choices: tuple[str, ...]


def with_code(text: str) -> Markup:
    """Return a text whose words in backticks are code elements."""
    parts = text.split("`")
    return Markup().join(element("code", part) if number % 2 else part for number, part in enumerate(parts))


def operations_of(document: _JsonObject) -> dict[str, list[Operation]]:
    """Return the operations by tag, both in the order of the description."""
    found = defaultdict[str, list[Operation]](list)
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            found[operation["tags"][0]].append(_operation(document, method.upper(), path, operation))
    return dict(found)


def _operation(document: _JsonObject, method: str, path: str, operation: _JsonObject) -> Operation:
    parameters = operation.get("parameters", [])
    return Operation(
        id=operation["operationId"],
        method=method,
        path=path,
        summary=operation.get("summary", ""),
        about=operation.get("description", ""),
        fields=tuple(_parameter(document, part) for part in parameters if part["in"] == "query"),
        heads=tuple(_parameter(document, part) for part in parameters if part["in"] == "header"),
        addresses=tuple(_addresses(path, [part for part in parameters if part["in"] == "path"])),
        example=_example(operation["responses"].get("200", {})),
        sends=_type(_content(operation["requestBody"]).get("schema", {}))
        if "requestBody" in operation
        else None,
        body=_example(operation.get("requestBody", {})),
    )


def _addresses(path: str, parts: Sequence[_JsonObject]) -> Iterator[tuple[str, str]]:
    if not parts:
        yield "Ask", path
    for part in parts:
        for word in part["schema"].get("enum", ()):
            yield word, path.replace(f"{{{part['name']}}}", word)


def _example(payload: _JsonObject) -> str:
    """Return the example of a request or response body, as text."""
    example = _content(payload).get("example")
    if example is None or isinstance(example, str):
        return example or ""
    return json.dumps(example, indent=2, ensure_ascii=False)


def _content(payload: _JsonObject) -> _JsonObject:
    found: _JsonObject = next(iter(payload.get("content", {}).values()), {})
    return found


def _parameter(document: _JsonObject, parameter: _JsonObject) -> Field:
    schema = parameter["schema"]
    given = schema.get("default")
    return Field(
        parameter["name"],
        _type(schema),
        parameter.get("description", ""),
        parameter.get("required", False),
        _choices(document, schema),
        "" if given is None else str(given),
    )


def _choices(document: _JsonObject, schema: _JsonObject) -> tuple[str, ...]:
    """Return the values of an enumeration."""
    if "$ref" in schema:
        return _choices(document, document["components"]["schemas"][_named(schema)])
    if schema.get("type") == "boolean":
        return ("true", "false")
    parts = [*schema.get("anyOf", ()), *schema.get("allOf", ())]
    return tuple(map(str, schema.get("enum", ()))) or tuple(
        word for part in parts for word in _choices(document, part)
    )


def schemas_of(document: _JsonObject) -> list[Schema]:
    """Return the schemas, by name."""
    return [_schema(name, schema) for name, schema in sorted(document["components"]["schemas"].items())]


def _schema(name: str, record: _JsonObject) -> Schema:
    required = record.get("required", ())
    fields = (
        Field(field, _type(field_schema), field_schema.get("description", ""), field in required)
        for field, field_schema in record.get("properties", {}).items()
    )
    about = " ".join(record.get("description", "").split())
    return Schema(name, about, tuple(fields), tuple(map(str, record.get("enum", ()))))


def _named(schema: _JsonObject) -> str:
    return str(schema["$ref"]).rsplit("/", 1)[-1]


def _type(schema: _JsonObject) -> Markup:
    """Return the type of a value in words; the name of a record links to its fields."""
    if "$ref" in schema:
        return element("a", _named(schema), href=f"#schema-{_named(schema)}")
    if parts := [*schema.get("anyOf", ()), *schema.get("oneOf", ()), *schema.get("allOf", ())]:
        return Markup(" or ").join(dict.fromkeys(map(_type, parts)))
    kinds = schema.get("type", "anything")
    if kinds == "array":
        return Markup("list of {}").format(_type(schema.get("items", {})))
    return Markup(" or ").join([kinds] if isinstance(kinds, str) else kinds)
