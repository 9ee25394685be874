"""What the queries of a record give: one record found, with the report it stands in and its sources."""

from sayso.model.attribution import Attribution
from sayso.model.base import Struct
from sayso.model.claim import Claim
from sayso.model.commitment import Commitment
from sayso.model.following import FollowedCommitment
from sayso.model.group import Disagreement, EventGroup, GroupRef
from sayso.model.issue import Issue
from sayso.model.reading import Reader, ReadingStatus
from sayso.model.report import Report

__all__ = [
    "AttributionRow",
    "ClaimRow",
    "CommitmentRow",
    "DisagreementRow",
    "EventRow",
    "FoundRow",
    "ReportRow",
    "Row",
]


class Row(Struct, frozen=True, kw_only=True):
    """What every row has: the cursor to go on after it."""

    cursor: str


class FoundRow(Row, frozen=True, kw_only=True):
    """What stands in one report: the report, and who read it."""

    report: Report
    reader: Reader


class ReportRow(FoundRow, frozen=True, kw_only=True):
    """A report, how many claims are shown of it, and when the record first saw it (UTC)."""

    status: ReadingStatus
    claims: int
    first_seen: str
    issues: tuple[Issue, ...] = ()


class ClaimRow(FoundRow, frozen=True, kw_only=True):
    """A claim and the attributions of its chains, each once.

    `verdict` is what a person decided: accepted, rejected, corrected, or "" where nobody judged. `group` is
    the event that it tells of; None where its report is not related yet, or the claim was rejected.
    """

    claim: Claim
    attributions: tuple[Attribution, ...] = ()
    verdict: str = ""
    group: GroupRef | None = None


class AttributionRow(FoundRow, frozen=True, kw_only=True):
    """An attribution and those it is relayed by, innermost first: `chain` begins with itself."""

    attribution: Attribution
    chain: tuple[Attribution, ...] = ()
    verdict: str = ""


class CommitmentRow(FoundRow, frozen=True, kw_only=True):
    """A commitment and the attributions of its chains, each once; what became of it where that was asked."""

    commitment: Commitment
    attributions: tuple[Attribution, ...] = ()
    verdict: str = ""
    followed: FollowedCommitment | None = None


class EventRow(Row, frozen=True, kw_only=True):
    """An event group, the story it is of, and what to call its reports: input id, else id, by id."""

    event: EventGroup
    story: str
    reports: dict[str, str]


class DisagreementRow(Row, frozen=True, kw_only=True):
    """A disagreement, with the event that it is about."""

    disagreement: Disagreement
    event: EventGroup
    story: str
    reports: dict[str, str]
