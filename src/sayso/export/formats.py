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
    """One format: the module that writes it, how its file is called, and what a web server calls it.

    `files` are the names of its tables where there are several: they go into a folder. One file alone has
    the name "". A format that writes all that a report names has its claims told so: `named`.
    """

    name: str
    module: str
    suffix: str
    media_type: str
    files: tuple[str, ...] = ("",)
    named: bool = False

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder of files."""
        return self.files != ("",)

    def encode(self, told: Iterable[SourcedClaim]) -> Iterator[Chunk]:
        """Claims to bytes, as they come; memory does not grow with their number."""
        encode: _Encode = import_module(f"sayso.export.{self.module}").encode
        return encode(told)


FORMATS: dict[str, Format] = {
    one.name: one
    for one in (
        Format("polecat", "polecat", ".tsv", "text/tab-separated-values", named=True),
        Format("gdelt", "gdelt", "", "text/tab-separated-values", ("events.csv", "mentions.csv")),
        Format("plover-jsonl", "plover", ".jsonl", "application/jsonl"),
        Format("geojson", "geojson", ".geojson", "application/geo+json"),
        Format("ftm", "ftm", "", "application/jsonl", ("entities.ftm.json", "statements.csv"), named=True),
        Format("jsonld", "jsonld", ".jsonld", "application/ld+json"),
        Format("csv", "flat", ".csv", "text/csv"),
        Format("parquet", "parquet", ".parquet", "application/vnd.apache.parquet"),
    )
}


def format_named(name: str) -> Format:
    """The format of this name; raises `UsageError` for a name that is none."""
    if name not in FORMATS:
        raise UsageError(f"{name} is no export format", help=f"one of: {', '.join(FORMATS)}")
    return FORMATS[name]
