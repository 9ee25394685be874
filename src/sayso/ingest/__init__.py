"""Bytes to reports: text, pages, feeds, archives (JSON Lines, tables, WARC); from disk or the web."""

from sayso.ingest.files import InputFormat, is_address
from sayso.ingest.inputs import read_inputs
from sayso.ingest.refusal import Refusal
from sayso.ingest.tables import parse_columns

__all__ = ["InputFormat", "Refusal", "is_address", "parse_columns", "read_inputs"]
