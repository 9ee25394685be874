"""Every store passes the same suite: SQLite, and PostgreSQL where it is installed."""

import itertools
import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from tests.record.postgresql import find_programs, run_server

from sayso.record import Store

_numbers = itertools.count()


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """A PostgreSQL address with a place for the database's name.

    SAYSO_TEST_POSTGRESQL names one that is running (`postgresql://user@host/{}`, with the right to make
    databases); else one is started, if it is installed.
    """
    given = os.environ.get("SAYSO_TEST_POSTGRESQL")
    if given:
        yield given
        return
    if find_programs() is None:
        pytest.skip("PostgreSQL is not installed: the suite runs on SQLite alone")
    with run_server() as address:
        yield address


@pytest.fixture
def new_address(tmp_path: Path, request: pytest.FixtureRequest):
    """Makes addresses of records that are not there yet."""
    made = []

    def make(kind: str) -> str:
        if kind == "sqlite":
            return str(tmp_path / f"record{next(_numbers)}.db")
        address = request.getfixturevalue("server")
        name = f"sayso_test_{os.getpid()}_{next(_numbers)}"
        run_sql(address.format("postgres"), f"CREATE DATABASE {name}")
        made.append((address, name))
        return address.format(name)

    yield make
    for address, name in made:
        run_sql(address.format("postgres"), f"DROP DATABASE {name} WITH (FORCE)")


def run_sql(address: str, line: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(line)


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def address(kind: str, new_address) -> str:
    return new_address(kind)


@pytest.fixture
def record(address: str) -> Iterator[Store]:
    with Store(address) as store:
        yield store
