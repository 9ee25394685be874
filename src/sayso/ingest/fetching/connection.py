"""One request and its answer, within limits of time and size, from an address that is allowed.

The check is made where the connection is: a name is resolved once, each of its IP addresses is looked at, and
the socket is opened to that very IP address. So there is no second look-up that could answer otherwise.
"""

import socket
import time
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

import httpcore

from sayso.errors import PrivateAddressError, TooLargeError, UnreachableError
from sayso.ingest.fetching.addresses import is_public
from sayso.ingest.fetching.content_codings import decode_body
from sayso.model.base import Struct

if TYPE_CHECKING:
    import ssl

__all__ = ["Answer", "Limits", "Resolver", "ask"]

Resolver = Callable[[str, int], list[str]]


class Limits(Struct, frozen=True, kw_only=True):
    """Limits of one request: seconds in all and between bytes, size as sent and as decoded.

    With `cuts` a longer body is cut off at about that many bytes, instead of refused.
    """

    total_s: float = 60.0
    silence_s: float = 20.0
    max_bytes: int
    allow_private: bool = False
    cuts: bool = False


class Answer(Struct, frozen=True, kw_only=True):
    """A server's answer; header names are in lower case, the body is decoded and read for status 200 only."""

    status: int
    headers: dict[str, str]
    content: bytes = b""


def resolve(host: str, port: int) -> list[str]:
    """Return the IP addresses of a host, in the order in which the system wants them tried."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def ask(
    address: str,
    headers: dict[str, str],
    limits: Limits,
    *,
    resolver: Resolver = resolve,
    sent: bytes | None = None,
) -> Answer:
    """Make one GET request, or with `sent` one POST request, without following redirects.

    Of the answer to a POST only status and headers are taken. Raises `PrivateAddressError`, `TooLargeError`
    or `UnreachableError`.
    """
    backend = _GuardedBackend(address, limits, resolver)
    silence = dict.fromkeys(("connect", "read", "write", "pool"), limits.silence_s)
    method = "GET" if sent is None else "POST"
    try:
        with (
            httpcore.ConnectionPool(ssl_context=_ssl_context(), network_backend=backend) as pool,
            pool.stream(
                method, address, headers=list(headers.items()), content=sent, extensions={"timeout": silence}
            ) as response,
        ):
            if sent is not None:
                return Answer(status=response.status, headers=_headers_of(response))
            return _read(response, address, limits)
    except httpcore.TimeoutException as error:
        raise UnreachableError("no answer in time", where=address, help="try again later") from error
    except (httpcore.NetworkError, httpcore.ProtocolError) as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        raise UnreachableError(f"no good answer: {reason}", where=address) from error


def _headers_of(response: httpcore.Response) -> dict[str, str]:
    return {
        name.decode("latin-1").lower(): value.decode("latin-1").strip() for name, value in response.headers
    }


def _read(response: httpcore.Response, address: str, limits: Limits) -> Answer:
    limit = limits.max_bytes
    headers = _headers_of(response)
    if response.status != 200:
        return Answer(status=response.status, headers=headers)
    announced = headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > limit and not limits.cuts:
        raise too_large(address, limit)
    # What is cut off ends by its unpacked length; packed it should be no longer than twice that.
    chunks = _limited(response.iter_stream(), address, 2 * limit if limits.cuts else limit)
    content = bytearray()
    for chunk in decode_body(chunks, headers.get("content-encoding", ""), address, limit):
        content += chunk
        if len(content) > limit:
            if limits.cuts:
                break
            raise too_large(address, limit)
    return Answer(status=response.status, headers=headers, content=bytes(content))


def _limited(chunks: Iterable[bytes], address: str, limit: int) -> Iterator[bytes]:
    """Yield the bytes as they are sent, up to the limit."""
    sent = 0
    for chunk in chunks:
        sent += len(chunk)
        if sent > limit:
            raise too_large(address, limit)
        yield chunk


def too_large(address: str, limit: int) -> TooLargeError:
    """Return the error of a body larger than the limit, as sent or as decoded."""
    return TooLargeError(
        f"the answer is larger than {limit / 1_000_000:g} MB",
        where=address,
        help="download it yourself and give the file",
    )


@cache
def _ssl_context() -> "ssl.SSLContext":
    return httpcore.default_ssl_context()


class _GuardedBackend(httpcore.NetworkBackend):
    """Opens connections to allowed IP addresses only, and ends them all at one moment."""

    def __init__(self, address: str, limits: Limits, resolver: Resolver) -> None:
        self._address = address
        self._allow_private = limits.allow_private
        self._resolver = resolver
        self._end = time.monotonic() + limits.total_s
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        failure: Exception | None = None
        for ip in self._allowed(host, port):
            try:
                left = _left(self._end, timeout)
                stream = self._sockets.connect_tcp(ip, port, left, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
                continue
            return _TimedStream(stream, self._end)
        raise failure or httpcore.ConnectError(f"{host} has no address")

    def _allowed(self, host: str, port: int) -> list[str]:
        try:
            found = self._resolver(host, port)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"{host} is not known ({error})") from error
        allowed = [ip for ip in found if self._allow_private or is_public(ip)]
        if found and not allowed:
            raise PrivateAddressError(
                f"{host} leads into a private network ({found[0]})",
                where=self._address,
                help="if you trust it: --allow-private",
            )
        return allowed


class _TimedStream(httpcore.NetworkStream):
    """A connection on which nothing is waited for beyond one moment, however slowly it drips."""

    def __init__(self, stream: httpcore.NetworkStream, end: float) -> None:
        self._stream = stream
        self._end = end

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._end, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._end, timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: "ssl.SSLContext", server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        left = _left(self._end, timeout)
        return _TimedStream(self._stream.start_tls(ssl_context, server_hostname, left), self._end)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - as httpcore has it
        return self._stream.get_extra_info(info)


def _left(end: float, timeout: float | None) -> float:
    left = end - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("the time is over")
    return left if timeout is None else min(left, timeout)
