"""Raw sources of reports, as received."""

from sayso.model.base import Struct

__all__ = ["Raw"]


class Raw(Struct, frozen=True, kw_only=True):
    """The bytes that a report's text was extracted from: a page as served, an entry of a feed.

    `report` is the report's id, `media_type` the value of Content-Type as received (with the charset, if
    given). A reading never holds it: it travels beside the report, for a record to store.
    """

    report: str
    media_type: str
    content: bytes
