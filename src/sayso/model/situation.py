"""Situations: states that hold between entities or at places, and the assertions that they rest on."""

from enum import StrEnum

import msgspec

from sayso.model.base import Struct
from sayso.model.claim import Status
from sayso.model.dates import date_part
from sayso.model.entity import Entity
from sayso.model.group import ClaimRef
from sayso.model.toponym import Toponym

__all__ = ["Change", "Holds", "Relation", "Situation", "StateAssertion", "Turn"]


class Relation(StrEnum):
    """Relation that holds between the subject of a situation and its object or place."""

    FORCES_AT = "forces_at"
    CONTROLS = "controls"
    HOLDS_PERSON = "holds_person"
    HOLDS_OFFICE = "holds_office"
    CEASEFIRE = "ceasefire"
    SANCTIONS = "sanctions"


class Holds(StrEnum):
    """Truth of a situation by the reports published until the day that was asked for."""

    YES = "true"
    NO = "false"
    DISPUTED = "disputed"


class Change(StrEnum):
    """Change that a claim asserts of a state: it begins, continues or ends."""

    BEGINS = "begins"
    HOLDS = "holds"
    ENDS = "ends"


class Situation(Struct, frozen=True, kw_only=True):
    """A state over time: `subject` stands in `relation` to `object` or `place`, from one day to another.

    `first` and `last` (written `from` and `to`) are days, None if no report gives them. `status` and `change`
    are those of the latest claim that supports the situation: forces that are being withdrawn still hold the
    place, with `ends` and `ongoing`. `words` quotes that claim, `sources` names its sources. `confidence` (0
    to 1, two decimals) is the highest of the assertions that support it, None if one of them has none.
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
    confidence: float | None = None

    def is_confident(self, least: float) -> bool:
        """Return True if the confidence is at least `least`, or unknown."""
        return self.confidence is None or self.confidence >= least


class StateAssertion(ClaimRef, frozen=True, kw_only=True):
    """An assertion by one claim that a state holds or changed, with all that grouping into situations needs.

    `verdict` says if the state holds by this claim, None if it lies in the future. Assertions that share one
    of their `tokens` belong to one situation. `denied`: the claim denies a change that others may assert.
    `happened` is the day of the change, if it is known; `hanging` says that its day depends on an unknown one
    ("Tuesday"). `start` is the start of the claim's trigger, `origin` its innermost source. `confidence`
    (0 to 1, two decimals) is the probability that all of this is what the claim says, None if it is unknown.
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
    confidence: float | None = None

    @property
    def published_on(self) -> str:
        """The day (or else the month or year) of the report's publication; "" if it is unknown."""
        return date_part(self.published)

    @property
    def day(self) -> str:
        """The day that is asserted: of the change, else of the publication; "" if neither is known.

        A day that depends on an unknown one sorts after all known days.
        """
        return self.happened or self.published_on or ("~" if self.hanging else "")


class Turn(Struct, frozen=True, kw_only=True):
    """Assertion on a situation in its timeline: the change, its day, words and sources.

    `happened` is the day of the change, if stated; `published` that of the report.
    """

    situation: str
    change: Change
    holds: Holds | None
    claim: ClaimRef
    happened: str | None = None
    published: str | None = None
    words: str
    sources: tuple[str, ...] = ()
