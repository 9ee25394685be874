"""The record itself: what was read, asked for, judged and forgotten."""

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
from sayso.record.connecting import connect, in_pieces, reading, writing
from sayso.record.copying import Copy, CopyCount
from sayso.record.filters import Filters, check_filters
from sayso.record.following import RecordStates
from sayso.record.forgetting import finish_overwriting, forget, is_overwritten
from sayso.record.judging import Decision, apply_judgements, find_judgements, find_links, judge, reanchor
from sayso.record.loading import Wanted, load_readings, load_rows, load_told
from sayso.record.migrations import prepare
from sayso.record.packing import unpack_raw
from sayso.record.queries import Query
from sayso.record.relations import Relations, count_changes
from sayso.record.rows import address_of
from sayso.record.tellings import find_untold, load_tellings
from sayso.record.writing import (
    Outcome,
    failed,
    is_forgotten,
    known_reading,
    let_wait,
    put,
    put_raw,
    put_report,
)

__all__ = ["Store"]

# Readings, and claims with all that is told of them, loaded at once.
_READINGS, _TOLD = 100, 500


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
        """The record, closed when the block is left."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the record."""
        self.close()

    def close(self) -> None:
        """Give back the connections."""
        self._engine.dispose()

    # Adding

    def put(self, read: Reading, *, raw: Raw | None = None, first_seen: str | None = None) -> Outcome:
        """Write a reading, its report and, if given, what it was taken from, in one transaction.

        Putting the same reading again changes nothing. `first_seen` (UTC, ISO 8601) is now unless given.
        """
        with writing(self._engine) as connection:
            outcome, number, is_new = put(connection, read, raw=raw, first_seen=first_seen)
            if is_new:
                keys = {one.key for one in read.attributions}
                keys.update(one.key for one in read.claims)
                keys.update(one.key for one in read.commitments)
                report = read.report
                keys.update(reanchor(connection, number, report.document, address_of(report)))
                apply_judgements(connection, keys)
        return outcome

    def look_up(self, report: Report, reader: Reader) -> Outcome | None:
        """What adding a report read by this reader would come to, as far as it need not be read for that.

        `there`, `forgotten`, or `copy` where its document has been read already (see `put_copy`); None where
        it must be read, a report whose reading failed among them. A reading with issues is no help to
        another report: some of them may be the first report's own.
        """
        r, g, e = schema.report, schema.reading, schema.reader
        with reading(self._engine) as connection:
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
            others = select(schema.issue.c.report).join(r, r.c.n == schema.issue.c.report)
            if known is None or connection.scalar(others.where(r.c.reading == known.n)) is not None:
                return None
        return Outcome.COPY

    def put_copy(self, copy: Reading, *, raw: Raw | None = None) -> Outcome | None:
        """Write a report whose document this reader has read already, with the reading that is there.

        Only report, reader and issues of `copy` are looked at. None where the reading is gone meanwhile.
        """
        with writing(self._engine) as connection:
            if is_forgotten(connection, copy.report.id):
                return Outcome.FORGOTTEN
            known = known_reading(connection, copy.report, copy.reader.fingerprint())
            if known is None:
                return None
            outcome = put_report(connection, copy, (known.document, known.n), None)
            if raw is not None:
                put_raw(connection, raw)
        return Outcome.COPY if outcome is Outcome.ADDED else outcome

    # Asking

    def reports(self, *, limit: int | None = None, **filters: Any) -> "Query[ReportRow]":  # noqa: ANN401
        """Reports; see `Filters` for what can be asked. What is asked of claims, one of theirs must meet."""
        return Query(self._engine, "report", Filters(**filters), limit)

    def attributions(self, *, limit: int | None = None, **filters: Any) -> "Query[AttributionRow]":  # noqa: ANN401
        """Attributions, with or without a claim that rests on them."""
        return Query(self._engine, "attribution", Filters(**filters), limit)

    def claims(self, *, limit: int | None = None, **filters: Any) -> "Query[ClaimRow]":  # noqa: ANN401
        """Claims, as people judged them; those rejected are left out unless `original=True`."""
        return Query(self._engine, "claim", Filters(**filters), limit)

    def commitments(self, *, limit: int | None = None, **filters: Any) -> "Query[CommitmentRow]":  # noqa: ANN401
        """Commitments; the actor is the debtor."""
        return Query(self._engine, "commitment", Filters(**filters), limit)

    def events(self, *, limit: int | None = None, **filters: Any) -> "Query[EventRow]":  # noqa: ANN401
        """Event groups one of whose claims meets all that is asked; with `as_of` as told by then."""
        return Query(self._engine, "event", Filters(**filters), limit)

    def disagreements(self, *, limit: int | None = None, **filters: Any) -> "Query[DisagreementRow]":  # noqa: ANN401
        """The disagreements of the events that `events` would find."""
        return Query(self._engine, "disagreement", Filters(**filters), limit)

    def groups(self, kind: str) -> Iterator[tuple[str, str]]:
        """Each report with its group: of a `copy` or a `story`; one that is in none is its own, by its id."""
        r, m = schema.report, schema.membership
        here = (m.c.report == r.c.n) & (m.c.kind == kind)
        query = select(r.c.id, r.c.input_id, m.c.group).join_from(r, m, here, isouter=True).order_by(r.c.n)
        with reading(self._engine) as connection:
            for row in connection.execute(query):
                yield row.input_id or row.id, row.group or row.id

    def claims_of(self, claims: Collection[ClaimRef]) -> list[ClaimRow]:
        """Some claims as people judged them, in the order in which the record took them in."""
        c, r = schema.claim, schema.report
        wanted, pairs = {(one.report, one.claim) for one in claims}, list[tuple[int, int]]()
        query = select(c.c.n, r.c.n.label("report"), c.c.id, r.c.id.label("of"))
        query = query.join_from(c, r, r.c.reading == c.c.reading).where(c.c.shown == true())
        with reading(self._engine) as connection:
            for piece in in_pieces({report for report, _ in wanted}):
                rows = connection.execute(query.where(r.c.id.in_(piece)))
                pairs += [(row.n, row.report) for row in rows if (row.of, row.id) in wanted]
            rows_of = load_rows(connection, "claim", sorted(pairs), original=False)
        return [row for row in rows_of if isinstance(row, ClaimRow)]

    def reports_of(self, ids: Collection[str]) -> list[ReportRow]:
        """Some reports, by id, in the order in which the record took them in."""
        r, pairs = schema.report, list[tuple[int, int]]()
        with reading(self._engine) as connection:
            for piece in in_pieces(ids):
                pairs += [(n, n) for n in connection.scalars(select(r.c.n).where(r.c.id.in_(piece)))]
            rows = load_rows(connection, "report", sorted(pairs), original=False)
        return [row for row in rows if isinstance(row, ReportRow)]

    def copies_of(self, reports: Collection[str]) -> dict[str, CopyGroup]:
        """The group of copies that each of some reports, by id, is in."""
        with reading(self._engine) as connection:
            return Relations(connection).copies_of(reports)

    def story_of(self, report: str) -> tuple[str, ...]:
        """The reports, by id, of the story that a report, by id, is of."""
        with reading(self._engine) as connection:
            relations = Relations(connection)
            story = relations.groups_of("story", [report]).get(report)
            return tuple(one.id for one in relations.reports_in("story", [story])) if story else ()

    def told(self, query: "Query[ClaimRow] | None" = None) -> Iterator[SourcedClaim]:
        """Each claim of a query, or of the record, with all that an export needs; in the query's order."""
        return (query if query is not None else self.claims()).told()

    def readings(self, *, every: bool = False) -> Iterator[Reading]:
        """Whole readings as they were read: of each report the current one, or every one there is."""
        for _, one in self._dated_readings(every=every):
            yield one

    def readings_of(self, reports: Collection[str]) -> Iterator[Reading]:
        """The current readings of some reports, by id, as they were read."""
        r = schema.report
        for piece in in_pieces(reports, _READINGS):
            query = select(r.c.reading, r.c.n).where(r.c.id.in_(piece)).order_by(r.c.n)
            with reading(self._engine) as connection:
                pairs = [(row.reading, row.n) for row in connection.execute(query)]
                loaded = load_readings(connection, pairs)
            yield from loaded

    def first_seen(self, reports: Collection[str]) -> dict[str, str]:
        """When the record first saw each of some reports, by id (UTC, ISO 8601)."""
        r, found = schema.report, dict[str, str]()
        for piece in in_pieces(reports):
            query = select(r.c.id, r.c.first_seen).where(r.c.id.in_(piece))
            with reading(self._engine) as connection:
                found.update((row.id, row.first_seen) for row in connection.execute(query))
        return found

    def _dated_readings(self, *, every: bool, lost: set[int] | None = None) -> Iterator[tuple[str, Reading]]:
        """Readings, each with the moment its report was first seen; of one report the current comes last.

        With `lost` the numbers of the reports that a damaged file no longer gives go there; without it they
        are an error.
        """
        r, last = schema.report, 0
        while True:
            with reading(self._engine) as connection:
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
            with reading(self._engine) as connection:
                rows = connection.execute(ordered).all()
                loaded = load_readings(connection, [(row.n, row.report) for row in rows])
        except RecordError:
            if lost is None:
                raise
            if len(reports) > 1:
                parts = [self._load_dated([n], every=every, lost=lost) for n in reports]
                return [one for part in parts for one in part]
            rows, loaded = [], []
        if lost is not None:
            lost |= set(reports) - {row.report for row in rows}
        return [(row.first_seen, one) for row, one in zip(rows, loaded, strict=True)]

    def feed_states(self) -> RecordStates:
        """How far feeds were followed, kept in the record itself."""
        return RecordStates(self._engine)

    # Relating

    def count_waiting(self) -> int:
        """How many reports are not related yet, or must be related anew."""
        with reading(self._engine) as connection:
            return connection.scalar(select(func.count()).select_from(schema.waiting)) or 0

    def tellings(self, **filters: Any) -> list[StateAssertion]:  # noqa: ANN401
        """What the claims that meet the filters tell of what holds, as far as it was kept; see `untold`."""
        with reading(self._engine) as connection:
            return load_tellings(connection, check_filters(Filters(**filters)))

    def untold(self, **filters: Any) -> Iterator[SourcedClaim]:  # noqa: ANN401
        """The claims that meet the filters for which it is not kept what they tell of what holds."""
        asked = check_filters(Filters(**filters))
        with reading(self._engine) as connection:
            pairs = find_untold(connection, asked)
        for i in range(0, len(pairs), _TOLD):
            with reading(self._engine) as connection:
                told = load_told(connection, pairs[i : i + _TOLD], Wanted(asked.original, grouped=False))
            yield from told

    def candidates(self, keys: Collection[int], *, as_of: str | None = None) -> Iterator[Candidate]:
        """The claims that are looked for under one of the keys, of reports known by a day."""
        with reading(self._engine) as connection:
            yield from find_candidates(connection, keys, as_of)

    def told_at(self, places: Collection[tuple[int, int]]) -> dict[tuple[int, int], SourcedClaim]:
        """Claims by their place, the numbers of the claim and of its report, without their events."""
        ordered = sorted(places)
        with reading(self._engine) as connection:
            told = load_told(connection, ordered, Wanted(grouped=False))
        return dict(zip(ordered, told, strict=True))

    @contextmanager
    def relating(self) -> Iterator[Relations]:
        """What relates reports, to be looked at and changed in one transaction."""
        with writing(self._engine) as connection:
            yield Relations(connection)

    def raw(self, report: str) -> Raw | None:
        """What a report was taken from, if it was kept."""
        p, r = schema.raw, schema.report
        query = select(p.c.media_type, p.c.content).join(r, r.c.n == p.c.report).where(r.c.id == report)
        with reading(self._engine) as connection:
            row = connection.execute(query).first()
        if row is None:
            return None
        return Raw(report=report, media_type=row.media_type, content=unpack_raw(row.content))

    def counts(self) -> dict[str, int]:
        """How many reports, documents, readings, judgements and tombstones the record holds."""
        tables = ("report", "document", "reading", "judgement", "tombstone")
        parts = [select(func.count()).select_from(getattr(schema, name)) for name in tables]
        with reading(self._engine) as connection:
            return {
                f"{name}s": connection.scalar(part) or 0 for name, part in zip(tables, parts, strict=True)
            }

    def state(self) -> tuple[int, ...]:
        """Numbers that change whenever what queries give may have changed; cheap to ask for."""
        grown = (schema.report, schema.reading, schema.judgement)
        parts = [select(func.max(table.c.n)) for table in grown]
        with reading(self._engine) as connection:
            last = [connection.scalar(part) or 0 for part in parts]
            last.append(count_changes(connection))
            return (*last, connection.scalar(select(func.count()).select_from(schema.tombstone)) or 0)

    # Judging and forgetting

    def judge(self, id: str, decision: Decision) -> Judgement:
        """Write down what a person decided on a claim, attribution or commitment, by id or key."""
        with writing(self._engine) as connection:
            made = judge(connection, id, decision)
            let_wait(connection, _reports_with(connection, made))
        return made

    def judgements(self, key: str | None = None, *, last: int | None = None) -> list[Judgement]:
        """Every judgement, oldest first, or those on a key, or the last so many."""
        with reading(self._engine) as connection:
            return list(find_judgements(connection, key, last=last))

    def links(self) -> list[Link]:
        """Which claims, by key, must or must not stand in one event group, as people decided."""
        with reading(self._engine) as connection:
            return list(find_links(connection))

    def forget(self, report: str, *, reason: str) -> list[str]:
        """Take reports out by id, input id or address, with all that was read from them alone.

        In a SQLite file they are overwritten; see `is_overwritten`.
        """
        with writing(self._engine) as connection:
            forgotten = forget(connection, report, reason)
        finish_overwriting(self._engine)
        return forgotten

    def is_overwritten(self) -> bool:
        """Whether what was forgotten is overwritten in a SQLite file.

        False while a reader still needs the pages as they were; the next who opens the record does it then.
        """
        return is_overwritten(self._engine)

    def copy_to(self, address: str | Path, tell: Callable[[Reading], None] | None = None) -> CopyCount:
        """Copy all of this record into another, which may exist; what is there already is left as it is.

        A copy that was stopped goes on where it was when it is started again. `tell` is called after each
        reading with it. Reports that a damaged file no longer gives are counted as lost.
        """
        with Store(address) as target:
            if target.same_as(self):
                raise UsageError("a record cannot be copied into itself", help="name another one")
            copy, lost = Copy(self._engine, target._engine), set[int]()
            for first_seen, one in self._dated_readings(every=True, lost=lost):
                copy.add(target.put(one, raw=self._whole_raw(one.report.id), first_seen=first_seen))
                if tell is not None:
                    tell(one)
            return copy.finish()._replace(lost=len(lost))

    def _whole_raw(self, report: str) -> Raw | None:
        """Return what a report was taken from; None also where a damaged file no longer gives it."""
        try:
            return self.raw(report)
        except RecordError:
            return None

    def same_as(self, other: "Store") -> bool:
        """Whether both are kept in one place."""
        here, there = self._engine.url, other._engine.url
        if self._engine.dialect.name == "sqlite" == other._engine.dialect.name:
            return Path(here.database or "").resolve() == Path(there.database or "").resolve()
        return here == there


def _reports_with(connection: Connection, judgement: Judgement) -> set[int]:
    """The reports in which what was judged stands, and those of a claim that was linked to it."""
    found, r = schema.FOUND[judgement.kind], schema.report
    keys = [judgement.key, *judgement.stands, judgement.other]
    query = select(r.c.n).join(found, found.c.reading == r.c.reading).where(found.c.key.in_(keys))
    return set(connection.scalars(query))


def _check_file(address: str | Path) -> None:
    if "://" not in str(address) and str(address) != ":memory:" and not Path(address).exists():
        raise NoRecordError(
            "there is no record here yet", where=str(address), help="make one with: sayso add PATH --db DB"
        )
