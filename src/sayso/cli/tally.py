"""What was read, counted."""

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sayso.model import Reading

__all__ = ["Tally", "count_words"]


class Tally:
    """Counts readings and refusals for the last line of a command."""

    def __init__(self) -> None:
        self.reports = self.unread = self.refused = self.with_issues = 0
        self.claims = self.attributions = self.commitments = 0
        self.statuses: Counter[str] = Counter()

    @property
    def has_issues(self) -> bool:
        """Whether anything went less than well."""
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
        """One or two lines: how much was read, what was found, what went less than well."""
        read = count_words(self.reports - self.unread, "report")
        found = (
            f"{read} read: {count_words(self.claims, 'claim')},"
            f" {count_words(self.attributions, 'attribution')}, {count_words(self.commitments, 'commitment')}"
        )
        statuses = " · ".join(f"{number:,} {status}" for status, number in self.statuses.most_common())
        lines = [f"{found} ({statuses})" if statuses and self.reports > 1 else found]
        if self.has_issues:
            told = [
                f"{self.with_issues:,} with issues" if self.with_issues else "",
                f"{self.unread:,} of them not read" if self.unread else "",
                f"{count_words(self.refused, 'input')} refused" if self.refused else "",
            ]
            lines.append(", ".join(one for one in told if one))
        return "\n".join(lines)


def count_words(number: int, noun: str) -> str:
    """A number with its noun.

    >>> count_words(1, "claim"), count_words(1200, "claim")
    ('1 claim', '1,200 claims')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
