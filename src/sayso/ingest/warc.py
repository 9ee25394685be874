"""WARC archives of web crawls: the pages in them, one record at a time.

A record says how long it is. Where that turns out wrong (a broken or cut record, broken gzip), the reader
goes on at the next line that begins a record, so that the rest of the archive is not lost.
"""

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sayso.errors import MalformedError, ReportError, TooLargeError
from sayso.ingest.charsets import decode_page, media_type_of
from sayso.ingest.limits import MAX_PAGE_BYTES, MAX_RECORD_BYTES
from sayso.ingest.metadata import Metadata, tidy_url
from sayso.ingest.pages import Page, Taken, read_page
from sayso.ingest.refusal import Refusal, refusal_of
from sayso.ingest.streams import ByteStream
from sayso.ingest.texts import read_text
from sayso.model.report import Report

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

__all__ = ["PAGE_TYPES", "cut_records", "read_warc"]

PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml"})

_BEGIN = re.compile(rb"WARC/[01]\.\d{1,2}\r?\n[\w-]+:")
_BLANK = re.compile(rb"[\r\n]*")
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_LENGTH = re.compile(rb"^content-length:\s*(\d{1,15})\s*$", re.IGNORECASE | re.MULTILINE)
_MAX_HEAD_BYTES = 64_000
# Longer than any match of _BEGIN, and than the blank lines between records.
_MARGIN = 200
_CHUNK = 1 << 16
# A record that begins within a large one is its content (a server may send whatever it likes, also records in
# the name of another) if the large one ends where it says. For longer than this, or after so many lengths
# that were false, this is not awaited, so that memory and time have bounds.
_MAX_UNSURE_BYTES = 200_000_000
_MAX_FALSE_LENGTHS = 16
_OK = "200"


def read_warc(stream: ByteStream, where: str, published: str | None) -> Iterator[Taken]:
    """Read the pages that were served with status 200, and texts that were taken out of pages (WET files).

    The date of the crawl is not taken for the date of publication. `published` is for pages without one.
    """
    empty = True
    for number, piece in enumerate(cut_records(stream), start=1):
        place = f"{where}: record {number:,}"
        if isinstance(piece, ReportError):
            empty = False
            yield refusal_of(piece, place)
            continue
        for taken in _read_record(piece, place, Metadata(published=published)):
            empty = empty and not isinstance(taken, Report | Refusal)
            yield taken
    if empty:
        yield Refusal(where=where, code="nothing-to-read", message="no page in this archive")


def cut_records(stream: ByteStream) -> Iterator[bytes | ReportError]:
    """Cut an archive into its records; an error stands for a broken place, or a page too large."""
    cutter = _Cutter(stream)
    while cutter.skip_blank():
        piece: bytes | ReportError | None
        if cutter.at_record():
            piece = cutter.take_record()
        else:
            piece = MalformedError("here is no record; what stands before the next one was passed over")
            cutter.find_record()
        # If the stream itself broke off, only that is reported.
        if piece is not None and not (isinstance(piece, ReportError) and cutter.failure):
            yield piece
    if cutter.failure is not None:
        yield cutter.failure


class _Cutter:
    """A stream with what was read ahead of it."""

    def __init__(self, stream: ByteStream) -> None:
        self._stream = stream
        # A bytearray gives up its first bytes without a copy of the rest.
        self._ahead = bytearray()
        self._false_lengths = 0
        self.failure: ReportError | None = None

    def skip_blank(self) -> bool:
        """Pass over line ends; False at the end of the stream."""
        while self._has(1):
            blank = _BLANK.match(self._ahead)
            del self._ahead[: blank.end() if blank else 0]
            if self._ahead:
                return True
        return False

    def at_record(self) -> bool:
        """Return whether a record begins here."""
        self._has(_MARGIN)
        return _BEGIN.match(self._ahead) is not None

    def find_record(self) -> None:
        """Go to where the next record begins, or to the end."""
        while not (found := _BEGIN.search(self._ahead)):
            del self._ahead[:-_MARGIN]
            if not self._has(len(self._ahead) + 1):
                self._ahead.clear()
                return
        del self._ahead[: found.start()]

    def take_record(self) -> bytes | ReportError | None:
        """Return the record that begins here; None for a large one that is no page."""
        head = self._take_head()
        length = _LENGTH.search(head)
        if not length:
            del self._ahead[: 0 if head else 1]
            self.find_record()
            return MalformedError("this record does not say how long it is; it was left out")
        size = int(length.group(1))
        if size > MAX_RECORD_BYTES:
            return self._pass_over(size)
        if not self._is_end_of_record(size):
            self.find_record()
            return _broken()
        body = bytes(self._ahead[:size])
        del self._ahead[:size]
        return head + body + b"\r\n\r\n"

    def _take_head(self) -> bytes:
        self._has(_MAX_HEAD_BYTES)
        end = _HEAD_END.search(self._ahead, 0, _MAX_HEAD_BYTES)
        if not end:
            return b""
        head = bytes(self._ahead[: end.end()])
        del self._ahead[: end.end()]
        return head

    def _pass_over(self, size: int) -> ReportError | None:
        """Pass over a record that is too large to read; stop at the next one if its length is false."""
        self._has(_MAX_HEAD_BYTES)
        is_page = b"text/html" in self._ahead[:_MAX_HEAD_BYTES].lower()
        left = size
        while left > 0:
            self._has(min(left, _CHUNK) + _MARGIN)
            begin = _BEGIN.search(self._ahead)
            if begin and begin.start() < left:
                left -= begin.start()
                del self._ahead[: begin.start()]
                if not self._stands_within(left):
                    return _broken()
                step = left
            elif self._ahead:
                step = min(left, max(len(self._ahead) - _MARGIN, 1))
            else:
                return _broken()
            del self._ahead[:step]
            left -= step
        too_large = TooLargeError(f"the record is larger than {MAX_RECORD_BYTES // 1_000_000} MB")
        return too_large if is_page else None

    def _stands_within(self, left: int) -> bool:
        """Return whether the record that seems to begin here is content of one that ends `left` bytes on."""
        if left > _MAX_UNSURE_BYTES or self._false_lengths >= _MAX_FALSE_LENGTHS:
            return False
        is_within = self._is_end_of_record(left)
        self._false_lengths += not is_within
        return is_within

    def _is_end_of_record(self, size: int) -> bool:
        """Return whether a record may end after so many bytes, which are read ahead."""
        self._has(size + _MARGIN)
        return len(self._ahead) >= size and _is_end(bytes(self._ahead[size : size + _MARGIN]))

    def _has(self, size: int) -> bool:
        """Read ahead until so many bytes are there; False where the stream ends before."""
        while len(self._ahead) < size and (chunk := self._more(_CHUNK)):
            self._ahead += chunk
        return len(self._ahead) >= size

    def _more(self, size: int) -> bytes:
        """Return the stream's next bytes; a broken stream ends there, so that nothing read before is lost."""
        try:
            return b"" if self.failure else self._stream.read1(size)
        except ReportError as error:
            self.failure = error
            return b""


def _broken() -> MalformedError:
    return MalformedError("this record is broken or cut off; it was left out")


def _is_end(after: bytes) -> bool:
    """Return whether a record may end before these bytes: two line ends, or (sloppily) the next record."""
    rest = after.lstrip(b"\r\n")
    return after.startswith(b"\r\n\r\n") or not rest or _BEGIN.match(rest) is not None


def _read_record(raw: bytes, where: str, fallback: Metadata) -> Iterator[Taken]:
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    try:
        record = next(iter(ArchiveIterator(io.BytesIO(raw))), None)
        if record is not None:
            yield from _read_content(record, where, fallback)
    except ReportError as error:
        yield refusal_of(error, where)
    except (ArchiveLoadFailed, OSError, ValueError, EOFError) as error:
        yield refusal_of(MalformedError(f"this record cannot be read: {error}"), where)


def _read_content(record: "ArcWarcRecord", where: str, fallback: Metadata) -> Iterator[Taken]:
    content_type = _content_type(record)
    kind = media_type_of(content_type)
    if kind not in PAGE_TYPES and not (kind == "text/plain" and record.rec_type == "conversion"):
        return
    content = record.content_stream().read(MAX_PAGE_BYTES + 1)
    if len(content) > MAX_PAGE_BYTES:
        raise TooLargeError(f"the page is larger than {MAX_PAGE_BYTES // 1_000_000} MB")
    address = tidy_url((record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>"))
    given = Metadata(input_id=(record.rec_headers.get_header("WARC-Record-ID") or "").strip("<>") or None)
    if kind == "text/plain":
        metadata = given.or_else(Metadata(url=address)).or_else(fallback)
        yield from read_text(content, content_type, metadata, where)
        return
    page = Page(
        markup=decode_page(content, content_type),
        content=content,
        media_type=content_type,
        address=address,
        given=given,
        fallback=fallback,
    )
    yield from read_page(page, where)


def _content_type(record: "ArcWarcRecord") -> str:
    """Return the content's media type; empty for what was not served, or served as an error or a redirect."""
    if record.rec_type == "response":
        headers = record.http_headers
        is_good = headers is not None and headers.get_statuscode() == _OK
        return (headers.get_header("Content-Type") or "") if is_good else ""
    if record.rec_type in ("resource", "conversion"):
        return record.rec_headers.get_header("Content-Type") or ""
    return ""
