"""Issues: problems that occurred with a report."""

from sayso.model.base import Struct

__all__ = ["FAULTS", "Issue"]

# Codes of issues that are no property of the report: reading it again may well succeed.
FAULTS = ("failed", "crashed", "unanswered")


class Issue(Struct, frozen=True, kw_only=True):
    """A problem with a report; `code` for programs, `message` for people."""

    code: str
    message: str

    @classmethod
    def of_fault(cls, error: Exception) -> "Issue":
        """Return the issue of a report that an unexpected error in Sayso left unread."""
        return cls(code="failed", message=f"a fault in Sayso ({type(error).__name__}); please report it")

    @classmethod
    def of_crash(cls) -> "Issue":
        """Return the issue of a report that killed its worker processes."""
        return cls(code="crashed", message="reading this report crashed its process; it was left out")
