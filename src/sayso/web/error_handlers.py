"""Errors as the API tells them, `{code, message, where, help}`, and as pages show them."""

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
from sayso.web.showing import show

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
    """Turn every error into words."""
    app.add_exception_handler(SaysoError, _tell_known)
    app.add_exception_handler(RequestValidationError, _tell_invalid)
    app.add_exception_handler(HTTPException, _tell_http)
    app.add_exception_handler(Exception, _tell_unknown)


def answer_error(request: Request, status: int, error: dict[str, str], **headers: str) -> Response:
    """The error as JSON below /api, else as a page."""
    known = {"code": "error", "message": "", "where": "", "help": "", **error}
    if request.url.path == "/api" or request.url.path.startswith("/api/"):
        return JSONResponse(known, status, headers)
    return show(request, "trouble.html", {"error": known, "status": status}, status=status, headers=headers)


def _tell_known(request: Request, error: Exception) -> Response:
    assert isinstance(error, SaysoError)  # noqa: S101 - registered for these alone
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), 500)
    # Where a record lies is nobody's business on the other side.
    where = error.where if isinstance(error, UsageError) else ""
    told = {"code": error.code, "message": error.message, "where": where, "help": error.help}
    return answer_error(request, status, told)


def _tell_invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for these alone
    first: dict[str, Any] = dict(error.errors()[0])
    where = ".".join(str(one) for one in first.get("loc", ()))
    unknown = first.get("type") == "extra_forbidden"
    message = f"{first['loc'][-1]!r} is no parameter" if unknown else str(first.get("msg", "")).lower()
    told = {"code": "usage", "message": message[:300], "where": where[:200], "help": "see /api/docs"}
    return answer_error(request, 400, told)


def _tell_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for these alone
    code, message, help = _WORDS.get(error.status_code, ("http", str(error.detail), ""))
    return answer_error(request, error.status_code, {"code": code, "message": message, "help": help})


def _tell_unknown(request: Request, _: Exception) -> Response:
    told = {"code": "internal", "message": "something went wrong here", "help": "the server's log says what"}
    return answer_error(request, 500, told)
