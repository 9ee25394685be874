"""A text that has just been read is not read again."""

from collections import OrderedDict
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from sayso.engine.batches import BatchReader
from sayso.model import Reading, ReadingStatus, Report
from sayso.model.dates import known_day

__all__ = ["ReusingReader", "reading_key"]

# Copies of a wire text come close together in an archive. 64 readings of long reports hold some 10 MB.
_KEPT = 64
# A longer text is read again where it comes again, so that what is kept stays small.
_MAX_CHARACTERS = 50_000

Key = tuple[str, str | None, str | None, str | None, str | None]


def reading_key(report: Report) -> Key:
    """All of a report that a reading depends on: two reports with one key differ in their reports alone.

    Its words, its title, the day that relative times are counted from, the language and the by-line given.
    """
    day = known_day(report.published)
    published_day = day.isoformat() if day else None
    return report.document, report.title, published_day, report.language, report.byline


class ReusingReader:
    """Reads with another reader, and gives a reading anew where the same text comes again soon.

    What is reused is never seen in the readings: they have the bytes that reading again would give.
    """

    def __init__(self, reader: BatchReader) -> None:
        self.reader = reader.reader
        self._read = reader.read
        self._kept: OrderedDict[Key, Reading] = OrderedDict()

    def read(self, reports: Sequence[Report], /) -> Iterator[Reading]:
        """Read reports in order, each text once."""
        firsts: dict[Key, Report] = {}
        for report in reports:
            key = reading_key(report)
            if key not in self._kept:
                firsts.setdefault(key, report)
        fresh = dict(zip(firsts, self._read(list(firsts.values())), strict=True))
        for report in reports:
            key = reading_key(report)
            reading = fresh.get(key) or self._kept[key]
            yield _with_report(reading, report)
        self._keep(fresh)

    def _keep(self, fresh: dict[Key, Reading]) -> None:
        for key, reading in fresh.items():
            if _is_reusable(reading):
                self._kept[key] = reading
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)


def _is_reusable(reading: Reading) -> bool:
    return (
        reading.status is ReadingStatus.READ
        and not reading.issues
        and len(reading.report.text) <= _MAX_CHARACTERS
    )


def _with_report(reading: Reading, report: Report) -> Reading:
    """The reading as one of another report with the same key."""
    read = reading.report
    return replace(reading, report=replace(report, credit=read.credit, language=read.language))
