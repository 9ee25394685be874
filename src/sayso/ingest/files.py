"""The files that a named path stands for."""

import os
import re
import stat
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path, PurePath, PurePosixPath
from urllib.parse import urlsplit

from sayso.errors import UnreadableError
from sayso.ingest.refusal import Refusal, refusal_of
from sayso.model.base import Struct

__all__ = [
    "STANDARD_INPUT",
    "TABLES",
    "InputFormat",
    "Source",
    "bare_name",
    "find_sources",
    "is_address",
    "is_device",
    "readable_name",
    "suffix_format",
    "unreadable",
]

STANDARD_INPUT = "-"

_TEXT = frozenset({".txt", ".text", ".md"})
_LINES = frozenset({".jsonl", ".ndjson", ".json"})
_PAGES = frozenset({".html", ".htm", ".xhtml"})
_CRAWLS = frozenset({".warc"})
_FEEDS = frozenset({".rss", ".atom"})
_CSV = frozenset({".csv"})
_TSV = frozenset({".tsv", ".tab"})
_PARQUET = frozenset({".parquet", ".pq"})
# May be a feed or a page; its first bytes decide.
_XML = frozenset({".xml"})
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
# Names of what the shell opened for the program: its input, or a process substitution.
_DESCRIPTOR = re.compile(r"/dev/stdin|/(?:dev|proc/self)/fd/\d+")


class InputFormat(StrEnum):
    """The format of an input; `auto` goes by the file's name, then its first bytes."""

    AUTO = "auto"
    TEXT = "text"
    JSONL = "jsonl"
    HTML = "html"
    WARC = "warc"
    FEED = "feed"
    CSV = "csv"
    TSV = "tsv"
    PARQUET = "parquet"


TABLES = (InputFormat.CSV, InputFormat.TSV, InputFormat.PARQUET)
_SUFFIXES = {
    InputFormat.TEXT: _TEXT,
    InputFormat.JSONL: _LINES,
    InputFormat.HTML: _PAGES,
    InputFormat.WARC: _CRAWLS,
    InputFormat.FEED: _FEEDS,
    InputFormat.CSV: _CSV,
    InputFormat.TSV: _TSV,
    InputFormat.PARQUET: _PARQUET,
}


class Source(Struct, frozen=True, kw_only=True):
    """One file, one address on the web (`url`), or the standard input (neither).

    `media_type` is what a server said of it, `name` what messages call it. `input_id` is the id its report
    gets: the path as given, or, under a named directory, the path from there, so that it does not change with
    the place of the directory. `is_listed` says that nobody named it but its directory.
    """

    path: Path | None = None
    url: str | None = None
    media_type: str = ""
    name: str
    input_id: str | None = None
    is_listed: bool = False

    @property
    def suffix(self) -> str:
        """The suffix of its name without `.gz`, in lower case; empty if there is none."""
        path = self.path or PurePosixPath(urlsplit(self.url).path if self.url else "")
        return bare_name(path).suffix.lower()


def find_sources(path: str, input_format: InputFormat) -> Iterator[Source | Refusal]:
    """Give the file or address that a path names, or the fitting files below a directory, sorted by name.

    In a directory, hidden files and files with other suffixes are left out, and links to directories are not
    followed.
    """
    if path == STANDARD_INPUT:
        yield Source(name="standard input")
        return
    if is_address(path):
        yield Source(url=path, name=readable_name(path))
        return
    try:
        mode = Path(path).stat().st_mode
    except (OSError, ValueError) as error:
        yield refusal_of(unreadable(error), readable_name(path))
        return
    if stat.S_ISDIR(mode):
        yield from _find_below(Path(path), input_format)
    elif is_device(path):
        refused = UnreadableError(
            "this is a device, which may never end", help="give a file, or pipe it in and read -"
        )
        yield refusal_of(refused, readable_name(path))
    else:
        yield Source(path=Path(path), name=readable_name(path), input_id=readable_name(path))


def is_address(path: str) -> bool:
    """Return whether a named input is an address on the web."""
    return _ADDRESS.match(path) is not None


def is_device(path: str) -> bool:
    """Return whether a path names a device (`/dev/zero`, a terminal, a disk) or a socket.

    A named pipe is none, nor is what the shell opened for the program (`/dev/stdin`, `/dev/fd/63`).

    >>> is_device("/dev/zero"), is_device("/dev/stdin"), is_device(".")
    (True, False, False)
    """
    if _DESCRIPTOR.fullmatch(path):
        return False
    mode = Path(path).stat().st_mode
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode) or stat.S_ISFIFO(mode))


def suffix_format(suffix: str) -> InputFormat | None:
    """Return the format of a file name's suffix, or None."""
    return next((chosen for chosen, suffixes in _SUFFIXES.items() if suffix in suffixes), None)


def bare_name(path: PurePath) -> PurePath:
    """Return the name without `.gz`."""
    return path.with_suffix("") if path.suffix.lower() == ".gz" else path


def readable_name(path: str | PurePath) -> str:
    """Return a path as text that can be written: bytes of a file name that are not UTF-8 become U+FFFD."""
    return os.fsencode(path).decode("utf-8", "replace")


def _find_below(directory: Path, input_format: InputFormat) -> Iterator[Source | Refusal]:
    empty = True
    for file in _walk(directory):
        if isinstance(file, Path):
            if not _fits(file, input_format):
                continue
            inside = readable_name(file.relative_to(directory).as_posix())
            yield Source(path=file, name=readable_name(file), input_id=inside, is_listed=True)
        else:
            yield file
        empty = False
    if empty:
        suffixes = " ".join(sorted(_wanted(input_format)))
        yield Refusal(
            where=readable_name(directory),
            code="nothing-to-read",
            message="no file to read in this directory",
            help=f"files with these endings are read, also with .gz: {suffixes}",
        )


def _wanted(input_format: InputFormat) -> frozenset[str]:
    if input_format is InputFormat.AUTO:
        return _XML.union(*_SUFFIXES.values())
    return _SUFFIXES[input_format] | (_XML if input_format is InputFormat.FEED else frozenset())


def _fits(file: Path, input_format: InputFormat) -> bool:
    return bare_name(file).suffix.lower() in _wanted(input_format)


def _walk(directory: Path) -> Iterator[Path | Refusal]:
    """Yield every visible file below a directory, by name, with one branch of the tree in memory."""
    open_ = [directory]
    while open_:
        path = open_.pop()
        try:
            if path is directory or (path.is_dir() and not path.is_symlink()):
                inside = sorted(path.iterdir(), key=lambda child: child.name, reverse=True)
                open_.extend(child for child in inside if not child.name.startswith("."))
            elif path.is_file() or (path.is_symlink() and not path.exists()):
                yield path
        except OSError as error:
            yield refusal_of(unreadable(error), readable_name(path))


def unreadable(error: OSError | ValueError) -> UnreadableError:
    """Say in plain words why a file cannot be had."""
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return UnreadableError(
        f"cannot be read: {reason[:1].lower()}{reason[1:]}", help="check the path and its permissions"
    )
