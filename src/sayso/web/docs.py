"""The description of the API, and the page that shows it."""

from typing import Any

import msgspec
from fastapi import APIRouter, FastAPI, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import HTMLResponse

from sayso import model
from sayso.model.dates import DATE_FORMS
from sayso.record import DayTally, PlaceTally
from sayso.tables import ALL_TABLES, Table, Type
from sayso.web.kinds import Kind
from sayso.web.openapi import operations_of, schemas_of, with_code
from sayso.web.renderer import show

__all__ = [
    "ABOUT",
    "CHANGE",
    "DAYS",
    "PLACES",
    "SITUATION",
    "TURN",
    "WATCH_BODY",
    "describe",
    "example_of",
    "router",
    "schema_of",
    "table_schema_name",
]

router = APIRouter()

ABOUT = """What news reports claim, on whose word: the queries of the command line, over HTTP.

Rows come in pages: give `next` of one page as `after` of the next. An error is
`{"code", "message", "where", "help"}`. Reading needs no token; judging does. Requests are limited in number
and size, and other sites' pages may not ask (no CORS)."""

_TYPES: dict[str, type] = {
    "report": model.Report,
    "claim": model.Claim,
    "attribution": model.Attribution,
    "commitment": model.Commitment,
    "event": model.EventGroup,
    "disagreement": model.Disagreement,
    "situation": model.Situation,
    "change": model.Difference,
}
_REPORT = {
    "id": "r_5f0c1a",
    "publisher": "Northfield Courier",
    "published": "2020-08-23",
    "title": "Camp handed over",
}


def _side(value: int, origins: int, claim: str) -> dict[str, Any]:
    said = [{"report": "r_5f0c1a", "claim": claim}]
    return {"value": value, "claims": [claim], "origins": origins, "from": "2020-08-23", "said": said}


_SPAN = {"start": 98, "end": 109, "text": "handed over"}
_EXAMPLES: dict[str, dict[str, Any]] = {
    "report": {**_REPORT, "text": "BAGHDAD – The coalition ...", "status": "read", "claims": 5},
    "claim": {
        "id": "c_0a1b2c",
        "trigger": _SPAN,
        "event": {"type": "RETREAT", "mode": ["withdraw"], "context": ["military"]},
        "status": "occurred",
        "negated": False,
        "chains": [["a_1"]],
        "sources": [["the coalition"]],
        "verdict": "",
        "report": _REPORT,
    },
    "attribution": {
        "id": "a_1",
        "source": [{"start": 20, "end": 33, "text": "the coalition"}],
        "cue": [{"start": 34, "end": 38, "text": "said"}],
        "style": "indirect",
        "report": _REPORT,
    },
    "commitment": {
        "id": "m_1",
        "deed": {"start": 60, "end": 80, "text": "leave by September"},
        "strength": "will",
        "verb": "will",
        "state": "kept",
        "as_of": "2020-10-01",
        "evidence": [
            {
                "report": "r_77ab02",
                "claim": "c_9d8e7f",
                "bears": "keeps",
                "words": "The last troops left on Sunday.",
                "sources": ["the coalition"],
                "published": "2020-09-06",
            }
        ],
        "report": _REPORT,
    },
    "event": {
        "id": "g_3c4d5e",
        "label": "Withdrawal from Camp Taji",
        "type": "RETREAT",
        "claims": [
            {
                "report": "r_5f0c1a",
                "claim": "c_0a1b2c",
                "trigger": _SPAN,
                "status": "occurred",
                "negated": False,
                "sources": ["the coalition"],
            }
        ],
        "values": [],
        "disagreements": [],
        "reports": 3,
        "copies_folded": 1,
        "independent_sources": 2,
        "origins": [
            {
                "name": "the coalition",
                "kind": "source",
                "why": "quoted by Northfield Courier",
                "claims": ["c_0a1b2c"],
            }
        ],
        "story": "s_1a2b3c",
    },
    "disagreement": {
        "event": "g_3c4d5e",
        "label": "Blast in the harbour: 5 killed",
        "slot": "killed",
        "of": "people",
        "kind": "incompatible",
        "why": "Killed (people) is 5 or 7: the same people are counted, and no number fits both.",
        "sides": [_side(5, 2, "c_0a1b2c"), _side(7, 1, "c_9d8e7f")],
    },
}
SITUATION: dict[str, Any] = {
    "id": "t_4e5f6a",
    "relation": "forces_at",
    "subject": {"id": "USA.mil", "name": "United States forces", "kind": "group"},
    "place": {"text": "Erbil", "name": "Erbil", "country": "IRQ"},
    "holds": "disputed",
    "status": "ongoing",
    "from": None,
    "to": None,
    "claims": ["c_0a1b2c"],
    "reports": ["r_5f0c1a"],
    "origins": 2,
    "words": "The Americans keep their base in Erbil, he said.",
    "sources": ["an official"],
    "confidence": 0.84,
}
TURN: dict[str, Any] = {
    "situation": "t_4e5f6a",
    "change": "holds",
    "holds": "true",
    "claim": {"report": "r_5f0c1a", "claim": "c_0a1b2c"},
    "happened": None,
    "published": "2020-10-23",
    "words": "The Americans keep their base in Erbil, he said.",
    "sources": ["an official"],
}
CHANGE: dict[str, Any] = {
    "id": "x_7a8b9c",
    "kind": "number",
    "label": "Blast in the harbour: 15 killed",
    "slot": "killed",
    "of": "people",
    "before": "12",
    "after": "15",
    "sources": ["the Northgate Hospital"],
    "words": "15 people",
    "event": "g_3c4d5e",
    "situation": None,
    "claim": {"report": "r_77ab02", "claim": "c_9d8e7f"},
    "published": "2020-08-24",
}
WATCH_BODY: dict[str, Any] = {
    "requestBody": {
        "description": "A watch list, as `sayso situations --watch` reads it. It is not kept.",
        "content": {
            "application/toml": {
                "schema": {"type": "string"},
                "example": '[[watch]]\nname = "Bases"\nplaces = ["Erbil"]\nrelations = ["forces_at"]\n',
            }
        },
    }
}
_COMPONENT = "#/components/schemas/{name}"
ERROR = {
    "type": "object",
    "required": ["code", "message", "where", "help"],
    "properties": {
        "code": {"type": "string", "description": "Stable, for programs"},
        "message": {"type": "string", "description": "What was wrong, for people"},
        "where": {"type": "string", "description": "Where, if that is known"},
        "help": {"type": "string", "description": "What to do next"},
    },
    "example": {
        "code": "usage",
        "message": "'soon' is no date",
        "where": "",
        "help": DATE_FORMS,
    },
}


def schema_of(kind: Kind) -> dict[str, Any]:
    """Return the schema of a page of rows."""
    rows = {"type": "array", "items": {"$ref": f"#/components/schemas/{_TYPES[kind.noun].__name__}"}}
    next_ = {"type": ["string", "null"], "description": "The cursor of the next page"}
    count = {"type": ["integer", "null"], "description": "Of all pages; on the first page only"}
    return {"type": "object", "properties": {"rows": rows, "next": next_, "count": count}}


def example_of(kind: Kind) -> dict[str, Any]:
    """Return an example page with one row."""
    return {"rows": [_EXAMPLES.get(kind.noun, {"id": "..."})], "next": "1234.7", "count": 17}


# Types of columns in JSON schema; a moment may be a day, month or year alone.
_COLUMN_TYPES: dict[Type, dict[str, Any]] = {
    Type.TEXT: {"type": "string"},
    Type.INTEGER: {"type": "integer"},
    Type.REAL: {"type": "number"},
    Type.BOOLEAN: {"type": "boolean"},
    Type.DATE: {"type": "string", "format": "date"},
    Type.TIMESTAMP: {"type": "string"},
}


def table_schema_name(table: str) -> str:
    """Return the name under which a table's columns are described."""
    return f"{table.title().replace('_', '')}Table"


def _describe_table(table: Table[Any]) -> dict[str, Any]:
    """Return the columns of a download as a schema."""
    columns = {
        column.name: {**_COLUMN_TYPES[column.type], "description": column.description}
        for column in table.columns
    }
    return {"type": "object", "description": table.description, "properties": columns}


_STATUS = {"status": "occurred", "negated": False, "number": 28}
_COUNT = {"type": "integer"}


def _tally(name: str, *counts: str) -> dict[str, Any]:
    rows = {"type": "array", "items": {"$ref": _COMPONENT.format(name=name)}}
    return {"type": "object", "properties": {"rows": rows, **dict.fromkeys(counts, _COUNT)}}


PLACES: dict[str, Any] = {
    "schema": _tally("PlaceTally", "count", "placed", "unplaced", "places"),
    "example": {
        "rows": [
            {
                "name": "Taji",
                "geonameid": 90779,
                "country": "IRQ",
                "lat": 33.5264,
                "lon": 44.2567,
                "number": 31,
                "statuses": [_STATUS, {"status": "planned", "negated": False, "number": 3}],
            }
        ],
        "count": 40,
        "placed": 33,
        "unplaced": 7,
        "places": 4,
    },
}
DAYS: dict[str, Any] = {
    "schema": _tally("DayTally", "count", "dated", "undated"),
    "example": {
        "rows": [
            {"first": "2020-08-23", "last": "2020-08-23", **_STATUS},
            {"first": None, "last": None, "status": "planned", "negated": False, "number": 12},
        ],
        "count": 40,
        "dated": 28,
        "undated": 12,
    },
}


def describe(app: FastAPI) -> None:
    """Make the description include the schemas of the records and of the errors."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _make(app)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _make(app: FastAPI) -> dict[str, Any]:
    made = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=_api_routes(app)
    )
    _, schemas = msgspec.json.schema_components(
        [*_TYPES.values(), PlaceTally, DayTally], ref_template=_COMPONENT
    )
    known = made.setdefault("components", {}).setdefault("schemas", {})
    for gone in ("HTTPValidationError", "ValidationError"):
        known.pop(gone, None)
    tables = {table_schema_name(table.name): _describe_table(table) for table in ALL_TABLES if table.columns}
    known.update({**schemas, **tables, "Error": ERROR})
    refused = {
        "description": "Refused",
        "content": {"application/json": {"schema": {"$ref": _COMPONENT.format(name="Error")}}},
    }
    for path, operations in made["paths"].items():
        for operation in operations.values():
            operation["parameters"] = [
                part
                for part in operation.get("parameters", ())
                if path.startswith(_ALONE.get(part["name"], (path,)))
            ]
            operation["responses"].pop("422", None)
            operation["responses"].setdefault("400", refused)
            operation["responses"].setdefault("429", refused)
    return made


# Parameters that not every kind takes.
_ALONE = {"state": ("/api/commitments",), "order": ("/api/claims", "/api/events")}


def _api_routes(app: FastAPI) -> list[Any]:
    return [route for route in app.routes if _has_api_path(route)]


def _has_api_path(route: Any) -> bool:  # noqa: ANN401 - any route
    # FastAPI keeps an included router as one route, whose own are told apart by `include_in_schema`.
    path = getattr(route, "path", None)
    return path is None or str(path).startswith("/api")


@router.get("/api/docs", include_in_schema=False)
def docs(request: Request) -> HTMLResponse:
    """Return the page of the API's description."""
    description = request.app.openapi()
    known = {
        "about": ABOUT,
        "operations": operations_of(description),
        "schemas": schemas_of(description),
        "with_code": with_code,
    }
    return show(request, "docs.html", known)
