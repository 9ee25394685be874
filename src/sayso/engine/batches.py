"""Inputs cut into batches, the unit of work."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from sayso.ingest import Refusal
from sayso.model import Issue, Reader, Reading, Report
from sayso.model.base import Record

__all__ = ["Batch", "BatchReader", "cut_batches", "merge_batch"]

# A batch of long reports is closed early, so that memory does not grow with the length of the reports.
_MAX_CHARACTERS = 1_000_000
# An archive of nothing but broken lines is told as it goes.
_MAX_REFUSALS = 256


class BatchReader(Protocol):
    """Reads a batch of reports: one reading each, in order; the same batch gives the same readings."""

    reader: Reader

    def read(self, reports: Sequence[Report], /) -> Iterator[Reading]:
        """Read reports in order; a report that cannot be read gives an unread reading with an issue."""


class Batch(Record, frozen=True, kw_only=True):
    """Some reports, and the refusals that stand between them."""

    inputs: tuple[Report | Refusal, ...]

    @property
    def reports(self) -> tuple[Report, ...]:
        """The reports alone."""
        return tuple(one for one in self.inputs if isinstance(one, Report))


def cut_batches(inputs: Iterable[Report | Refusal], size: int) -> Iterator[Batch]:
    """Cut a stream of inputs into batches of up to `size` reports, fewer where they are long."""
    held: list[Report | Refusal] = []
    reports = characters = 0
    for one in inputs:
        held.append(one)
        if isinstance(one, Report):
            reports += 1
            characters += len(one.text)
        if reports >= size or characters >= _MAX_CHARACTERS or len(held) - reports >= _MAX_REFUSALS:
            yield Batch(inputs=tuple(held))
            held, reports, characters = [], 0, 0
    if held:
        yield Batch(inputs=tuple(held))


def merge_batch(batch: Batch, readings: Iterable[Reading]) -> Iterator[Reading | Refusal]:
    """Put the readings in the place of their reports.

    What was refused of a report that was read all the same becomes an issue of its reading.
    """
    waiting = iter(readings)
    issues: list[Issue] = []
    for one in batch.inputs:
        if isinstance(one, Report):
            yield _with_issues(next(waiting), tuple(issues))
            issues = []
        elif one.report is None:
            yield one
        else:
            issues.append(Issue(code=one.code, message=one.message))


def _with_issues(reading: Reading, issues: tuple[Issue, ...]) -> Reading:
    if not issues:
        return reading
    from msgspec.structs import replace

    return replace(reading, issues=issues + reading.issues)
