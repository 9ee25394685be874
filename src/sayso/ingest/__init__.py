"""Bytes to reports: text, pages, feeds, archives (JSON Lines, WARC), gzip or not; from disk or the web."""

from sayso.ingest.dates import parse_published
from sayso.ingest.files import InputFormat, is_address, is_device
from sayso.ingest.inputs import read_inputs
from sayso.ingest.refusal import Refusal

__all__ = ["InputFormat", "Refusal", "is_address", "is_device", "parse_published", "read_inputs"]
