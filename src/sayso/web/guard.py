"""Checks of every request (host, size, rate), and security headers of every answer."""

import asyncio
import ipaddress
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import NamedTuple

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sayso.web.error_handlers import answer_error
from sayso.web.settings import Settings

__all__ = ["SECURITY_HEADERS", "Guard", "Pace", "is_same_origin"]

# No script, style, font, image or request from elsewhere, none written into a page, no frame around it.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SECURITY_HEADERS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_CLIENTS = 10_000
# Digits of the length of a body: Python takes no number with thousands of them.
_DIGITS = 18


class Pace:
    """Rate limit for each client, as a token bucket. 0 is without a limit."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait_s(self, client: str) -> float:
        """Take a token from the client's bucket; return 0, or the seconds until there is one."""
        if not self._per_minute:
            return 0.0
        now, rate = self._clock(), self._per_minute / 60
        left, at = self._left.pop(client, (float(self._per_minute), now))
        left = min(left + (now - at) * rate, float(self._per_minute))
        enough = left >= 1
        self._left[client] = (left - 1 if enough else left, now)
        while len(self._left) > _CLIENTS:
            self._left.popitem(last=False)
        return 0.0 if enough else (1 - left) / rate


class _Refusal(NamedTuple):
    status: int
    code: str
    message: str
    help: str = ""
    wait_s: float = 0.0


class Guard:
    """Middleware that refuses invalid requests, and adds the headers to every answer, errors included.

    HEAD is answered wherever GET is, with the same headers.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings
        self._hosts = {host.lower() for host in settings.hosts} | {"localhost"}
        self._pace = Pace(settings.requests_per_minute)
        self._in_progress = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("cache-control", "no-cache")
            await send(message)

        self._in_progress += 1
        try:
            await self._answer(scope, receive, send_guarded)
        finally:
            self._in_progress -= 1

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] == "HEAD":
            scope = {**scope, "method": "GET"}
            receive, send = _without_body(receive, send)
        refusal = self._refuse(scope)
        if refusal is None:
            await self._app(scope, receive, send)
            return
        error = {"code": refusal.code, "message": refusal.message, "help": refusal.help}
        wait = {"retry-after": str(int(refusal.wait_s) + 1)} if refusal.wait_s else {}
        answer = answer_error(Request(scope, receive), refusal.status, error, **wait)
        await answer(scope, receive, send)

    def _refuse(self, scope: Scope) -> _Refusal | None:
        headers = Headers(scope=scope)
        if self._in_progress > self._settings.max_requests:
            return _Refusal(503, "busy", "too many requests at once", "come back in a moment", 1.0)
        if not self._knows(headers.get("host", "")):
            return _Refusal(421, "host", "this server has another name", "start it with --allow-host NAME")
        if len(scope.get("query_string", b"")) > self._settings.max_query_bytes:
            return _Refusal(414, "too-large", "this address is too long", "ask for less in one request")
        refusal = self._refuse_body(scope["method"], headers)
        if refusal is not None:
            return refusal
        if scope["path"].startswith("/static/"):
            return None
        client = scope.get("client")
        wait_s = self._pace.wait_s(client[0] if client else "")
        if wait_s:
            return _Refusal(429, "busy", "too many requests from this address", "come back later", wait_s)
        return None

    def _refuse_body(self, method: str, headers: Headers) -> _Refusal | None:
        """Refuse a body that is too long, or of unknown length, as it may be endless; also of a GET."""
        length, limit = headers.get("content-length", ""), self._settings.max_body_bytes
        if not length and method == "GET" and "transfer-encoding" not in headers:
            return None
        # In pieces (transfer-encoding) it may have another length than it says.
        if "transfer-encoding" in headers or not (length.isascii() and length.isdigit()):
            return _Refusal(411, "usage", "the length of the body is missing", "send content-length")
        if len(length) > _DIGITS or int(length) > limit:
            return _Refusal(413, "too-large", f"a body may have {limit:,} bytes", "send less")
        return None

    def _knows(self, host: str) -> bool:
        """Return whether the server has this host name. A bare address is safe from DNS rebinding."""
        name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() and ":" in host else host
        name = name.strip("[]").lower()
        return name in self._hosts or _is_address(name)


def _without_body(receive: Receive, send: Send) -> tuple[Receive, Send]:
    """Make an answer end after its headers; the application then sees the client as disconnected."""
    is_answered = asyncio.Event()
    is_asked = False

    async def receive_once() -> Message:
        nonlocal is_asked
        if not is_asked:
            is_asked = True
            return await receive()
        await is_answered.wait()
        return {"type": "http.disconnect"}

    async def send_head(message: Message) -> None:
        if message["type"] == "http.response.start":
            await send(message)
            await send({"type": "http.response.body", "body": b"", "more_body": False})
            is_answered.set()

    return receive_once, send_head


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def is_same_origin(request: Request) -> bool:
    """Return whether a form was sent from a page of this server, by the headers of the browser."""
    site = request.headers.get("sec-fetch-site", "same-origin")
    if site not in ("same-origin", "none"):
        return False
    origin = request.headers.get("origin")
    return origin is None or origin.split("://", 1)[-1] == request.headers.get("host", "")
