"""A web server on this machine whose answers are made by hand, and a clock that nobody has to wait for."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

from sayso.ingest.fetching import Clock


class Reply(NamedTuple):
    """One answer; the body may come in pieces."""

    body: bytes | Iterator[bytes] = b""
    status: int = 200
    kind: str = "text/html; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()


class Asked(NamedTuple):
    path: str
    headers: dict[str, str]
    body: bytes = b""


class Site:
    """What each path answers: one reply, or one after the other (the last again and again)."""

    def __init__(self) -> None:
        self.replies: dict[str, Sequence[Reply] | Callable[[Asked], Reply]] = {}
        self.asked: list[Asked] = []
        self.port = 0

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def paths(self) -> list[str]:
        return [one.path for one in self.asked if one.path != "/robots.txt"]

    def put(self, path: str, *replies: Reply) -> str:
        self.replies[path] = replies
        return self.root + path

    def answer(self, asked: Asked) -> Reply:
        self.asked.append(asked)
        made = self.replies.get(asked.path)
        if made is None:
            return Reply(status=404)
        if callable(made):
            return made(asked)
        turn = sum(one.path == asked.path for one in self.asked) - 1
        return made[min(turn, len(made) - 1)]


@contextmanager
def serve() -> Iterator[Site]:
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            body = self.rfile.read(int(headers.get("content-length", 0)))
            reply = site.answer(Asked(self.path, headers, body))
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.kind)
            for name, value in reply.headers:
                self.send_header(name, value)
            if isinstance(reply.body, bytes) and "Content-Length" not in dict(reply.headers):
                self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            try:
                for piece in [reply.body] if isinstance(reply.body, bytes) else reply.body:
                    self.wfile.write(piece)
                    self.wfile.flush()
            except OSError:
                pass  # the client has seen enough

        do_POST = do_GET  # noqa: N815 - as the server has it

        def log_message(self, format: str, *args: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            pass

    with Server(("127.0.0.1", 0), Handler) as server:
        site.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()


class FakeClock:
    """Time that passes by sleeping alone."""

    def __init__(self, now: float = 1_900_000_000.0) -> None:
        self.time = now
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds

    @property
    def clock(self) -> Clock:
        return Clock(now=lambda: self.time, sleep=self.sleep)
