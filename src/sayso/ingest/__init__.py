"""Bytes to reports: text, pages, feeds, archives (JSON Lines, tables, WARC); from disk or the web."""

from sayso.ingest.files import InputFormat, is_address, is_device
from sayso.ingest.inputs import read_inputs
from sayso.ingest.refusal import Refusal
from sayso.ingest.tables import parse_columns

__all__ = ["InputFormat", "Refusal", "is_address", "is_device", "parse_columns", "read_inputs"]
