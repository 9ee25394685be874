"""The record's claims in the formats of other programs.

A format is a function from claims to bytes: it holds no more than a few claims at once, opens no file and
asks no one. `write_export` puts the bytes onto the disk.
"""

from sayso.export.chunks import Chunk
from sayso.export.delivery import write_export
from sayso.export.formats import FORMATS, Format, format_named
from sayso.model.sourced_claim import all_sourced_claims, sourced_claims
from sayso.tables import claim_rows

__all__ = [
    "FORMATS",
    "Chunk",
    "Format",
    "all_sourced_claims",
    "claim_rows",
    "format_named",
    "sourced_claims",
    "write_export",
]
