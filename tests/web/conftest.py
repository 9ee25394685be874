"""A small record, read from the examples by the fast tier, and a browser without eyes."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.web.differing import differing_reports
from tests.web.hostile import hostile_readings

from sayso.engine import Record
from sayso.ingest import read_inputs
from sayso.model import Report
from sayso.web import Settings, make_app

EXAMPLES = Path(__file__).parents[2] / "examples" / "reports"


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("web") / "record.db"
    inputs = read_inputs([str(EXAMPLES)], published="2020-10-23")
    with Record(str(path), tier="fast") as record:
        record.add(one for one in inputs if isinstance(one, Report))
        record.add(differing_reports())
        record.add(hostile_readings())
    return path


@pytest.fixture
def db(made: Path, tmp_path: Path) -> str:
    """A copy that a test may write to."""
    shutil.copy(made, tmp_path / "record.db")
    return str(tmp_path / "record.db")


@pytest.fixture
def serve():
    """Serves a record; the client follows no redirects."""
    opened = []

    def start(db: str | Path, **settings: object) -> TestClient:
        app = make_app(db, settings=Settings(**{"requests_per_minute": 0, **settings}))
        client = TestClient(app, base_url="http://localhost", follow_redirects=False)
        opened.append(client.__enter__())
        return client

    yield start
    for client in opened:
        client.__exit__(None, None, None)


@pytest.fixture(scope="session")
def client(made: Path) -> Iterator[TestClient]:
    """The record of the session, to be read."""
    app = make_app(made, settings=Settings(requests_per_minute=0, judging=False))
    with TestClient(app, base_url="http://localhost", follow_redirects=False) as client:
        yield client


def mark_in(page: str) -> str:
    """The mark of the forms of a page."""
    found = re.search(r'name="mark" value="([0-9a-f]+)"', page)
    assert found, page
    return found[1]


@pytest.fixture
def ann(serve, db: str) -> TestClient:
    """A client that Ann has signed in with."""
    client = serve(db)
    mark = mark_in(client.get("/review").text)
    assert client.post("/review/sign-in", data={"name": "Ann", "mark": mark}).status_code == 303
    return client
