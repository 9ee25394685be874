"""A pool of processes that survives the death of its workers."""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cached_property
from multiprocessing.connection import wait

import msgspec

from sayso.engine.batches import Batch, BatchReader, merge_batch
from sayso.errors import SaysoError
from sayso.ingest import Refusal
from sayso.model import Issue, Reader, Reading, ReadingStatus, Report

__all__ = ["WorkerError", "read_in_pool"]

# Batches handed out for each worker: one in hand and one waiting, so that no worker idles.
_IN_FLIGHT = 2


class WorkerError(SaysoError):
    """The worker processes die before they read anything."""

    code = "worker"


def read_in_pool(
    batches: Iterable[Batch], load: Callable[[], BatchReader], jobs: int
) -> Iterator[Reading | Refusal]:
    """Read batches in `jobs` processes, in order, with at most two batches in flight for each."""
    pool = _Pool(load, jobs)
    pending: deque[tuple[Batch, Future[bytes]]] = deque()
    try:
        for batch in batches:
            pending.append((batch, pool.submit(batch.reports)))
            while pending and (len(pending) >= jobs * _IN_FLIGHT or pending[0][1].done()):
                yield from _collect(pool, *pending.popleft())
        while pending:
            yield from _collect(pool, *pending.popleft())
    finally:
        pool.close()


def _collect(pool: "_Pool", batch: Batch, future: "Future[bytes]") -> Iterator[Reading | Refusal]:
    try:
        readings = _decoder.decode(future.result())
    except BrokenProcessPool:
        # One report of those in flight killed a worker, and with it the pool. Each is read alone to find out
        # which; the others lose nothing.
        readings = [pool.read_alone(report) for report in batch.reports]
    yield from merge_batch(batch, readings)


class _Pool:
    """The workers, and one more that takes suspect reports one at a time."""

    def __init__(self, load: Callable[[], BatchReader], jobs: int) -> None:
        self._load = load
        self._jobs = jobs
        self._workers = self._start(jobs)
        self._taster: ProcessPoolExecutor | None = None
        self._reader: Reader | None = None

    def submit(self, reports: Sequence[Report]) -> "Future[bytes]":
        """Hand reports to the next free worker; a broken pool is replaced."""
        try:
            return self._workers.submit(_read, reports)
        except BrokenProcessPool:
            self._workers.shutdown(wait=False)
            self._workers = self._start(self._jobs)
            return self._workers.submit(_read, reports)

    def read_alone(self, report: Report) -> Reading:
        """Read one report in a process of its own; if that dies too, the report is unread."""
        if self._taster is None:
            self._taster = self._start(1)
            self._reader = _ask_reader(self._taster)
        try:
            return _decoder.decode(self._taster.submit(_read, [report]).result())[0]
        except BrokenProcessPool:
            self._taster.shutdown(wait=False)
            self._taster = None
        assert self._reader is not None  # noqa: S101 - asked for when the process was started
        issue = Issue(code="crashed", message="reading this report crashed its process; it was left out")
        return Reading(report=report, status=ReadingStatus.UNREAD, issues=(issue,), reader=self._reader)

    def close(self) -> None:
        """Drop what waits and end the workers once they have done what they have in hand."""
        for executor in (self._workers, self._taster):
            if executor is not None:
                executor.shutdown(wait=False, cancel_futures=True)

    def _start(self, jobs: int) -> ProcessPoolExecutor:
        # Not fork: the language model's threads do not survive it.
        method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
        context = multiprocessing.get_context(method)
        return ProcessPoolExecutor(
            jobs, mp_context=context, initializer=_prepare_worker, initargs=(self._load,)
        )


def _ask_reader(executor: ProcessPoolExecutor) -> Reader:
    try:
        return executor.submit(_name_reader).result()
    except BrokenProcessPool as error:
        raise WorkerError(
            "the worker processes die before they read anything", help="is there enough memory? try --jobs 1"
        ) from error


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(list[Reading])


class _Worker:
    """What a worker process keeps: the reader, made by the first task so that errors reach the caller."""

    load: Callable[[], BatchReader]

    @cached_property
    def reader(self) -> BatchReader:
        return self.load()


_worker = _Worker()


def _prepare_worker(load: Callable[[], BatchReader]) -> None:
    """Let Ctrl-C end a worker at once and silently, and let none outlive its parent."""
    _worker.load = load
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    threading.Thread(target=_follow_parent, daemon=True).start()


def _follow_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _name_reader() -> Reader:
    return _worker.reader.reader


def _read(reports: Sequence[Report]) -> bytes:
    # Packed here: msgspec does it ten times as fast as pickle.
    return _encoder.encode(list(_worker.reader.read(reports)))
