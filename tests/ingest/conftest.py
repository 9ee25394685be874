"""A site and a clock for the tests that fetch."""

from collections.abc import Iterator

import pytest
from tests.ingest.web_server import FakeClock, Site, serve


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as made:
        yield made


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()
