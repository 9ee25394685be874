"""One worker process, seen from both sides of its pipe."""

import multiprocessing
import os
import pickle
import queue
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from multiprocessing import connection
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Generic, NamedTuple, Protocol, TypeVar

import msgspec

from sayso.engine.batches import BatchReader, read_guarded
from sayso.engine.reuse import ReusingReader
from sayso.errors import SaysoError
from sayso.model import Reader, Reading, Report

__all__ = ["Answer", "Job", "Worker", "WorkerError", "wait_for"]

_encoder = msgspec.msgpack.Encoder()
_readings = msgspec.msgpack.Decoder(list[Reading])
_reports = msgspec.msgpack.Decoder(list[Report])
# How long a worker that was told to end may take to do so.
_END_S = 5.0


class WorkerError(SaysoError):
    """The worker processes die before they read anything."""

    code = "worker"


class Job(Protocol):
    """A task of a worker: reports to read."""

    @property
    def reports(self) -> Sequence[Report]:
        """The reports."""


AnyJob = TypeVar("AnyJob", bound=Job)


class Answer(NamedTuple, Generic[AnyJob]):
    """The readings of a task."""

    task: AnyJob
    readings: list[Reading]


class Worker(Generic[AnyJob]):
    """A process that reads its tasks in order.

    Its first answer, once its models are loaded, is its `Reader`. It takes tasks while it works, so that
    giving it one never waits for it.
    """

    def __init__(self, load: Callable[[], BatchReader]) -> None:
        # The heads' matrices are small: more threads than one wait for each other and for other workers.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        # Not fork: the language model's threads do not survive it.
        has_server = "forkserver" in multiprocessing.get_all_start_methods()
        context = multiprocessing.get_context("forkserver" if has_server else "spawn")
        # Loaded once in the server, so that a new worker stands at once.
        context.set_forkserver_preload(["__main__", __name__])
        self._pipe, theirs = context.Pipe()
        self._process: BaseProcess = context.Process(  # type: ignore[attr-defined]
            target=_work, args=(theirs, load), daemon=True
        )
        self._process.start()
        theirs.close()
        self.in_hand: deque[AnyJob] = deque()
        self.given = 0
        self.is_ready = False

    def give(self, task: AnyJob) -> None:
        """Hand over a task; if the worker is dead, the task stays in its hand."""
        self.in_hand.append(task)
        self.given += 1
        with suppress(OSError):
            self._pipe.send_bytes(_encoder.encode(task.reports))

    def answers(self) -> Iterator[Reader | Answer[AnyJob]]:
        """Yield the worker's new answers; raises the error that kept it from starting."""
        with suppress(OSError, EOFError):
            while self._pipe.poll():
                message = self._pipe.recv()
                if isinstance(message, Exception):
                    raise message
                if isinstance(message, Reader):
                    self.is_ready = True
                    yield message
                else:
                    yield Answer(self.in_hand.popleft(), _readings.decode(message))

    def is_dead(self) -> bool:
        """Return True if the process has ended."""
        return not self._process.is_alive()

    def sources(self) -> "list[Connection | int]":
        """Return the objects to wait for: an answer, or the end of the process."""
        return [self._pipe, self._process.sentinel]

    def end(self) -> None:
        """Kill the process at once; its tasks stay `in_hand`."""
        self._pipe.close()
        self._process.kill()
        self._process.join(_END_S)


def wait_for(workers: Sequence[Worker[AnyJob]], timeout_s: float | None) -> list[Worker[AnyJob]]:
    """Wait for and return the workers that have an answer or have died."""
    sources = {source: worker for worker in workers for source in worker.sources()}
    ready = {id(sources[source]) for source in connection.wait(list(sources), timeout_s)}  # type: ignore[index]
    return [worker for worker in workers if id(worker) in ready]


def _work(pipe: Connection, load: Callable[[], BatchReader]) -> None:
    """Read what comes through the pipe until it is closed."""
    # Ctrl-C ends a worker at once and silently, and none outlives its parent.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    threading.Thread(target=_exit_with_parent, daemon=True).start()
    tasks: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(pipe, tasks), daemon=True).start()
    with suppress(OSError):
        try:
            reader = ReusingReader(load())
            pipe.send(reader.reader)
            while (task := tasks.get()) is not None:
                # Packed here: msgspec does it ten times as fast as pickle.
                pipe.send(_encoder.encode(read_guarded(reader, _reports.decode(task))))
        except Exception as error:  # noqa: BLE001 - the border of a process: the caller's to handle
            pipe.send(_sendable(error))


def _receive(pipe: Connection, tasks: "queue.SimpleQueue[bytes | None]") -> None:
    with suppress(OSError, EOFError):
        while True:
            tasks.put(pipe.recv_bytes())
    tasks.put(None)


def _exit_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _sendable(error: Exception) -> Exception:
    """Return the error, or a `WorkerError` with its message if it cannot be pickled."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - made here
    except Exception:  # noqa: BLE001 - whatever its class makes of being packed
        return WorkerError(f"{type(error).__name__}: {error}")
    return error
