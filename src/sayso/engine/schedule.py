"""Ordered reading of a stream of reports, with bounded memory."""

from collections.abc import Callable, Generator, Iterable

from sayso.engine.batches import BatchReader, cut_batches, merge_batch, read_guarded
from sayso.engine.reuse import ReusingReader
from sayso.ingest import Refusal
from sayso.model import Reading, Report

__all__ = ["read_all"]


def read_all(
    inputs: Iterable[Report | Refusal],
    *,
    load: Callable[[], BatchReader],
    jobs: int = 1,
    batch_size: int = 16,
) -> Generator[Reading | Refusal, None, None]:
    """Read reports as they come and give readings in the same order; refusals keep their place.

    `load` makes the reader, once in each process; with more than one job it must be picklable. The readings
    are the same whatever the number of jobs. A report that the reader fails at, or that kills its process
    (jobs > 1), is given as unread. A text that comes again soon is not read again.
    """
    batches = cut_batches(inputs, batch_size)
    if jobs == 1:
        reader = ReusingReader(load())
        for batch in batches:
            yield from merge_batch(batch, read_guarded(reader, batch.reports))
        return
    from sayso.engine.pool import read_in_pool

    yield from read_in_pool(batches, load, jobs)
