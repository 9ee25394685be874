"""Clients that take too long or hold too much lose their connections, and nobody else does."""

import logging
import select
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from tests.web.conftest import mark_in

from sayso.web import Settings, make_app
from sayso.web.connections import ConnectionLimits, make_server

GET = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
SHORT_S, LONG_S = 0.2, 1000.0
# A test that waits so long has failed.
PATIENCE_S = 30

Start = Callable[..., int]


async def plain(scope: Scope, receive: Receive, send: Send) -> None:
    """Take the body and answer with the client's address."""
    if scope["type"] == "http":
        while (await receive()).get("more_body"):
            pass
        await PlainTextResponse(f"{scope['scheme']} {scope['client'][0]}")(scope, receive, send)


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts servers on ports of this machine, and ends them."""
    with ExitStack() as stack:

        def begin(app: ASGIApp = plain, proxies: tuple[str, ...] = (), **limits: float) -> int:
            return stack.enter_context(run(app, proxies, ConnectionLimits()._replace(**limits)))

        yield begin


@contextmanager
def run(app: ASGIApp, proxies: tuple[str, ...], limits: ConnectionLimits) -> Iterator[int]:
    server = make_server(app, limits=limits, proxies=proxies, quiet=True)
    server.config.timeout_graceful_shutdown = 0
    with socket.create_server(("127.0.0.1", 0), backlog=500) as listening:
        thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join(PATIENCE_S)


def connect(port: int, sent: bytes = b"", source: str = "127.0.0.1") -> socket.socket:
    made = socket.create_connection(("127.0.0.1", port), PATIENCE_S, source_address=(source, 0))
    made.sendall(sent)
    return made


def read_to_end(held: socket.socket) -> bytes:
    """What comes until the server closes the connection."""
    with held.makefile("rb") as file:
        try:
            return file.read()
        except ConnectionResetError:
            return b""


def read_answers(held: socket.socket, number: int) -> None:
    """Read so many answers of `plain`."""
    answered = b""
    while answered.count(b"http 127.0.0.1") < number:
        chunk = held.recv(10_000)
        assert chunk
        answered += chunk


def ask(port: int, sent: bytes = GET, source: str = "127.0.0.1") -> bytes:
    """One request on a connection of its own, and its answer."""
    with connect(port, sent.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n", 1), source) as held:
        return read_to_end(held)


@pytest.mark.parametrize("sent", [b"", b"GET / HTTP/1.1\r\nHost: local", GET[:-2]])
def test_unfinished_head_is_closed(start: Start, sent: bytes) -> None:
    port = start(head_s=SHORT_S, body_s=LONG_S)
    with connect(port, sent) as held:
        assert read_to_end(held) == b""


def test_head_that_drips_is_closed(start: Start) -> None:
    port = start(head_s=SHORT_S)
    with connect(port, GET[:-2] + b"X-Slow: ") as held:
        while not select.select([held], [], [], SHORT_S / 10)[0]:
            held.sendall(b"x")
        assert read_to_end(held) == b""


def test_unfinished_head_of_a_later_request_is_closed(start: Start) -> None:
    port = start(head_s=SHORT_S, idle_s=1000)
    with connect(port, GET) as held:
        read_answers(held, 1)
        held.sendall(b"GET /")
        assert read_to_end(held) == b""


def test_unfinished_body_is_closed_and_is_no_failure(start: Start, caplog: pytest.LogCaptureFixture) -> None:
    port = start(head_s=LONG_S, body_s=SHORT_S)
    with (
        caplog.at_level(logging.ERROR),
        connect(port, b"POST" + GET[3:-2] + b"Content-Length: 9\r\n\r\nx") as held,
    ):
        assert read_to_end(held) == b""
    assert caplog.records == []


def test_answer_that_nobody_reads_is_given_up(start: Start) -> None:
    ended = threading.Event()

    async def endless(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await StreamingResponse(iter(lambda: bytes(100_000), b""))(scope, receive, send)
            ended.set()

    with connect(start(endless, stalled_s=SHORT_S), GET):
        assert ended.wait(PATIENCE_S)


def test_requests_in_time_go_on_over_one_connection(start: Start) -> None:
    port = start(head_s=LONG_S)
    with connect(port) as held:
        for _ in range(3):
            held.sendall(b"POST" + GET[3:-2] + b"Content-Length: 3\r\n\r\nabc")
            read_answers(held, 1)
        held.sendall(GET * 2)
        read_answers(held, 2)


def test_unfinished_requests_of_one_client_leave_room_for_others(start: Start) -> None:
    port = start(head_s=LONG_S)
    with ExitStack() as stack:
        held = [stack.enter_context(connect(port, b"GET / HT")) for _ in range(205)]
        assert ask(port, source="127.0.0.2").startswith(b"HTTP/1.1 200")
        closed = select.select(held, [], [], 0)[0]
        assert len(closed) == 105


def test_unfinished_requests_are_no_requests_in_progress(start: Start, made: Path) -> None:
    app = make_app(made, settings=Settings(max_requests=20))
    port = start(app, head_s=LONG_S, per_client=300)
    with ExitStack() as stack:
        for _ in range(205):
            stack.enter_context(connect(port, b"GET / HT"))
        assert ask(port).startswith(b"HTTP/1.1 200")


def test_connections_have_a_limit_in_all(start: Start) -> None:
    port = start(head_s=LONG_S, in_all=2)
    with connect(port, b"GET", "127.0.0.2"), connect(port, b"GET", "127.0.0.3"):
        assert ask(port) == b""


def test_what_is_no_http_is_answered_with_the_headers(start: Start) -> None:
    answer = ask(start(), b"nonsense\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 400")
    assert b"x-content-type-options: nosniff" in answer


FORWARDED = GET[:-2] + b"X-Forwarded-For: 203.0.113.7\r\nX-Forwarded-Proto: https\r\n\r\n"


def test_forwarded_client_is_believed_of_a_named_proxy_alone(start: Start) -> None:
    assert ask(start(), FORWARDED).endswith(b"http 127.0.0.1")
    port = start(proxies=("127.0.0.2/32",))
    assert ask(port, FORWARDED).endswith(b"http 127.0.0.1")
    assert ask(port, FORWARDED, "127.0.0.2").endswith(b"https 203.0.113.7")


def test_proxy_holds_the_connections_of_many_clients(start: Start) -> None:
    port = start(proxies=("127.0.0.0/31",), per_client=1, head_s=LONG_S)
    with connect(port, b"GET"), connect(port, b"GET"):
        assert ask(port).startswith(b"HTTP/1.1 200")


def test_another_forwarded_client_gives_no_more_tries_of_a_password(start: Start, made: Path) -> None:
    settings = Settings(password="open sesame", sign_ins_per_minute=5)  # noqa: S106
    port = start(make_app(made, settings=settings))
    head, _, page = ask(port, GET.replace(b"/ ", b"/review ", 1)).decode().partition("\r\n\r\n")
    cookie = head.partition("set-cookie: ")[2].partition(";")[0]
    body = f"name=Eve&password=wrong&mark={mark_in(page)}"
    answers = [
        ask(
            port,
            f"POST /review/sign-in HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n"
            f"X-Forwarded-For: 203.0.113.{number}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}".encode(),
        )
        for number in range(12)
    ]
    assert sum(b" 303 " in answer[:20] for answer in answers) < 8
    assert b" 400 " in answers[-1][:20]
