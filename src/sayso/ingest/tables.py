"""Tables: one report a row, in CSV, TSV or Parquet, with the fields of an archive as columns."""

import csv
import io
import re
import shutil
import tempfile
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import IO, Any, NamedTuple, TextIO, cast

from sayso.errors import MalformedError, NotTextError, ReportError, TooLargeError, UnreadableError, UsageError
from sayso.ingest.archive import FIELDS, take_value
from sayso.ingest.encoding import name_binary, name_encoding
from sayso.ingest.files import InputFormat
from sayso.ingest.limits import MAX_LINE_BYTES
from sayso.ingest.pages import Taken
from sayso.ingest.refusal import refusal_of
from sayso.ingest.streams import ByteStream
from sayso.tables.frames import load_arrow

__all__ = ["Columns", "Table", "check_table", "count_rows", "match_columns", "parse_columns", "read_table"]

# The column of a table that holds each field of a report, where its name is not the field's.
Columns = Mapping[str, str]

_DELIMITERS = (",", ";", "\t", "|")
# Excel's own hint on the first line.
_HINT = re.compile(r'"?sep=([^\r\n])"?\s*')
_BROKEN_BYTES = re.compile("[\udc80-\udcff]")
_SKIPPED_AT_ONCE = 1 << 16
_COUNTED_AT_ONCE = 1 << 20
# Texts of 100 KB make 25 MB of a batch.
_BATCH = 256
_MOST_SHOWN = 30


def parse_columns(given: Sequence[str]) -> dict[str, str]:
    """Read `field=column` pairs; raises `UsageError`.

    >>> parse_columns(["text=body", "published=Date of issue"])
    {'text': 'body', 'published': 'Date of issue'}
    """
    columns = {}
    for pair in given:
        field, equals, column = (part.strip() for part in pair.partition("="))
        if not equals or not column:
            raise UsageError(f"column {pair!r} names no column", help="write it like text=body")
        if field not in FIELDS:
            raise UsageError(f"{field!r} is no field of a report", help=f"one of: {', '.join(FIELDS)}")
        columns[field] = column
    return columns


def match_columns(names: Sequence[str], columns: Columns) -> dict[str, int]:
    """Return where each field of a report stands in a table with these column names.

    Case and blanks around a name do not matter. Raises `UsageError`, listing the names, where neither `text`
    nor `html` is there, a column asked for is missing, or one that is needed comes twice.

    >>> match_columns(["ID", "body", "colour"], {"text": "body"})
    {'id': 0, 'text': 1}
    """
    known = [_fold(name) for name in names]
    found = {}
    for field in FIELDS:
        column = columns.get(field, field)
        number = known.count(_fold(column))
        if number > 1:
            raise UsageError(f"the table has {number} columns {column!r}", help=_listed(names))
        if number:
            found[field] = known.index(_fold(column))
        elif field in columns:
            raise UsageError(f"the table has no column {column!r}", help=_listed(names))
    if not {"text", "html"} & found.keys():
        raise UsageError(
            "the table has no column text (or html)",
            help=f"{_listed(names)}; name the one with the text: --column text=NAME",
        )
    return found


class Table(NamedTuple):
    """A table to read: its bytes, its name in messages, and whether it is CSV, TSV or Parquet."""

    stream: ByteStream
    where: str
    form: InputFormat


def read_table(table: Table, published: str | None, columns: Columns) -> Iterator[Taken]:
    """Read one report a row; a bad row is refused and the rest read.

    `published` is for reports without a date. Raises `UsageError` for a table without the columns that are
    needed, `NotTextError` where the stream is something else, and `MissingPackageError` where Parquet needs
    pyarrow.
    """
    read = _read_parquet if table.form is InputFormat.PARQUET else _read_csv
    for value, place in read(table, columns):
        if isinstance(value, ReportError):
            yield refusal_of(value, place)
        else:
            filled = {field: cell for field, cell in value.items() if not _is_blank(cell)}
            yield from take_value(filled, place, published)


def check_table(table: Table, columns: Columns) -> None:
    """Look at the columns of a table alone; raises as `read_table` does."""
    if table.form is InputFormat.PARQUET:
        with _open_parquet(table.stream) as opened:
            match_columns(opened.schema_arrow.names, columns)
        return
    with _open_rows(table, columns) as rows:
        match_columns(next(rows, _Line(1, [])).cells, columns)


def count_rows(table: Table) -> int:
    """Count the rows of a table: roughly, of CSV, by the lines that end outside of quotes."""
    if table.form is InputFormat.PARQUET:
        with _open_parquet(table.stream) as opened:
            return int(opened.metadata.num_rows)
    lines, inside, last = 0, 0, b"\n"
    while chunk := table.stream.read(_COUNTED_AT_ONCE):
        between = chunk.split(b'"')
        lines += b"".join(between[inside::2]).count(b"\n")
        inside ^= len(between) % 2 == 0
        last = chunk
    return max(lines + (not last.endswith(b"\n")) - 1, 0)


_Row = tuple[dict[str, Any] | ReportError, str]


def _read_csv(table: Table, columns: Columns) -> Iterator[_Row]:
    """Give the fields of each row, or why it cannot be read, and its place: the line on which it begins."""
    with _open_rows(table, columns) as rows:
        header = next(rows, _Line(1, []))
        if header.error is not None:
            raise header.error
        found = match_columns(header.cells, columns)
        for row in rows:
            place = f"{table.where}:{row.number}"
            try:
                cells = _check_row(row, len(header.cells))
            except ReportError as error:
                yield error, place
                continue
            if not all(map(_is_blank, cells)):
                yield {field: cells[at] for field, at in found.items()}, place


def _read_parquet(table: Table, columns: Columns) -> Iterator[_Row]:
    """Give the fields of each row and its number, by batches; other columns are not read."""
    with _open_parquet(table.stream) as opened:
        names = opened.schema_arrow.names
        found = match_columns(names, columns)
        number = 0
        for batch in _batches(opened, [names[at] for at in found.values()]):
            for cells in zip(*(_cells(batch.column(names[at])) for at in found.values()), strict=True):
                number += 1
                yield dict(zip(found, cells, strict=True)), f"{table.where}[{number}]"


def _fold(name: str) -> str:
    return name.strip().casefold()


def _listed(names: Sequence[str]) -> str:
    shown = [name if len(name) <= 40 else f"{name[:37]}..." for name in names[:_MOST_SHOWN]]
    more = f" and {len(names) - _MOST_SHOWN} more" if len(names) > _MOST_SHOWN else ""
    return f"its columns are {', '.join(shown)}{more}" if shown else "it is empty"


def _is_blank(cell: object) -> bool:
    """Return whether a cell is empty; tables do not distinguish an empty text from no text."""
    return isinstance(cell, str) and not cell.strip()


class _Line(NamedTuple):
    """A row of separated values and the number of its first line; or why it cannot be read.

    `plain` is its first line as it stands, split at tabs, in a table separated by them.
    """

    number: int
    cells: list[str]
    error: ReportError | None = None
    plain: list[str] | None = None


def _check_row(row: _Line, width: int) -> list[str]:
    """Return as many cells as the header has; raises `ReportError` where that is not what the row is."""
    cells = row.cells
    if row.error is not None:
        # Tab-separated values have no quotes in many programs: a cell may begin with one and not end with it.
        if row.plain is None or len(row.plain) != width:
            raise row.error
        cells = row.plain
    if len(cells) > width and not any(cell.strip() for cell in cells[width:]):
        cells = cells[:width]
    if len(cells) != width and any(cells):
        raise MalformedError(
            f"the row has {len(cells)} cell{'s' * (len(cells) != 1)}, the header {width}",
            help="quote cells in which the separator, a quote or a line break stands",
        )
    if any(_BROKEN_BYTES.search(cell) for cell in cells if not cell.isascii()):
        raise NotTextError("not UTF-8", help="save the table as UTF-8 (in Excel: CSV UTF-8)")
    return cells


class _TooLongError(Exception):
    """A row has become longer than any report."""


class _Lines:
    """The lines of a text for `csv.reader`, of which those of a broken row can be given back."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self._back = deque[str]()
        self._size = 0
        self.number = 0
        self.taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._back.popleft() if self._back else self._text.readline(MAX_LINE_BYTES + 1)
        if not line:
            raise StopIteration
        self.number += 1
        self.taken.append(line)
        self._size += len(line)
        if self._size > MAX_LINE_BYTES:
            raise _TooLongError
        return line

    def begin_row(self) -> int:
        """Begin a row and return the number of its first line."""
        self.taken, self._size = [], 0
        return self.number + 1

    def give_back(self, first: int) -> None:
        """Give back the lines of the row in hand from the `first` on."""
        back = self.taken[first:]
        self._back.extendleft(reversed(back))
        self.number -= len(back)

    def skip_row(self) -> None:
        """Skip the rest of the row in hand: to the end of a line outside of quotes."""
        quotes = sum(line.count('"') for line in self.taken)
        line = self.taken[-1]
        while quotes % 2 or not line.endswith(("\n", "\r")):
            line = self._back.popleft() if self._back else self._text.readline(_SKIPPED_AT_ONCE)
            if not line:
                return
            quotes += line.count('"')
            self.number += line.endswith(("\n", "\r"))


@contextmanager
def _open_rows(table: Table, columns: Columns) -> Iterator[Iterator[_Line]]:
    """Open a table as rows of separated values, the header first."""
    head = table.stream.peek(16)
    binary = name_binary(head)
    if binary:
        raise NotTextError(f"this is no table but looks like {binary}", help="give it as CSV, TSV or Parquet")
    encoding = name_encoding(head) or "utf-8"
    errors = "surrogateescape" if encoding.startswith("utf-8") else "replace"
    text = io.TextIOWrapper(cast("IO[bytes]", table.stream), encoding=encoding, errors=errors, newline="")
    try:
        lines = _Lines(text)
        yield _read_rows(lines, _find_delimiter(lines, table.form, columns))
    finally:
        # Whoever gave the stream keeps it open.
        text.detach()


def _read_rows(lines: _Lines, delimiter: str) -> Iterator[_Line]:
    """Give rows that are not empty; after one that is broken, go on with its second line.

    A quote that is never closed takes in all that follows, up to the longest row there may be; what it has
    taken in is read again as rows, but for a row that is only too long.
    """
    # The limit is for all of a process; rows are bounded here.
    csv.field_size_limit(max(csv.field_size_limit(), MAX_LINE_BYTES + 1))
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        number = lines.begin_row()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except _TooLongError:
            lines.skip_row()
            limit = f"the row is longer than {MAX_LINE_BYTES // 1_000_000} million characters"
            yield _Line(number, [], TooLargeError(limit, help="one report a row; is a quote left open?"))
        except csv.Error as error:
            lines.give_back(1)
            refused = MalformedError(f"not valid CSV: {error}", help="double the quotes inside of quotes")
            plain = lines.taken[0].rstrip("\r\n").split("\t") if delimiter == "\t" else None
            yield _Line(number, [], refused, plain)
        else:
            if cells:
                yield _Line(number, cells)


def _find_delimiter(lines: _Lines, form: InputFormat, columns: Columns) -> str:
    """Find the separator in the header: the one that makes most columns of it that are known, then most."""
    lines.begin_row()
    try:
        header = next((line for line in lines if line.strip()), "")
    except _TooLongError:
        header = ""
    if hint := _HINT.fullmatch(header):
        return hint[1]
    lines.give_back(0)
    known = {_fold(name) for name in (*FIELDS, *columns.values())}

    def count_columns(delimiter: str) -> tuple[int, int]:
        try:
            names = next(csv.reader([header], delimiter=delimiter, strict=True), [])
        except csv.Error:
            return 0, 0
        return len(known & set(map(_fold, names))), len(names)

    likely = sorted(_DELIMITERS, key=lambda delimiter: (delimiter == "\t") is not (form is InputFormat.TSV))
    return max(likely, key=count_columns)


@contextmanager
def _open_parquet(stream: ByteStream) -> Iterator[Any]:
    """Open a stream as a Parquet file, which needs a place where it can go back and forth."""
    parquet, arrow = load_arrow("pyarrow.parquet"), load_arrow("pyarrow")
    with _seekable(stream) as file:
        try:
            table = parquet.ParquetFile(file)
        except (OSError, arrow.ArrowException) as error:
            raise NotTextError(f"this is no Parquet file: {_first_line(error)}") from error
        yield table


@contextmanager
def _seekable(stream: ByteStream) -> Iterator[IO[bytes]]:
    file = cast("IO[bytes]", stream)
    if file.seekable():
        yield file
        return
    with tempfile.TemporaryFile() as copy:
        shutil.copyfileobj(file, copy)
        yield copy


def _batches(table: Any, names: list[str]) -> Iterator[Any]:  # noqa: ANN401 - of an optional package
    arrow = load_arrow("pyarrow")
    batches = table.iter_batches(batch_size=_BATCH, columns=names)
    while True:
        try:
            batch = next(batches, None)
        except (OSError, arrow.ArrowException) as error:
            raise UnreadableError(f"the Parquet data are broken: {_first_line(error)}") from error
        if batch is None:
            return
        yield batch


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]


def _cells(column: Any) -> list[Any]:  # noqa: ANN401 - of an optional package
    """Return a column's values as JSON would hold them."""
    arrow = load_arrow("pyarrow")
    if arrow.types.is_timestamp(column.type):
        # Python has no nanoseconds.
        column = column.cast(arrow.timestamp("us", column.type.tz), safe=False)
    return [_plain(value) for value in column.to_pylist()]


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        # Data frames keep days as moments; a naive midnight is no hour.
        is_day = value.tzinfo is None and value.time() == time.min
        return value.date().isoformat() if is_day else value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        # Old writers of Parquet do not say that their bytes are text.
        return value.decode("utf-8", "replace")
    # pandas writes NaN where a number is missing.
    return None if isinstance(value, float) and value != value else value
