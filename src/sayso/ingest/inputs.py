"""Reports from named paths and addresses, one at a time."""

import io
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from sayso.errors import MalformedError, MissingPackageError, ReportError, TooLargeError, UsageError
from sayso.ingest.archive import read_archive, read_document
from sayso.ingest.charsets import decode_page, media_type_of
from sayso.ingest.feeds import read_feed
from sayso.ingest.files import TABLES, InputFormat, Source, find_sources, suffix_format, unreadable
from sayso.ingest.limits import MAX_FEED_BYTES, MAX_PAGE_BYTES, MAX_REPORT_BYTES
from sayso.ingest.metadata import Metadata
from sayso.ingest.pages import Page, Taken, read_page
from sayso.ingest.refusal import Refusal, refusal_of
from sayso.ingest.streams import ByteStream, expand, mend_gaps, open_source
from sayso.ingest.tables import Columns, Table, read_table
from sayso.ingest.texts import read_text
from sayso.ingest.warc import PAGE_TYPES, read_warc
from sayso.model.base import Struct
from sayso.model.dates import check_date
from sayso.model.raw import Raw
from sayso.model.report import Report

if TYPE_CHECKING:
    from sayso.ingest.fetching import Fetched

__all__ = ["Fetch", "KeepRaw", "keep_aside", "read_fetched", "read_inputs"]

Fetch = Callable[[str], "Fetched"]
KeepRaw = Callable[[Raw], None]

_HEAD_BYTES = 4096
_MARK = rb"(?:\xef\xbb\xbf)?\s*"
_OBJECT = re.compile(_MARK + rb"\{\s*\"")
_PAGE = re.compile(_MARK + rb"<(?:!doctype\s+html|html|\?xml)", re.IGNORECASE)
_XML = re.compile(_MARK + rb"<\?xml", re.IGNORECASE)
_FEED = re.compile(
    _MARK + rb"(?:<\?[^>]*>\s*|<!--.*?-->\s*|<!DOCTYPE[^>]*>\s*)*<(?:rss|feed|rdf:RDF|atom:feed)[\s>]",
    re.DOTALL,
)
_CRAWL = re.compile(rb"WARC/[01]\.\d")
_PARQUET = b"PAR1"
_JSON = "application/json"
# What a server says of a body, where that can be trusted more than the name.
_MEDIA_TYPES = dict.fromkeys(PAGE_TYPES, InputFormat.HTML) | {
    "application/rss+xml": InputFormat.FEED,
    "application/atom+xml": InputFormat.FEED,
    "application/rdf+xml": InputFormat.FEED,
    "application/warc": InputFormat.WARC,
    "application/x-ndjson": InputFormat.JSONL,
    "application/jsonl": InputFormat.JSONL,
    _JSON: InputFormat.JSONL,
    "text/csv": InputFormat.CSV,
    "text/tab-separated-values": InputFormat.TSV,
    "application/vnd.apache.parquet": InputFormat.PARQUET,
}


class _ReadOptions(Struct, frozen=True, kw_only=True):
    """Options of reading an input: its format, the columns of a table, and default metadata."""

    chosen: InputFormat = InputFormat.AUTO
    columns: Columns = msgspec.field(default_factory=dict)
    fallback: Metadata = Metadata()


def read_inputs(  # noqa: PLR0913 - one keyword for each thing to know of inputs
    paths: Iterable[str],
    *,
    input_format: str = InputFormat.AUTO,
    published: str | date | None = None,
    columns: Columns | None = None,
    fetch: Fetch | None = None,
    keep_raw: KeepRaw | None = None,
) -> Iterator[Report | Refusal]:
    """Read files, directories, archives, addresses and `-` (standard input) into reports, one by one.

    `published` (a day, month or year) is taken for reports that bring no date of their own. `columns` gives,
    for tables, the column of a field where its name is another. `fetch` reads an address; left out, a
    `Fetcher` with its usual rules does. `keep_raw` is called with the bytes that a report was taken out of (a
    page as served), just before the report is given. What is broken becomes a `Refusal` in its place and the
    rest goes on. A text without a word in it is a report like any other. Raises `UsageError` for a
    `published` that is no date, a format that is none, an empty path, or a named table that lacks a column.
    """
    paths = list(paths)
    if "" in paths:
        raise UsageError("an empty path names no input", help="name a file, a folder, an address, or - or .")
    day = None if published is None else check_date(published, "published")
    try:
        chosen = InputFormat(input_format)
    except ValueError as error:
        known = ", ".join(InputFormat)
        raise UsageError(f"input format {input_format!r} is not known", help=f"one of {known}") from error
    options = _ReadOptions(chosen=chosen, columns=columns or {}, fallback=Metadata(published=day))
    return keep_aside(_read_paths(paths, options, fetch or _Web()), keep_raw)


def keep_aside(taken: Iterable[Taken], keep_raw: KeepRaw | None) -> Iterator[Report | Refusal]:
    """Pass raw bytes to `keep_raw`, if it is given, and yield the rest."""
    for record in taken:
        if not isinstance(record, Raw):
            yield record
        elif keep_raw is not None:
            keep_raw(record)


def read_fetched(fetched: "Fetched", fallback: Metadata) -> Iterator[Taken]:
    """Read the one report that an address gave, as a page or a text. Errors become refusals.

    `fallback` is the metadata of the report where the address gives none. A feed or an archive is refused.
    """
    source = Source(url=fetched.address, media_type=fetched.media_type, name=fetched.address)
    try:
        with _open_fetched(fetched) as stream:
            found = _sniff(source, stream, InputFormat.AUTO)
            if found not in (InputFormat.HTML, InputFormat.TEXT):
                raise MalformedError("this is no page: it holds a feed or an archive")
            yield from _read_stream(stream, source, _ReadOptions(chosen=found, fallback=fallback))
    except ReportError as error:
        yield refusal_of(error, source.name)


class _Web:
    """Fetches addresses; the fetcher is made for the first of them."""

    def __init__(self) -> None:
        self._fetch: Fetch | None = None

    def __call__(self, address: str) -> "Fetched":
        if self._fetch is None:
            from sayso.ingest.fetching import Fetcher

            self._fetch = Fetcher().fetch
        return self._fetch(address)


def _read_paths(paths: Iterable[str], options: _ReadOptions, fetch: Fetch) -> Iterator[Taken]:
    for path in paths:
        for source in find_sources(path, options.chosen):
            if isinstance(source, Refusal):
                yield source
            else:
                yield from _read_source(source, options, fetch)


def _read_source(source: Source, options: _ReadOptions, fetch: Fetch) -> Iterator[Taken]:
    try:
        if source.url is None:
            with open_source(source) as stream:
                yield from _read_stream(stream, source, options)
            return
        fetched = fetch(source.url)
        source = replace(source, url=fetched.address, media_type=fetched.media_type)
        with _open_fetched(fetched) as stream:
            yield from _read_stream(stream, source, options)
    except ReportError as error:
        yield refusal_of(error, source.name)
    except (UsageError, MissingPackageError) as error:
        # A table beside the reports of a directory is refused, and the rest is read.
        if not source.is_listed:
            error.where = error.where or source.name
            raise
        yield refusal_of(error, source.name)
    except OSError as error:
        yield refusal_of(unreadable(error), source.name)


@contextmanager
def _open_fetched(fetched: "Fetched") -> Iterator[ByteStream]:
    yield expand(io.BufferedReader(io.BytesIO(fetched.content)), fetched.address)


def _read_stream(stream: ByteStream, source: Source, options: _ReadOptions) -> Iterator[Taken]:
    chosen, fallback = options.chosen, options.fallback
    if InputFormat.WARC in (chosen, suffix_format(source.suffix)):
        mend_gaps(stream)
    found = _sniff(source, stream, chosen)
    if found is InputFormat.TEXT:
        yield from _read_text(stream, source, fallback)
    elif found is InputFormat.HTML:
        yield from _read_page(stream, source, fallback)
    elif found is InputFormat.FEED:
        content = stream.read(MAX_FEED_BYTES + 1)
        yield from read_feed(content, source.name, fallback.published, source.url)
    elif found is InputFormat.WARC:
        mend_gaps(stream)
        yield from read_warc(stream, source.name, fallback.published)
    elif found in TABLES:
        table = Table(stream, source.name, found)
        yield from read_table(table, fallback.published, options.columns)
    elif source.suffix == ".json" or media_type_of(source.media_type) == _JSON:
        yield from read_document(stream, source.name, fallback.published)
    else:
        yield from read_archive(stream, source.name, fallback.published)


def _sniff(source: Source, stream: ByteStream, chosen: InputFormat) -> InputFormat:
    """Return the format of an input: as chosen, else by signatures, its name, and its first bytes."""
    if chosen is not InputFormat.AUTO:
        return chosen
    head = stream.peek(_HEAD_BYTES)[:_HEAD_BYTES]
    named = suffix_format(source.suffix)
    if named is None and head.startswith(_PARQUET):
        return InputFormat.PARQUET
    if _CRAWL.match(head) and named in (None, InputFormat.WARC):
        return InputFormat.WARC
    # Feeds are often served, and saved, as pages or as plain XML.
    if _FEED.match(head) and named is not InputFormat.TEXT:
        return InputFormat.FEED
    return _MEDIA_TYPES.get(media_type_of(source.media_type)) or named or _guess(head)


def _guess(head: bytes) -> InputFormat:
    if _OBJECT.match(head):
        return InputFormat.JSONL
    if _XML.match(head) and b"<html" not in head.lower():
        raise MalformedError(
            "this XML is neither a page nor a feed", help="give it as text, HTML or JSON Lines"
        )
    return InputFormat.HTML if _PAGE.match(head) else InputFormat.TEXT


def _read_text(stream: ByteStream, source: Source, fallback: Metadata) -> Iterator[Taken]:
    raw = stream.read(MAX_REPORT_BYTES + 1)
    if len(raw) > MAX_REPORT_BYTES:
        raise TooLargeError(
            f"larger than {MAX_REPORT_BYTES // 1_000_000} MB, the limit for one report",
            help="an archive of many reports is read as JSON Lines: --input-format jsonl",
        )
    metadata = Metadata(input_id=source.input_id, url=source.url).or_else(fallback)
    yield from read_text(raw, source.media_type, metadata, source.name)


def _read_page(stream: ByteStream, source: Source, fallback: Metadata) -> Iterator[Taken]:
    content = stream.read(MAX_PAGE_BYTES + 1)
    if len(content) > MAX_PAGE_BYTES:
        raise TooLargeError(f"the page is larger than {MAX_PAGE_BYTES // 1_000_000} MB")
    page = Page(
        markup=decode_page(content, source.media_type),
        content=content,
        media_type=source.media_type or "text/html",
        address=source.url,
        given=Metadata(input_id=source.input_id),
        fallback=fallback,
    )
    yield from read_page(page, source.name)
