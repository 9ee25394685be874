"""What belongs together across reports, and what in it disagrees."""

from collections.abc import Collection
from enum import StrEnum
from typing import TypeVar

import msgspec

from sayso.model.base import Struct
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
    "GroupRef",
    "GroupedClaim",
    "Origin",
    "OriginKind",
    "Side",
    "Story",
    "Value",
]


class CopyGroup(Struct, frozen=True, kw_only=True):
    """Reports that are copies of one text: reprints, new headlines, shortened or lightly rewritten versions.

    `reports` are ids in order of publication. `original` is the report that the others copy, as far as that
    can be told; `credit` the agency that they credit with the text, or "".
    """

    id: str
    reports: tuple[str, ...]
    original: str | None = None
    credit: str = ""


class Story(Struct, frozen=True, kw_only=True):
    """Reports, by id, about the same happening."""

    id: str
    reports: tuple[str, ...]


class ClaimRef(Struct, frozen=True, kw_only=True):
    """A claim of a report. The id of a claim is the same in every report of one document, hence both."""

    report: str
    claim: str


class GroupRef(Struct, frozen=True, kw_only=True):
    """The event group that a claim is in, as a row or an export of the claim shows it.

    `claims` is how many claims of it will come by, each report's counted: an export that writes a row an
    event writes it as soon as it has seen so many. With None it holds the event until the end.
    """

    id: str
    claims: int | None = None
    independent_sources: int = 1


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


class Side(Struct, frozen=True, kw_only=True):
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


class Disagreement(Struct, frozen=True, kw_only=True):
    """Values of one slot that do not go together.

    `slot` is a value's, or status, polarity, time, place, actor.
    """

    slot: str
    kind: DisagreementKind
    sides: tuple[Side, ...]
    of: str = ""

    def sharpness(self) -> tuple[bool, int, int]:
        """What cannot both hold before what changed; then by the origins of two sides, the weaker first.

        These are the two strongest. The second of them counts first: three origins against three are a
        sharper matter than ten against one.
        """
        strongest = sorted((side.origins for side in self.sides), reverse=True)[:2]
        first, second = (*strongest, 0, 0)[:2]
        return self.kind is DisagreementKind.INCOMPATIBLE, second, first


class OriginKind(StrEnum):
    """What sort of origin a claim rests on in the end."""

    SOURCE = "source"
    AGENCY = "agency"
    COPY = "copy"
    OUTLET = "outlet"


class Origin(Struct, frozen=True, kw_only=True):
    """Whom claims in the end rest on, and why that counts as one origin.

    A named source; the agency credited with the text; the original of a copy; or the outlet's own eyes.
    """

    name: str
    kind: OriginKind
    why: str
    claims: tuple[ClaimRef, ...]


class EventGroup(Struct, frozen=True, kw_only=True):
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

    def as_told_by(self, reports: Collection[str]) -> "EventGroup | None":
        """The same event with the claims of these reports alone; None where they tell nothing of it."""
        claims = tuple(one for one in self.claims if one.report in reports)
        if not claims:
            return None
        origins = tuple(_narrow(one, reports) for one in self.origins)
        left = tuple(one for one in origins if one.claims)
        sides = [(one, _sides(one, reports, left)) for one in self.disagreements]
        telling = {one.report for one in claims}
        return msgspec.structs.replace(
            self,
            claims=claims,
            values=tuple(one for one in self.values if one.report in reports),
            disagreements=tuple(
                msgspec.structs.replace(one, sides=some) for one, some in sides if len(some) > 1
            ),
            reports=len(telling),
            copies_folded=max(min(self.copies_folded, len(telling) - len(left)), 0),
            independent_sources=len(left) or 1,
            origins=left,
        )


Narrowed = TypeVar("Narrowed", Origin, Side)


def _narrow(one: Narrowed, reports: Collection[str]) -> Narrowed:
    return msgspec.structs.replace(one, claims=tuple(ref for ref in one.claims if ref.report in reports))


def _sides(one: Disagreement, reports: Collection[str], origins: tuple[Origin, ...]) -> tuple[Side, ...]:
    """The sides that are still told, with the origins that still stand behind them."""
    left = []
    for side in (_narrow(side, reports) for side in one.sides):
        behind = sum(1 for origin in origins if not set(side.claims).isdisjoint(origin.claims))
        if side.claims:
            left.append(msgspec.structs.replace(side, origins=behind or 1))
    return tuple(left)
