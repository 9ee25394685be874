"""Commitments: duties that an actor takes on or is placed under."""

from enum import StrEnum

from sayso.model.base import Struct, shorten
from sayso.model.entity import Participant
from sayso.model.span import Span
from sayso.model.time import TimeExpression

__all__ = ["Commitment", "Strength"]


class Strength(StrEnum):
    """Binding force of the operative words."""

    MUST = "must"
    SHALL = "shall"
    COMMITS = "commits"
    WILL = "will"
    AGREED = "agreed"
    URGED = "urged"
    BANNED = "banned"


class Commitment(Struct, frozen=True, kw_only=True):
    """A commitment: its debtor, deed, strength, due time and source chains.

    `verb` holds the operative words ("must", "Calls upon"); `claim` the id of the claim of the same deed.
    `confidence` (0 to 1, two decimals) is the calibrated probability that debtor and deed are right; None if
    the reader gave none.
    """

    id: str
    key: str
    claim: str | None = None
    debtor: Participant | None = None
    deed: Span
    strength: Strength
    verb: str
    due: TimeExpression | None = None
    confidence: float | None = None
    chains: tuple[tuple[str, ...], ...] = ()

    def __repr__(self) -> str:
        """Return the commitment in one line: its debtor, strength and deed."""
        debtor = shorten(self.debtor.text) if self.debtor else "?"
        return f"<Commitment {self.id}: {debtor} {self.strength} {shorten(self.deed.text)!r}>"
