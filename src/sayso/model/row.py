"""Rows of query results: a claim, attribution, commitment or event with its report and sources."""

from sayso.model.attribution import Attribution
from sayso.model.base import Struct
from sayso.model.claim import Claim
from sayso.model.commitment import Commitment
from sayso.model.group import Disagreement, EventGroup, GroupRef
from sayso.model.issue import Issue
from sayso.model.reading import Reader, ReadingStatus
from sayso.model.report import Report
from sayso.model.tracked_commitment import FollowedCommitment

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
    """Base of all rows: the cursor of the position after it."""

    cursor: str


class FoundRow(Row, frozen=True, kw_only=True):
    """Base of the rows that belong to one report: the report and its reader."""

    report: Report
    reader: Reader


class ReportRow(FoundRow, frozen=True, kw_only=True):
    """A report, the number of its claims that are shown, and when the record first saw it (UTC)."""

    status: ReadingStatus
    claims: int
    first_seen: str
    issues: tuple[Issue, ...] = ()


class ClaimRow(FoundRow, frozen=True, kw_only=True):
    """A claim and the attributions of its chains, each once.

    `verdict` is a person's decision: accepted, rejected, corrected, or "" if nobody judged. `group` is its
    event group; None if its report is not related yet, or if the claim was rejected.
    """

    claim: Claim
    attributions: tuple[Attribution, ...] = ()
    verdict: str = ""
    group: GroupRef | None = None


class AttributionRow(FoundRow, frozen=True, kw_only=True):
    """An attribution and those that relay it, innermost first: `chain` begins with itself."""

    attribution: Attribution
    chain: tuple[Attribution, ...] = ()
    verdict: str = ""


class CommitmentRow(FoundRow, frozen=True, kw_only=True):
    """A commitment, the attributions of its chains, each once, and its state if that was asked for."""

    commitment: Commitment
    attributions: tuple[Attribution, ...] = ()
    verdict: str = ""
    followed: FollowedCommitment | None = None


class EventRow(Row, frozen=True, kw_only=True):
    """An event group, its story, and the labels of its reports (input id, else id) by id."""

    event: EventGroup
    story: str
    reports: dict[str, str]


class DisagreementRow(Row, frozen=True, kw_only=True):
    """A disagreement with its event group."""

    disagreement: Disagreement
    event: EventGroup
    story: str
    reports: dict[str, str]
