"""From named paths to reports, one at a time."""

import re
from collections.abc import Iterable, Iterator

from sayso.errors import ReportError, TooLargeError, UsageError
from sayso.ingest.archive import HtmlError, read_archive, read_document
from sayso.ingest.dates import parse_published
from sayso.ingest.encoding import decode_text
from sayso.ingest.files import InputFormat, Source, bare_name, find_sources, suffix_format, unreadable
from sayso.ingest.limits import MAX_REPORT_BYTES
from sayso.ingest.refusal import Refusal, refusal_of
from sayso.ingest.streams import ByteStream, open_source
from sayso.model.report import Report, make_report

__all__ = ["read_inputs"]

_HEAD_BYTES = 4096
_OBJECT = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{\s*\"")
_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|\?xml)", re.IGNORECASE)


def read_inputs(
    paths: Iterable[str], *, input_format: str = InputFormat.AUTO, published: str | None = None
) -> Iterator[Report | Refusal]:
    """Read files, directories, archives and `-` (standard input) into reports, in order and one at a time.

    `published` (ISO 8601) is taken for reports that bring no date of their own. What is broken becomes a
    `Refusal` in its place and the rest goes on. A text without a word in it is a report like any other.
    Raises `UsageError` for a `published` that is no date or a format that is none.
    """
    if published is not None and parse_published(published) is None:
        raise UsageError(f"published {published!r} names no day in ISO 8601", help="write it like 2014-08-12")
    try:
        chosen = InputFormat(input_format)
    except ValueError as error:
        known = ", ".join(InputFormat)
        raise UsageError(f"input format {input_format!r} is not known", help=f"one of {known}") from error
    return _read_paths(paths, chosen, published and parse_published(published))


def _read_paths(
    paths: Iterable[str], chosen: InputFormat, published: str | None
) -> Iterator[Report | Refusal]:
    for path in paths:
        for source in find_sources(path, chosen):
            if isinstance(source, Refusal):
                yield source
            else:
                yield from _read_source(source, chosen, published)


def _read_source(source: Source, chosen: InputFormat, published: str | None) -> Iterator[Report | Refusal]:
    try:
        with open_source(source) as stream:
            if _sniff(source, stream, chosen) is InputFormat.TEXT:
                yield from _read_text(stream, source, published)
            elif source.path is not None and bare_name(source.path).suffix.lower() == ".json":
                yield from read_document(stream, source.name, published)
            else:
                yield from read_archive(stream, source.name, published)
    except ReportError as error:
        yield refusal_of(error, source.name)
    except OSError as error:
        yield refusal_of(unreadable(error), source.name)


def _sniff(source: Source, stream: ByteStream, chosen: InputFormat) -> InputFormat:
    """Tell text from JSON Lines: as chosen, else by the name, else by the first bytes."""
    if chosen is InputFormat.AUTO:
        head = stream.peek(_HEAD_BYTES)[:_HEAD_BYTES]
        named = suffix_format(source.path) if source.path else None
        found = InputFormat.JSONL if _OBJECT.match(head) else InputFormat.TEXT
        chosen = named or (InputFormat.HTML if _PAGE.match(head) else found)
    if chosen is InputFormat.HTML:
        raise HtmlError
    return chosen


def _read_text(stream: ByteStream, source: Source, published: str | None) -> Iterator[Report | Refusal]:
    raw = stream.read(MAX_REPORT_BYTES + 1)
    if len(raw) > MAX_REPORT_BYTES:
        raise TooLargeError(
            f"larger than {MAX_REPORT_BYTES // 1_000_000} MB, the limit for one report",
            help="an archive of many reports is read as JSON Lines: --input-format jsonl",
        )
    text, guessed = decode_text(raw)
    report = make_report(text, input_id=source.input_id, published=published)
    if guessed:
        message = f"this is not UTF-8; it was read as {guessed}"
        yield Refusal(
            where=source.name,
            code="encoding-guessed",
            message=message,
            help="save it as UTF-8",
            report=report.id,
        )
    yield report
