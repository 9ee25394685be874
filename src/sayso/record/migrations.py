"""Creation of a new record's tables, and migrations of an older record.

The table `meta` holds a record's schema version. A new record is created at the newest version; `STEPS[n]`
migrates a record from version n to n + 1, all steps in one transaction. Views are dropped before and created
again after.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Column, Connection, Engine, func, insert, inspect, select, text, update

from sayso.errors import NoRecordError, RecordError
from sayso.record.database import (
    APPLICATION_ID,
    check_small_file,
    meta_number,
    read_transaction,
    translated_errors,
    write_transaction,
)
from sayso.record.relations import Relations
from sayso.record.schema import (
    claim,
    claim_body,
    disagreement,
    event,
    follow_profile,
    judgement,
    membership,
    meta,
    metadata,
    pair,
    report,
    state_assertion,
    waiting,
)
from sayso.record.search import create_search, index_anew
from sayso.record.views import create_views, drop_views

__all__ = ["STEPS", "prepare", "schema_version"]


def _add_relations(connection: Connection) -> None:
    """The tables of what relates reports; all reports wait to be related."""
    groups = ["waiting", "sketch", "sketch_key", "pair", "follow_key", "membership", "copy_group"]
    events = ["event", "event_claim", "event_redirect", "disagreement"]
    metadata.create_all(connection, tables=[metadata.tables[name] for name in groups + events])
    connection.execute(insert(waiting).from_select(["report"], select(report.c.n)))


def _relate_anew(connection: Connection) -> None:
    """Reports find one another under other keys now, and more is kept: all wait to be related anew."""
    metadata.create_all(connection, tables=[follow_profile, state_assertion])
    for column in (event.c.newest, disagreement.c.kind, disagreement.c.rank):
        _add_column(connection, column)
    for table in (claim, event, disagreement):
        for index in table.indexes:
            index.create(connection, checkfirst=True)
    Relations(connection).drop_all()


def _add_column(connection: Connection, column: Column[Any]) -> None:
    """Add a column to a table that is emptied; one that an earlier step has just made has it already."""
    table = column.table.name
    if column.name not in {existing["name"] for existing in inspect(connection).get_columns(table)}:
        kind = column.type.compile(connection.dialect)
        # SQLite wants a default even where no row is there.
        empty = "0" if column.type.python_type is int else "''"
        connection.execute(
            text(f"ALTER TABLE {table} ADD COLUMN {column.name} {kind} NOT NULL DEFAULT {empty}")
        )


def _index_anew(connection: Connection) -> None:
    """No index begins any more with a column of few values: by these, SQLite went through whole tables."""
    for name in ("claim_tally", "claim_days", "membership_group"):
        connection.execute(text(f"DROP INDEX IF EXISTS {name}"))
    connection.execute(text("CREATE TABLE pair_before AS SELECT * FROM pair"))
    pair.drop(connection)
    pair.create(connection)
    copied = "INSERT INTO pair (one, other, kind, score) SELECT one, other, kind, score FROM pair_before"
    connection.execute(text(copied))
    connection.execute(text("DROP TABLE pair_before"))
    for table in (claim, membership):
        for index in table.indexes:
            index.create(connection, checkfirst=True)


def _add_confidence(connection: Connection) -> None:
    """Claims have a confidence, certainty only with words that hedge, and keys made of other roots of words.

    The views have the columns of the tables. All reports wait to be related anew.
    """
    known = {column["name"] for column in inspect(connection).get_columns("claim")}
    if claim.c.confidence.name not in known:
        connection.execute(text("ALTER TABLE claim ADD COLUMN confidence SMALLINT"))
    _drop_guessed_certainty(connection)
    Relations(connection).drop_all()


def _drop_relations(connection: Connection) -> None:
    """Relations rest on other features and keys than before: all reports wait to be related anew."""
    Relations(connection).drop_all()


def _drop_guessed_certainty(connection: Connection) -> None:
    """Claims without words that hedge them are certain; before schema 6 a model guessed. Corrections stay."""
    corrected = select(judgement.c.key).where(judgement.c.field == "certainty")
    guessed = (claim.c.certainty != "certain") & claim.c.key.not_in(corrected)
    rows = select(claim.c.n).where(guessed)
    for level in ("probable", "possible"):
        written, certain = f'"certainty":"{level}"', '"certainty":"certain"'
        bodies = update(claim_body).where(claim_body.c.n.in_(rows))
        connection.execute(bodies.values(body=func.replace(claim_body.c.body, written, certain)))
    connection.execute(update(claim).where(guessed).values(certainty="certain"))


# From version n (the key) to n + 1.
STEPS: dict[int, Callable[[Connection], None]] = {
    1: _add_relations,
    2: _relate_anew,
    3: _index_anew,
    4: index_anew,
    5: _add_confidence,
    6: _drop_relations,
    7: _drop_relations,
}
_FIRST = 1


def schema_version() -> int:
    """The version of the schema that this Sayso writes."""
    return _FIRST + len(STEPS)


def prepare(engine: Engine, *, create: bool, check: bool = True) -> None:
    """Make sure that there is a record of this version; a missing one is made if `create` says so.

    `check` looks for damage in a small file before anything else. Raises `NoRecordError` where there is none,
    something else, or a record of a newer Sayso.
    """
    if check:
        check_small_file(engine)
    found = _find_version(engine)
    if found == schema_version():
        return
    if found is None and not create:
        raise NoRecordError("there is no record here yet", help="make one with: sayso add PATH --db DB")
    if found is not None and found < _FIRST:
        raise RecordError(f"the record is damaged: there is no schema {found}", help="restore a backup")
    if found is not None and found > schema_version():
        raise NoRecordError(
            f"a newer Sayso made this record (schema {found}, this one knows {schema_version()})",
            help="pip install --upgrade sayso",
        )
    if engine.dialect.name == "sqlite" and found is None:
        _prepare_file(engine)
    with write_transaction(engine) as connection:
        # Another process may have done it while this one waited for its turn.
        found = _version(connection)
        if found is None:
            _create(connection)
        else:
            _upgrade(connection, found)


def _find_version(engine: Engine) -> int | None:
    with read_transaction(engine) as connection:
        return _version(connection)


def _version(connection: Connection) -> int | None:
    tables = set(inspect(connection).get_table_names())
    if "meta" in tables and {"reading", "report"} <= tables:
        value = connection.scalar(select(meta.c.value).where(meta.c.key == "schema"))
        if value is not None:
            return meta_number(value, "schema")
    known = tables & set(metadata.tables)
    if known or (tables and connection.dialect.name == "sqlite"):
        raise NoRecordError(
            "this database holds something else", help="name another file or database for the record"
        )
    return None


def _prepare_file(engine: Engine) -> None:
    """Set what SQLite keeps in the file's head, and can set only outside a transaction."""
    with translated_errors(engine):
        connection = engine.raw_connection()
        try:
            cursor = connection.cursor()
            cursor.execute("PRAGMA journal_mode = WAL")
            cursor.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            cursor.close()
        finally:
            connection.close()


def _create(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        encoding = connection.scalar(text("SHOW server_encoding"))
        if encoding != "UTF8":
            raise NoRecordError(
                f"this database is in {encoding}, a record needs UTF-8",
                help="createdb -E UTF8 -T template0 NAME",
            )
    metadata.create_all(connection)
    create_search(connection)
    create_views(connection)
    connection.execute(insert(meta).values(key="schema", value=str(schema_version())))


def _upgrade(connection: Connection, found: int) -> None:
    if found == schema_version():
        return
    drop_views(connection)
    for version in range(found, schema_version()):
        STEPS[version](connection)
    create_views(connection)
    connection.execute(update(meta).where(meta.c.key == "schema").values(value=str(schema_version())))
