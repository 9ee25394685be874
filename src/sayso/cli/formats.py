"""Writers of the rows of a query, one for each format."""

import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import msgspec

from sayso.errors import UsageError

if TYPE_CHECKING:
    from sayso.cli.output import Output
    from sayso.record import Query

__all__ = ["FORMATS", "read_rows", "write_rows"]


def write_rows(query: "Query[Any]", format: str, out: "Output") -> int:
    """Write all rows in a format, and return their number."""
    return FORMATS[format](query, out)


def _write_jsonl(query: "Query[Any]", out: "Output") -> int:
    from sayso.tables import as_object

    number = 0
    for row in query:
        out.write(msgspec.json.encode(as_object(query.kind, row)) + b"\n")
        number += 1
    return number


def _write_csv(query: "Query[Any]", out: "Output") -> int:
    return _write_delimited(query, out, ",")


def _write_tsv(query: "Query[Any]", out: "Output") -> int:
    return _write_delimited(query, out, "\t")


def _write_delimited(query: "Query[Any]", out: "Output", delimiter: str) -> int:
    from sayso.export.chunks import flat_table

    number = 0

    def rows() -> Iterator[tuple[Any, ...]]:
        nonlocal number
        for values in query.tuples():
            number += 1
            yield values

    for chunk in flat_table(query.columns, rows(), delimiter=delimiter, line_end="\n"):
        out.write(chunk.data)
    return number


def _write_geojson(query: "Query[Any]", out: "Output") -> int:
    """Write a feature for each row, with a point if its first place has coordinates."""
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
    from sayso.tables.frames import parquet_writer

    number = 0
    with parquet_writer(out, query.columns) as writer:
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
    """Yield each row of the flat table by column."""
    names = [column.name for column in query.columns]
    for values in query.tuples():
        yield dict(zip(names, values, strict=True))
