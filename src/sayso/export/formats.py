"""The export formats by name; each is loaded when it is asked for."""

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from typing import NamedTuple

from sayso.errors import UsageError
from sayso.export.chunks import Chunk
from sayso.model import SourcedClaim

__all__ = ["FORMATS", "Format", "format_named"]

_Encode = Callable[[Iterable[SourcedClaim]], Iterator[Chunk]]


class Format(NamedTuple):
    """An export format: the module that writes it, the suffix of its file, and its media type.

    `files` are the names of its tables if there are several: they go into a folder. A single file has the
    name "". A format that writes all entities of a report needs claims with these: `named`.
    """

    name: str
    module: str
    suffix: str
    media_type: str
    files: tuple[str, ...] = ("",)
    named: bool = False

    @property
    def is_folder(self) -> bool:
        """Return True if the format is a folder of files."""
        return self.files != ("",)

    def encode(self, claims: Iterable[SourcedClaim]) -> Iterator[Chunk]:
        """Encode a stream of claims as bytes; memory does not grow with their number."""
        encode: _Encode = import_module(f"sayso.export.{self.module}").encode
        return encode(claims)


FORMATS: dict[str, Format] = {
    format_.name: format_
    for format_ in (
        Format("polecat", "polecat", ".tsv", "text/tab-separated-values", named=True),
        Format("gdelt", "gdelt", "", "text/tab-separated-values", ("events.csv", "mentions.csv")),
        Format("plover-jsonl", "plover", ".jsonl", "application/jsonl"),
        Format("geojson", "geojson", ".geojson", "application/geo+json"),
        Format("ftm", "ftm", "", "application/jsonl", ("entities.ftm.json", "statements.csv"), named=True),
        Format("jsonld", "jsonld", ".jsonld", "application/ld+json"),
        Format("acled", "acled", ".csv", "text/csv"),
        Format("csv", "flat", ".csv", "text/csv"),
        Format("parquet", "parquet", ".parquet", "application/vnd.apache.parquet"),
    )
}


def format_named(name: str) -> Format:
    """Return the format of a name; raises `UsageError` if there is none."""
    if name not in FORMATS:
        raise UsageError(f"{name} is no export format", help=f"one of: {', '.join(FORMATS)}")
    return FORMATS[name]
