"""What went less than well with a report."""

from sayso.model.base import Struct

__all__ = ["FAULTS", "Issue"]

# Codes of issues that are no property of the report: reading it again may well succeed.
FAULTS = ("failed", "crashed")


class Issue(Struct, frozen=True, kw_only=True):
    """One thing that went less than well; `code` for programs, `message` for people."""

    code: str
    message: str

    @classmethod
    def of_fault(cls, error: Exception) -> "Issue":
        """What to tell of a report that a fault of ours cost."""
        return cls(code="failed", message=f"a fault in Sayso ({type(error).__name__}); please report it")

    @classmethod
    def of_crash(cls) -> "Issue":
        """Return the issue of a report over which worker processes died."""
        return cls(code="crashed", message="reading this report crashed its process; it was left out")
