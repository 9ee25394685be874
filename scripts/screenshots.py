"""Pictures of the main pages for the documents, of the example reports: `make screenshots`.

Needs Playwright and Chromium. Look at each picture before it goes in.
"""

import shutil
import tempfile
import threading
import time
from pathlib import Path

import uvicorn
from playwright.sync_api import Page, sync_playwright

from sayso.engine import Record
from sayso.ingest import read_inputs
from sayso.model import Report
from sayso.record import Store
from sayso.web import Settings, make_app

ROOT = Path(__file__).parent.parent
IMAGES = ROOT / "docs" / "images"
SIZE = {"width": 1180, "height": 700}
MAX_BYTES = 250_000
FLAGS = ["--no-sandbox"]
PORT = 8765


def main() -> None:
    """Read the examples, serve them, take the pictures."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        db = f"{folder}/record.db"
        inputs = read_inputs([str(ROOT / "examples" / "reports")], published="2020-10-23")
        with Record(db) as record:
            record.add(one for one in inputs if isinstance(one, Report))
        server = uvicorn.Server(
            uvicorn.Config(make_app(db, settings=Settings()), port=PORT, log_level="warning")
        )
        thread = threading.Thread(target=server.run)
        thread.start()
        while not server.started:
            time.sleep(0.05)
        try:
            take_all(f"http://127.0.0.1:{PORT}", db)
        finally:
            server.should_exit = True
            thread.join()


def take_all(root: str, db: str) -> None:
    """One picture a page."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = browser.new_page(viewport=SIZE, color_scheme="light", reduced_motion="reduce")
        take(page, f"{root}/", "home")
        take(page, root + longest_chain(db), "report")
        take(page, root + widest_event(db), "event")
        take(page, f"{root}/explore?text=killed", "explore")
        take(page, f"{root}/changes?since=2020-08-05&by=publication", "changes")
        take(page, f"{root}/disagreements", "disagreements")
        take(page, f"{root}/commitments", "commitments")
        take(page, f"{root}/situations", "situations")
        page.goto(f"{root}/review?text=killed")
        page.fill("[name=name]", "Ann")
        page.press("[name=name]", "Enter")
        page.wait_for_selector(".reviewing")
        take(page, page.url, "review")
        browser.close()


def longest_chain(db: str) -> str:
    """The address of the claim that has come through the most mouths."""
    with Store(db, create=False) as store:
        row = max(store.claims(), key=lambda row: max((len(chain) for chain in row.claim.chains), default=0))
    return f"/reports/{row.report.id}?claim={row.claim.id}"


def widest_event(db: str) -> str:
    """The address of the event that most reports tell."""
    with Store(db, create=False) as store:
        row = max(store.events(), key=lambda row: row.event.reports)
    return f"/events/{row.event.id}"


def take(page: Page, address: str, name: str) -> None:
    """One picture, checked for size."""
    page.goto(address)
    page.wait_for_load_state("networkidle")
    for words in page.query_selector_all(".text .chosen"):
        words.evaluate('(words) => words.scrollIntoView({ block: "center" })')
    path = IMAGES / f"{name}.png"
    page.screenshot(path=path)
    size = path.stat().st_size
    print(f"{path.relative_to(ROOT)}: {size / 1000:.0f} kB")
    if size > MAX_BYTES:
        raise SystemExit(f"{path.name} is larger than {MAX_BYTES / 1000:.0f} kB")


if __name__ == "__main__":
    main()
