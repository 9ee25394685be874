"""What became of commitments, and what holds where, each as told."""

from enum import StrEnum

import msgspec

from sayso.model.base import Struct
from sayso.model.claim import Status
from sayso.model.commitment import Commitment
from sayso.model.entity import Entity
from sayso.model.group import ClaimRef
from sayso.model.toponym import Toponym

__all__ = [
    "Bearing",
    "Change",
    "CommitmentState",
    "Evidence",
    "FollowedCommitment",
    "Holds",
    "Relation",
    "Situation",
    "Telling",
]


class CommitmentState(StrEnum):
    """What reports tell of a commitment by some day."""

    OPEN = "open"
    KEPT = "kept"
    BROKEN = "broken"
    DISPUTED = "disputed"
    EXPIRED = "expired"


class Bearing(StrEnum):
    """What a later claim means for a commitment."""

    KEEPS = "keeps"
    BREAKS = "breaks"
    CHANGES = "changes"


class Evidence(ClaimRef, frozen=True, kw_only=True):
    """A later claim that bears on a commitment, in its words and on whose word."""

    bears: Bearing
    words: str
    sources: tuple[str, ...] = ()
    published: str | None = None


class FollowedCommitment(Struct, frozen=True, kw_only=True):
    """A commitment of a report (by id) and what became of it as of a day."""

    commitment: Commitment
    report: str
    sources: tuple[str, ...] = ()
    state: CommitmentState = CommitmentState.OPEN
    as_of: str | None = None
    evidence: tuple[Evidence, ...] = ()


class Relation(StrEnum):
    """What sort of thing holds."""

    FORCES_AT = "forces_at"
    CONTROLS = "controls"
    HOLDS_PERSON = "holds_person"
    HOLDS_OFFICE = "holds_office"
    CEASEFIRE = "ceasefire"
    SANCTIONS = "sanctions"


class Holds(StrEnum):
    """Whether it holds, as told by the day asked for."""

    YES = "true"
    NO = "false"
    DISPUTED = "disputed"


class Change(StrEnum):
    """What a claim tells of something that holds: that it begins, goes on or ends."""

    BEGINS = "begins"
    HOLDS = "holds"
    ENDS = "ends"


class Situation(Struct, frozen=True, kw_only=True):
    """What holds where, as told: `subject` stands in `relation` to `object`, from one day to another.

    `first` and `last` (written `from` and `to`) are days, None where no report tells them. `status` is that
    of the claim it rests on last, `change` what that claim tells: forces that are being withdrawn still
    hold the place, with `ends` and `ongoing`. `words` quotes that claim; `sources` names on whose word.
    """

    id: str
    relation: Relation
    subject: Entity
    object: Entity | None = None
    place: Toponym | None = None
    holds: Holds
    status: Status
    change: Change = Change.HOLDS
    first: str | None = msgspec.field(default=None, name="from")
    last: str | None = msgspec.field(default=None, name="to")
    as_of: str | None = None
    claims: tuple[ClaimRef, ...]
    origins: int
    words: str = ""
    sources: tuple[str, ...] = ()


class Telling(ClaimRef, frozen=True, kw_only=True):
    """What one claim tells of something that holds; all that finding situations needs of the claim.

    `verdict` is whether it holds by this claim, None for what is only to come. Tellings that share one of
    their `tokens` are of one situation. `denied` says that what another may tell as done is denied.
    `happened` is the day it happened, where told; `hanging` says that its day hangs on an unknown one
    ("Tuesday"). `start` is where the claim's trigger begins, `origin` whose word it is in the end.
    """

    relation: Relation
    change: Change
    verdict: Holds | None = None
    subject: Entity
    object: Entity | None = None
    place: Toponym | None = None
    tokens: tuple[str, ...]
    denied: bool = False
    happened: str | None = None
    hanging: bool = False
    status: Status
    start: int
    published: str | None = None
    origin: str
    words: str
    sources: tuple[str, ...] = ()

    @property
    def published_on(self) -> str:
        """The day (or else the month or year) in which the report came out; "" if it is not known."""
        return (self.published or "")[:10]

    @property
    def day(self) -> str:
        """The day it is told for: when it happened, else when the report came out; "" if neither is known.

        A day that hangs on an unknown one comes after all known ones.
        """
        return self.happened or self.published_on or ("~" if self.hanging else "")
