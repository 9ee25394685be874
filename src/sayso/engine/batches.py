"""Inputs cut into batches, the unit of work."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from sayso.errors import SaysoError
from sayso.ingest import Refusal
from sayso.model import Issue, Reader, Reading, ReadingStatus, Report
from sayso.model.base import Struct

__all__ = ["Batch", "BatchReader", "cut_batches", "merge_batch", "read_guarded", "unread"]

_log = logging.getLogger("sayso")

# A batch of long reports is closed early, so that memory does not grow with the length of the reports.
_MAX_CHARACTERS = 1_000_000
# An archive of nothing but broken lines is told as it goes.
_MAX_REFUSALS = 256


class BatchReader(Protocol):
    """Reads a batch of reports: one reading each, in order; the same batch gives the same readings."""

    reader: Reader

    def read(self, reports: Sequence[Report], /) -> Iterator[Reading]:
        """Read reports in order; a report that cannot be read gives an unread reading with an issue."""


class Batch(Struct, frozen=True, kw_only=True):
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


def read_guarded(reader: BatchReader, reports: Sequence[Report]) -> list[Reading]:
    """Read a batch; a report that a reader fails at, in the parse say, costs that report alone.

    What is wrong with the installation (a `SaysoError`) is no fault of a report and is raised.
    """
    try:
        return list(reader.read(reports))
    except SaysoError:
        raise
    except Exception as error:  # noqa: BLE001 - the border of a batch: a job of millions must not end here
        if len(reports) == 1:
            _log.exception("reading %s failed", reports[0].input_id or reports[0].id)
            return [unread(reports[0], reader.reader, Issue.of_fault(error))]
        return [reading for report in reports for reading in read_guarded(reader, [report])]


def unread(report: Report, reader: Reader, issue: Issue) -> Reading:
    """The reading of a report that could not be read, with the reason."""
    return Reading(report=report, status=ReadingStatus.UNREAD, issues=(issue,), reader=reader)


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
