"""`sayso describe`: what Datasette shows of a record's views."""

import asyncio
import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from sayso.cli.main import run
from sayso.record import Store
from sayso.tables import TABLES


@pytest.fixture
def metadata(tmp_path, monkeypatch):
    """The metadata of an empty record in a folder with a name that must be quoted in addresses."""
    folder = tmp_path / "a ?#% folder"
    folder.mkdir()
    monkeypatch.chdir(folder)
    Store("news.db").close()
    assert run(["describe", "--db", "news.db", "-o", "metadata.json"]) == 0
    return json.loads((folder / "metadata.json").read_text(encoding="utf-8"))["databases"]["news"]


def test_every_column_of_every_view_is_described(metadata):
    with closing(sqlite3.connect("news.db")) as connection:
        views = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'view'")]
        columns = {
            view: [row[1] for row in connection.execute(f"PRAGMA table_info({view})")] for view in views
        }
    shown = {name: table for name, table in metadata["tables"].items() if not table.get("hidden")}
    assert {name: list(table["columns"]) for name, table in shown.items()} == columns
    assert all(
        text for table in shown.values() for text in [table["description"], *table["columns"].values()]
    )


def test_tables_below_the_views_are_hidden(metadata):
    with closing(sqlite3.connect("news.db")) as connection:
        tables = {
            name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        }
    assert {name for name, table in metadata["tables"].items() if table.get("hidden")} == tables


def test_server_is_refused_with_the_way_out(capsys):
    assert run(["describe", "--db", "postgresql://me@localhost/news"]) == 2
    assert "sayso copy-to" in capsys.readouterr().err


def test_datasette_shows_the_descriptions(metadata):
    datasette = pytest.importorskip("datasette.app")
    server = datasette.Datasette(["news.db"], metadata={"databases": {"news": metadata}})

    async def get() -> str:
        return (await server.client.get("/news/claims")).text

    # In a thread of its own: the one of the tests may run the loop of a browser.
    with ThreadPoolExecutor(1) as thread:
        page = thread.submit(asyncio.run, get()).result()
    claims = TABLES["claim"]
    assert claims.description in page
    assert page.count("<dt>") == len(claims.view_columns())
