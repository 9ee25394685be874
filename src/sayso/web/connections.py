"""Connections of the server: how long a client may take, and how many it may hold."""

import asyncio
import ipaddress
from functools import partial
from http import HTTPStatus
from typing import Any, NamedTuple, cast

import h11
import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from sayso.web.guard import SECURITY_HEADERS

__all__ = ["ConnectionLimits", "make_server"]


class ConnectionLimits(NamedTuple):
    """Limits of one connection in seconds, and of the number of connections.

    `head_s` is from the first moment to the end of a request's head, `body_s` from there to the end of its
    body, `idle_s` between two requests, `stalled_s` how long a client may leave an answer unread. A browser
    holds 6 connections; a hundred are for programs.
    """

    head_s: float = 10.0
    body_s: float = 30.0
    idle_s: int = 10
    stalled_s: float = 60.0
    per_client: int = 100
    in_all: int = 500


def make_server(
    app: ASGIApp,
    *,
    limits: ConnectionLimits | None = None,
    proxies: tuple[str, ...] = (),
    quiet: bool = False,
) -> uvicorn.Server:
    """Make the server of an app, to be run on sockets that listen.

    From `proxies` (addresses or networks) alone it is believed which client a request is for
    (`X-Forwarded-For`, `X-Forwarded-Proto`); they may hold as many connections as there are.
    """
    limits = limits or ConnectionLimits()
    protocol = partial(_BoundedProtocol, limits=limits, proxies=proxies)
    config = uvicorn.Config(
        app,
        http=cast("type[asyncio.Protocol]", protocol),
        log_level="warning" if quiet else "info",
        server_header=False,
        date_header=True,
        proxy_headers=bool(proxies),
        forwarded_allow_ips=list(proxies),
        timeout_keep_alive=limits.idle_s,
        h11_max_incomplete_event_size=32 * 1024,
    )
    return uvicorn.Server(config)


class _BoundedProtocol(H11Protocol):
    """HTTP as uvicorn speaks it, closed when a client takes too long or holds too much.

    uvicorn itself knows a time-out between requests only: an unfinished head would hold its place for ever.
    """

    def __init__(self, *args: Any, limits: ConnectionLimits, proxies: tuple[str, ...], **more: Any) -> None:  # noqa: ANN401 - uvicorn's own
        super().__init__(*args, **more)
        self._limits = limits
        self._proxies = proxies
        self._phase: type[h11.IDLE | h11.SEND_BODY] | None = None
        self._deadline: asyncio.TimerHandle | None = None
        self._stall: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a connection, unless there are too many."""
        super().connection_made(transport)
        if self._is_too_many():
            transport.abort()
        else:
            self._follow()

    def data_received(self, data: bytes) -> None:
        """Take bytes, and begin or end the time for what they belong to."""
        super().data_received(data)
        self._follow()

    def on_response_complete(self) -> None:
        """Go on to the next request; until it begins, the time between requests runs."""
        super().on_response_complete()
        if self.conn.their_state is h11.IDLE:
            self._end()
        else:
            self._follow()

    def connection_lost(self, exc: Exception | None) -> None:
        """Let go of the connection and of its timers."""
        self._end()
        self._end_stall()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """Wait for the client to read, for so long."""
        super().pause_writing()
        self._end_stall()
        self._stall = self.loop.call_later(self._limits.stalled_s, self.transport.abort)

    def resume_writing(self) -> None:
        """Go on writing."""
        self._end_stall()
        super().resume_writing()

    def send_400_response(self, msg: str) -> None:
        """Answer what is no HTTP, with the headers of every answer."""
        headers = {**SECURITY_HEADERS, "content-type": "text/plain; charset=utf-8", "connection": "close"}
        status = HTTPStatus.BAD_REQUEST
        for event in (
            h11.Response(status_code=status, headers=list(headers.items()), reason=status.phrase.encode()),
            h11.Data(data=msg.encode()),
            h11.EndOfMessage(),
        ):
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()

    def _follow(self) -> None:
        """Let the time for a head or a body run from its beginning; more bytes do not lengthen it."""
        state = self.conn.their_state
        phase = state if state in (h11.IDLE, h11.SEND_BODY) else None
        if phase is self._phase:
            return
        self._end()
        self._phase = phase
        if phase is not None:
            seconds = self._limits.head_s if phase is h11.IDLE else self._limits.body_s
            self._deadline = self.loop.call_later(seconds, self.transport.abort)

    def _end(self) -> None:
        self._phase = None
        if self._deadline is not None:
            self._deadline.cancel()

    def _end_stall(self) -> None:
        if self._stall is not None:
            self._stall.cancel()

    def _is_too_many(self) -> bool:
        if len(self.connections) > self._limits.in_all:
            return True
        if self.client is None or self._is_proxy(self.client[0]):
            return False
        client = self.client[0]
        peers = (getattr(connection, "client", None) for connection in self.connections)
        mine = sum(1 for peer in peers if peer is not None and peer[0] == client)
        return mine > self._limits.per_client

    def _is_proxy(self, client: str) -> bool:
        return any(
            ipaddress.ip_address(client) in ipaddress.ip_network(proxy, strict=False)
            for proxy in self._proxies
        )
