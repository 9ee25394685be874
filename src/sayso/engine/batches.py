"""Batches of inputs, the unit of work."""

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
# An archive of nothing but broken lines is reported as it is read.
_MAX_REFUSALS = 256


class BatchReader(Protocol):
    """A reader of batches: one reading for each report, in order; equal batches give equal readings."""

    reader: Reader

    def read(self, reports: Sequence[Report], /) -> Iterator[Reading]:
        """Read reports in order; a report that cannot be read gives an unread reading with an issue."""


class Batch(Struct, frozen=True, kw_only=True):
    """Some reports and the refusals between them, in input order."""

    inputs: tuple[Report | Refusal, ...]

    @property
    def reports(self) -> tuple[Report, ...]:
        """The reports alone."""
        return tuple(report for report in self.inputs if isinstance(report, Report))


def cut_batches(inputs: Iterable[Report | Refusal], size: int) -> Iterator[Batch]:
    """Cut a stream of inputs into batches of up to `size` reports, fewer if they are long."""
    batch: list[Report | Refusal] = []
    reports = characters = 0
    for entry in inputs:
        batch.append(entry)
        if isinstance(entry, Report):
            reports += 1
            characters += len(entry.text)
        if reports >= size or characters >= _MAX_CHARACTERS or len(batch) - reports >= _MAX_REFUSALS:
            yield Batch(inputs=tuple(batch))
            batch, reports, characters = [], 0, 0
    if batch:
        yield Batch(inputs=tuple(batch))


def read_guarded(reader: BatchReader, reports: Sequence[Report]) -> list[Reading]:
    """Read a batch; an error of the reader, in the parse for example, leaves only its report unread.

    A fault of the installation (a `SaysoError`) is not an error of one report and is raised.
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
    """Return the reading of a report that could not be read, with the reason."""
    return Reading(report=report, status=ReadingStatus.UNREAD, issues=(issue,), reader=reader)


def merge_batch(batch: Batch, readings: Iterable[Reading]) -> Iterator[Reading | Refusal]:
    """Replace the reports of a batch by their readings.

    A refused part of a report that was read becomes an issue of its reading.
    """
    waiting = iter(readings)
    issues: list[Issue] = []
    for entry in batch.inputs:
        if isinstance(entry, Report):
            yield _with_issues(next(waiting), tuple(issues))
            issues = []
        elif entry.report is None:
            yield entry
        else:
            issues.append(Issue(code=entry.code, message=entry.message))


def _with_issues(reading: Reading, issues: tuple[Issue, ...]) -> Reading:
    if not issues:
        return reading
    from msgspec.structs import replace

    return replace(reading, issues=issues + reading.issues)
