"""The page a report came from, as it was fetched."""

from sayso.model.base import Record

__all__ = ["Page"]


class Page(Record, frozen=True, kw_only=True):
    """The raw bytes and their media type (`text/html; charset=utf-8`)."""

    media_type: str
    body: bytes
