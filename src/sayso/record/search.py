"""Full-text search: FTS5 on SQLite, tsvector on PostgreSQL, with the same words found by both.

Both cut a text at every sign that is no letter or digit, take marks off letters, and reduce English words to
their stem with Porter's algorithm; names are not stemmed. Stop words are words.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    and_,
    column,
    false,
    func,
    literal_column,
    select,
    table,
    text,
    true,
)
from sqlalchemy.dialects.postgresql import TSVECTOR

from sayso.record.schema import attribution_body, claim_body, commitment_body, document, name
from sayso.record.words import fold, phrases

__all__ = ["Window", "create_search", "index_rows", "matching", "wiping", "within"]

# First number, and the one after the last.
Window = tuple[int, int]

# What is searched, under which columns, and whether words are stemmed.
_INDEXED = {
    "document": (document, ("text",), True),
    "attribution": (attribution_body, ("words",), True),
    "claim": (claim_body, ("words",), True),
    "commitment": (commitment_body, ("words",), True),
    "name": (name, ("words", "name", "entity", "code"), False),
}
# Keeps a phrase from running from one column into the next; no word of a report looks like it.
_BORDER = " 0xsaysoborder0x "


def create_search(connection: Connection) -> None:
    """Make the search indexes of a new record."""
    if connection.dialect.name == "sqlite":
        statements = [line for kind in _INDEXED for line in _sqlite(kind)]
    else:
        statements = [*_POSTGRESQL_WORDS, *(line for kind in _INDEXED for line in _postgresql(kind))]
    for statement in statements:
        connection.execute(text(statement))


def _sqlite(kind: str) -> tuple[str, ...]:
    source, columns, stemmed = _INDEXED[kind]
    tokens = f"{'porter ' if stemmed else ''}unicode61 remove_diacritics 2"
    index, inside = f"{kind}_search", ", ".join(columns)
    old, new = (", ".join(f"{row}.{one}" for one in columns) for row in ("old", "new"))
    remove = f"INSERT INTO {index}({index}, rowid, {inside}) VALUES ('delete', old.n, {old})"  # noqa: S608
    add = f"INSERT INTO {index}(rowid, {inside}) VALUES (new.n, {new})"  # noqa: S608
    return (
        f"CREATE VIRTUAL TABLE {index} USING fts5({inside}, content='{source.name}', content_rowid='n',"
        f" columnsize=0, tokenize='{tokens}')",
        f"CREATE TRIGGER {index}_add AFTER INSERT ON {source.name} BEGIN {add}; END",
        f"CREATE TRIGGER {index}_remove AFTER DELETE ON {source.name} BEGIN {remove}; END",
        f"CREATE TRIGGER {index}_change AFTER UPDATE OF {inside} ON {source.name} BEGIN {remove}; {add}; END",
    )


_WORD_KINDS = (
    "asciiword, word, numword, asciihword, hword, numhword, hword_asciipart, hword_part, hword_numpart,"
    " email, protocol, url, host, url_path, file, sfloat, float, int, uint, version, tag, entity"
)
_POSTGRESQL_WORDS = (
    "CREATE TEXT SEARCH DICTIONARY sayso_stem (TEMPLATE = snowball, LANGUAGE = porter)",
    "CREATE TEXT SEARCH CONFIGURATION sayso (COPY = simple)",
    f"ALTER TEXT SEARCH CONFIGURATION sayso ALTER MAPPING FOR {_WORD_KINDS.removesuffix(', tag, entity')}"
    " WITH sayso_stem",
)


def _postgresql(kind: str) -> tuple[str, ...]:
    source = _INDEXED[kind][0]
    return (
        f"CREATE TABLE {kind}_search (n bigint PRIMARY KEY REFERENCES {source.name}(n) ON DELETE CASCADE,"
        " words tsvector NOT NULL)",
        f"CREATE INDEX {kind}_search_words ON {kind}_search USING gin (words)",
    )


def index_rows(connection: Connection, source: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Index rows just inserted; SQLite's triggers have done it already."""
    if connection.dialect.name == "sqlite":
        return
    for kind, (indexed, columns, stemmed) in _INDEXED.items():
        if indexed is not source:
            continue
        folded = [
            {"n": row["n"], "folded": _BORDER.join(fold(row.get(one) or "") for one in columns)}
            for row in rows
        ]
        dictionary = _dictionary(stemmed=stemmed)
        statement = f"INSERT INTO {kind}_search VALUES (:n, to_tsvector({dictionary}, :folded))"  # noqa: S608
        connection.execute(text(statement), folded)


def within(number: ColumnElement[int], window: Window | None) -> ColumnElement[bool]:
    """That a number lies in a window, if there is one."""
    return true() if window is None else and_(number >= window[0], number < window[1])


@contextmanager
def wiping(connection: Connection) -> Iterator[None]:
    """Overwrite in a SQLite file what is deleted, in the search indexes too.

    PostgreSQL overwrites deleted rows in its own time (VACUUM).
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    connection.exec_driver_sql("PRAGMA secure_delete = ON")
    # Since SQLite 3.42 FTS5 can take words out at once; before, only by merging the whole index.
    at_once = sqlite3.sqlite_version_info >= (3, 42)
    if at_once:
        _command(connection, "secure-delete")
    yield
    if not at_once:
        _command(connection, "optimize")


def _command(connection: Connection, command: str) -> None:
    for kind in _INDEXED:
        index = f"{kind}_search"
        connection.exec_driver_sql(f"INSERT INTO {index}({index}, rank) VALUES (?, 1)", (command,))  # noqa: S608


def matching(dialect: str, kind: str, words: str, window: Window | None = None) -> ColumnElement[bool] | Any:  # noqa: ANN401 - a subquery
    """The numbers of the rows of `kind` that hold all the words, as a subquery for `in_`.

    With a window only those from its first number up to, not including, its last.
    """
    wanted = phrases(words)
    index = table(f"{kind}_search", column("n"), column("rowid"), column("words", TSVECTOR))
    if not wanted:
        return select(index.c.n if dialect != "sqlite" else index.c.rowid).where(false())
    if dialect == "sqlite":
        query = " ".join(f'"{" ".join(one)}"' for one in wanted)
        found = select(index.c.rowid).where(literal_column(f"{kind}_search").op("MATCH")(query))
        return found.where(within(index.c.rowid, window))
    dictionary: ColumnElement[Any] = literal_column(_dictionary(stemmed=_INDEXED[kind][2]))
    found = select(index.c.n)
    for one in wanted:
        found = found.where(index.c.words.op("@@")(func.phraseto_tsquery(dictionary, fold(" ".join(one)))))
    return found


def _dictionary(*, stemmed: bool) -> str:
    return "'sayso'::regconfig" if stemmed else "'simple'::regconfig"
