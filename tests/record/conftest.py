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


@pytest.fixture(scope="session")
def databases(server: str) -> Iterator["Databases"]:
    """Databases of the server, made anew or emptied."""
    made = Databases(server)
    yield made
    made.drop_all()


class Databases:
    """Makes a database take a second less: one whose tests are done is emptied and used again."""

    def __init__(self, server: str) -> None:
        self._server = server
        self._emptied: list[str] = []
        self._all: list[str] = []

    def take(self, *, bare: bool) -> str:
        """An address without a record in it, or with an empty one."""
        if self._emptied and not bare:
            return self._emptied.pop()
        name = f"sayso_test_{os.getpid()}_{next(_numbers)}"
        run_sql(self._server.format("postgres"), f"CREATE DATABASE {name}")
        self._all.append(name)
        address = self._server.format(name)
        if not bare:
            Store(address).close()
        return address

    def give_back(self, address: str) -> None:
        """Empty a database, so that it can be taken again."""
        emptied = ("report", "document", "judgement", "name", "reader", "tombstone")
        emptied += ("event", "event_redirect", "copy_group")
        run_sql(address, "; ".join(f"DELETE FROM {table}" for table in emptied))  # noqa: S608 - ours
        self._emptied.append(address)

    def drop_all(self) -> None:
        """Leave the server as it was."""
        for name in self._all:
            run_sql(self._server.format("postgres"), f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def new_address(tmp_path: Path, request: pytest.FixtureRequest):
    """Makes addresses of records; a `bare` one has never held any."""
    taken = []

    def make(kind: str, *, bare: bool = False) -> str:
        if kind == "sqlite":
            return str(tmp_path / f"record{next(_numbers)}.db")
        databases = request.getfixturevalue("databases")
        address = databases.take(bare=bare)
        if not bare:
            taken.append((databases, address))
        return address

    yield make
    for databases, address in taken:
        databases.give_back(address)


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
