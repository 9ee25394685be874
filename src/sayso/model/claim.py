"""Claims: statements of events in reports."""

from enum import StrEnum

from sayso.model.base import Struct, shorten
from sayso.model.entity import Participant
from sayso.model.quantity import Quantity
from sayso.model.span import Span
from sayso.model.time import TimeExpression
from sayso.model.toponym import Toponym

__all__ = ["Certainty", "Claim", "ClaimObject", "Event", "ObjectEvent", "Status"]


class Status(StrEnum):
    """Status of an event according to its innermost source."""

    OCCURRED = "occurred"
    ONGOING = "ongoing"
    PLANNED = "planned"
    DEMANDED = "demanded"
    HYPOTHETICAL = "hypothetical"


class Certainty(StrEnum):
    """Certainty of an event according to its innermost source."""

    CERTAIN = "certain"
    PROBABLE = "probable"
    POSSIBLE = "possible"


class Event(Struct, frozen=True, kw_only=True):
    """A PLOVER type (or INCIDENT, DECIDE) with its modes and contexts, whatever the event's status."""

    type: str
    mode: tuple[str, ...] = ()
    context: tuple[str, ...] = ()


class ObjectEvent(Struct, frozen=True, kw_only=True):
    """Type and modes of the event that was asked for, promised or threatened."""

    type: str
    mode: tuple[str, ...] = ()


class ClaimObject(Struct, frozen=True, kw_only=True):
    """Object of a claim: what was asked, promised, threatened or denied, to match it with later events."""

    span: Span
    event: ObjectEvent | None = None
    actors: tuple[Participant, ...] = ()
    recipients: tuple[Participant, ...] = ()
    places: tuple[Toponym, ...] = ()


class Claim(Struct, frozen=True, kw_only=True):
    """One statement of one event.

    `chains` are source chains of attribution ids, innermost first; empty means the report's own voice.
    `time` is when the event happens, not when it was said. `hedge` holds the words by which the source says
    that the event is only probable or possible. `confidence` (0 to 1, two decimals) is the
    calibrated probability that type, status, negation and innermost source of this reading are all right;
    None if the reader gave none.
    """

    id: str
    key: str
    trigger: Span
    sentence: Span
    event: Event
    object: ClaimObject | None = None
    actors: tuple[Participant, ...] = ()
    recipients: tuple[Participant, ...] = ()
    places: tuple[Toponym, ...] = ()
    time: TimeExpression | None = None
    quantities: tuple[Quantity, ...] = ()
    status: Status = Status.OCCURRED
    negated: bool = False
    certainty: Certainty = Certainty.CERTAIN
    hedge: tuple[Span, ...] = ()
    confidence: float | None = None
    chains: tuple[tuple[str, ...], ...] = ()

    def __repr__(self) -> str:
        """Return the claim in one line: its trigger, event, status and participants."""
        actors, recipients = (
            shorten(" and ".join(participant.text for participant in participants))
            for participants in (self.actors, self.recipients)
        )
        event = ", ".join(self.event.mode) or self.event.type
        people = f"; {actors or '?'}" + (f" → {recipients}" if recipients else "")
        return (
            f"<Claim {self.id} {shorten(self.trigger.text)!r}: {'not ' if self.negated else ''}{self.status}"
            f" {event}{people if actors or recipients else ''}>"
        )

    def is_confident(self, least: float) -> bool:
        """Return True if the confidence is at least `least`, or unknown."""
        return self.confidence is None or self.confidence >= least

    def hedge_words(self) -> str:
        """Return the words that hedge an uncertain claim ("seems … likely"); "" if it is certain."""
        if self.certainty is Certainty.CERTAIN:
            return ""
        return " … ".join(span.text for span in self.hedge)

    def main_place(self) -> Toponym | None:
        """Return the first place that is resolved to coordinates, else the first; None without places."""
        for place in self.places:
            if place.lat is not None and place.lon is not None:
                return place
        return self.places[0] if self.places else None
