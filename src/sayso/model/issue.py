"""What went less than well with a report."""

from sayso.model.base import Record

__all__ = ["Issue"]


class Issue(Record, frozen=True, kw_only=True):
    """One thing that went less than well; `code` for programs, `message` for people."""

    code: str
    message: str
