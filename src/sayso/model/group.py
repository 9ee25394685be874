"""What belongs together across reports, and what in it disagrees."""

from enum import StrEnum

from sayso.model.base import Record
from sayso.model.claim import Status
from sayso.model.span import Span
from sayso.model.time import TimeExpression
from sayso.model.toponym import Toponym

__all__ = [
    "ClaimRef",
    "CopyGroup",
    "Disagreement",
    "DisagreementKind",
    "EventGroup",
    "GroupedClaim",
    "Origin",
    "OriginKind",
    "Side",
    "Story",
    "Value",
]


class CopyGroup(Record, frozen=True, kw_only=True):
    """Reports that are copies of one text: reprints, new headlines, shortened or lightly rewritten versions.

    `reports` are ids in order of publication. `original` is the report that the others copy, as far as that
    can be told; `credit` the agency that they credit with the text, or "".
    """

    id: str
    reports: tuple[str, ...]
    original: str | None = None
    credit: str = ""


class Story(Record, frozen=True, kw_only=True):
    """Reports, by id, about the same happening."""

    id: str
    reports: tuple[str, ...]


class ClaimRef(Record, frozen=True, kw_only=True):
    """A claim of a report. The id of a claim is the same in every report of one document, hence both."""

    report: str
    claim: str


class GroupedClaim(ClaimRef, frozen=True, kw_only=True):
    """A claim as its group shows it; `sources` names those of its first chain, innermost first."""

    key: str
    trigger: Span
    status: Status
    negated: bool
    sources: tuple[str, ...] = ()
    published: str | None = None


class Value(ClaimRef, frozen=True, kw_only=True):
    """A number that a claim gives.

    `slot` is killed, injured, missing, arrested, displaced, or the counted noun; `of` who or what is counted.
    """

    slot: str
    of: str
    value: float | int | None = None
    min: float | int | None = None
    max: float | int | None = None
    approximate: bool = False
    text: str
    sources: tuple[str, ...] = ()


class DisagreementKind(StrEnum):
    """Values that cannot both hold, or a value that a later report has otherwise."""

    INCOMPATIBLE = "incompatible"
    CHANGED = "changed"


class Side(Record, frozen=True, kw_only=True):
    """One of the values that disagree, with those who claim it.

    `origins` is how many independent origins stand behind it; `first` and `last` the days of publication of
    its first and last report.
    """

    value: float | int | None = None
    min: float | int | None = None
    max: float | int | None = None
    text: str = ""
    claims: tuple[ClaimRef, ...]
    origins: int
    first: str | None = None
    last: str | None = None


class Disagreement(Record, frozen=True, kw_only=True):
    """Values of one slot that do not go together.

    `slot` is a value's, or status, polarity, time, place, actor.
    """

    slot: str
    kind: DisagreementKind
    sides: tuple[Side, ...]
    of: str = ""


class OriginKind(StrEnum):
    """What sort of origin a claim rests on in the end."""

    SOURCE = "source"
    AGENCY = "agency"
    COPY = "copy"
    OUTLET = "outlet"


class Origin(Record, frozen=True, kw_only=True):
    """Whom claims in the end rest on, and why that counts as one origin.

    A named source; the agency credited with the text; the original of a copy; or the outlet's own eyes.
    """

    name: str
    kind: OriginKind
    why: str
    claims: tuple[ClaimRef, ...]


class EventGroup(Record, frozen=True, kw_only=True):
    """Claims, of one report or many, about one event (RECORD.md, "event group").

    `reports` counts the reports that tell it, `copies_folded` those of them that copy another,
    `independent_sources` the origins.
    """

    id: str
    label: str
    type: str
    places: tuple[Toponym, ...] = ()
    time: TimeExpression | None = None
    claims: tuple[GroupedClaim, ...]
    values: tuple[Value, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    reports: int
    copies_folded: int = 0
    independent_sources: int
    origins: tuple[Origin, ...] = ()
