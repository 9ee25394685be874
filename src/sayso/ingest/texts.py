"""Plain texts: bytes of one text to its report."""

from collections.abc import Iterator

from sayso.ingest.charsets import decode_plain
from sayso.ingest.metadata import Metadata, report_of
from sayso.ingest.refusal import Refusal
from sayso.model.report import Report

__all__ = ["read_text"]


def read_text(raw: bytes, content_type: str, metadata: Metadata, where: str) -> Iterator[Report | Refusal]:
    """Give the report of a text, after a refusal if its encoding had to be guessed.

    Raises `NotTextError` for binary bytes and for an encoding that is not certain.
    """
    text, guessed = decode_plain(raw, content_type)
    report = report_of(text, metadata)
    if guessed:
        message = f"this is not UTF-8; it was read as {guessed}"
        yield Refusal(
            where=where, code="encoding-guessed", message=message, help="save it as UTF-8", report=report.id
        )
    yield report
