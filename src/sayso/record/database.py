"""Connections and transactions of a record's database, and its errors as errors of Sayso."""

import os
import sqlite3
import zlib
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote, unquote

import msgspec
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, DisconnectionError, NoSuchModuleError
from sqlalchemy.pool import QueuePool, StaticPool

from sayso.errors import (
    CrowdedError,
    FullError,
    MissingPackageError,
    NoRecordError,
    ReadOnlyError,
    RecordError,
    SaysoError,
    UsageError,
)

__all__ = [
    "check_small_file",
    "connect",
    "in_batches",
    "meta_number",
    "read_transaction",
    "translated_errors",
    "truncate_log",
    "write_transaction",
]

# How long a writer waits for the others. A report takes milliseconds to write.
_BUSY_S = 60
# "Says" in ASCII: tells a record from other SQLite files (`file` and Datasette show it).
APPLICATION_ID = 0x53617973
# One writer at a time on PostgreSQL too: the numbers then grow in the order of commits, and a page of a query
# never misses a row that came later under a lower number.
_WRITERS_LOCK = 0x53617973

_SALVAGE = "restore a backup, or save what can be read: sayso copy-to NEW.db --db FILE"
# Larger files are checked once something is wrong with them: it takes 3 to 20 ms a megabyte.
_CHECKED_BYTES = 8_000_000
# What unpacking damaged rows fails with.
_UNREADABLE = (msgspec.MsgspecError, zlib.error, UnicodeDecodeError)

_SQLITE_WORDS = {
    sqlite3.SQLITE_FULL: (FullError, "the disk is full", "make room, then run the same command again"),
    sqlite3.SQLITE_READONLY: (
        ReadOnlyError,
        "the record may not be written to",
        "check the permissions of the file and of its folder",
    ),
    sqlite3.SQLITE_PERM: (ReadOnlyError, "the record may not be opened", "check its permissions"),
    sqlite3.SQLITE_BUSY: (
        CrowdedError,
        f"others have been writing to the record for {_BUSY_S} seconds",
        "try again when they are done",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        NoRecordError,
        "the record cannot be opened",
        "check the path, its folder and the permissions",
    ),
    sqlite3.SQLITE_NOTADB: (NoRecordError, "this file is no record", "name another file"),
    sqlite3.SQLITE_CORRUPT: (RecordError, "the file of the record is damaged", _SALVAGE),
    sqlite3.SQLITE_IOERR: (RecordError, "the disk of the record fails or is full", "check the disk"),
}
# https://www.postgresql.org/docs/current/errcodes-appendix.html
_POSTGRESQL_WORDS = {
    "53100": (FullError, "the server's disk is full", "make room, then run the same command again"),
    "25006": (ReadOnlyError, "the record may not be written to", "connect to a server that takes writes"),
    "42501": (ReadOnlyError, "this user may not do that to the record", "ask for the rights to its tables"),
    "55P03": (CrowdedError, "others have been writing to the record for too long", "try again later"),
    "57014": (CrowdedError, "the server stopped the query", "raise its statement_timeout, or ask for less"),
}


def connect(address: str | Path) -> Engine:
    """Return an engine for a SQLite file or a `postgresql://` address, without opening a connection."""
    url = _url(address)
    if url.get_backend_name() == "sqlite":
        pool = StaticPool if url.database in (None, "", ":memory:") else QueuePool
        engine = create_engine(url, poolclass=pool, connect_args={"timeout": _BUSY_S})
        event.listen(engine, "do_connect", _open_sqlite)
        event.listen(engine, "checkout", _check_sqlite)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    try:
        engine = create_engine(url, pool_pre_ping=True)
    except ModuleNotFoundError as error:
        raise MissingPackageError(
            "PostgreSQL needs the package psycopg", help='pip install "sayso[postgres]"'
        ) from error
    event.listen(engine, "begin", _begin_postgresql)
    return engine


def _open_sqlite(_: Any, record: Any, places: list[Any], options: dict[str, Any]) -> None:  # noqa: ANN401
    """Open a file that may not be written to for reading alone.

    Without the write-ahead log that a writer keeps beside it nothing changes, and nothing is locked. With it
    the log is read, too; SQLite needs its index (-shm) for that, and may not make it here.
    """
    path = Path(str(places[0])).absolute()
    if not path.is_file() or (_may_write(path) and _may_write(path.parent)):
        return
    mode = "mode=ro"
    if not _is_live(path):
        mode += "&immutable=1"
        record.info["immutable"] = path
    elif not all(os.access(beside, os.R_OK) for beside in _logs_of(path)):
        raise ReadOnlyError(
            "what was written last lies in its -wal file, which only who may write there can read",
            where=str(path),
            help="let its owner run: sayso reports --count --db FILE; or copy both to a folder of yours",
        )
    places[0] = f"file:{quote(str(path))}?{mode}"
    options["uri"] = True


def _check_sqlite(_: Any, record: Any, __: Any) -> None:  # noqa: ANN401 - SQLAlchemy's own
    """Open a file anew that was read as one that does not change, once somebody writes to it."""
    path = record.info.get("immutable")
    if path is not None and _is_live(path):
        raise DisconnectionError


def _is_live(path: Path) -> bool:
    """Return True if a write-ahead log holds changes, or its index says that the file is open."""
    log, index = _logs_of(path)
    return log.is_file() and (log.stat().st_size > 0 or index.is_file())


def _logs_of(path: Path) -> tuple[Path, Path]:
    return path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")


def _may_write(path: Path) -> bool:
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def _url(address: str | Path) -> URL:
    if not str(address).strip():
        raise UsageError("an empty address names no record", help=_ADDRESSES)
    if isinstance(address, Path) or "://" not in address:
        return URL.create("sqlite", database=str(address))
    try:
        url = make_url(address)
        name = url.get_backend_name()
    except (ArgumentError, NoSuchModuleError) as error:
        raise UsageError("the address of the record cannot be read", help=_ADDRESSES) from error
    if name in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    if name == "sqlite":
        return url
    raise UsageError(f"a record cannot be kept in {name}", help=_ADDRESSES)


_ADDRESSES = "give a file, or postgresql://user@host/database"


def _prepare_sqlite(connection: sqlite3.Connection, _: Any) -> None:  # noqa: ANN401 - SQLAlchemy's own
    # Transactions begin where we say so, not where the driver thinks best.
    connection.isolation_level = None
    cursor = connection.cursor()
    for line in (
        "foreign_keys = ON",
        "synchronous = NORMAL",
        "cache_size = -65536",
        "temp_store = MEMORY",
        # Rows that are made anew leave no bytes behind that a later `forget` cannot reach; it costs no time.
        "secure_delete = ON",
        # About 300 reports; each checkpoint waits for the disk.
        "wal_autocheckpoint = 8000",
        "mmap_size = 1073741824",
    ):
        cursor.execute(f"PRAGMA {line}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # IMMEDIATE: a writer waits for its turn here, where it holds nothing that others wait for.
    writes = connection.get_execution_options().get("sayso_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def truncate_log(engine: Engine, wait_s: float) -> bool:
    """Write the write-ahead log of a SQLite file into it and cut it to nothing.

    Return False if a reader or writer held it for `wait_s` seconds.
    """
    with translated_errors(engine), closing(engine.raw_connection()) as connection:
        cursor = connection.cursor()
        try:
            cursor.execute(f"PRAGMA busy_timeout = {int(wait_s * 1000)}")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            checkpoint = cursor.fetchone()
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {_BUSY_S * 1000}")
            cursor.close()
    return checkpoint is not None and not checkpoint[0]


def _begin_postgresql(connection: Connection) -> None:
    if connection.get_execution_options().get("sayso_writes", False):
        connection.execute(text(f"SELECT pg_advisory_xact_lock({_WRITERS_LOCK})"))


@contextmanager
def read_transaction(engine: Engine) -> Iterator[Connection]:
    """Begin a short transaction that only reads."""
    with translated_errors(engine), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def write_transaction(engine: Engine) -> Iterator[Connection]:
    """Begin a transaction that writes; it is rolled back if an error leaves the block."""
    with translated_errors(engine), engine.connect() as plain:
        connection = plain.execution_options(sayso_writes=True)
        with connection.begin():
            yield connection


@contextmanager
def translated_errors(engine: Engine) -> Iterator[None]:
    """Raise the database's errors as `RecordError` and its subclasses."""
    try:
        yield
    except DBAPIError as error:
        raise _explain(error, engine.url) from error
    except sqlite3.Error as error:  # from the preparation of a connection
        raise _in_words(_SQLITE_WORDS, _code(error), error, engine.url) from error
    except _UNREADABLE as error:
        raise _damage(engine, f"what it holds cannot be read ({type(error).__name__})") from error
    except SaysoError:
        raise
    except Exception as error:
        # Damaged pages give rows that nobody would expect, and any error after that.
        found = _find_damage(engine)
        if found is None:
            raise
        raise _damage(engine, found) from error


def check_small_file(engine: Engine) -> None:
    """Raise `RecordError` for a small SQLite file whose pages are damaged: they may hide or change claims."""
    if engine.dialect.name != "sqlite":
        return
    with read_transaction(engine) as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar() or 0
        size = pages * (connection.exec_driver_sql("PRAGMA page_size").scalar() or 0)
    found = _find_damage(engine) if size <= _CHECKED_BYTES else None
    if found is not None:
        raise _damage(engine, found)


def _find_damage(engine: Engine) -> str | None:
    """Return what SQLite finds wrong with the pages of a file; None for nothing, and on PostgreSQL."""
    if engine.dialect.name != "sqlite":
        return None
    try:
        with engine.connect() as connection, connection.begin():
            message = str(connection.exec_driver_sql("PRAGMA quick_check(1)").scalar())
    except DBAPIError as error:
        is_damage = isinstance(error.orig, sqlite3.Error) and _code(error.orig) == sqlite3.SQLITE_CORRUPT
        return str(error.orig) if is_damage else None
    return None if message == "ok" else " ".join(message.split())


def _damage(engine: Engine, found: str) -> RecordError:
    return RecordError(f"the file of the record is damaged: {found}", where=_show(engine.url), help=_SALVAGE)


def meta_number(value: str | None, key: str) -> int:
    """Return a number kept in `meta`, 0 where none is; raises `RecordError` for anything else."""
    try:
        return int(value or 0)
    except ValueError as error:
        raise RecordError(
            f"the record is damaged: {key!r} is {str(value)[:40]!r} in its table meta, and no number",
            help="restore a backup",
        ) from error


def _explain(error: DBAPIError, url: URL) -> RecordError:
    original = error.orig
    if isinstance(original, sqlite3.OperationalError) and "decode to UTF-8" in str(original):
        return RecordError("the file of the record is damaged", where=_show(url), help=_SALVAGE)
    if isinstance(original, sqlite3.Error):
        return _in_words(_SQLITE_WORDS, _code(original), original, url)
    state = getattr(original, "sqlstate", None)
    if state is None and error.connection_invalidated is False and "connect" in str(original).lower():
        reason = str(original).strip().splitlines()[0]
        return NoRecordError(
            f"the server cannot be reached: {reason}", where=_show(url), help="is it running?"
        )
    return _in_words(_POSTGRESQL_WORDS, state, original, url)


def _code(error: sqlite3.Error) -> int | None:
    code = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF


def _in_words(words: dict[Any, Any], code: object, error: BaseException | None, url: URL) -> RecordError:
    if code in words:
        kind, message, help = words[code]
        made: RecordError = kind(message, where=_show(url), help=help)
        return made
    return RecordError(f"the database says: {str(error).strip()}", where=_show(url))


def _show(url: URL) -> str:
    """Return the address without its password."""
    if url.get_backend_name() == "sqlite":
        return unquote((url.database or ":memory:").removeprefix("file:"))
    return url.set(drivername="postgresql").render_as_string(hide_password=True)


Value = TypeVar("Value", int, str)


def in_batches(values: Collection[Value], size: int = 500) -> Iterator[set[Value]]:
    """Split values into sorted sets of at most `size`, small enough to list in a query."""
    ordered = sorted(values)
    for i in range(0, len(ordered), size):
        yield set(ordered[i : i + size])
