"""What a report was taken from, as it came."""

from sayso.model.base import Struct

__all__ = ["Raw"]


class Raw(Struct, frozen=True, kw_only=True):
    """The bytes that a report's text was taken out of: a page as served, an entry of a feed.

    `report` is the report's id, `media_type` the value of Content-Type as it came (with the charset, if it
    said one). A reading never holds it: it is handed on beside the report, for a record to keep.
    """

    report: str
    media_type: str
    content: bytes
