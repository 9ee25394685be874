"""A pool of processes that survives the death of its workers."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from typing import NamedTuple

from sayso.engine.batches import Batch, BatchReader, merge_batch, unread
from sayso.engine.workers import Worker, WorkerError, wait_for
from sayso.ingest import Refusal
from sayso.model import Issue, Reader, Reading, Report

__all__ = ["Pool", "WorkerError", "read_in_pool"]

# Batches handed out for each worker: one in hand and one waiting, so that no worker idles.
_IN_FLIGHT = 2
# Memory that a process does not return to the system is returned when it ends. At 16 reports of 400 words a
# batch, 500 batches take the full tier about half an hour; a new worker takes a few seconds.
_RECYCLED_AFTER = 500
# Workers that die, one after the other, before they have loaded their models: it is no report's doing.
_FAILED_STARTS = 3
# A worker may also be killed from outside: what it held is read again before any report is suspected.
_DEATHS = 2


def read_in_pool(
    batches: Iterable[Batch], load: Callable[[], BatchReader], jobs: int
) -> Iterator[Reading | Refusal]:
    """Read batches in `jobs` processes, in order, with at most two batches in flight for each."""
    with closing(Pool(load, jobs)) as pool:
        yield from pool.read(batches)


class _Slot:
    """The place of one batch in the order, and its readings as they come in."""

    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        self.readings: dict[int, Reading] = {}
        self.missing = len(batch.reports)

    def fill(self, start: int, readings: Iterable[Reading]) -> None:
        """Put in the readings of the reports from `start` on."""
        for number, reading in enumerate(readings, start):
            self.readings[number] = reading
            self.missing -= 1

    def merged(self) -> Iterator[Reading | Refusal]:
        """Yield the readings and refusals of the batch in its order."""
        return merge_batch(self.batch, (self.readings[n] for n in sorted(self.readings)))


class _Task(NamedTuple):
    """Reports of a slot from `start` on, to read together, and the number of workers that died over them."""

    slot: _Slot
    start: int
    reports: tuple[Report, ...]
    deaths: int = 0

    def halves(self) -> "tuple[_Task, _Task]":
        """Return two tasks; one more death of a worker is enough to suspect either."""
        middle = len(self.reports) // 2
        deaths = _DEATHS - 1
        return (
            _Task(self.slot, self.start, self.reports[:middle], deaths),
            _Task(self.slot, self.start + middle, self.reports[middle:], deaths),
        )


class Pool:
    """Worker processes that read batches; the pool runs while its readings are consumed.

    If a worker dies, another reads its batch. A batch over which two workers die is halved until the report
    that kills them is found; that report is returned as unread. Workers are replaced after
    `recycled_after` batches.
    """

    def __init__(
        self, load: Callable[[], BatchReader], jobs: int, *, recycled_after: int = _RECYCLED_AFTER
    ) -> None:
        self._load = load
        self._jobs = jobs
        self._recycled_after = recycled_after
        self._workers: list[Worker[_Task]] = []
        self._waiting: deque[_Task] = deque()
        self._failed_starts = 0
        self._reader: Reader | None = None

    def read(self, batches: Iterable[Batch]) -> Iterator[Reading | Refusal]:
        """Read batches in order; holds no more than two for each worker."""
        slots: deque[_Slot] = deque()
        for batch in batches:
            slots.append(self._put(batch))
            while slots and (len(slots) >= self._jobs * _IN_FLIGHT or not slots[0].missing):
                yield from self._take(slots.popleft())
        while slots:
            yield from self._take(slots.popleft())

    def close(self) -> None:
        """End the workers, whatever they have in hand."""
        for worker in self._workers:
            worker.end()
        self._workers.clear()
        self._waiting.clear()

    def _put(self, batch: Batch) -> _Slot:
        slot = _Slot(batch)
        if batch.reports:
            self._waiting.append(_Task(slot, 0, batch.reports))
        self._step(timeout_s=0)
        return slot

    def _take(self, slot: _Slot) -> Iterator[Reading | Refusal]:
        while slot.missing:
            self._step(timeout_s=None)
        return slot.merged()

    def _step(self, *, timeout_s: float | None) -> None:
        """Hand out waiting tasks and collect answers; blocks for up to `timeout_s` until a worker has one."""
        self._hand_out()
        for worker in wait_for(self._workers, timeout_s):
            for answer in worker.answers():
                if isinstance(answer, Reader):
                    self._reader, self._failed_starts = answer, 0
                else:
                    answer.task.slot.fill(answer.task.start, answer.readings)
            if worker.is_dead():
                self._bury(worker)
        self._hand_out()

    def _hand_out(self) -> None:
        """Give each worker one task, then a second; start workers and end old ones as needed."""
        for tasks in range(_IN_FLIGHT):
            for worker in self._workers:
                if self._waiting and len(worker.in_hand) == tasks and self._takes_more(worker):
                    worker.give(self._waiting.popleft())
        for worker in [worker for worker in self._workers if not worker.in_hand and self._is_spent(worker)]:
            worker.end()
            self._workers.remove(worker)
        starting = sum(not worker.is_ready for worker in self._workers)
        while len(self._workers) < self._jobs and len(self._waiting) > starting:
            self._workers.append(Worker(self._load))
            starting += 1

    def _takes_more(self, worker: "Worker[_Task]") -> bool:
        return worker.is_ready and not self._is_spent(worker)

    def _is_spent(self, worker: "Worker[_Task]") -> bool:
        return worker.given >= self._recycled_after

    def _bury(self, worker: "Worker[_Task]") -> None:
        """Take a dead worker's tasks back: it died over the first, the others it had not begun."""
        self._workers.remove(worker)
        worker.end()
        if not worker.is_ready:
            self._failed_starts += 1
            if self._failed_starts >= _FAILED_STARTS:
                raise WorkerError(
                    "the worker processes die before they read anything",
                    help="is there enough memory? try --jobs 1",
                )
        tasks = list(worker.in_hand)
        again = [*self._suspect(tasks[0]), *tasks[1:]] if tasks else []
        self._waiting.extendleft(reversed(again))

    def _suspect(self, task: _Task) -> list[_Task]:
        """Return the tasks to read again after a worker died over a task."""
        task = task._replace(deaths=task.deaths + 1)
        if task.deaths < _DEATHS:
            return [task]
        if len(task.reports) > 1:
            return list(task.halves())
        assert self._reader is not None  # noqa: S101 - only a worker that has named its reader gets tasks
        task.slot.fill(task.start, [unread(task.reports[0], self._reader, Issue.of_crash())])
        return []
