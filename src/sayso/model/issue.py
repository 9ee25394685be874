"""What went less than well with a report."""

from sayso.model.base import Record

__all__ = ["Issue"]


class Issue(Record, frozen=True, kw_only=True):
    """One thing that went less than well; `code` for programs, `message` for people."""

    code: str
    message: str

    @classmethod
    def of_fault(cls, error: Exception) -> "Issue":
        """What to tell of a report that a fault of ours cost."""
        return cls(code="failed", message=f"a fault in Sayso ({type(error).__name__}); please report it")
