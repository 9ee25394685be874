"""Erasure of reports from a record, with all that was read from them."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from sqlalchemy import Connection, Engine, delete, exists, insert, or_, select

from sayso.errors import RecordError, UnknownError, UsageError
from sayso.model.dates import iso_day
from sayso.record import schema
from sayso.record.database import read_transaction, truncate_log, write_transaction
from sayso.record.relations import mark_unrelated
from sayso.record.search import secure_deletion
from sayso.record.writer import mark_waiting, moment, store_last_numbers

__all__ = ["finish_overwriting", "forget", "is_overwritten"]

# Stands in `meta` while the write-ahead log of a SQLite file may still hold words that were forgotten.
_LEFT = "words left in the log"
# How long readers are waited for. A page of a query takes far less; an export that streams may take longer.
_WAIT_S = 5.0


def forget(connection: Connection, report: str, reason: str) -> list[str]:
    """Erase the reports with this id, input id or address, and return their ids.

    Texts, readings, names and judgements that no other report needs are erased with them. A tombstone keeps
    id and reason, so that a report that is added again stays out.
    """
    if not reason.strip():
        raise UsageError("forgetting needs a reason", help="--reason WORDS")
    r = schema.report
    asked = or_(r.c.id == report, r.c.input_id == report, r.c.url == report)
    rows = connection.execute(select(r.c.n, r.c.id, r.c.document).where(asked).order_by(r.c.n)).all()
    if not rows:
        raise UnknownError(f"the record holds no report {report!r}", help="see: sayso reports")
    store_last_numbers(connection, (schema.report, *schema.FOUND.values()))
    mark_unrelated(connection, [row.n for row in rows])
    with secure_deletion(connection):
        _drop(connection, rows, reason)
    if connection.dialect.name == "sqlite":
        connection.execute(delete(schema.meta).where(schema.meta.c.key == _LEFT))
        connection.execute(insert(schema.meta).values(key=_LEFT, value="1"))
    return [row.id for row in rows]


def is_overwritten(engine: Engine) -> bool:
    """Return False while a SQLite file or its log may still hold words that were forgotten."""
    with read_transaction(engine) as connection:
        return connection.scalar(select(schema.meta.c.key).where(schema.meta.c.key == _LEFT)) is None


def finish_overwriting(engine: Engine, *, wait_s: float = _WAIT_S) -> None:
    """Overwrite in the file what was forgotten, unless a reader still needs it or nothing may be written."""
    with suppress(RecordError):
        if not is_overwritten(engine) and truncate_log(engine, wait_s):
            with write_transaction(engine) as connection:
                connection.execute(delete(schema.meta).where(schema.meta.c.key == _LEFT))


def _drop(connection: Connection, rows: Sequence[Any], reason: str) -> None:
    r = schema.report
    link = schema.event_claim
    events = select(link.c.event).where(link.c.report.in_([row.n for row in rows]))
    m = schema.membership
    copied = select(m.c.group).where(m.c.kind == "copy", m.c.report.in_([row.n for row in rows]))
    connection.execute(delete(schema.copy_group).where(schema.copy_group.c.id.in_(copied)))
    # Their events, as their groups of copies, are made again from what the others tell.
    beside = select(link.c.report).where(link.c.event.in_(events))
    mark_waiting(connection, connection.scalars(beside).all())
    connection.execute(delete(schema.event).where(schema.event.c.n.in_(events)))
    for row in rows:
        connection.execute(delete(r).where(r.c.n == row.n))
        connection.execute(insert(schema.tombstone).values(report=row.id, reason=reason, at=moment()))
    for document in {row.document for row in rows}:
        _drop_unused(connection, document)
    _drop_names(connection)


def _drop_unused(connection: Connection, document: int) -> None:
    """Drop readings on whose day no report of the document is left, and the document after its last."""
    r, g, d = schema.report, schema.reading, schema.document
    id = connection.scalar(select(d.c.id).where(d.c.n == document))
    published = connection.scalars(select(r.c.published).where(r.c.document == document))
    days = {iso_day(day) for day in published}
    connection.execute(delete(g).where(g.c.document == document, g.c.anchor.not_in(days)))
    if not days:
        connection.execute(delete(d).where(d.c.n == document))
        connection.execute(delete(schema.judgement).where(schema.judgement.c.document == id))


def _drop_names(connection: Connection) -> None:
    """Drop the names that nothing refers to any more."""
    users = (
        schema.entity.c.name,
        schema.toponym.c.name,
        schema.participant.c.name,
        schema.place.c.name,
        schema.attribution.c.name,
        schema.commitment.c.debtor,
    )
    unused = [~exists().where(column == schema.name.c.n) for column in users]
    connection.execute(delete(schema.name).where(*unused))
