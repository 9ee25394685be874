"""Every error Sayso raises on purpose.

SaysoError
├── UsageError            the call itself is wrong (exit status 2)
├── ReportError           one report cannot be read; the batch goes on
│   ├── UnreadableError   the bytes cannot be had (missing, no permission, a folder)
│   ├── NotTextError      the bytes are no text Sayso knows (binary, unknown encoding)
│   ├── TooLargeError     larger than the limit for one report
│   └── MalformedError    broken JSON Lines, a missing field, a wrong type
├── MissingModelError     a language model or data file is not installed
├── MissingPackageError   an optional package is not installed
└── RecordError           the record cannot be opened, read or written
    ├── NoRecordError     there is no record at this address, or it is something else
    ├── ReadOnlyError     the record may not be written to
    ├── FullError         the disk of the record is full
    ├── BusyError         others are writing to the record, for too long
    └── UnknownError      the record holds nothing under this id
"""

__all__ = [
    "BusyError",
    "FullError",
    "MalformedError",
    "MissingModelError",
    "MissingPackageError",
    "NoRecordError",
    "NotTextError",
    "ReadOnlyError",
    "RecordError",
    "ReportError",
    "SaysoError",
    "TooLargeError",
    "UnknownError",
    "UnreadableError",
    "UsageError",
]


class SaysoError(Exception):
    """What was wrong, where, and what to do next.

    `code` is stable and meant for programs, `message` for people, `help` says what to do next.
    """

    code = "error"

    def __init__(self, message: str, *, where: str = "", help: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.help = help

    def __str__(self) -> str:
        """One line: where, what, and the remedy."""
        where = f"{self.where}: " if self.where else ""
        remedy = f" ({self.help})" if self.help else ""
        return f"{where}{self.message}{remedy}"


class UsageError(SaysoError):
    """The call itself is wrong: an unknown option value, no input."""

    code = "usage"


class ReportError(SaysoError):
    """One report cannot be read; it becomes an issue and the batch goes on."""

    code = "report"


class UnreadableError(ReportError):
    """The bytes cannot be had."""

    code = "unreadable"


class NotTextError(ReportError):
    """The bytes are not text in an encoding Sayso knows."""

    code = "not-text"


class TooLargeError(ReportError):
    """The report is larger than Sayso reads in one piece."""

    code = "too-large"


class MalformedError(ReportError):
    """A line of an archive does not follow the input format."""

    code = "malformed"


class MissingModelError(SaysoError):
    """A language model or data file is not installed."""

    code = "missing-model"


class MissingPackageError(SaysoError):
    """An optional package is not installed."""

    code = "missing-package"


class RecordError(SaysoError):
    """The record cannot be opened, read or written."""

    code = "record"


class NoRecordError(RecordError):
    """There is no record at this address, or it is something else, or a newer Sayso made it."""

    code = "no-record"


class ReadOnlyError(RecordError):
    """The record may not be written to."""

    code = "read-only"


class FullError(RecordError):
    """The disk of the record is full; what was added before stands."""

    code = "disk-full"


class BusyError(RecordError):
    """Others are writing to the record, for too long."""

    code = "busy"


class UnknownError(RecordError):
    """The record holds nothing under this id or key."""

    code = "unknown"
