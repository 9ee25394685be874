"""The forms in which a query's rows are written; each takes the query and gives pieces of the file."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import msgspec

from sayso.errors import MissingPackageError, UsageError

if TYPE_CHECKING:
    from sayso.cli.output import Output
    from sayso.record import Query

__all__ = ["FORMATS", "read_rows", "write_rows"]


def write_rows(query: "Query[Any]", format: str, out: "Output") -> int:
    """Write all rows in a format; how many there were."""
    return FORMATS[format](query, out)


def _write_jsonl(query: "Query[Any]", out: "Output") -> int:
    from sayso.record import row_object

    number = 0
    for row in query:
        out.write(msgspec.json.encode(row_object(query.kind, row)) + b"\n")
        number += 1
    return number


def _write_csv(query: "Query[Any]", out: "Output") -> int:
    return _write_delimited(query, out, ",")


def _write_tsv(query: "Query[Any]", out: "Output") -> int:
    return _write_delimited(query, out, "\t")


def _write_delimited(query: "Query[Any]", out: "Output", delimiter: str) -> int:
    out.write(_delimited([column.name for column in query.columns], delimiter))
    number = 0
    for values in query.tuples():
        out.write(_delimited([_as_text(value) for value in values], delimiter))
        number += 1
    return number


def _as_text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _delimited(values: list[str], delimiter: str) -> bytes:
    """One row, quoted after RFC 4180, with a bare line feed at its end for the tools of Unix."""
    buffer = io.StringIO()
    # With this terminator the writer quotes a lone carriage return, too; it is cut off again.
    csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n").writerow(values)
    return (buffer.getvalue()[:-2] + "\n").encode()


def _write_geojson(query: "Query[Any]", out: "Output") -> int:
    """A feature a row, with a point where the first place has coordinates."""
    if query.kind != "claim":
        raise UsageError("only claims have places", help="sayso claims --format geojson")
    out.write(b'{"type":"FeatureCollection","features":[')
    number = 0
    for known in read_rows(query):
        place = [known["lon"], known["lat"]]
        geometry = None if None in place else {"type": "Point", "coordinates": place}
        feature = {"type": "Feature", "id": known["claim"], "geometry": geometry, "properties": known}
        out.write((b",\n" if number else b"\n") + json.dumps(feature, ensure_ascii=False).encode())
        number += 1
    out.write(b"\n]}\n")
    return number


def _write_parquet(query: "Query[Any]", out: "Output") -> int:
    try:
        from pyarrow import parquet
    except ModuleNotFoundError as error:
        raise MissingPackageError("parquet needs the package pyarrow", help="pip install pyarrow") from error
    number = 0
    with parquet.ParquetWriter(out, query.arrow_schema()) as writer:
        for batch in query.batches():
            writer.write_batch(batch)
            number += batch.num_rows
    return number


FORMATS: dict[str, Callable[["Query[Any]", "Output"], int]] = {
    "jsonl": _write_jsonl,
    "csv": _write_csv,
    "tsv": _write_tsv,
    "parquet": _write_parquet,
    "geojson": _write_geojson,
}


def read_rows(query: "Query[Any]") -> Iterator[dict[str, Any]]:
    """Each row of the flat table by column."""
    names = [column.name for column in query.columns]
    for values in query.tuples():
        yield dict(zip(names, values, strict=True))
