"""Loaders of the rows that a query found by number: a fixed number of queries, however many rows."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import ColumnElement, Connection, false, func, literal_column, select, true

from sayso.model import (
    Attribution,
    AttributionRow,
    Claim,
    ClaimRow,
    Commitment,
    CommitmentRow,
    Disagreement,
    DisagreementRow,
    EventGroup,
    EventRow,
    GroupRef,
    Issue,
    Reader,
    Reading,
    ReadingStatus,
    Report,
    ReportRow,
    Row,
    SourcedClaim,
)
from sayso.record import schema
from sayso.record.serialization import Rest, unpack_rest
from sayso.tables.sql import Dialect, json_value, written

__all__ = [
    "LoadOptions",
    "Pairs",
    "load_attributions",
    "load_readings",
    "load_reports",
    "load_rows",
    "load_sourced_claims",
]

# Numbers of a row and of its report, or of what else gives the order and of the row.
Pairs = Sequence[tuple[int, int]]


class _Publication(NamedTuple):
    """A report with its reader, reading and status, as stored."""

    report: Report
    reader: Reader
    reading: int
    status: ReadingStatus
    first_seen: str


_ATTRIBUTION = msgspec.json.Decoder(Attribution)
_CLAIM = msgspec.json.Decoder(Claim)
_COMMITMENT = msgspec.json.Decoder(Commitment)
_EVENT = msgspec.json.Decoder(EventGroup)
_DISAGREEMENT = msgspec.json.Decoder(Disagreement)
_CREDIT = msgspec.json.Decoder(tuple[str, ...])
_MODELS = msgspec.json.Decoder(dict[str, str])
_NO_REST = Rest()
# A range of numbers is loaded whole if at least one in so many is wanted: every second is a row.
_CLOSE = 4
_REPORT_COLUMNS = ("id", "input_id", "url", "publisher", "title", "byline", "published", "language")


def load_rows(
    connection: Connection, kind: str, pairs: Pairs, *, original: bool, as_of: str | None = None
) -> list[Row]:
    """Return the rows of a query in the order of `pairs`; events as reported by the day `as_of`."""
    if not pairs:
        return []
    if kind in _ACROSS:
        return _ACROSS[kind](connection, pairs, as_of)
    if kind == "claim":
        return [*_load_claims(connection, pairs, LoadOptions(original, as_of, named=False))]
    rows: list[Row] = _LOADERS[kind](connection, pairs, original)
    return rows


class LoadOptions(NamedTuple):
    """The parts of claims to load: values as read, events as reported by a day, event groups, entities.

    The event group is loaded only if `grouped`, the entities and toponyms of the report only if `named`.
    """

    original: bool = False
    as_of: str | None = None
    grouped: bool = True
    named: bool = True


def load_sourced_claims(connection: Connection, pairs: Pairs, wanted: LoadOptions) -> list[SourcedClaim]:
    """Return the claims of a query with their reports, attributions and event groups."""
    if not pairs:
        return []
    groups = _groups(connection, pairs, wanted) if wanted.grouped else {}
    bodies = _bodies(connection, "claim", pairs)
    sources = _sources(connection, "claim", pairs, wanted.original)
    publications = _publications(connection, (report for _, report in pairs))
    rests = (
        _rests(connection, {publication.reading for publication in publications.values()})
        if wanted.named
        else {}
    )
    claims = []
    for n, report in pairs:
        publication, (body, verdict) = publications[report], bodies[n]
        rest = rests.get(publication.reading, _NO_REST)
        claims.append(
            SourcedClaim(
                report=publication.report,
                reader=publication.reader,
                claim=_CLAIM.decode(body) if wanted.original else _confirmed(_CLAIM.decode(body), verdict),
                attributions=sources[n],
                entities=rest.entities,
                toponyms=rest.toponyms,
                verdict=verdict,
                group=groups.get((n - n % 2, report)),
            )
        )
    return claims


def _confirmed(claim: Claim, verdict: str) -> Claim:
    """Return a claim for which a person vouches with the confidence 1."""
    return msgspec.structs.replace(claim, confidence=1.0) if verdict in ("accepted", "corrected") else claim


def load_reports(connection: Connection, numbers: Iterable[int]) -> dict[int, Report]:
    """Return reports by number."""
    return {n: publication.report for n, publication in _publications(connection, numbers).items()}


def load_attributions(connection: Connection, numbers: Iterable[int]) -> dict[int, Attribution]:
    """Return attributions by number."""
    bodies = _bodies(connection, "attribution", [(n, 0) for n in numbers])
    return {n: _ATTRIBUTION.decode(body) for n, (body, _) in bodies.items()}


def load_readings(connection: Connection, pairs: Pairs) -> list[Reading]:
    """Return whole readings as they were read; pairs are of a reading and a report."""
    publications = _publications(connection, (report for _, report in pairs))
    numbers = {reading for reading, _ in pairs}
    rests, readers = _rests(connection, numbers), _readers(connection, numbers)
    issues = _issues(connection, publications)
    found = {kind: _all_found(connection, kind, numbers) for kind in schema.FOUND}
    readings = []
    for number, report in pairs:
        is_current = publications[report].reading == number
        status, reader = readers[number]
        readings.append(
            Reading(
                report=publications[report].report,
                status=status,
                attributions=tuple(map(_ATTRIBUTION.decode, found["attribution"][number])),
                claims=tuple(map(_CLAIM.decode, found["claim"][number])),
                commitments=tuple(map(_COMMITMENT.decode, found["commitment"][number])),
                **{field: getattr(rests[number], field) for field in Rest.__struct_fields__},
                issues=issues[report] if is_current else (),
                reader=reader,
            )
        )
    return readings


def _load_reports(connection: Connection, pairs: Pairs, _: bool) -> list[ReportRow]:
    publications = _publications(connection, (report for _, report in pairs))
    c = schema.claim
    counting = (
        select(c.c.reading, func.count().label("number"))
        .where(
            c.c.reading.in_({publication.reading for publication in publications.values()}),
            c.c.shown == true(),
        )
        .group_by(c.c.reading)
    )
    claims = {row.reading: row.number for row in connection.execute(counting)}
    issues = _issues(connection, publications)
    return [
        ReportRow(
            report=publication.report,
            reader=publication.reader,
            cursor=f"{n}.{report}",
            status=publication.status,
            claims=claims.get(publication.reading, 0),
            first_seen=publication.first_seen,
            issues=issues[report],
        )
        for n, report in pairs
        for publication in [publications[report]]
    ]


def _load_claims(connection: Connection, pairs: Pairs, wanted: LoadOptions) -> list[ClaimRow]:
    return [
        ClaimRow(
            report=sourced.report,
            reader=sourced.reader,
            cursor=f"{n}.{report}",
            claim=sourced.claim,
            attributions=sourced.attributions,
            verdict=sourced.verdict,
            group=sourced.group,
        )
        for (n, report), sourced in zip(pairs, load_sourced_claims(connection, pairs, wanted), strict=True)
    ]


def _groups(connection: Connection, pairs: Pairs, wanted: LoadOptions) -> dict[tuple[int, int], GroupRef]:
    """Return the events of claims by the numbers of claim and report, as reported by a day.

    The number of an event's claims is known only if no day is given; its label is loaded only if `named`.
    """
    e, link = schema.event, schema.event_claim
    query = (
        select(link.c.claim, link.c.report, link.c.event, e.c.id, e.c.claims, e.c.independent_sources)
        .join(e, e.c.n == link.c.event)
        .where(_among(link.c.claim, {n + i for n in {n - n % 2 for n, _ in pairs} for i in (0, 1)}))
        .where(_among(link.c.report, {report for _, report in pairs}))
    )
    rows = connection.execute(query).all()
    events = {row.event for row in rows}
    if wanted.as_of is not None:
        by_then = _groups_by(connection, events, wanted.as_of)
    else:
        labels = _labels(connection, events) if wanted.named and events else {}
        by_then = {
            event: GroupRef(
                id=id_, claims=claims, independent_sources=independent, label=labels.get(event, "")
            )
            for event, id_, claims, independent in {row[2:] for row in rows}
        }
    return {
        (claim - claim % 2, report): by_then[event] for claim, report, event, *_ in rows if event in by_then
    }


def _labels(connection: Connection, events: set[int]) -> dict[int, str]:
    """Return the labels of events by number."""
    e = schema.event
    label = written(json_value("event.body", "label"), Dialect(connection.dialect.name))
    found = connection.execute(select(e.c.n, literal_column(label)).where(_among(e.c.n, events)))
    return {n: text or "" for n, text in found}


def _groups_by(connection: Connection, numbers: set[int], as_of: str) -> dict[int, GroupRef]:
    return {
        n: GroupRef(
            id=stored.event.id,
            independent_sources=stored.event.independent_sources,
            label=stored.event.label,
        )
        for n, stored in _events(connection, numbers, as_of).items()
        if stored.event is not None
    }


def _load_commitments(connection: Connection, pairs: Pairs, original: bool) -> list[CommitmentRow]:
    bodies = _bodies(connection, "commitment", pairs)
    sources = _sources(connection, "commitment", pairs, original)
    publications = _publications(connection, (report for _, report in pairs))
    return [
        CommitmentRow(
            report=publications[report].report,
            reader=publications[report].reader,
            cursor=f"{n}.{report}",
            commitment=_COMMITMENT.decode(bodies[n][0]),
            attributions=sources[n],
            verdict=bodies[n][1],
        )
        for n, report in pairs
    ]


def _load_attributions(connection: Connection, pairs: Pairs, original: bool) -> list[AttributionRow]:
    bodies = _bodies(connection, "attribution", pairs)
    publications = _publications(connection, (report for _, report in pairs))
    # A chain may lead to any attribution of the same reading.
    readings = {publication.reading for publication in publications.values()}
    known = {
        attribution.id: attribution
        for bodies_of_reading in _all_found(connection, "attribution", readings).values()
        for attribution in map(_ATTRIBUTION.decode, bodies_of_reading)
    }
    rows = []
    for n, report in pairs:
        attribution = _ATTRIBUTION.decode(bodies[n][0])
        rows.append(
            AttributionRow(
                report=publications[report].report,
                reader=publications[report].reader,
                cursor=f"{n}.{report}",
                attribution=attribution,
                chain=_follow(attribution, known),
                verdict=bodies[n][1],
            )
        )
    return rows


class _Event(NamedTuple):
    """A stored event and the input ids of its reports; None if it was not reported yet."""

    event: EventGroup | None
    story: str
    reports: dict[str, str]


def _events(connection: Connection, numbers: set[int], as_of: str | None) -> dict[int, _Event]:
    e, link, r = schema.event, schema.event_claim, schema.report
    of_event = select(link.c.event, r.c.id, r.c.input_id, r.c.reported_on).join(r, r.c.n == link.c.report)
    called, later = defaultdict[int, dict[str, str]](dict), set[int]()
    for row in connection.execute(of_event.where(link.c.event.in_(numbers)).distinct()):
        if as_of is None or row.reported_on <= as_of:
            called[row.event][row.id] = row.input_id or row.id
        else:
            later.add(row.event)
    found: dict[int, _Event] = {}
    for n, story, body in connection.execute(select(e.c.n, e.c.story, e.c.body).where(e.c.n.in_(numbers))):
        event: EventGroup | None = _EVENT.decode(body)
        if n in later and event is not None:
            event = event.restrict(called[n])
        found[n] = _Event(event, story, called[n])
    return found


def _load_events(connection: Connection, pairs: Pairs, as_of: str | None) -> list[Row]:
    """Return events; pairs are of an event's rank and its number."""
    found = _events(connection, {n for _, n in pairs}, as_of)
    return [
        EventRow(cursor=f"{rank}.{n}", event=stored.event, story=stored.story, reports=stored.reports)
        for rank, n in pairs
        if (stored := found.get(n)) is not None and stored.event is not None
    ]


def _load_disagreements(connection: Connection, pairs: Pairs, as_of: str | None) -> list[Row]:
    """Return disagreements; pairs are of the event's rank and the disagreement's number."""
    d = schema.disagreement
    query = select(d.c.n, d.c.event, d.c.body).where(d.c.n.in_({n for _, n in pairs}))
    bodies = {row.n: row for row in connection.execute(query)}
    found = _events(connection, {row.event for row in bodies.values()}, as_of)
    rows: list[Row] = []
    for rank, n in pairs:
        # A row that was found a moment ago may have been related anew.
        if n not in bodies or bodies[n].event not in found:
            continue
        stored = found[bodies[n].event]
        disagreement = _disagreement_by(_DISAGREEMENT.decode(bodies[n].body), stored.event, as_of)
        if disagreement is not None and stored.event is not None:
            rows.append(
                DisagreementRow(
                    cursor=f"{rank}.{n}",
                    disagreement=disagreement,
                    event=stored.event,
                    story=stored.story,
                    reports=stored.reports,
                )
            )
    return rows


def _disagreement_by(
    disagreement: Disagreement, event: EventGroup | None, as_of: str | None
) -> Disagreement | None:
    """Return the disagreement as its event has it by a day; None if there was none yet."""
    if as_of is None or event is None:
        return disagreement
    claims = {ref for side in disagreement.sides for ref in side.claims}
    for known in event.disagreements:
        if known.slot == disagreement.slot and {ref for side in known.sides for ref in side.claims} <= claims:
            return known
    return None


_ACROSS: dict[str, Callable[[Connection, Pairs, str | None], list[Row]]] = {
    "event": _load_events,
    "disagreement": _load_disagreements,
}
_LOADERS: dict[str, Any] = {
    "report": _load_reports,
    "attribution": _load_attributions,
    "commitment": _load_commitments,
}


def _follow(attribution: Attribution, known: dict[str, Attribution]) -> tuple[Attribution, ...]:
    chain, seen = [attribution], {attribution.id}
    while (parent := known.get(chain[-1].parent or "")) and parent.id not in seen:
        chain.append(parent)
        seen.add(parent.id)
    return tuple(chain)


def _publications(connection: Connection, numbers: Iterable[int]) -> dict[int, _Publication]:
    r, d, g, e = schema.report, schema.document, schema.reading, schema.reader
    query = (
        select(
            r.c.n,
            *(r.c[column] for column in _REPORT_COLUMNS),
            r.c.credit,
            r.c.reading,
            r.c.first_seen,
            d.c.id.label("document_id"),
            d.c.sha256,
            d.c.text,
            g.c.status,
            e.c.name,
            e.c.version,
            e.c.tier,
            e.c.models,
        )
        .join(d, d.c.n == r.c.document)
        .join(g, g.c.n == r.c.reading)
        .join(e, e.c.n == g.c.reader)
        .where(r.c.n.in_(set(numbers)))
    )
    return {row.n: _publication(row) for row in connection.execute(query)}


def _publication(row: Any) -> _Publication:  # noqa: ANN401 - a row
    report = Report(
        **{column: getattr(row, column) for column in _REPORT_COLUMNS},
        document=row.document_id,
        credit=_CREDIT.decode(row.credit),
        text=row.text,
        sha256=row.sha256,
    )
    return _Publication(report, _reader(row), row.reading, ReadingStatus(row.status), row.first_seen)


def _reader(row: Any) -> Reader:  # noqa: ANN401 - a row
    return Reader(name=row.name, version=row.version, tier=row.tier, models=_MODELS.decode(row.models))


def _readers(connection: Connection, readings: set[int]) -> dict[int, tuple[ReadingStatus, Reader]]:
    g, e = schema.reading, schema.reader
    query = select(g.c.n, g.c.status, e.c.name, e.c.version, e.c.tier, e.c.models)
    query = query.join(e, e.c.n == g.c.reader).where(g.c.n.in_(readings))
    return {row.n: (ReadingStatus(row.status), _reader(row)) for row in connection.execute(query)}


def _rests(connection: Connection, readings: set[int]) -> dict[int, Rest]:
    g = schema.reading
    query = select(g.c.n, g.c.body).where(g.c.n.in_(readings))
    return {n: unpack_rest(body) for n, body in connection.execute(query)}


def _issues(connection: Connection, reports: Iterable[int]) -> dict[int, tuple[Issue, ...]]:
    table = schema.issue
    query = select(table.c.report, table.c.code, table.c.message).where(table.c.report.in_(set(reports)))
    found = defaultdict[int, tuple[Issue, ...]](tuple)
    for report, code, message in connection.execute(query.order_by(table.c.report, table.c.position)):
        found[report] += (Issue(code=code, message=message),)
    return found


def _bodies(connection: Connection, kind: str, pairs: Pairs) -> dict[int, tuple[str, str]]:
    """Return the body and verdict of each row."""
    table, body = schema.FOUND[kind], schema.BODIES[kind]
    query = select(table.c.n, body.c.body, table.c.verdict).join(body, body.c.n == table.c.n)
    found = connection.execute(query.where(_among(table.c.n, {n for n, _ in pairs}))).all()
    return {n: (text, verdict) for n, text, verdict in found}


def _all_found(connection: Connection, kind: str, readings: set[int]) -> dict[int, list[str]]:
    """Return the bodies of the rows of some readings, as read, in order."""
    table, body = schema.FOUND[kind], schema.BODIES[kind]
    query = (
        select(table.c.reading, body.c.body)
        .join(body, body.c.n == table.c.n)
        .where(table.c.reading.in_(readings), table.c.n % 2 == 0)
        .order_by(table.c.n)
    )
    found = defaultdict[int, list[str]](list)
    for reading, text in connection.execute(query):
        found[reading].append(text)
    return found


def _sources(
    connection: Connection, kind: str, pairs: Pairs, original: bool
) -> dict[int, tuple[Attribution, ...]]:
    """Return the attributions in the chains of each row, each once, in the order of the chains."""
    chain = schema.CHAINS[kind]
    query = (
        select(chain.c[kind], chain.c.attribution)
        .where(_among(chain.c[kind], {n for n, _ in pairs}))
        .order_by(chain.c[kind], chain.c.chain, chain.c.position)
    )
    steps = connection.execute(query).all()
    known = _attributions(connection, {attribution for _, attribution in steps}, original)
    sources: dict[int, tuple[Attribution, ...]] = dict.fromkeys((n for n, _ in pairs), ())
    for n, attribution in steps:
        if n in sources and (source := known[attribution]) not in sources[n]:
            sources[n] += (source,)
    return sources


def _attributions(connection: Connection, numbers: set[int], original: bool) -> dict[int, Attribution]:
    """Return attributions by the number of their row as read, with corrections unless `original`."""
    body = schema.attribution_body
    wanted = numbers if original else numbers | {n + 1 for n in numbers}
    query = select(body.c.n, body.c.body).where(_among(body.c.n, wanted)).order_by(body.c.n)
    found = connection.execute(query).all()
    return {n - n % 2: _ATTRIBUTION.decode(text) for n, text in found if n in wanted}


def _among(column: ColumnElement[int], numbers: set[int]) -> ColumnElement[bool]:
    """Return the condition on numbers; if they lie close, their whole range: a long list is slow."""
    if not numbers:
        return false()
    first, last = min(numbers), max(numbers)
    return column.between(first, last) if last - first < _CLOSE * len(numbers) else column.in_(numbers)
