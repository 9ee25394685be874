"""The flat claim table as CSV."""

from collections.abc import Iterable, Iterator

from sayso.export.chunks import Chunk, flat_table
from sayso.model import SourcedClaim
from sayso.tables import CLAIMS

__all__ = ["encode"]


def encode(claims: Iterable[SourcedClaim]) -> Iterator[Chunk]:
    """Write the flat claim table as CSV, with a header."""
    return flat_table(CLAIMS.columns, CLAIMS.rows(claims), delimiter=",")
