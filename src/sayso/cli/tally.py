"""Counts of what was read."""

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sayso.model import Reading

__all__ = ["Tally", "count_words"]


class Tally:
    """Counts of readings and refusals for the summary of a command."""

    def __init__(self) -> None:
        self.reports = self.unread = self.refused = self.with_issues = 0
        self.claims = self.attributions = self.commitments = 0
        self.statuses: Counter[str] = Counter()

    @property
    def has_issues(self) -> bool:
        """Return whether a reading had issues or an input was refused."""
        return bool(self.refused or self.with_issues)

    def add(self, reading: "Reading") -> None:
        """Count one reading."""
        self.reports += 1
        self.unread += reading.status == "unread"
        self.with_issues += bool(reading.issues)
        self.claims += len(reading.claims)
        self.attributions += len(reading.attributions)
        self.commitments += len(reading.commitments)
        self.statuses.update(claim.status for claim in reading.claims)

    def summary(self) -> str:
        """Return one or two lines: what was read and found, and the issues."""
        read = count_words(self.reports - self.unread, "report")
        found = (
            f"{read} read: {count_words(self.claims, 'claim')},"
            f" {count_words(self.attributions, 'attribution')}, {count_words(self.commitments, 'commitment')}"
        )
        statuses = " · ".join(f"{number:,} {status}" for status, number in self.statuses.most_common())
        lines = [f"{found} ({statuses})" if statuses and self.reports > 1 else found]
        if self.has_issues:
            parts = [
                f"{self.with_issues:,} with issues" if self.with_issues else "",
                f"{self.unread:,} of them not read" if self.unread else "",
                f"{count_words(self.refused, 'input')} refused" if self.refused else "",
            ]
            lines.append(", ".join(part for part in parts if part))
        return "\n".join(lines)


def count_words(number: int, noun: str) -> str:
    """Return a number with its noun.

    >>> count_words(1, "claim"), count_words(1200, "claim")
    ('1 claim', '1,200 claims')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
