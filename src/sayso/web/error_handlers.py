"""Error handlers: `{code, message, where, help}` for the API, a page elsewhere."""

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from sayso.errors import (
    CrowdedError,
    MissingPackageError,
    NoRecordError,
    ReadOnlyError,
    SaysoError,
    UnknownError,
    UsageError,
)
from sayso.web.renderer import show

__all__ = ["add_error_handlers", "answer_error"]

_STATUS: tuple[tuple[type[SaysoError], int], ...] = (
    (UsageError, 400),
    (UnknownError, 404),
    (ReadOnlyError, 403),
    (CrowdedError, 503),
    (NoRecordError, 503),
    (MissingPackageError, 501),
)
_WORDS = {
    404: ("unknown", "there is nothing at this address", "begin at / or at /api/docs"),
    405: ("usage", "this address does not take that method", "see /api/docs"),
}


def add_error_handlers(app: FastAPI) -> None:
    """Add a handler for every kind of error."""
    app.add_exception_handler(SaysoError, _answer_known)
    app.add_exception_handler(RequestValidationError, _answer_invalid)
    app.add_exception_handler(HTTPException, _answer_http)
    app.add_exception_handler(Exception, _answer_unknown)


def answer_error(request: Request, status: int, error: dict[str, str], **headers: str) -> Response:
    """Return an error as JSON below /api, else as a page."""
    known = {"code": "error", "message": "", "where": "", "help": "", **error}
    if request.url.path == "/api" or request.url.path.startswith("/api/"):
        return JSONResponse(known, status, headers)
    return show(request, "trouble.html", {"error": known, "status": status}, status=status, headers=headers)


def _answer_known(request: Request, error: Exception) -> Response:
    assert isinstance(error, SaysoError)  # noqa: S101 - registered for these alone
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), 500)
    # The location of the record is not disclosed to clients.
    where = error.where if isinstance(error, UsageError) else ""
    error_object = {"code": error.code, "message": error.message, "where": where, "help": error.help}
    return answer_error(request, status, error_object)


def _answer_invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for these alone
    first: dict[str, Any] = dict(error.errors()[0])
    where = ".".join(str(part) for part in first.get("loc", ()))
    unknown = first.get("type") == "extra_forbidden"
    message = f"{first['loc'][-1]!r} is no parameter" if unknown else str(first.get("msg", "")).lower()
    error_object = {"code": "usage", "message": message[:300], "where": where[:200], "help": "see /api/docs"}
    return answer_error(request, 400, error_object)


def _answer_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for these alone
    code, message, help = _WORDS.get(error.status_code, ("http", str(error.detail), ""))
    return answer_error(request, error.status_code, {"code": code, "message": message, "help": help})


def _answer_unknown(request: Request, _: Exception) -> Response:
    error_object = {
        "code": "internal",
        "message": "something went wrong here",
        "help": "the server's log says what",
    }
    return answer_error(request, 500, error_object)
