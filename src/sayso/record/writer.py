"""Writer of readings into a record, each in one transaction."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    ScalarSelect,
    Table,
    and_,
    delete,
    exists,
    func,
    insert,
    select,
    update,
)

from sayso.model import FAULTS, NamedEntity, Raw, Reader, Reading, ReadingStatus, Report, Toponym
from sayso.model.dates import date_part, first_day, iso_day, last_day
from sayso.record import schema
from sayso.record.database import in_batches, meta_number
from sayso.record.rows import Found, Known, Rows, add_found, address_of, name_of, names_in, place_name
from sayso.record.search import index_rows
from sayso.record.serialization import Rest, pack_raw, pack_rest, to_json

__all__ = [
    "Outcome",
    "failed",
    "find_numbers",
    "is_forgotten",
    "known_reading",
    "mark_waiting",
    "moment",
    "next_number",
    "put",
    "put_raw",
    "put_report",
    "store_last_numbers",
    "write_rows",
]


class Outcome(StrEnum):
    """The outcome of adding a report.

    `added`: its document is new. `copy`: another report has the same document. `reread`: it was there, read
    by another reader, or its reading had failed. `there`: nothing to do. `forgotten`: it was taken out, and
    stays out.
    """

    ADDED = "added"
    COPY = "copy"
    REREAD = "reread"
    THERE = "there"
    FORGOTTEN = "forgotten"


def moment() -> str:
    """Return the current time in UTC, as the record writes it."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def _reported_on(published: str | None, seen: str) -> str:
    """Return the day by which a report was out: its last possible day, or the day it was seen if earlier."""
    if not published:
        return date_part(seen)
    return min(last_day(published), max(first_day(published), date_part(seen)))


def next_number(connection: Connection, table: Table) -> int:
    """Return the next even number of a table, never one given before; writers come one at a time."""
    there, given = connection.execute(select(_last(table), _last_given(table))).one()
    return (max(there or 0, meta_number(given, _given(table))) // 2 + 1) * 2


def store_last_numbers(connection: Connection, tables: Iterable[Table]) -> None:
    """Store the last number given, before rows are deleted: a reader who polls by number misses nothing."""
    meta = schema.meta
    for table in tables:
        last = next_number(connection, table) - 2
        connection.execute(delete(meta).where(meta.c.key == _given(table)))
        connection.execute(insert(meta).values(key=_given(table), value=str(last)))


def _last(table: Table) -> ScalarSelect[int | None]:
    return select(func.max(table.c.n)).scalar_subquery()


def _last_given(table: Table) -> ScalarSelect[str]:
    meta = schema.meta
    return select(meta.c.value).where(meta.c.key == _given(table)).scalar_subquery()


def _given(table: Table) -> str:
    return f"numbers of {table.name}"


def known_reading(connection: Connection, report: Report, fingerprint: str) -> Any:  # noqa: ANN401 - a row
    """Return this reader's reading of the report's document and day, if there is one."""
    g, d, e = schema.reading, schema.document, schema.reader
    query = (
        select(g.c.n, d.c.n.label("document"))
        .join(d, d.c.n == g.c.document)
        .join(e, e.c.n == g.c.reader)
        .where(d.c.id == report.document, g.c.anchor == iso_day(report.published))
        .where(e.c.fingerprint == fingerprint, g.c.status == ReadingStatus.READ)
    )
    return connection.execute(query).first()


def failed() -> ColumnElement[bool]:
    """Return the condition that a joined report's reading failed by a fault that may have passed."""
    issue = schema.issue
    has_fault = exists().where(issue.c.report == schema.report.c.n, issue.c.code.in_(FAULTS))
    return and_(schema.reading.c.status == ReadingStatus.UNREAD, has_fault)


def put(
    connection: Connection, reading: Reading, *, raw: Raw | None = None, first_seen: str | None = None
) -> tuple[Outcome, int, bool]:
    """Write a reading and its report.

    Returns the outcome, the reading's number, and whether the reading is new to the record.
    """
    report = reading.report
    if is_forgotten(connection, report.id):
        return Outcome.FORGOTTEN, 0, False
    document, is_known = _put_document(connection, report)
    reader = _put_reader(connection, reading.reader)
    number, is_new = _put_reading(connection, reading, document, reader)
    outcome = put_report(connection, reading, (document, number), first_seen)
    if raw is not None:
        put_raw(connection, raw)
    return Outcome.COPY if outcome is Outcome.ADDED and is_known else outcome, number, is_new


def is_forgotten(connection: Connection, report: str) -> bool:
    """Return True if a report was erased from the record."""
    t = schema.tombstone
    return connection.scalar(select(t.c.report).where(t.c.report == report)) is not None


def _put_document(connection: Connection, report: Report) -> tuple[int, bool]:
    table = schema.document
    known = connection.scalar(select(table.c.n).where(table.c.id == report.document))
    if known is not None:
        return known, True
    n = next_number(connection, table)
    rows: Rows = defaultdict(list)
    rows[table].append({"n": n, "id": report.document, "sha256": report.sha256, "text": report.text})
    write_rows(connection, rows)
    return n, False


def _put_reader(connection: Connection, reader: Reader) -> int:
    table, fingerprint = schema.reader, reader.fingerprint()
    known = connection.scalar(select(table.c.n).where(table.c.fingerprint == fingerprint))
    if known is not None:
        return int(known)
    n = next_number(connection, table)
    row = {"n": n, "fingerprint": fingerprint, "name": reader.name, "version": reader.version}
    connection.execute(insert(table).values(**row, tier=str(reader.tier), models=to_json(reader.models)))
    return n


def put_report(
    connection: Connection, reading: Reading, numbers: tuple[int, int], first_seen: str | None
) -> Outcome:
    """Write the report's own row; `numbers` are those of its document and its reading."""
    report, table = reading.report, schema.report
    known = connection.execute(select(table.c.n, table.c.reading).where(table.c.id == report.id)).first()
    if known is not None and known.reading == numbers[1]:
        if reading.status is ReadingStatus.UNREAD:
            # The fault may be another one than last time.
            _put_issues_anew(connection, reading, known.n)
        return Outcome.THERE
    if known is not None:
        row = {"reading": numbers[1], "credit": to_json(report.credit), "language": report.language}
        connection.execute(update(table).where(table.c.n == known.n).values(**row))
        _put_issues_anew(connection, reading, known.n)
        mark_waiting(connection, [known.n])
        return Outcome.REREAD
    n, seen = next_number(connection, table), first_seen or moment()
    row = {
        "n": n,
        "document": numbers[0],
        "reading": numbers[1],
        **{
            field: getattr(report, field)
            for field in ("id", "input_id", "url", "publisher", "title", "byline")
        },
        "credit": to_json(report.credit),
        "published": report.published,
        "language": report.language,
        "address": address_of(report),
        "reported_on": _reported_on(report.published, seen),
        "first_seen": seen,
    }
    connection.execute(insert(table).values(**row))
    _put_issues(connection, reading, n)
    mark_waiting(connection, [n])
    return Outcome.ADDED


def mark_waiting(connection: Connection, reports: Iterable[int]) -> None:
    """Mark reports as waiting to be related."""
    table = schema.waiting
    for batch in in_batches(set(reports)):
        there = set(connection.scalars(select(table.c.report).where(table.c.report.in_(batch))))
        rows = [{"report": report} for report in sorted(batch - there)]
        if rows:
            connection.execute(insert(table), rows)


def _put_issues_anew(connection: Connection, reading: Reading, report: int) -> None:
    connection.execute(delete(schema.issue).where(schema.issue.c.report == report))
    _put_issues(connection, reading, report)


def _put_issues(connection: Connection, reading: Reading, report: int) -> None:
    rows = [
        {"report": report, "position": i, "code": issue.code, "message": issue.message}
        for i, issue in enumerate(reading.issues)
    ]
    if rows:
        connection.execute(insert(schema.issue), rows)


def put_raw(connection: Connection, raw: Raw) -> None:
    """Store the raw input of a report, unless it is stored already."""
    table = schema.raw
    n = connection.scalar(select(schema.report.c.n).where(schema.report.c.id == raw.report))
    if n is None or connection.scalar(select(table.c.report).where(table.c.report == n)) is not None:
        return
    row = {"report": n, "media_type": raw.media_type, "size": len(raw.content)}
    connection.execute(insert(table).values(**row, content=pack_raw(raw.content)))


def _put_reading(connection: Connection, reading: Reading, document: int, reader: int) -> tuple[int, bool]:
    table = schema.reading
    identity = {
        "document": document,
        "anchor": iso_day(reading.report.published),
        "reader": reader,
        "status": str(reading.status),
    }
    known = connection.scalar(select(table.c.n).filter_by(**identity))
    if known is not None:
        return known, False
    n = next_number(connection, table)
    rest = Rest(
        toponyms=reading.toponyms,
        times=reading.times,
        quantities=reading.quantities,
        entities=reading.entities,
    )
    row = {"n": n, **identity, "body": pack_rest(rest)}
    connection.execute(insert(table).values(**row))
    names = find_numbers(connection, names_in(reading))
    rows: Rows = defaultdict(list)
    _add_mentions(rows, n, reading, names)
    _add_all_found(connection, rows, n, reading, names)
    write_rows(connection, rows)
    return n, True


def find_numbers(connection: Connection, names: Mapping[str, dict[str, Any]]) -> dict[str, int]:
    """Return the number of each name; write those that are new to the record."""
    table = schema.name
    known = {
        row.digest: row.n
        for row in connection.execute(select(table.c.digest, table.c.n).where(table.c.digest.in_(names)))
    }
    n = next_number(connection, table)
    new: Rows = defaultdict(list)
    for digest, row in names.items():
        if digest not in known:
            new[table].append({**row, "n": n})
            known[digest] = n
            n += 1
    write_rows(connection, new)
    return known


def _add_mentions(rows: Rows, n: int, reading: Reading, names: Mapping[str, int]) -> None:
    def named(mention: NamedEntity | Toponym) -> int:
        row = place_name(mention) if isinstance(mention, Toponym) else name_of(mention.name, mention.entity())
        return names[row["digest"]]

    rows[schema.entity] += [
        {"reading": n, "position": i, "id": entity.id, "name": named(entity)}
        for i, entity in enumerate(reading.entities)
    ]
    rows[schema.toponym] += [
        {
            "reading": n,
            "position": i,
            "start": toponym.start,
            "end": toponym.end,
            "name": named(toponym),
            "confidence": toponym.confidence,
        }
        for i, toponym in enumerate(reading.toponyms)
    ]


def _add_all_found(
    connection: Connection, rows: Rows, n: int, reading: Reading, names: Mapping[str, int]
) -> None:
    attributions = _numbered(connection, schema.attribution, reading.attributions)
    claims = _numbered(connection, schema.claim, reading.claims)
    commitments = _numbered(connection, schema.commitment, reading.commitments)
    known = Known(
        names,
        {attribution.id: number for number, attribution in attributions},
        {claim.id: number for number, claim in claims},
    )
    for numbered in (attributions, claims, commitments):
        for position, (number, found) in enumerate(numbered):
            row = {"n": number, "id": found.id, "key": found.key, "reading": n, "position": position}
            add_found(rows, found, {**row, "shown": True, "verdict": ""}, known)


def _numbered(connection: Connection, table: Table, found: Iterable[Found]) -> list[tuple[int, Found]]:
    first = next_number(connection, table)
    return [(first + 2 * i, record) for i, record in enumerate(found)]


def write_rows(connection: Connection, rows: Rows) -> None:
    """Write rows in the order of their foreign keys, and index them."""
    for table in _sorted_tables():
        if rows.get(table):
            connection.execute(insert(table), rows[table])
            index_rows(connection, table, rows[table])


@cache
def _sorted_tables() -> tuple[Table, ...]:
    return tuple(schema.metadata.sorted_tables)
