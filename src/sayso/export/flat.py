"""The flat claim table as CSV."""

from collections.abc import Iterable, Iterator

from sayso.export.chunks import Chunk, table
from sayso.model import Told
from sayso.model.claim_table import CLAIM_COLUMNS, value_rows

__all__ = ["encode"]


def encode(told: Iterable[Told]) -> Iterator[Chunk]:
    """The flat claim table as CSV, with a header."""
    yield from table("", [[column.name for column in CLAIM_COLUMNS]], delimiter=",")
    yield from table("", value_rows(told), delimiter=",")
