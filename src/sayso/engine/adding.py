"""Reads reports into a record: what is there already is not read again."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, MutableMapping, Sequence
from contextlib import closing
from functools import partial
from typing import NamedTuple

from sayso.engine.batches import BatchReader
from sayso.engine.relating import relate
from sayso.engine.schedule import read_all
from sayso.ingest import Refusal
from sayso.model import Issue, Judgement, Raw, Reader, Reading, Report, Tier
from sayso.record import Decision, Outcome, Store

__all__ = ["Added", "Plan", "Record", "add_all"]


class Added(NamedTuple):
    """What became of a report; `reading` is None where nothing had to be read."""

    outcome: Outcome
    report: Report
    reading: Reading | None = None


class Plan(NamedTuple):
    """How to read: `load` makes the reader (picklable for more than one job).

    `complete` gives a report what its reading would have, for reports whose document has been read. `raws`
    holds what reports were taken from, by report id; each is taken out of it when its report is put in.
    """

    load: Callable[[], BatchReader]
    complete: Callable[[Report], Report]
    jobs: int = 1
    raws: MutableMapping[str, Raw] | None = None


Tell = Callable[[Added | Refusal], None]


def add_all(store: Store, inputs: Iterable[Report | Refusal], plan: Plan, tell: Tell) -> None:
    """Read what the record lacks and put it in, each report in one transaction.

    `tell` hears once of every report and refusal, not always in their order: what need not be read is told
    at once. Whatever stops this, all that was told stands in the record.
    """
    loaded = plan.load()
    load = plan.load if plan.jobs > 1 else lambda: loaded
    fresh = _leave_out_known(store, inputs, plan, loaded.reader, tell)
    with closing(read_all(fresh, load=load, jobs=plan.jobs)) as readings:
        for one in readings:
            if isinstance(one, Refusal):
                tell(one)
            else:
                outcome = store.put(one, raw=_take(plan, one.report))
                tell(Added(outcome, one.report, one))


def _take(plan: Plan, report: Report) -> Raw | None:
    return plan.raws.pop(report.id, None) if plan.raws is not None else None


def _leave_out_known(
    store: Store, inputs: Iterable[Report | Refusal], plan: Plan, reader: Reader, tell: Tell
) -> Iterator[Report | Refusal]:
    """The inputs that must be read; a refused part of a report goes the way of its report."""
    parts: list[Refusal] = []
    for one in inputs:
        if isinstance(one, Refusal):
            if one.report is None:
                yield one
            else:
                parts.append(one)
            continue
        outcome = _add_known(store, one, parts, plan, reader)
        if outcome is None:
            yield from parts
            yield one
        else:
            tell(Added(outcome, one))
        parts = []


def _add_known(
    store: Store, report: Report, parts: Sequence[Refusal], plan: Plan, reader: Reader
) -> Outcome | None:
    """Add a report without reading it, where that can be; None where it must be read."""
    known = store.look_up(report, reader)
    if known is None:
        return None
    raw = _take(plan, report)
    if known is not Outcome.COPY:
        return known
    issues = tuple(Issue(code=part.code, message=part.message) for part in parts)
    unread = Reading(report=plan.complete(report), issues=issues, reader=reader)
    return store.put_copy(unread, raw=raw)


class Record(Store):
    """A record that reads what is added to it, and relates it to what is there.

    `address` is a SQLite file, made if it is not there, or `postgresql://user@host/database`. `tier` is
    `full` or `fast`; left out, it is the best that is installed.

    >>> from sayso.model import make_report
    >>> record = Record(":memory:", tier="fast")
    >>> record.add([make_report("Rebels withdrew from the town on Sunday, the army said.")])
    {'added': 1}
    >>> [row.claim.event.type for row in record.claims(source="army")]
    ['RETREAT']
    """

    def __init__(self, address: str = "sayso.db", *, tier: str | None = None, create: bool = True) -> None:
        super().__init__(address, create=create)
        self._tier = tier

    def add(self, reports: Iterable[Report | Reading], *, jobs: int = 1) -> dict[str, int]:
        """Add reports, reading those that the record lacks, and readings as they are.

        Gives how many were `added`, were a `copy` of a document known already, were `reread`, by another
        reader than before or because their reading had failed, were `there`, or are `forgotten`.
        """
        counts: Counter[str] = Counter()

        def count(one: Added | Refusal) -> None:
            if isinstance(one, Added):
                counts[str(one.outcome)] += 1

        add_all(self, self._put_readings(reports, count), self._plan(jobs), count)
        relate(self)
        return dict(counts)

    def judge(self, id: str, decision: Decision) -> Judgement:
        """Write down what a person decided on a claim, attribution or commitment, by id or key."""
        made = super().judge(id, decision)
        relate(self)
        return made

    def forget(self, report: str, *, reason: str) -> list[str]:
        """Take reports out by id, input id or address, with all that was read from them alone."""
        forgotten = super().forget(report, reason=reason)
        relate(self)
        return forgotten

    def _put_readings(self, reports: Iterable[Report | Reading], tell: Tell) -> Iterator[Report]:
        for one in reports:
            if isinstance(one, Reading):
                tell(Added(self.put(one), one.report, one))
            else:
                yield one

    def _plan(self, jobs: int) -> Plan:
        # The pipeline stands below the engine, but loads the language model's package: only when needed.
        from sayso.pipeline import Pipeline, complete_report, default_tier

        tier = Tier(self._tier) if self._tier is not None else default_tier()
        return Plan(partial(Pipeline, tier), complete_report, jobs)
