"""A browser that reaches one server on this machine and nothing else, and reports whatever goes wrong in it.

Without Playwright or Chromium all of these tests are skipped, each with the reason (`make browser` installs
the one, `apt install chromium` the other).
"""

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest
import uvicorn
from tests.browser.reports import arabic_readings, blast_readings
from tests.web.hostile import hostile_readings

from sayso.engine import Record
from sayso.ingest import read_inputs
from sayso.model import Report
from sayso.record import Store
from sayso.web import Settings, make_app

EXAMPLES = Path(__file__).parents[2] / "examples" / "reports"
# Chromium asks nobody anything on its own, and no name leads anywhere.
FLAGS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
# SourcedClaim to the test by the page itself; written down before any script of the page runs.
WATCH = """
window.sayso_refused = [];
document.addEventListener("securitypolicyviolation", (event) => {
  const { violatedDirective, blockedURI, sourceFile, lineNumber } = event;
  window.sayso_refused.push(`${violatedDirective} ${blockedURI} ${sourceFile}:${lineNumber}`);
});
"""


class Made(NamedTuple):
    """The record that is served, where, and what is worth looking at in it."""

    root: str
    db: str
    # Reports: one of the examples, one in Arabic, one that tries everything.
    example: str
    arabic: str
    hostile: str
    # An event in Arabic, whose sources disagree.
    blast: str


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def _fill(path: str) -> None:
    inputs = read_inputs([str(EXAMPLES)], published="2020-10-23")
    with Record(path, tier="fast") as record:
        record.add(one for one in inputs if isinstance(one, Report))
        record.add(hostile_readings())
        record.add(arabic_readings())
        record.add(blast_readings())


def _first(store: Store, **filters: str) -> str:
    return store.reports(**filters).page(1).rows[0].report.id


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("browser") / "record.db"
    _fill(str(path))
    return path


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[str], str]]:
    """Serves a record on a free port, as `sayso serve` would; gives the address."""
    running: list[tuple[uvicorn.Server, threading.Thread]] = []

    def start(db: str) -> str:
        port = _free_port()
        app = make_app(db, settings=Settings(requests_per_minute=0))
        server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error", server_header=False))
        thread = threading.Thread(target=server.run)
        thread.start()
        running.append((server, thread))
        while not server.started:
            time.sleep(0.01)
        return f"http://127.0.0.1:{port}"

    yield start
    for server, thread in running:
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="session")
def made(filled: Path, serve: Callable[[str], str]) -> Made:
    """The record of the session, which no test changes."""
    with Store(filled, create=False) as store:
        return Made(
            serve(str(filled)),
            str(filled),
            example=_first(store, report="taji-1"),
            arabic=_first(store, report="arabic"),
            hostile=_first(store, text="shelled", actor="rebels"),
            blast=store.events(report="blast-12").page(1).rows[0].event.id,
        )


@pytest.fixture
def own(filled: Path, serve: Callable[[str], str], tmp_path: Path) -> str:
    """The address of a copy of the record that this test may change."""
    shutil.copy(filled, tmp_path / "record.db")
    return serve(str(tmp_path / "record.db"))


def _find_chromium() -> str | None:
    names = (os.environ.get("SAYSO_CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if name and (found := shutil.which(name))), None)


@pytest.fixture(scope="package")
def browser() -> Iterator[Any]:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        pytest.skip("no browser: Playwright is not installed (make browser)")
    path = _find_chromium()
    if path is None:
        pytest.skip("no browser: Chromium is not installed (apt install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


class Seen:
    """What a page did that it must not: each line is a fault."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.faults: list[str] = []
        # An answer with an error is a line in the console, which a test may have asked for.
        self.may_fail = False
        page.on("dialog", self._dialog)
        page.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))
        page.on("console", self._console)
        page.on("popup", lambda popup: self.faults.append(f"a window was opened: {popup.url}"))
        page.route("**/*", self._route)

    def _dialog(self, dialog: Any) -> None:
        self.faults.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _console(self, message: Any) -> None:
        if message.type != "error":
            return
        if self.may_fail and "Failed to load resource" in message.text:
            return
        self.faults.append(f"console: {message.text}")

    def _route(self, route: Any) -> None:
        address = urlsplit(route.request.url)
        if address.hostname == "127.0.0.1" or address.scheme in ("data", "blob"):
            route.continue_()
            return
        self.faults.append(f"a request left the site: {route.request.url[:200]}")
        route.abort()

    def check(self) -> None:
        """Fail where anything was seen."""
        refused = self.page.evaluate("window.sayso_refused")
        assert self.faults + [f"refused by the policy: {one}" for one in refused] == []


@pytest.fixture
def seen(browser: Any) -> Iterator[Seen]:
    """A page of its own, at which nothing may go wrong; looked at again when the test is over."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    context.add_init_script(WATCH)
    context.set_default_timeout(20_000)
    seen = Seen(context.new_page())
    yield seen
    seen.check()
    context.close()


@pytest.fixture
def page(seen: Seen) -> Any:
    return seen.page
