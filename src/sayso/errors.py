"""Every error Sayso raises on purpose.

SaysoError
├── UsageError            the call itself is wrong (exit status 2)
├── ReportError           one report cannot be read; the batch goes on
│   ├── UnreadableError   the bytes cannot be had (missing, no permission, a folder)
│   ├── NotTextError      the bytes are no text Sayso knows (binary, unknown encoding)
│   ├── TooLargeError     larger than the limit for one report
│   ├── MalformedError    broken JSON Lines, a missing field, a wrong type
│   └── FetchError        an address could not be read
│       ├── AddressError       no address that is fetched: another scheme, no host, a password in it
│       ├── PrivateAddressError  it leads into a private network, or to this machine
│       ├── RobotsError        its robots.txt asks not to
│       ├── RedirectError      redirects without an end, or to nowhere
│       ├── UnreachableError   no connection, no answer in time, an answer that breaks off
│       └── StatusError        the server answered with an error
│           └── BusyError      the server asks to come back later
├── MissingModelError     a language model or data file is not installed
├── MissingPackageError   an optional package is not installed
├── LanguageModelError    the server of a language model is not there, or refuses
│   ├── UnansweredError   it gave no answer to one request; the report is read by another tier
│   ├── UnusableAnswerError  its answer cannot be used; the report is read by another tier
│   └── AnswerCacheError  the file of its answers cannot be used
├── OutputError           the results cannot be written
└── RecordError           the record cannot be opened, read or written
    ├── NoRecordError     there is no record at this address, or it is something else
    ├── ReadOnlyError     the record may not be written to
    ├── FullError         the disk of the record is full
    ├── CrowdedError      others are writing to the record, for too long
    └── UnknownError      the record holds nothing under this id
"""

__all__ = [
    "AddressError",
    "AnswerCacheError",
    "BusyError",
    "CrowdedError",
    "FetchError",
    "FullError",
    "LanguageModelError",
    "MalformedError",
    "MissingModelError",
    "MissingPackageError",
    "NoRecordError",
    "NotTextError",
    "OutputError",
    "PrivateAddressError",
    "ReadOnlyError",
    "RecordError",
    "RedirectError",
    "ReportError",
    "RobotsError",
    "SaysoError",
    "StatusError",
    "TooLargeError",
    "UnansweredError",
    "UnknownError",
    "UnreachableError",
    "UnreadableError",
    "UnusableAnswerError",
    "UsageError",
]


class SaysoError(Exception):
    """An error that Sayso raises on purpose: what was wrong, where, and what to do next.

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


class FetchError(ReportError):
    """An address could not be read."""

    code = "fetch"


class AddressError(FetchError):
    """This is no address that is fetched."""

    code = "address"


class PrivateAddressError(FetchError):
    """The address leads into a private network, or to this machine."""

    code = "private-address"


class RobotsError(FetchError):
    """The host's robots.txt asks programs not to fetch this."""

    code = "robots"


class RedirectError(FetchError):
    """Redirects without an end, or to nowhere."""

    code = "redirects"


class UnreachableError(FetchError):
    """No connection, no answer in time, or an answer that breaks off."""

    code = "unreachable"


class StatusError(FetchError):
    """The server answered with an error; `status` is its number."""

    code = "http-status"

    def __init__(self, message: str, *, status: int, where: str = "", help: str = "") -> None:
        super().__init__(message, where=where, help=help)
        self.status = status


class BusyError(StatusError):
    """The server asks to come back later, in `wait_s` seconds."""

    code = "busy"

    def __init__(self, message: str, *, status: int, wait_s: float, where: str = "", help: str = "") -> None:
        super().__init__(message, status=status, where=where, help=help)
        self.wait_s = wait_s


class MissingModelError(SaysoError):
    """A language model or data file is not installed."""

    code = "missing-model"


class MissingPackageError(SaysoError):
    """An optional package is not installed."""

    code = "missing-package"


class LanguageModelError(SaysoError):
    """The server of a language model is not there, refuses the key, or does not have the model."""

    code = "language-model"


class UnansweredError(LanguageModelError):
    """The server gave no answer to one request: silence, too busy, or an error of its own."""

    code = "unanswered"


class UnusableAnswerError(LanguageModelError):
    """The answer of a language model cannot be used: no such JSON, cut off, or nothing of it stands."""

    code = "unusable-answer"


class AnswerCacheError(LanguageModelError):
    """The file with the answers of language models cannot be opened or written."""

    code = "answers"


class OutputError(SaysoError):
    """The results cannot be written."""

    code = "output"


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


class CrowdedError(RecordError):
    """Others are writing to the record, for too long."""

    code = "busy"


class UnknownError(RecordError):
    """The record holds nothing under this id or key."""

    code = "unknown"
