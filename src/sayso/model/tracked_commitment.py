"""Commitments tracked over time: their state as of a day, and the claims that it rests on."""

from enum import StrEnum

from sayso.model.base import Struct
from sayso.model.commitment import Commitment
from sayso.model.group import ClaimRef

__all__ = ["Bearing", "CommitmentState", "Evidence", "FollowedCommitment"]


class CommitmentState(StrEnum):
    """State of a commitment as of a day, by the reports published until then."""

    OPEN = "open"
    KEPT = "kept"
    BROKEN = "broken"
    DISPUTED = "disputed"
    EXPIRED = "expired"


class Bearing(StrEnum):
    """Effect of a later claim on a commitment."""

    KEEPS = "keeps"
    BREAKS = "breaks"
    CHANGES = "changes"


class Evidence(ClaimRef, frozen=True, kw_only=True):
    """A later claim that bears on a commitment, with its words and its sources."""

    bears: Bearing
    words: str
    sources: tuple[str, ...] = ()
    published: str | None = None


class FollowedCommitment(Struct, frozen=True, kw_only=True):
    """A commitment of a report (by id) and its state as of a day, with the evidence."""

    commitment: Commitment
    report: str
    sources: tuple[str, ...] = ()
    state: CommitmentState = CommitmentState.OPEN
    as_of: str | None = None
    evidence: tuple[Evidence, ...] = ()
