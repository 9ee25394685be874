"""JSON Lines archives: one report a line (RECORD.md, "The input format for archives")."""

import io
import json
from collections.abc import Iterator

from msgspec.structs import replace

from sayso.errors import MalformedError, NotTextError, ReportError, TooLargeError
from sayso.ingest.encoding import name_binary, name_encoding
from sayso.ingest.limits import MAX_LINE_BYTES, MAX_REPORT_BYTES
from sayso.ingest.metadata import Metadata, report_of, tidy_url
from sayso.ingest.pages import Page, Taken, read_page
from sayso.ingest.refusal import Refusal, refusal_of
from sayso.ingest.streams import ByteStream, read_lines
from sayso.model.dates import DATE_FORMS, parse_date
from sayso.model.report import Report, canonical_text

__all__ = ["FIELDS", "read_archive", "read_document", "read_line", "take_value"]

_BOM = b"\xef\xbb\xbf"
# One of the last two is needed.
FIELDS = ("id", "url", "title", "publisher", "byline", "published", "language", "text", "html")


def read_archive(stream: ByteStream, where: str, published: str | None) -> Iterator[Taken]:
    """Read one report a line; a bad line is refused and the rest read.

    `published` is for reports without a date. Raises `NotTextError` where the whole stream is something else.
    """
    _check_encoding(stream.peek(16))
    for number, line in read_lines(stream, MAX_LINE_BYTES):
        place = f"{where}:{number}"
        yield from _refuse_long(place) if line is None else read_line(line, place, published)


def read_line(line: bytes, where: str, published: str | None) -> Iterator[Taken]:
    """Read one line of an archive, wherever it comes from; an empty line is nothing."""
    if len(line) > MAX_LINE_BYTES:
        yield from _refuse_long(where)
        return
    line = line.removeprefix(_BOM)
    if line.strip():
        yield from _read_value(line, where, published)


def _refuse_long(where: str) -> Iterator[Refusal]:
    limit = MAX_LINE_BYTES // 1_000_000
    error = TooLargeError(f"the line is longer than {limit} MB", help="one report a line, please")
    yield refusal_of(error, where)


def read_document(stream: ByteStream, where: str, published: str | None) -> Iterator[Taken]:
    """Read a `.json` file: one report, a list of reports, or after all one report a line."""
    raw = stream.read(MAX_LINE_BYTES + 1)
    if len(raw) > MAX_LINE_BYTES:
        raise TooLargeError(
            f"the file is larger than {MAX_LINE_BYTES // 1_000_000} MB",
            help="an archive of one report a line has no limit; name it .jsonl",
        )
    try:
        value = _parse(raw.removeprefix(_BOM))
    except ReportError:
        yield from read_archive(io.BufferedReader(io.BytesIO(raw)), where, published)
        return
    if not isinstance(value, list):
        yield from take_value(value, where, published)
        return
    for number, report in enumerate(value, start=1):
        yield from take_value(report, f"{where}[{number}]", published)


def _check_encoding(head: bytes) -> None:
    binary = name_binary(head)
    if binary:
        raise NotTextError(
            f"this is no JSON Lines archive but looks like {binary}", help="give it as JSON Lines"
        )
    encoding = name_encoding(head)
    if encoding and encoding != "utf-8-sig":
        raise NotTextError(f"JSON Lines must be UTF-8, this is {encoding.upper()}", help="save it as UTF-8")


def _read_value(line: bytes, where: str, published: str | None) -> Iterator[Taken]:
    try:
        value = _parse(line)
    except ReportError as error:
        yield refusal_of(error, where)
        return
    yield from take_value(value, where, published)


def _parse(raw: bytes) -> object:
    """Parse JSON, lone surrogates and all; only the standard parser lets those through."""
    try:
        return json.loads(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise NotTextError(
            f"not UTF-8 from byte {error.start:,} on", help="save the archive as UTF-8"
        ) from error
    except RecursionError as error:
        raise MalformedError("the JSON is nested too deeply") from error
    except json.JSONDecodeError as error:
        message = f"not valid JSON: {error.msg[:1].lower()}{error.msg[1:]} at character {error.pos + 1:,}"
        raise MalformedError(message, help="each line holds one JSON object") from error
    except ValueError as error:  # a number of thousands of digits
        raise MalformedError(f"not valid JSON: {error}") from error


def take_value(value: object, where: str, published: str | None) -> Iterator[Taken]:
    """Give the report that a JSON object (or a row of a table) holds, after what had to be refused of it."""
    try:
        words, metadata = _check(value)
    except ReportError as error:
        yield refusal_of(error, where)
        return
    dated, address = metadata.published, metadata.url
    metadata = replace(
        metadata,
        published=parse_date(dated) if dated else None,
        url=tidy_url(address),
    )
    # A date that cannot be read is not replaced by another.
    fallback = Metadata(published=None if dated else published)
    try:
        taken = list(_take(words, metadata, fallback, page_at=where if _is_page(value) else None))
    except ReportError as error:
        yield refusal_of(error, where)
        return
    report = next(record for record in taken if isinstance(record, Report))
    if dated and not metadata.published:
        message = f"published {dated[:40]!r} is no date; the report is read without a date"
        yield Refusal(where=where, code="bad-date", message=message, help=DATE_FORMS, report=report.id)
    if address and not metadata.url:
        message = f"url {address[:80]!r} is no address; the report is read without it"
        yield Refusal(where=where, code="bad-url", message=message, report=report.id)
    yield from taken


def _take(words: str, metadata: Metadata, fallback: Metadata, *, page_at: str | None) -> Iterator[Taken]:
    """Yield the report of a text, or of the page at `page_at`."""
    if page_at is None:
        yield report_of(words, metadata.or_else(fallback))
        return
    markup = canonical_text(words)
    media_type = "text/html; charset=utf-8"
    page = Page(
        markup=markup, content=markup.encode(), media_type=media_type, given=metadata, fallback=fallback
    )
    yield from read_page(page, page_at)


def _check(value: object) -> tuple[str, Metadata]:
    """Return the text or page and its checked metadata; unknown fields are ignored."""
    if not isinstance(value, dict):
        raise MalformedError(f"a JSON object is needed, not {_type_name(value)}", help='{"text": "..."}')
    name = "html" if _is_page(value) else "text"
    words = value.get(name)
    if words is None:
        raise MalformedError("neither text nor html is given", help="each report needs one of them")
    if not isinstance(words, str):
        raise MalformedError(f"{name} must be a string, not {_type_name(words)}")
    if name == "text" and len(words) > MAX_REPORT_BYTES:
        raise TooLargeError(f"the text has {len(words):,} characters; {MAX_REPORT_BYTES:,} is the limit")
    fields = {name: _field(name, value.get(name)) for name in FIELDS[:-2]}
    return words, Metadata(input_id=fields.pop("id"), **fields)


def _is_page(value: object) -> bool:
    return isinstance(value, dict) and value.get("text") is None and value.get("html") is not None


def _field(name: str, value: object) -> str | None:
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    # A date that is none costs the report its date, not its words.
    if value is not None and (name == "published" or (name == "id" and is_whole)):
        value = str(value)
    if value is not None and not isinstance(value, str):
        raise MalformedError(f"{name} must be a string, not {_type_name(value)}")
    return canonical_text(value).strip() or None if value else None


def _type_name(value: object) -> str:
    names = {dict: "an object", list: "a list", bool: "true or false", str: "a string", type(None): "null"}
    return names.get(type(value), "a number")
