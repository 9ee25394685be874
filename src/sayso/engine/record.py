"""A record that reads the reports added to it; a report that it holds is not read again."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, MutableMapping, Sequence
from contextlib import closing
from functools import partial
from typing import NamedTuple

from sayso.engine.batches import BatchReader
from sayso.engine.relations import relate
from sayso.engine.schedule import read_all
from sayso.ingest import Refusal
from sayso.model import Issue, Judgement, Raw, Reader, Reading, Report, Tier
from sayso.record import Decision, Outcome, Store

__all__ = ["AddResult", "Plan", "Record", "add_all"]


class AddResult(NamedTuple):
    """Outcome of adding a report; `reading` is None if nothing had to be read."""

    outcome: Outcome
    report: Report
    reading: Reading | None = None


class Plan(NamedTuple):
    """Settings of reading: `load` makes the reader (picklable for more than one job).

    `complete` adds to a report what reading would add, for reports whose document has been read. `raws` holds
    the raw sources of reports by report id; each is removed from it when its report is stored.
    """

    load: Callable[[], BatchReader]
    complete: Callable[[Report], Report]
    jobs: int = 1
    raws: MutableMapping[str, Raw] | None = None


ProgressCallback = Callable[[AddResult | Refusal], None]


def add_all(
    store: Store, inputs: Iterable[Report | Refusal], plan: Plan, on_progress: ProgressCallback
) -> None:
    """Read the reports that the record lacks and store them, each in one transaction.

    `on_progress` is called once for every report and refusal, not always in their order: reports that need
    no reading come at once. If this is interrupted, every report that was passed to it is stored.
    """
    loaded = plan.load()
    load = plan.load if plan.jobs > 1 else lambda: loaded
    unread = _add_known_reports(store, inputs, plan, loaded.reader, on_progress)
    with closing(read_all(unread, load=load, jobs=plan.jobs)) as readings:
        for reading in readings:
            if isinstance(reading, Refusal):
                on_progress(reading)
            else:
                outcome = store.put(reading, raw=_take_raw(plan, reading.report))
                on_progress(AddResult(outcome, reading.report, reading))


def _take_raw(plan: Plan, report: Report) -> Raw | None:
    return plan.raws.pop(report.id, None) if plan.raws is not None else None


def _add_known_reports(
    store: Store,
    inputs: Iterable[Report | Refusal],
    plan: Plan,
    reader: Reader,
    on_progress: ProgressCallback,
) -> Iterator[Report | Refusal]:
    """Add the known reports and yield the inputs that must be read, with the refused parts of each report."""
    parts: list[Refusal] = []
    for entry in inputs:
        if isinstance(entry, Refusal):
            if entry.report is None:
                yield entry
            else:
                parts.append(entry)
            continue
        outcome = _add_known(store, entry, parts, plan, reader)
        if outcome is None:
            yield from parts
            yield entry
        else:
            on_progress(AddResult(outcome, entry))
        parts = []


def _add_known(
    store: Store, report: Report, parts: Sequence[Refusal], plan: Plan, reader: Reader
) -> Outcome | None:
    """Add a report without reading it and return the outcome; None if it must be read."""
    known = store.look_up(report, reader)
    if known is None:
        return None
    raw = _take_raw(plan, report)
    if known is not Outcome.COPY:
        return known
    issues = tuple(Issue(code=part.code, message=part.message) for part in parts)
    unread = Reading(report=plan.complete(report), issues=issues, reader=reader)
    return store.put_copy(unread, raw=raw)


class Record(Store):
    """A record that reads the reports added to it, and relates them to those that it holds.

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

        Returns the number of reports that were `added`, were a `copy` of a known document, were `reread`, by
        another reader than before or because their reading had failed, were `there`, or are `forgotten`.
        """
        counts: Counter[str] = Counter()

        def count(result: AddResult | Refusal) -> None:
            if isinstance(result, AddResult):
                counts[str(result.outcome)] += 1

        add_all(self, self._put_readings(reports, count), self._plan(jobs), count)
        relate(self)
        return dict(counts)

    def judge(self, id: str, decision: Decision) -> Judgement:
        """Store a person's decision on a claim, attribution or commitment, by id or key."""
        made = super().judge(id, decision)
        relate(self)
        return made

    def forget(self, report: str, *, reason: str) -> list[str]:
        """Remove reports by id, input id or address, with all that was read from them alone."""
        forgotten = super().forget(report, reason=reason)
        relate(self)
        return forgotten

    def _put_readings(
        self, reports: Iterable[Report | Reading], on_progress: ProgressCallback
    ) -> Iterator[Report]:
        """Store the readings and yield the reports."""
        for entry in reports:
            if isinstance(entry, Reading):
                on_progress(AddResult(self.put(entry), entry.report, entry))
            else:
                yield entry

    def _plan(self, jobs: int) -> Plan:
        # The pipeline stands below the engine, but loads the language model's package: only when needed.
        from sayso.pipeline import Pipeline, complete_report, default_tier

        tier = Tier(self._tier) if self._tier is not None else default_tier()
        return Plan(partial(Pipeline, tier), complete_report, jobs)
