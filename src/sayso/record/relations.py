"""Storage of the relations of reports: sketches, pairs, groups, events.

All of it is derived from the readings. Code that relates reports gets the waiting reports here and stores its
results here; this module does not compute them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from hashlib import sha256
from itertools import islice
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import (
    Connection,
    Table,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    true,
    update,
)

from sayso.model import (
    Attribution,
    BlockingKeys,
    CopyGroup,
    Disagreement,
    EventGroup,
    Link,
    Pair,
    Reading,
    Report,
    Sketch,
    SourcedClaim,
    StateAssertion,
)
from sayso.model.dates import first_day
from sayso.record import schema
from sayso.record.database import in_batches, meta_number
from sayso.record.judgements import find_links
from sayso.record.loaders import (
    LoadOptions,
    load_attributions,
    load_readings,
    load_reports,
    load_sourced_claims,
)
from sayso.record.serialization import to_json
from sayso.record.writer import mark_waiting

__all__ = ["DatedReport", "Made", "Relations", "count_changes", "mark_unrelated"]

# The key in `meta` of the number of changes of the relations.
_CHANGES = "relations"


def mark_unrelated(connection: Connection, reports: Iterable[int]) -> None:
    """Mark reports, and those that share a group with them, to be related anew."""
    for batch in in_batches(set(reports)):
        mark_waiting(connection, batch | _grouped_with(connection, batch))


def count_changes(connection: Connection) -> int:
    """Return how often relations were changed in this record."""
    value = connection.scalar(select(schema.meta.c.value).where(schema.meta.c.key == _CHANGES))
    return meta_number(value, _CHANGES)


def _count_change(connection: Connection) -> None:
    number = count_changes(connection)
    connection.execute(delete(schema.meta).where(schema.meta.c.key == _CHANGES))
    connection.execute(insert(schema.meta).values(key=_CHANGES, value=str(number + 1)))


def _grouped_with(connection: Connection, reports: set[int]) -> set[int]:
    """Return the numbers of the reports that share a group with some."""
    member, peer = schema.membership.alias("member"), schema.membership.alias("peer")
    same = (peer.c.kind == member.c.kind) & (peer.c.group == member.c.group)
    query = select(peer.c.report).join_from(member, peer, same).where(member.c.report.in_(reports))
    return set(connection.scalars(query.distinct()))


class DatedReport(NamedTuple):
    """A report by id, with its text by id and when it was published."""

    id: str
    document: str
    published: str | None


class Made(NamedTuple):
    """The events of a story, or of a part of it."""

    story: str
    part: str
    events: tuple[EventGroup, ...]


class Relations:
    """The relations of one record within one transaction.

    Reports are compared by their readings: all reports of one text and day have the same, which is compared
    once. A reading's name here is its document and the day from which it counts.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._numbers: dict[str, int] = {}
        self._names: dict[int, str] = {}

    # What waits

    def waiting(self, limit: int) -> dict[str, tuple[str, ...]]:
        """Return the next readings to relate, each with its reports' ids; drop their stale sketches."""
        r, w = schema.report, schema.waiting
        first = select(r.c.reading).join(w, w.c.report == r.c.n).order_by(w.c.report).limit(limit)
        readings = set(self._connection.scalars(first))
        self._drop_left(readings)
        return self._reports_of(readings)

    def _drop_left(self, readings: set[int]) -> None:
        """Drop the sketches of readings that no report has any more, as another reader read it anew."""
        documents = select(schema.reading.c.document).where(schema.reading.c.n.in_(readings))
        left = (
            select(schema.reading.c.n)
            .where(schema.reading.c.document.in_(documents))
            .where(~exists().where(schema.report.c.reading == schema.reading.c.n))
        )
        self._drop_sketches(set(self._connection.scalars(left)))

    def _drop_sketches(self, readings: set[int]) -> None:
        pair = schema.pair
        for batch in in_batches(readings):
            for table in (schema.sketch, schema.sketch_key):
                self._connection.execute(delete(table).where(table.c.reading.in_(batch)))
            self._connection.execute(delete(pair).where(or_(pair.c.one.in_(batch), pair.c.other.in_(batch))))

    def _reports_of(self, readings: set[int]) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        self._know(readings)
        r = schema.report
        for batch in in_batches(readings):
            query = select(r.c.reading, r.c.id).where(r.c.reading.in_(batch)).order_by(r.c.reading, r.c.id)
            for number, id in self._connection.execute(query):
                name = self._names[number]
                found[name] = (*found.get(name, ()), id)
        return found

    def _know(self, readings: Iterable[int]) -> None:
        """Load the names of readings by number."""
        g, d = schema.reading, schema.document
        for batch in in_batches({reading for reading in readings if reading not in self._names}):
            query = select(g.c.n, d.c.id, g.c.anchor).join(d, d.c.n == g.c.document)
            for number, document, anchor in self._connection.execute(query.where(g.c.n.in_(batch))):
                self._names[number] = f"{document}@{anchor}"
                self._numbers[f"{document}@{anchor}"] = number

    def readings(self, names: Iterable[str]) -> Iterator[tuple[str, Reading]]:
        """Yield readings by name, each as that of the first of its reports."""
        r = schema.report
        for batch in in_batches({self._numbers[name] for name in names}, 100):
            query = select(r.c.reading, func.min(r.c.n)).where(r.c.reading.in_(batch)).group_by(r.c.reading)
            pairs = [(reading, report) for reading, report in self._connection.execute(query)]
            loaded = load_readings(self._connection, pairs)
            yield from ((self._names[pair[0]], reading) for pair, reading in zip(pairs, loaded, strict=True))

    def reports(self, names: Iterable[str]) -> list[tuple[str, Report]]:
        """Return all reports of readings by name, each with the name, in order of their ids."""
        r = schema.report
        found: list[tuple[str, Report]] = []
        for batch in in_batches({self._numbers[name] for name in names}):
            pairs = select(r.c.reading, r.c.n).where(r.c.reading.in_(batch))
            readings = {report: reading for reading, report in self._connection.execute(pairs)}
            loaded = load_reports(self._connection, readings)
            found += [(self._names[readings[n]], report) for n, report in loaded.items()]
        return sorted(found, key=lambda named: (named[1].id, named[0]))

    # Sketches and pairs

    def put_sketches(self, kind: str, sketches: Collection[Sketch]) -> None:
        """Store sketches in place of earlier ones of their readings."""
        numbers = {sketch.report: self._numbers[sketch.report] for sketch in sketches}
        for table, kinds in ((schema.sketch, (kind,)), (schema.sketch_key, (kind, kind + _ASIDE))):
            for batch in in_batches(set(numbers.values())):
                old = delete(table).where(table.c.kind.in_(kinds), table.c.reading.in_(batch))
                self._connection.execute(old)
        rows = [{"reading": numbers[sketch.report], "kind": kind, "body": sketch.body} for sketch in sketches]
        if rows:
            self._connection.execute(insert(schema.sketch), rows)
        # In the order of the table, and in plain SQL: these are most of the rows of a record.
        keys = iter(sorted((key, numbers[sketch.report]) for sketch in sketches for key in set(sketch.keys)))
        while some := list(islice(keys, _ROWS)):
            values = ", ".join(f"('{kind}', {int(key)}, {number})" for key, number in some)
            self._connection.exec_driver_sql(_PUT_KEYS.format(values=values))

    def set_aside(self, kind: str, names: Iterable[str], *, aside: bool) -> None:
        """Find some readings by their keys only where those set aside are asked for, or again like all."""
        k, kinds = schema.sketch_key, (kind, kind + _ASIDE)
        before, now = kinds if aside else reversed(kinds)
        for batch in in_batches({self._numbers[name] for name in names}):
            moved = update(k).where(k.c.kind == before, k.c.reading.in_(batch))
            self._connection.execute(moved.values(kind=now))

    def within(self, kind: str, ranges: Iterable[tuple[int, int]], *, aside: bool = False) -> set[str]:
        """Return the readings with a key of a kind in one of some ranges, by name; or those set aside."""
        found, asked = set[int](), sorted(ranges)
        kind += _ASIDE if aside else ""
        keys = [first for first, last in asked if first == last]
        wide = [between for between in asked if between[0] != between[1]]
        queries = [_select_keys(kind, keys[i : i + _RANGES]) for i in range(0, len(keys), _RANGES)]
        queries += [_select_in_ranges(kind, wide[i : i + _RANGES]) for i in range(0, len(wide), _RANGES)]
        for query in queries:
            found.update(self._connection.exec_driver_sql(query).scalars())
        self._know(found)
        return {self._names[number] for number in found}

    def bodies(self, kind: str, names: Iterable[str]) -> Iterator[Sketch]:
        """Yield the sketches of some readings, by name, without their keys."""
        yield from self._sketches(kind, {self._numbers[name] for name in names}, {})

    def sketches(self, kind: str, names: Iterable[str]) -> list[Sketch]:
        """Return the sketches of some readings, by name."""
        readings, k = {self._numbers[name] for name in names}, schema.sketch_key
        keys: dict[int, list[int]] = {}
        for batch in in_batches(readings):
            query = select(k.c.reading, k.c.key).where(k.c.kind == kind, k.c.reading.in_(batch))
            for reading, key in self._connection.execute(query.order_by(k.c.key)):
                keys.setdefault(reading, []).append(key)
        return list(self._sketches(kind, readings, keys))

    def _sketches(self, kind: str, readings: set[int], keys: Mapping[int, Sequence[int]]) -> Iterator[Sketch]:
        self._know(readings)
        s, bodies = schema.sketch, dict[int, bytes]()
        for batch in in_batches(readings):
            query = select(s.c.reading, s.c.body).where(s.c.kind == kind, s.c.reading.in_(batch))
            bodies.update((reading, body) for reading, body in self._connection.execute(query))
        for reading in sorted(bodies, key=lambda reading: self._names[reading]):
            yield Sketch(report=self._names[reading], keys=tuple(keys.get(reading, ())), body=bodies[reading])

    def put_pairs(self, kind: str, names: Iterable[str], pairs: Iterable[Pair]) -> None:
        """Store the pairs of some readings in place of all that they had before; each pair is given once."""
        pair = schema.pair
        for batch in in_batches({self._numbers[name] for name in names}):
            for column in (pair.c.one, pair.c.other):
                old = delete(pair).where(pair.c.kind == kind, column.in_(batch))
                self._connection.execute(old)
        rows = [
            {"kind": kind, "one": self._numbers[a], "other": self._numbers[b], "score": score}
            for a, b, score in pairs
        ]
        if rows:
            self._connection.execute(insert(pair), rows)

    def component(self, kinds: Sequence[str], names: Iterable[str], *, least: float) -> list[Pair]:
        """Return the pairs among all readings connected to some by pairs of a score of at least `least`."""
        seen, found = set[int](), dict[tuple[int, int], float]()
        new = {self._numbers[name] for name in names}
        while new:
            seen |= new
            reached = set[int]()
            for batch in in_batches(new):
                for a, b, score in self._pairs_of(kinds, batch):
                    found[a, b] = score
                    if score >= least:
                        reached |= {a, b}
            new = reached - seen
        self._know(seen)
        within = (self._pair(*pair, score) for pair, score in found.items() if seen.issuperset(pair))
        return sorted(within)

    def bonds(self, kinds: Sequence[str], names: Collection[str]) -> dict[str, dict[str, float]]:
        """Return the scores of all pairs of some readings, by the name of the other reading."""
        numbers, found = {self._numbers[name] for name in names}, list[tuple[int, int, float]]()
        for batch in in_batches(numbers):
            found += self._pairs_of(kinds, batch)
        self._know({number for a, b, _ in found for number in (a, b)})
        bonds: dict[str, dict[str, float]] = {name: {} for name in names}
        for a, b, score in found:
            for left, right in ((a, b), (b, a)):
                if left in numbers:
                    bonds[self._names[left]][self._names[right]] = score
        return bonds

    def _pairs_of(self, kinds: Sequence[str], readings: set[int]) -> Iterator[tuple[int, int, float]]:
        pair = schema.pair
        for column in (pair.c.one, pair.c.other):
            query = select(pair.c.one, pair.c.other, pair.c.score).where(column.in_(readings))
            rows = self._connection.execute(query.where(pair.c.kind.in_(kinds))).all()
            yield from ((a, b, score) for a, b, score in rows)

    def _pair(self, a: int, b: int, score: float) -> Pair:
        first, second = sorted((self._names[a], self._names[b]))
        return Pair(first, second, score)

    # Groups

    def partners(self, kind: str, names: Iterable[str]) -> set[str]:
        """Return the readings whose reports share a group with some readings now, these included."""
        known = set(names)
        return known.union(*self.groups_with(kind, known))

    def groups_with(self, kind: str, names: Iterable[str]) -> list[set[str]]:
        """Return the groups, each as its readings by name, that reports of some readings are in."""
        r, m = schema.report, schema.membership
        groups, found = set[str](), dict[str, set[int]]()
        for some in in_batches({self._numbers[name] for name in names}):
            query = select(m.c.group).join(r, r.c.n == m.c.report).where(m.c.kind == kind)
            groups.update(self._connection.scalars(query.where(r.c.reading.in_(some)).distinct()))
        for batch in in_batches(groups):
            members = select(m.c.group, r.c.reading).join(r, r.c.n == m.c.report).where(m.c.kind == kind)
            for group, number in self._connection.execute(members.where(m.c.group.in_(batch))):
                found.setdefault(group, set()).add(number)
        self._know({number for numbers in found.values() for number in numbers})
        return [{self._names[number] for number in found[group]} for group in sorted(found)]

    def represented(self, names: Iterable[str]) -> set[str]:
        """Return those of some readings for which others of their clusters stand."""
        r, m = schema.report, schema.membership
        kinds: dict[str, set[int]] = {"cluster": set(), "representative": set()}
        for batch in in_batches({self._numbers[name] for name in names}):
            query = select(m.c.kind, r.c.reading).join(r, r.c.n == m.c.report)
            query = query.where(m.c.kind.in_(list(kinds)), r.c.reading.in_(batch))
            for kind, reading in self._connection.execute(query):
                kinds[kind].add(reading)
        return {self._names[number] for number in kinds["cluster"] - kinds["representative"]}

    def reports_of(self, names: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Return the reports, by id, of readings by name."""
        return self._reports_of({self._numbers[name] for name in names})

    def groups_of(self, kind: str, reports: Iterable[str]) -> dict[str, str]:
        """Return the group of each report that is in one."""
        r, m = schema.report, schema.membership
        found: dict[str, str] = {}
        for batch in in_batches(set(reports)):
            query = select(r.c.id, m.c.group).join(m, m.c.report == r.c.n).where(m.c.kind == kind)
            rows = self._connection.execute(query.where(r.c.id.in_(batch)))
            found.update((row.id, row.group) for row in rows)
        return found

    def put_groups(self, kind: str, groups: Mapping[str, Sequence[str]]) -> set[str]:
        """Put reports, by id, into groups; return the ids of the groups that they were in before."""
        members = {report: group for group, reports in groups.items() for report in reports}
        before = self.groups_of(kind, members)
        moved = {report: group for report, group in members.items() if before.get(report) != group}
        self.drop_groups(kind, moved)
        numbers = self._report_numbers(moved)
        rows = [{"report": numbers[report], "kind": kind, "group": group} for report, group in moved.items()]
        if rows:
            self._connection.execute(insert(schema.membership), rows)
        return set(before.values())

    def drop_groups(self, kind: str, reports: Iterable[str]) -> None:
        """Take reports, by id, out of their groups of a kind."""
        m = schema.membership
        for batch in in_batches(set(self._report_numbers(reports).values())):
            self._connection.execute(delete(m).where(m.c.kind == kind, m.c.report.in_(batch)))

    def put_copies(self, groups: Sequence[CopyGroup]) -> None:
        """Store groups of copies, and put their reports into them."""
        before = self.put_groups("copy", {group.id: group.reports for group in groups})
        table = schema.copy_group
        for batch in in_batches(before | {group.id for group in groups}):
            self._connection.execute(delete(table).where(table.c.id.in_(batch)))
        rows = [{"id": group.id, "body": to_json(group)} for group in groups]
        if rows:
            self._connection.execute(insert(table), rows)

    def copies_of(self, reports: Iterable[str]) -> dict[str, CopyGroup]:
        """Return the group of copies of each report that is in one."""
        groups = self.groups_of("copy", reports)
        table = schema.copy_group
        bodies: dict[str, CopyGroup] = {}
        for batch in in_batches(set(groups.values())):
            for row in self._connection.execute(select(table).where(table.c.id.in_(batch))):
                bodies[row.id] = msgspec.json.decode(row.body, type=CopyGroup)
        return {report: bodies[group] for report, group in groups.items() if group in bodies}

    def _report_numbers(self, reports: Iterable[str]) -> dict[str, int]:
        r = schema.report
        found: dict[str, int] = {}
        for batch in in_batches(set(reports)):
            query = select(r.c.id, r.c.n).where(r.c.id.in_(batch))
            found.update((id, n) for id, n in self._connection.execute(query))
        return found

    # Events

    def reports_in(self, kind: str, groups: Iterable[str]) -> list[DatedReport]:
        """Return the reports of some groups, by id, in order of their ids."""
        m, r, d = schema.membership, schema.report, schema.document
        query = select(r.c.id, d.c.id, r.c.published).join_from(m, r, r.c.n == m.c.report)
        query = query.join(d, d.c.n == r.c.document).where(m.c.kind == kind)
        found: list[DatedReport] = []
        for batch in in_batches(set(groups)):
            found += map(DatedReport._make, self._connection.execute(query.where(m.c.group.in_(batch))))
        return sorted(found)

    def stories_of_events(self, reports: Iterable[str]) -> set[str]:
        """Return the stories that have events with claims of some reports, by id."""
        e, link, r = schema.event, schema.event_claim, schema.report
        found = set[str]()
        for batch in in_batches(set(reports)):
            query = select(e.c.story).join(link, link.c.event == e.c.n).join(r, r.c.n == link.c.report)
            found.update(self._connection.scalars(query.where(r.c.id.in_(batch)).distinct()))
        return found

    def stories_with_events_of(self, stories: Iterable[str]) -> set[str]:
        """Return the stories whose reports have claims in events stored under some stories."""
        e, link, m = schema.event, schema.event_claim, schema.membership
        found = set[str]()
        for batch in in_batches(set(stories)):
            query = select(m.c.group).join(link, (link.c.report == m.c.report) & (m.c.kind == "story"))
            query = query.join(e, e.c.n == link.c.event).where(e.c.story.in_(batch))
            found.update(self._connection.scalars(query.distinct()))
        return found

    def stories_of_keys(self, keys: Iterable[str]) -> dict[str, set[str]]:
        """Return the stories of the claims with some keys."""
        c, r, m = schema.claim, schema.report, schema.membership
        found: dict[str, set[str]] = {}
        for batch in in_batches(set(keys)):
            query = (
                select(c.c.key, m.c.group)
                .join(r, r.c.reading == c.c.reading)
                .join(m, (m.c.report == r.c.n) & (m.c.kind == "story"))
                .where(c.c.key.in_(batch), c.c.shown == true())
            )
            for key, group in self._connection.execute(query):
                found.setdefault(key, set()).add(group)
        return found

    def reports_of_keys(self, keys: Iterable[str]) -> dict[str, set[str]]:
        """Return the reports, by id, of the claims with some keys."""
        c, r = schema.claim, schema.report
        found: dict[str, set[str]] = {}
        for batch in in_batches(set(keys)):
            query = select(c.c.key, r.c.id).join_from(c, r, r.c.reading == c.c.reading)
            for key, report in self._connection.execute(query.where(c.c.key.in_(batch), c.c.shown == true())):
                found.setdefault(key, set()).add(report)
        return found

    def claims_of(self, reports: Iterable[str]) -> list[SourcedClaim]:
        """Return the claims of some reports, as people judged them."""
        c, r = schema.claim, schema.report
        claims: list[SourcedClaim] = []
        for batch in in_batches(sorted(set(reports)), 100):
            query = select(c.c.n, r.c.n).join_from(c, r, r.c.reading == c.c.reading)
            query = query.where(c.c.shown == true(), r.c.id.in_(batch)).order_by(r.c.n, c.c.n)
            pairs = [(claim, report) for claim, report in self._connection.execute(query)]
            claims += load_sourced_claims(self._connection, pairs, LoadOptions(grouped=False))
        return claims

    def attributions_of(self, reports: Iterable[str]) -> dict[str, list[Attribution]]:
        """Return all that some reports attribute, by report id, as people judged it."""
        a, r = schema.FOUND["attribution"], schema.report
        found = defaultdict[str, list[Attribution]](list)
        for batch in in_batches(sorted(set(reports)), 100):
            query = select(a.c.n, r.c.id).join_from(a, r, r.c.reading == a.c.reading)
            query = query.where(a.c.shown == true(), r.c.id.in_(batch)).order_by(r.c.n, a.c.n)
            rows = self._connection.execute(query).all()
            attributions = load_attributions(self._connection, (n for n, _ in rows))
            for n, report in rows:
                found[report].append(attributions[n])
        return found

    def links(self) -> list[Link]:
        """Return the pairs of claims, by key, that people merged into one event or split."""
        return list(find_links(self._connection))

    def put_blocking_keys(self, blocking: Mapping[str, BlockingKeys]) -> None:
        """Store the keys and profiles by which commitments find claims, by claim id; replace earlier ones."""
        c, keys, profiles = schema.claim, schema.follow_key, schema.follow_profile
        for batch in in_batches(blocking):
            query = select(c.c.n, c.c.id).where(c.c.id.in_(batch), c.c.shown == true())
            numbers = {row.n: blocking[row.id] for row in self._connection.execute(query)}
            for table in (keys, profiles):
                self._connection.execute(delete(table).where(table.c.claim.in_(set(numbers))))
            under = [{"key": key, "claim": n} for n, entry in numbers.items() for key in set(entry.keys)]
            bodies = [{"claim": n, "body": entry.profile} for n, entry in numbers.items() if entry.keys]
            for table, rows in ((keys, under), (profiles, bodies)):
                if rows:
                    self._connection.execute(insert(table), rows)

    def put_state_assertions(self, reports: Iterable[str], assertions: Iterable[StateAssertion]) -> None:
        """Store the state assertions of some reports, by id, in place of earlier ones."""
        for batch in in_batches(set(self._report_numbers(reports).values())):
            self._connection.execute(
                delete(schema.state_assertion).where(schema.state_assertion.c.report.in_(batch))
            )
        of_claim: dict[tuple[str, str], list[StateAssertion]] = {}
        for assertion in assertions:
            of_claim.setdefault((assertion.report, assertion.claim), []).append(assertion)
        numbers = self._claim_numbers({report for report, _ in of_claim})
        rows = [
            {"report": numbers[ref][0], "claim": numbers[ref][1], "body": to_json(group)}
            for ref, group in of_claim.items()
        ]
        if rows:
            self._connection.execute(insert(schema.state_assertion), rows)

    def parts(self, stories: Iterable[str]) -> set[str]:
        """Return the parts of stories for which events were made."""
        e = schema.event
        found = set[str]()
        for batch in in_batches(set(stories)):
            found.update(self._connection.scalars(select(e.c.part).where(e.c.story.in_(batch)).distinct()))
        return found

    def waiting_among(self, reports: Iterable[str]) -> set[str]:
        """Return those of the reports, by id, that are not related yet."""
        r, w = schema.report, schema.waiting
        found = set[str]()
        for batch in in_batches(set(reports)):
            query = select(r.c.id).join(w, w.c.report == r.c.n).where(r.c.id.in_(batch))
            found.update(self._connection.scalars(query))
        return found

    def put_events(self, stories: Iterable[str], kept: Iterable[str], made: Iterable[Made]) -> None:
        """Store the events of parts of stories, in place of all that `stories` had before.

        The events of the parts `kept` stay as they are. An id that is gone redirects to the event that has
        most of its claims now.
        """
        e = schema.event
        stay, old = set(kept), dict[str, int]()
        for batch in in_batches(set(stories)):
            query = select(e.c.id, e.c.n, e.c.part).where(e.c.story.in_(batch))
            old.update((id, n) for id, n, part in self._connection.execute(query) if part not in stay)
        owners = self._owners(old)
        new = {event.id: (part, event) for part in made for event in part.events}
        self._drop_events(set(old.values()))
        self._put_events(new)
        self._redirect(owners, [event for _, event in new.values()])

    def _owners(self, events: Mapping[str, int]) -> dict[str, set[tuple[str, str]]]:
        """Return the claims of events, each by report and claim."""
        link, r, c = schema.event_claim, schema.report, schema.claim
        ids = {n: id for id, n in events.items()}
        found: dict[str, set[tuple[str, str]]] = {id: set() for id in events}
        for batch in in_batches(set(ids)):
            query = (
                select(link.c.event, r.c.id, c.c.id)
                .join(r, r.c.n == link.c.report)
                .join(c, c.c.n == link.c.claim)
                .where(link.c.event.in_(batch))
            )
            for event, report, claim in self._connection.execute(query):
                found[ids[event]].add((report, claim))
        return found

    def _drop_events(self, numbers: set[int]) -> None:
        for batch in in_batches(numbers):
            self._connection.execute(delete(schema.event).where(schema.event.c.n.in_(batch)))

    def _put_events(self, new: Mapping[str, tuple[Made, EventGroup]]) -> None:
        numbers = self._claim_numbers({claim.report for _, event in new.values() for claim in event.claims})
        events, links, sides = [], [], []
        for made, event in new.values():
            n = _number_of(event)
            row = {"n": n, "id": event.id, "story": made.story, "part": made.part, "rank": _rank_of(event)}
            row |= {"claims": len(event.claims), "independent_sources": event.independent_sources}
            pairs = {numbers[ref.report, ref.claim] for ref in event.claims}
            events.append({**row, "newest": max(pairs)[0], "body": to_json(event)})
            links += [{"event": n, "report": report, "claim": claim} for report, claim in sorted(pairs)]
            sides += _disagreement_rows(n, event)
        tables = ((schema.event, events), (schema.event_claim, links), (schema.disagreement, sides))
        for table, rows in tables:
            if rows:
                self._connection.execute(insert(table), rows)

    def _claim_numbers(self, reports: Iterable[str]) -> dict[tuple[str, str], tuple[int, int]]:
        """Return the numbers of report and shown claim, for each claim of some reports."""
        c, r = schema.claim, schema.report
        query = select(r.c.id, c.c.id, r.c.n, c.c.n).join_from(c, r, r.c.reading == c.c.reading)
        query = query.where(c.c.shown == true())
        found: dict[tuple[str, str], tuple[int, int]] = {}
        for batch in in_batches(set(reports)):
            for report, claim, *numbers in self._connection.execute(query.where(r.c.id.in_(batch))):
                found[report, claim] = (numbers[0], numbers[1])
        return found

    def _redirect(
        self,
        before: Mapping[str, set[tuple[str, str]]],
        events: Iterable[EventGroup],
    ) -> None:
        table = schema.event_redirect
        now = {event.id: event for event in events}
        holder = {(ref.report, ref.claim): id for id, event in now.items() for ref in event.claims}
        for batch in in_batches(set(now)):
            self._connection.execute(delete(table).where(table.c.old.in_(batch)))
        for old, claims in before.items():
            if old in now:
                continue
            heirs = [holder[ref] for ref in claims if ref in holder]
            if heirs:
                heir = max(sorted(set(heirs)), key=heirs.count)
                self._connection.execute(delete(table).where(table.c.old == old))
                self._connection.execute(update(table).where(table.c.new == old).values(new=heir))
                self._connection.execute(insert(table).values(old=old, new=heir))

    def mark_related(self, names: Iterable[str]) -> None:
        """Mark all reports of some readings as related."""
        r, table = schema.report, schema.waiting
        _count_change(self._connection)
        for batch in in_batches({self._numbers[name] for name in names}):
            related = select(r.c.n).where(r.c.reading.in_(batch))
            self._connection.execute(delete(table).where(table.c.report.in_(related)))

    def drop_all(self) -> None:
        """Drop all relations except redirects of event ids: all reports wait again."""
        tables: tuple[Table, ...] = (schema.disagreement, schema.event_claim, schema.event, schema.copy_group)
        tables += (
            schema.membership,
            schema.pair,
            schema.sketch_key,
            schema.sketch,
            schema.follow_key,
            schema.follow_profile,
            schema.state_assertion,
            schema.waiting,
        )
        for table in tables:
            self._connection.execute(delete(table))
        self._connection.execute(insert(schema.waiting).from_select(["report"], select(schema.report.c.n)))
        _count_change(self._connection)


_PUT_KEYS = "INSERT INTO sketch_key (kind, key, reading) VALUES {values}"
# What the kind of keys ends in that are set aside.
_ASIDE = " aside"
# Ranges of keys in one query, and rows of keys in one insertion.
_RANGES, _ROWS = 500, 500


def _select_in_ranges(kind: str, ranges: Iterable[tuple[int, int]]) -> str:
    """Return the SQL for the readings with a key of a kind in one of the ranges.

    CROSS JOIN makes SQLite go through the ranges, and not through all keys. It is plain SQL as no
    such query comes twice: SQLAlchemy would keep hundreds of them.
    """
    near = ", ".join(f"({int(first)}, {int(last)})" for first, last in ranges)
    return _IN_RANGES.format(near=near, kind=kind)


def _select_keys(kind: str, keys: Iterable[int]) -> str:
    """Return the SQL for the readings with one of some keys of a kind: takes 0.6 of the time of ranges."""
    return _OF_KEYS.format(keys=", ".join(str(int(key)) for key in keys), kind=kind)


_OF_KEYS = "SELECT DISTINCT k.reading FROM sketch_key k WHERE k.kind = '{kind}' AND k.key IN ({keys})"
_IN_RANGES = (
    "WITH near (first, last) AS (VALUES {near}) SELECT DISTINCT k.reading FROM near CROSS JOIN sketch_key k "
    "WHERE k.kind = '{kind}' AND k.key BETWEEN near.first AND near.last"
)
# A rank has room for so many reports, then for so many days, then for so many claims.
_REPORTS, _DAYS, _CLAIMS = 1 << 30, 1 << 22, 1 << 10
# Events have every 256th number: their disagreements are numbered behind them.
_APART = 8


def _number_of(event: EventGroup) -> int:
    """Return a number made of the event's id, the same in every record."""
    return int.from_bytes(sha256(event.id.encode()).digest()[:7], "big") >> 2 << _APART


def _rank_of(event: EventGroup) -> int:
    """Return the rank: events with most reports first, then by the first day of publication, unknown last.

    Of events alike in both, the one with most claims comes first: it is oftener what the reports are about.
    """
    rank = (_REPORTS - min(event.reports, _REPORTS)) * _DAYS + (_first_day(event) or _DAYS - 1)
    return rank * _CLAIMS + _CLAIMS - 1 - min(len(event.claims), _CLAIMS - 1)


def _first_day(event: EventGroup) -> int | None:
    first = min((first_day(claim.published) for claim in event.claims if claim.published), default=None)
    return date.fromisoformat(first).toordinal() if first else None


def _disagreement_rows(n: int, event: EventGroup) -> list[dict[str, Any]]:
    """Return the rows of the disagreements of an event with a number."""
    return [
        {
            "n": n + i,
            "event": n,
            "slot": disagreement.slot,
            "kind": str(disagreement.kind),
            "rank": _sharpness_rank(disagreement, event),
            "body": to_json(disagreement),
        }
        for i, disagreement in enumerate(event.disagreements)
    ]


# Bits that a number has in the rank of a disagreement: origins, reports, days.
_ORIGIN_BITS, _REPORT_BITS, _DAY_BITS = 10, 20, 22


def _sharpness_rank(disagreement: Disagreement, event: EventGroup) -> int:
    """Return the rank: the sharpest first, then in the order of events; all in one number of 63 bits."""
    is_hard, second, first = disagreement.sharpness()
    rank = 0 if is_hard else 1
    for number, bits in ((second, _ORIGIN_BITS), (first, _ORIGIN_BITS), (event.reports, _REPORT_BITS)):
        most = (1 << bits) - 1
        rank = (rank << bits) + most - min(number, most)
    return (rank << _DAY_BITS) + (_first_day(event) or (1 << _DAY_BITS) - 1)
