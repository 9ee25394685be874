"""A cache of recent readings: a text that was read recently is not read again."""

from collections import OrderedDict
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from sayso.engine.batches import BatchReader
from sayso.model import Reading, ReadingStatus, Report
from sayso.model.dates import iso_day

__all__ = ["ReusingReader", "reading_key"]

# Copies of a wire text come close together in an archive. 64 readings of long reports hold some 10 MB.
_MAX_READINGS = 64
# A longer text is not cached, so that the cache stays small.
_MAX_CHARACTERS = 50_000

Key = tuple[str, str | None, str | None, str | None, str | None]


def reading_key(report: Report) -> Key:
    """Return all of a report that a reading depends on.

    Readings with equal keys differ in their report alone. The key holds text, title, the day that relative
    times are counted from, and the given language and byline.
    """
    return report.document, report.title, iso_day(report.published), report.language, report.byline


class ReusingReader:
    """A reader that wraps another one and reuses its reading if the same text comes again soon.

    A reused reading has the same bytes as one that is read again.
    """

    def __init__(self, reader: BatchReader) -> None:
        self.reader = reader.reader
        self._read = reader.read
        self._cache: OrderedDict[Key, Reading] = OrderedDict()

    def read(self, reports: Sequence[Report], /) -> Iterator[Reading]:
        """Read reports in order, each text once."""
        firsts: dict[Key, Report] = {}
        for report in reports:
            key = reading_key(report)
            if key not in self._cache:
                firsts.setdefault(key, report)
        fresh = dict(zip(firsts, self._read(list(firsts.values())), strict=True))
        for report in reports:
            key = reading_key(report)
            reading = fresh.get(key) or self._cache[key]
            yield _with_report(reading, report)
        self._store(fresh)

    def _store(self, fresh: dict[Key, Reading]) -> None:
        for key, reading in fresh.items():
            if _is_reusable(reading):
                self._cache[key] = reading
        while len(self._cache) > _MAX_READINGS:
            self._cache.popitem(last=False)


def _is_reusable(reading: Reading) -> bool:
    return (
        reading.status is ReadingStatus.READ
        and not reading.issues
        and len(reading.report.text) <= _MAX_CHARACTERS
    )


def _with_report(reading: Reading, report: Report) -> Reading:
    """Return the reading for another report with the same key."""
    read = reading.report
    return replace(reading, report=replace(report, credit=read.credit, language=read.language))
