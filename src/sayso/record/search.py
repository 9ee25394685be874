"""Full-text search: FTS5 on SQLite, tsvector on PostgreSQL, with the same words found by both.

FTS5's tokenizer cuts texts and queries for both: at every sign that is no letter or digit, without marks on
letters, English words reduced to their stem with Porter's algorithm; names are not stemmed. Stop words are
words. PostgreSQL's own parser and stemmer would find other words ("us" where a text has "U.N.").
"""

import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    and_,
    cast,
    column,
    false,
    literal_column,
    select,
    table,
    text,
    true,
)
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR

from sayso.errors import RecordError
from sayso.model.report import digest
from sayso.record.schema import attribution_body, claim_body, commitment_body, document, name

__all__ = ["Window", "create_search", "index_anew", "index_rows", "matching", "secure_deletion", "within"]

# First number, and the one after the last.
Window = tuple[int, int]

_CHUNK = re.compile(r'"([^"]*)"|(\S+)')
_WORD = re.compile(r"[^\W_]+")
# What is searched, under which columns, and whether words are stemmed.
_INDEXED = {
    "document": (document, ("text",), True),
    "attribution": (attribution_body, ("words",), True),
    "claim": (claim_body, ("words",), True),
    "commitment": (commitment_body, ("words",), True),
    "name": (name, ("words", "name", "entity", "code"), False),
}
# Words between two columns of a row in PostgreSQL, so that no phrase runs from one into the next.
_GAP = 1000
# Limits of a tsvector: of a word in bytes, of a position, and of all words in bytes, less some room.
_LONGEST_WORD, _LAST_POSITION, _LARGEST = 2046, 16383, 1_000_000
_ROWS = 1000

# Where each word stands in a row, counted from 1, by the word.
_Positions = dict[str, list[int]]


def create_search(connection: Connection) -> None:
    """Make the search indexes of a new record."""
    if connection.dialect.name == "sqlite":
        statements = [line for kind in _INDEXED for line in _sqlite(kind)]
    else:
        statements = [line for kind in _INDEXED for line in _postgresql(kind)]
    for statement in statements:
        connection.execute(text(statement))


def _sqlite(kind: str) -> tuple[str, ...]:
    source, columns, stemmed = _INDEXED[kind]
    index, inside = f"{kind}_search", ", ".join(columns)
    old, new = (", ".join(f"{row}.{field}" for field in columns) for row in ("old", "new"))
    remove = f"INSERT INTO {index}({index}, rowid, {inside}) VALUES ('delete', old.n, {old})"  # noqa: S608
    add = f"INSERT INTO {index}(rowid, {inside}) VALUES (new.n, {new})"  # noqa: S608
    return (
        f"CREATE VIRTUAL TABLE {index} USING fts5({inside}, content='{source.name}', content_rowid='n',"
        f" columnsize=0, tokenize='{_tokenizer(stemmed=stemmed)}')",
        f"CREATE TRIGGER {index}_add AFTER INSERT ON {source.name} BEGIN {add}; END",
        f"CREATE TRIGGER {index}_remove AFTER DELETE ON {source.name} BEGIN {remove}; END",
        f"CREATE TRIGGER {index}_change AFTER UPDATE OF {inside} ON {source.name} BEGIN {remove}; {add}; END",
    )


def _tokenizer(*, stemmed: bool) -> str:
    return f"{'porter ' if stemmed else ''}unicode61 remove_diacritics 2"


def _postgresql(kind: str) -> tuple[str, ...]:
    source = _INDEXED[kind][0]
    return (
        f"CREATE TABLE {kind}_search (n bigint PRIMARY KEY REFERENCES {source.name}(n) ON DELETE CASCADE,"
        " words tsvector NOT NULL)",
        f"CREATE INDEX {kind}_search_words ON {kind}_search USING gin (words)",
    )


def index_anew(connection: Connection) -> None:
    """Index all rows of a record on PostgreSQL again: before schema 5 it cut texts in its own way."""
    if connection.dialect.name == "sqlite":
        return
    for kind, (source, columns, _) in _INDEXED.items():
        connection.execute(text(f"DELETE FROM {kind}_search"))  # noqa: S608 - ours
        last, query = 0, select(source.c.n, *(source.c[field] for field in columns)).order_by(source.c.n)
        while rows := connection.execute(query.where(source.c.n > last).limit(_ROWS)).mappings().all():
            index_rows(connection, source, [dict(row) for row in rows])
            last = rows[-1]["n"]
    connection.execute(text("DROP TEXT SEARCH CONFIGURATION IF EXISTS sayso"))
    connection.execute(text("DROP TEXT SEARCH DICTIONARY IF EXISTS sayso_stem"))


def index_rows(connection: Connection, source: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Index rows just inserted; SQLite's triggers have done it already."""
    if connection.dialect.name == "sqlite":
        return
    for kind, (indexed, columns, stemmed) in _INDEXED.items():
        if indexed is not source:
            continue
        values = [tuple(row.get(field) or "" for field in columns) for row in rows]
        vectors = [_write_vector(positions) for positions in _tokenize(values, stemmed=stemmed)]
        statement = f"INSERT INTO {kind}_search VALUES (:n, CAST(:words AS tsvector))"  # noqa: S608
        indexes = [{"n": row["n"], "words": words} for row, words in zip(rows, vectors, strict=True)]
        connection.execute(text(statement), indexes)


def _tokenize(rows: Sequence[tuple[str, ...]], *, stemmed: bool) -> list[_Positions]:
    """Cut the values of rows into words, as FTS5 does for its own index."""
    found: list[_Positions] = [{} for _ in rows]
    with closing(sqlite3.connect(":memory:")) as database:
        options = f"columnsize=0, tokenize='{_tokenizer(stemmed=stemmed)}'"
        database.execute(f"CREATE VIRTUAL TABLE cut USING fts5(words, content='', {options})")
        database.execute("CREATE VIRTUAL TABLE token USING fts5vocab(cut, instance)")
        width = len(rows[0]) if rows else 1
        values = [(i * width + j, value) for i, row in enumerate(rows) for j, value in enumerate(row)]
        database.executemany("INSERT INTO cut (rowid, words) VALUES (?, ?)", values)
        for word, place, offset in database.execute("SELECT term, doc, offset FROM token"):
            row, column = divmod(place, width)
            word = word if len(word.encode()) <= _LONGEST_WORD else digest(word)
            found[row].setdefault(word, []).append(column * _GAP + offset + 1)
    return found


def _write_vector(words: _Positions) -> str:
    """Write words as a tsvector, as far as it has room for them; the words that come first go first."""
    written, size = list[str](), 0
    for word, positions in sorted(words.items(), key=lambda entry: entry[1][0]):
        size += len(word.encode()) + 8 + 2 * min(len(positions), 256)
        if size > _LARGEST:
            break
        places = ",".join(str(min(position, _LAST_POSITION)) for position in positions)
        written.append(f"'{word}':{places}")
    return " ".join(written)


def _write_query(phrase: tuple[str, ...], *, stemmed: bool) -> str:
    """Write a phrase as a tsquery; empty if no word is in it."""
    (words,) = _tokenize([(" ".join(phrase),)], stemmed=stemmed)
    placed = sorted((position, word) for word, positions in words.items() for position in positions)
    return " <-> ".join(f"'{word}'" for _, word in placed)


def within(number: ColumnElement[int], window: Window | None) -> ColumnElement[bool]:
    """Return the condition that a number lies in a window, if there is one."""
    return true() if window is None else and_(number >= window[0], number < window[1])


@contextmanager
def secure_deletion(connection: Connection) -> Iterator[None]:
    """Overwrite in a SQLite file what is deleted, in the search indexes too.

    PostgreSQL overwrites deleted rows in its own time (VACUUM).
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    if not connection.exec_driver_sql("PRAGMA secure_delete = ON").scalar():
        raise RecordError("this SQLite cannot overwrite what is deleted", help="use another build of it")
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
    """Return the numbers of the rows of `kind` that contain all the words, as a subquery for `in_`.

    With a window only those from its first number up to, not including, its last.
    """
    wanted = _phrases(words)
    index = table(f"{kind}_search", column("n"), column("rowid"), column("words", TSVECTOR))
    if not wanted:
        return select(index.c.n if dialect != "sqlite" else index.c.rowid).where(false())
    if dialect == "sqlite":
        query = " ".join(f'"{" ".join(phrase)}"' for phrase in wanted)
        found = select(index.c.rowid).where(literal_column(f"{kind}_search").op("MATCH")(query))
        return found.where(within(index.c.rowid, window))
    queries = [_write_query(phrase, stemmed=_INDEXED[kind][2]) for phrase in wanted]
    found = select(index.c.n)
    for query in filter(None, queries):
        found = found.where(index.c.words.op("@@")(cast(query, TSQUERY)))
    return found if any(queries) else found.where(false())


def _phrases(wanted: str) -> tuple[tuple[str, ...], ...]:
    """Split a search into phrases: words that must follow one another.

    What stands in double quotes is one phrase; so is what is written without a space ("U.S.", "al-Ahd").
    Signs are no words: a search for `%` holds none, and finds nothing.

    >>> _phrases('al-Ahd "no confidence" vote')
    (('al', 'Ahd'), ('no', 'confidence'), ('vote',))
    """
    cut = (tuple(_WORD.findall(quoted or bare)) for quoted, bare in _CHUNK.findall(wanted))
    return tuple(words for words in cut if words)
