"""The record: readings stored, queried, judged and erased."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, and_, case, func, not_, select, true

from sayso.errors import NoRecordError, RecordError, UsageError
from sayso.model import (
    AttributionRow,
    ClaimRef,
    ClaimRow,
    CommitmentRow,
    CopyGroup,
    DisagreementRow,
    EventRow,
    Judgement,
    Link,
    Raw,
    Reader,
    Reading,
    Report,
    ReportRow,
    SourcedClaim,
    StateAssertion,
)
from sayso.record import schema
from sayso.record.candidates import Candidate, find_candidates
from sayso.record.database import connect, in_batches, read_transaction, write_transaction
from sayso.record.erasure import finish_overwriting, forget, is_overwritten
from sayso.record.feed_states import RecordStates
from sayso.record.filters import Filters, check_filters
from sayso.record.judgements import Decision, apply_judgements, find_judgements, find_links, judge, reanchor
from sayso.record.loaders import LoadOptions, load_readings, load_rows, load_sourced_claims
from sayso.record.migrations import prepare
from sayso.record.queries import Query
from sayso.record.record_copy import Copy, CopyCount
from sayso.record.relations import Relations, count_changes
from sayso.record.review_queue import find_worth_judging
from sayso.record.rows import address_of
from sayso.record.serialization import unpack_raw
from sayso.record.state_assertions import find_unprocessed, load_state_assertions
from sayso.record.writer import (
    Outcome,
    failed,
    is_forgotten,
    known_reading,
    mark_waiting,
    put,
    put_raw,
    put_report,
)

__all__ = ["Store"]

# Readings, and claims with their reports and attributions, loaded at once.
_READINGS, _CLAIMS = 100, 500


class Store:
    """A record in a SQLite file or at a `postgresql://` address.

    Readings are put in and never changed. Many may read while one writes; several processes may add at once,
    one report at a time each. With `create` a missing record is made, else it is a `NoRecordError`. A small
    file is looked through for damage unless `check` is False, as where `copy_to` saves what can be read.
    """

    def __init__(self, address: str | Path, *, create: bool = True, check: bool = True) -> None:
        self._engine = connect(address)
        if not create and self._engine.dialect.name == "sqlite":
            _check_file(address)
        try:
            prepare(self._engine, create=create, check=check)
            finish_overwriting(self._engine, wait_s=0)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        """Return the record, closed when the block is left."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the record."""
        self.close()

    def __repr__(self) -> str:
        """Return the record's class and address, without a password."""
        url = self._engine.url
        sqlite = self._engine.dialect.name == "sqlite"
        return f"<{type(self).__name__} {url.database if sqlite else url.render_as_string()}>"

    def _repr_html_(self) -> str:
        """Return the record's address and how much it holds, as a notebook shows it."""
        from sayso.markup import render_note

        contents = ", ".join(f"{name} {number:,}" for name, number in self.counts().items())
        return render_note(f"{self!r}: {contents}")

    def close(self) -> None:
        """Give back the connections."""
        self._engine.dispose()

    # Writing

    def put(self, read: Reading, *, raw: Raw | None = None, first_seen: str | None = None) -> Outcome:
        """Write a reading, its report and, if given, what it was taken from, in one transaction.

        Putting the same reading again changes nothing. `first_seen` (UTC, ISO 8601) is now unless given.
        """
        with write_transaction(self._engine) as connection:
            outcome, number, is_new = put(connection, read, raw=raw, first_seen=first_seen)
            if is_new:
                keys = {attribution.key for attribution in read.attributions}
                keys.update(claim.key for claim in read.claims)
                keys.update(commitment.key for commitment in read.commitments)
                report = read.report
                keys.update(reanchor(connection, number, report.document, address_of(report)))
                apply_judgements(connection, keys)
        return outcome

    def look_up(self, report: Report, reader: Reader) -> Outcome | None:
        """Return the outcome of adding a report read by this reader, if it is known without reading it.

        `there`, `forgotten`, or `copy` if its document has been read already (see `put_copy`); None if it
        must be read, as after a reading that failed. A reading with issues is not used for another report:
        some of them may be the first report's own.
        """
        r, g, e = schema.report, schema.reading, schema.reader
        with read_transaction(self._engine) as connection:
            if is_forgotten(connection, report.id):
                return Outcome.FORGOTTEN
            current = (
                select(r.c.n)
                .join(g, g.c.n == r.c.reading)
                .join(e, e.c.n == g.c.reader)
                .where(r.c.id == report.id, e.c.fingerprint == reader.fingerprint(), not_(failed()))
            )
            if connection.scalar(current) is not None:
                return Outcome.THERE
            known = known_reading(connection, report, reader.fingerprint())
            with_issues = select(schema.issue.c.report).join(r, r.c.n == schema.issue.c.report)
            if known is None or connection.scalar(with_issues.where(r.c.reading == known.n)) is not None:
                return None
        return Outcome.COPY

    def put_copy(self, copy: Reading, *, raw: Raw | None = None) -> Outcome | None:
        """Write a report whose document this reader has read already, with the existing reading.

        Only report, reader and issues of `copy` are used. Returns None if the reading is gone meanwhile.
        """
        with write_transaction(self._engine) as connection:
            if is_forgotten(connection, copy.report.id):
                return Outcome.FORGOTTEN
            known = known_reading(connection, copy.report, copy.reader.fingerprint())
            if known is None:
                return None
            outcome = put_report(connection, copy, (known.document, known.n), None)
            if raw is not None:
                put_raw(connection, raw)
        return Outcome.COPY if outcome is Outcome.ADDED else outcome

    # Queries

    def reports(self, *, limit: int | None = None, **filters: Any) -> "Query[ReportRow]":  # noqa: ANN401
        """Return the query of reports; see `Filters`. Filters of claims must all hold for one claim."""
        return Query(self._engine, "report", Filters(**filters), limit)

    def attributions(self, *, limit: int | None = None, **filters: Any) -> "Query[AttributionRow]":  # noqa: ANN401
        """Return the query of attributions, with or without a claim whose chains contain them."""
        return Query(self._engine, "attribution", Filters(**filters), limit)

    def claims(self, *, limit: int | None = None, **filters: Any) -> "Query[ClaimRow]":  # noqa: ANN401
        """Return the query of claims as people judged them, without rejected ones unless `original=True`."""
        return Query(self._engine, "claim", Filters(**filters), limit)

    def commitments(self, *, limit: int | None = None, **filters: Any) -> "Query[CommitmentRow]":  # noqa: ANN401
        """Return the query of commitments; the actor is the debtor."""
        return Query(self._engine, "commitment", Filters(**filters), limit)

    def events(self, *, limit: int | None = None, **filters: Any) -> "Query[EventRow]":  # noqa: ANN401
        """Return the query of event groups with a claim that meets all filters, as reported by `as_of`."""
        return Query(self._engine, "event", Filters(**filters), limit)

    def disagreements(self, *, limit: int | None = None, **filters: Any) -> "Query[DisagreementRow]":  # noqa: ANN401
        """Return the query of the disagreements of the events that `events` would find."""
        return Query(self._engine, "disagreement", Filters(**filters), limit)

    def groups(self, kind: str) -> Iterator[tuple[str, str]]:
        """Yield each report with its group, of `copy` or `story`; its own id if it is in none."""
        r, m = schema.report, schema.membership
        here = (m.c.report == r.c.n) & (m.c.kind == kind)
        query = select(r.c.id, r.c.input_id, m.c.group).join_from(r, m, here, isouter=True).order_by(r.c.n)
        with read_transaction(self._engine) as connection:
            for row in connection.execute(query):
                yield row.input_id or row.id, row.group or row.id

    def claims_of(self, claims: Collection[ClaimRef]) -> list[ClaimRow]:
        """Return some claims as people judged them, in the order in which the record took them in."""
        c, r = schema.claim, schema.report
        wanted, pairs = {(ref.report, ref.claim) for ref in claims}, list[tuple[int, int]]()
        query = select(c.c.n, r.c.n.label("report"), c.c.id, r.c.id.label("of"))
        query = query.join_from(c, r, r.c.reading == c.c.reading).where(c.c.shown == true())
        with read_transaction(self._engine) as connection:
            for batch in in_batches({report for report, _ in wanted}):
                rows = connection.execute(query.where(r.c.id.in_(batch)))
                pairs += [(row.n, row.report) for row in rows if (row.of, row.id) in wanted]
            rows_of = load_rows(connection, "claim", sorted(pairs), original=False)
        return [row for row in rows_of if isinstance(row, ClaimRow)]

    def worth_judging(self, least: float) -> list[ClaimRow]:
        """Return up to 300 claims that nobody judged, those whose judgement is worth most first.

        These are the claims with a confidence near `least` in the events that most reports tell.
        """
        with read_transaction(self._engine) as connection:
            rows = load_rows(connection, "claim", find_worth_judging(connection, least), original=False)
        return [row for row in rows if isinstance(row, ClaimRow)]

    def reports_of(self, ids: Collection[str]) -> list[ReportRow]:
        """Return some reports, by id, in the order in which the record took them in."""
        r, pairs = schema.report, list[tuple[int, int]]()
        with read_transaction(self._engine) as connection:
            for batch in in_batches(ids):
                pairs += [(n, n) for n in connection.scalars(select(r.c.n).where(r.c.id.in_(batch)))]
            rows = load_rows(connection, "report", sorted(pairs), original=False)
        return [row for row in rows if isinstance(row, ReportRow)]

    def copies_of(self, reports: Collection[str]) -> dict[str, CopyGroup]:
        """Return the group of copies of each of some reports, by id."""
        with read_transaction(self._engine) as connection:
            return Relations(connection).copies_of(reports)

    def story_of(self, report: str) -> tuple[str, ...]:
        """Return the reports, by id, of the story of a report, by id."""
        with read_transaction(self._engine) as connection:
            relations = Relations(connection)
            story = relations.groups_of("story", [report]).get(report)
            return tuple(member.id for member in relations.reports_in("story", [story])) if story else ()

    def told(self, query: "Query[ClaimRow] | None" = None) -> Iterator[SourcedClaim]:
        """Yield each claim of a query, or of the record, with its report and attributions, in order."""
        return (query if query is not None else self.claims()).told()

    def readings(self, *, every: bool = False) -> Iterator[Reading]:
        """Yield whole readings as they were read: of each report the current one, or every one."""
        for _, reading in self._dated_readings(every=every):
            yield reading

    def readings_of(self, reports: Collection[str]) -> Iterator[Reading]:
        """Yield the current readings of some reports, by id, as they were read."""
        r = schema.report
        for batch in in_batches(reports, _READINGS):
            query = select(r.c.reading, r.c.n).where(r.c.id.in_(batch)).order_by(r.c.n)
            with read_transaction(self._engine) as connection:
                pairs = [(row.reading, row.n) for row in connection.execute(query)]
                loaded = load_readings(connection, pairs)
            yield from loaded

    def first_seen(self, reports: Collection[str]) -> dict[str, str]:
        """Return when the record first saw each of some reports, by id (UTC, ISO 8601)."""
        r, found = schema.report, dict[str, str]()
        for batch in in_batches(reports):
            query = select(r.c.id, r.c.first_seen).where(r.c.id.in_(batch))
            with read_transaction(self._engine) as connection:
                found.update((row.id, row.first_seen) for row in connection.execute(query))
        return found

    def _dated_readings(self, *, every: bool, lost: set[int] | None = None) -> Iterator[tuple[str, Reading]]:
        """Yield readings, each with the time its report was first seen; a report's current one comes last.

        The numbers of reports that cannot be read from a damaged file are added to `lost`; without it they
        are an error.
        """
        r, last = schema.report, 0
        while True:
            with read_transaction(self._engine) as connection:
                page = select(r.c.n).where(r.c.n > last).order_by(r.c.n).limit(_READINGS)
                reports = list(connection.scalars(page))
            yield from self._load_dated(reports, every=every, lost=lost)
            if len(reports) < _READINGS:
                return
            last = reports[-1]

    def _load_dated(
        self, reports: list[int], *, every: bool, lost: set[int] | None
    ) -> list[tuple[str, Reading]]:
        r, g = schema.report, schema.reading
        of_report = g.c.n == r.c.reading
        if every:
            to_the_day = func.length(r.c.published) >= len("2020-03-17")
            same_day = g.c.anchor == case((to_the_day, func.substr(r.c.published, 1, 10)), else_="")
            of_report = and_(g.c.document == r.c.document, same_day)
        query = select(g.c.n, r.c.n.label("report"), r.c.first_seen).join_from(r, g, of_report)
        ordered = query.where(r.c.n.in_(reports)).order_by(r.c.n, g.c.n == r.c.reading, g.c.n)
        try:
            with read_transaction(self._engine) as connection:
                rows = connection.execute(ordered).all()
                loaded = load_readings(connection, [(row.n, row.report) for row in rows])
        except RecordError:
            if lost is None:
                raise
            if len(reports) > 1:
                parts = [self._load_dated([n], every=every, lost=lost) for n in reports]
                return [reading for part in parts for reading in part]
            rows, loaded = [], []
        if lost is not None:
            lost |= set(reports) - {row.report for row in rows}
        return [(row.first_seen, reading) for row, reading in zip(rows, loaded, strict=True)]

    def feed_states(self) -> RecordStates:
        """Return the states of polled feeds, stored in the record itself."""
        return RecordStates(self._engine)

    # Relations

    def count_waiting(self) -> int:
        """Return the number of reports that are not related yet, or must be related anew."""
        with read_transaction(self._engine) as connection:
            return connection.scalar(select(func.count()).select_from(schema.waiting)) or 0

    def tellings(self, **filters: Any) -> list[StateAssertion]:  # noqa: ANN401
        """Return the stored state assertions of the claims that meet the filters; the rest: `untold`."""
        with read_transaction(self._engine) as connection:
            return load_state_assertions(connection, check_filters(Filters(**filters)))

    def untold(self, **filters: Any) -> Iterator[SourcedClaim]:  # noqa: ANN401
        """Yield the claims that meet the filters whose state assertions are not stored."""
        asked = check_filters(Filters(**filters))
        with read_transaction(self._engine) as connection:
            pairs = find_unprocessed(connection, asked)
        for i in range(0, len(pairs), _CLAIMS):
            with read_transaction(self._engine) as connection:
                claims = load_sourced_claims(
                    connection, pairs[i : i + _CLAIMS], LoadOptions(asked.original, grouped=False)
                )
            yield from claims

    def candidates(self, keys: Collection[int], *, as_of: str | None = None) -> Iterator[Candidate]:
        """Yield the claims with one of the keys, of reports known by a day."""
        with read_transaction(self._engine) as connection:
            yield from find_candidates(connection, keys, as_of)

    def told_at(self, places: Collection[tuple[int, int]]) -> dict[tuple[int, int], SourcedClaim]:
        """Return claims by the numbers of claim and report, without their events."""
        ordered = sorted(places)
        with read_transaction(self._engine) as connection:
            claims = load_sourced_claims(connection, ordered, LoadOptions(grouped=False))
        return dict(zip(ordered, claims, strict=True))

    @contextmanager
    def relating(self) -> Iterator[Relations]:
        """Begin a transaction that reads and changes the relations of reports."""
        with write_transaction(self._engine) as connection:
            yield Relations(connection)

    def raw(self, report: str) -> Raw | None:
        """Return the raw input of a report, if it was stored."""
        p, r = schema.raw, schema.report
        query = select(p.c.media_type, p.c.content).join(r, r.c.n == p.c.report).where(r.c.id == report)
        with read_transaction(self._engine) as connection:
            row = connection.execute(query).first()
        if row is None:
            return None
        return Raw(report=report, media_type=row.media_type, content=unpack_raw(row.content))

    def counts(self) -> dict[str, int]:
        """Return the numbers of reports, documents, readings, judgements and tombstones in the record."""
        tables = ("report", "document", "reading", "judgement", "tombstone")
        parts = [select(func.count()).select_from(getattr(schema, name)) for name in tables]
        with read_transaction(self._engine) as connection:
            return {
                f"{name}s": connection.scalar(part) or 0 for name, part in zip(tables, parts, strict=True)
            }

    def state(self) -> tuple[int, ...]:
        """Return numbers that change whenever results of queries may have changed; cheap to compute."""
        grown = (schema.report, schema.reading, schema.judgement)
        parts = [select(func.max(table.c.n)) for table in grown]
        with read_transaction(self._engine) as connection:
            last = [connection.scalar(part) or 0 for part in parts]
            last.append(count_changes(connection))
            return (*last, connection.scalar(select(func.count()).select_from(schema.tombstone)) or 0)

    # Judgements and erasure

    def judge(self, id: str, decision: Decision) -> Judgement:
        """Write a person's decision on a claim, attribution or commitment, by id or key."""
        with write_transaction(self._engine) as connection:
            made = judge(connection, id, decision)
            mark_waiting(connection, _reports_with(connection, made))
        return made

    def judgements(self, key: str | None = None, *, last: int | None = None) -> list[Judgement]:
        """Return every judgement, oldest first, or those of a key, or the last so many."""
        with read_transaction(self._engine) as connection:
            return list(find_judgements(connection, key, last=last))

    def links(self) -> list[Link]:
        """Return the pairs of claims, by key, that people decided must or must not be in one event group."""
        with read_transaction(self._engine) as connection:
            return list(find_links(connection))

    def forget(self, report: str, *, reason: str) -> list[str]:
        """Erase reports by id, input id or address, with all that was read from them alone.

        In a SQLite file they are overwritten; see `is_overwritten`.
        """
        with write_transaction(self._engine) as connection:
            forgotten = forget(connection, report, reason)
        finish_overwriting(self._engine)
        return forgotten

    def is_overwritten(self) -> bool:
        """Return True if forgotten text is overwritten in a SQLite file.

        False while a reader still needs the pages as they were; the record is overwritten when next opened.
        """
        return is_overwritten(self._engine)

    def copy_to(self, address: str | Path, tell: Callable[[Reading], None] | None = None) -> CopyCount:
        """Copy all of this record into another, which may exist; existing rows stay as they are.

        A copy that was stopped continues when it is started again. `tell` is called with each reading after
        it is copied. Reports that cannot be read from a damaged file are counted as lost.
        """
        with Store(address) as target:
            if target.same_as(self):
                raise UsageError("a record cannot be copied into itself", help="name another one")
            copy, lost = Copy(self._engine, target._engine), set[int]()
            for first_seen, reading in self._dated_readings(every=True, lost=lost):
                copy.add(target.put(reading, raw=self._whole_raw(reading.report.id), first_seen=first_seen))
                if tell is not None:
                    tell(reading)
            return copy.finish()._replace(lost=len(lost))

    def _whole_raw(self, report: str) -> Raw | None:
        """Return the raw input of a report; None also if it cannot be read from a damaged file."""
        try:
            return self.raw(report)
        except RecordError:
            return None

    def same_as(self, other: "Store") -> bool:
        """Return True if both have the same address."""
        here, there = self._engine.url, other._engine.url
        if self._engine.dialect.name == "sqlite" == other._engine.dialect.name:
            return Path(here.database or "").resolve() == Path(there.database or "").resolve()
        return here == there


def _reports_with(connection: Connection, judgement: Judgement) -> set[int]:
    """Return the reports that contain the judged key, and those of a claim that was linked to it."""
    found, r = schema.FOUND[judgement.kind], schema.report
    keys = [judgement.key, *judgement.stands, judgement.other]
    query = select(r.c.n).join(found, found.c.reading == r.c.reading).where(found.c.key.in_(keys))
    return set(connection.scalars(query))


def _check_file(address: str | Path) -> None:
    if "://" not in str(address) and str(address) != ":memory:" and not Path(address).exists():
        raise NoRecordError(
            "there is no record here yet", where=str(address), help="make one with: sayso add PATH --db DB"
        )
