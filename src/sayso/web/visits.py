"""Visits in signed cookies, and the tokens that protect forms against forgery."""

import base64
import hashlib
import hmac
import secrets
import time
from collections import OrderedDict
from threading import Lock

import msgspec
from fastapi import Request
from fastapi.responses import Response

from sayso.errors import UsageError
from sayso.web.access import settings_of
from sayso.web.guard import is_same_origin

__all__ = ["SignedOut", "Visit", "check_form", "find_visit", "form_mark", "keep_visit", "sign_visit_out"]

COOKIE = "sayso_visit"
_LASTS_S = 30 * 24 * 3600
# Visits that signed out are remembered in at most 20 MB; ten sign-ins a minute take a week to fill that.
_MAX_SIGNED_OUT = 100_000


class Visit(msgspec.Struct, frozen=True, kw_only=True):
    """Visit of a browser: `name` is that of the person who judges, "" before sign-in; `id` signs forms."""

    id: str
    name: str = ""
    at: int = 0


class SignedOut:
    """Ids of the visits that have signed out, whose cookies are invalid though signed."""

    def __init__(self) -> None:
        self._ids: OrderedDict[str, None] = OrderedDict()
        self._lock = Lock()

    def add(self, id: str) -> None:
        """Add a visit; the oldest is dropped when there are too many."""
        with self._lock:
            self._ids[id] = None
            while len(self._ids) > _MAX_SIGNED_OUT:
                self._ids.popitem(last=False)

    def __contains__(self, id: str) -> bool:
        """Return whether a visit has signed out."""
        return id in self._ids


def _sign(request: Request, words: bytes) -> str:
    return hmac.new(settings_of(request).secret.encode(), words, hashlib.sha256).hexdigest()


def find_visit(request: Request) -> Visit:
    """Return the visit in the cookie, or a new one if the cookie is missing, forged or expired."""
    body, _, mark = request.cookies.get(COOKIE, "").partition(".")
    if mark and hmac.compare_digest(mark.encode(), _sign(request, b"visit" + body.encode()).encode()):
        visit = msgspec.json.decode(base64.urlsafe_b64decode(body), type=Visit)
        if visit.at + _LASTS_S > time.time() and visit.id not in _signed_out(request):
            return visit
    return Visit(id=secrets.token_hex(16), at=int(time.time()))


def sign_visit_out(request: Request, visit: Visit) -> Visit:
    """Return a new visit, and make every cookie of this one invalid."""
    if visit.name:
        _signed_out(request).add(visit.id)
    return Visit(id=secrets.token_hex(16), at=int(time.time()))


def _signed_out(request: Request) -> SignedOut:
    signed_out: SignedOut = request.app.state.signed_out
    return signed_out


def keep_visit(request: Request, response: Response, visit: Visit) -> None:
    """Set the cookie of the visit."""
    body = base64.urlsafe_b64encode(msgspec.json.encode(visit)).decode()
    value = f"{body}.{_sign(request, b'visit' + body.encode())}"
    secure = request.url.scheme == "https"
    response.set_cookie(COOKIE, value, max_age=_LASTS_S, httponly=True, samesite="strict", secure=secure)


def form_mark(request: Request, visit: Visit) -> str:
    """Return the token that proves a form to be of this visit."""
    return _sign(request, b"form" + visit.id.encode())


def check_form(request: Request, visit: Visit, mark: str) -> None:
    """Raise `UsageError` for a form that no page of ours sent in this visit."""
    right = form_mark(request, visit)
    if not is_same_origin(request) or not hmac.compare_digest(mark.encode(), right.encode()):
        raise UsageError("this form did not come from a page of this visit", help="load the page again")
