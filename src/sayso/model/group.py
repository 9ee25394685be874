"""Groups across reports: copies, stories and events, with their origins and disagreements."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from enum import StrEnum
from typing import TypeVar

import msgspec

from sayso.model.base import Struct, shorten
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
    "amount_words",
]


# Reasons why words do not go together, by slot.
_REASONS = {
    "polarity": "either it happened or it did not",
    "status": "it cannot have gone so far and not so far",
    "time": "these are different days",
    "place": "neither place lies in the other",
    "actor": "these are different actors",
}
# A reason lists at most this many sides.
_LISTED = 4


class CopyGroup(Struct, frozen=True, kw_only=True):
    """Reports that are copies of one text: reprints, new headlines, shortened or lightly rewritten versions.

    `reports` are ids in order of publication. `original` is the report that the others copy, if it is
    known; `credit` the agency that they credit with the text, or "".
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
    """A reference from a claim to its event group, as in rows and exports of the claim.

    `claims` is the number of its claims in the stream, each report's counted: an export with one row for an
    event writes it after so many claims. With None it writes the event at the end. `label` is "" unless an
    export asks for it.
    """

    id: str
    claims: int | None = None
    independent_sources: int = 1
    label: str = ""


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
    """Kind of a disagreement: values that cannot both hold, or a value that a later report changes."""

    INCOMPATIBLE = "incompatible"
    CHANGED = "changed"


class Side(Struct, frozen=True, kw_only=True):
    """One of the values that disagree, with the claims that support it.

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
    """Values of one slot that disagree.

    `slot` is a value's, or status, polarity, time, place, actor. One that is not `certain` may be of two
    events, or of two groups of people.
    """

    slot: str
    kind: DisagreementKind
    sides: tuple[Side, ...]
    of: str = ""
    certain: bool = True

    @property
    def why(self) -> str:
        """Say in a sentence why the sides do not go together.

        >>> claims = (ClaimRef(report="r", claim="c"),)
        >>> sides = (Side(value=5, claims=claims, origins=1), Side(min=7, claims=claims, origins=1))
        >>> Disagreement(slot="killed", kind=DisagreementKind.INCOMPATIBLE, sides=sides, of="people").why
        'Killed (people) is 5 or at least 7: the same people are counted, and no number fits both.'
        """
        return _explain(self.slot, self.kind, self.sides, self.of)

    def sharpness(self) -> tuple[bool, int, int]:
        """Return the sort key of sharpness: contradictions before changes, then by origins of two sides.

        The sides are the two with the most origins. The second of them counts first: three origins against
        three are a sharper disagreement than ten against one.
        """
        strongest = sorted((side.origins for side in self.sides), reverse=True)[:2]
        first, second = (*strongest, 0, 0)[:2]
        return self.kind is DisagreementKind.INCOMPATIBLE, second, first


class OriginKind(StrEnum):
    """Kind of an origin of claims.

    Own words may depend on a source that is quoted, an uncertain source may speak of something else: neither
    is counted.
    """

    SOURCE = "source"
    AGENCY = "agency"
    COPY = "copy"
    OUTLET = "outlet"
    OWN_WORDS = "own words"
    UNCERTAIN = "uncertain"

    @property
    def is_counted(self) -> bool:
        """Tell whether such an origin is independent as far as the reports tell."""
        return self not in (OriginKind.OWN_WORDS, OriginKind.UNCERTAIN)


class Origin(Struct, frozen=True, kw_only=True):
    """An independent origin of claims, and why it counts as one.

    It is a source, the agency credited with the text, the original of a copy, or the outlet itself. `named`
    is False for a source that is only described ("officials", "a witness"). `claims` are those that rest on
    it, `reports` those that quote it where it is likely to speak of the event; it may have no claim that was
    read.
    """

    name: str
    kind: OriginKind
    named: bool = True
    why: str
    claims: tuple[ClaimRef, ...]
    reports: tuple[str, ...] = ()


class EventGroup(Struct, frozen=True, kw_only=True):
    """Claims, of one report or many, about one event (RECORD.md, "event group").

    `reports` counts its reports, `copies_folded` those of them that copy another,
    `independent_sources` the origins, `unnamed_sources` those of them that are not named. `own_words` are
    claims in the voice of texts, where an origin is quoted for the event, and of sources that may speak of
    something else: they are not counted.
    """

    id: str
    label: str
    type: str
    places: tuple[Toponym, ...] = ()
    time: TimeExpression | None = None
    claims: tuple[GroupedClaim, ...]
    values: tuple[Value, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    uncertain_disagreements: tuple[Disagreement, ...] = ()
    reports: int
    copies_folded: int = 0
    independent_sources: int
    unnamed_sources: int = 0
    origins: tuple[Origin, ...] = ()
    own_words: tuple[Origin, ...] = ()

    def __repr__(self) -> str:
        """Return the event in one line: its label, and how many claims and sources it has."""
        counts = {
            "claims": len(self.claims),
            "reports": self.reports,
            "independent sources": self.independent_sources,
            "disagreements": len(self.disagreements),
        }
        contents = ", ".join(f"{name} {number}" for name, number in counts.items())
        return f"<EventGroup {self.id} {shorten(self.label)!r}: {contents}>"

    def restrict(self, reports: Collection[str]) -> "EventGroup | None":
        """Return the event with the claims of some reports alone; None if they have no claim of it.

        In one report alone only sources of claims are origins.
        """
        claims = tuple(claim for claim in self.claims if claim.report in reports)
        if not claims:
            return None
        number = len({claim.report for claim in claims})
        origins, own_words = (
            tuple(
                origin
                for found in those
                if (origin := _restrict_origin(found, reports)).claims or (origin.reports and number > 1)
            )
            for those in (self.origins, self.own_words)
        )
        if not origins:  # no origin is known yet but those that were not counted beside others
            origins, own_words = tuple(map(_counted, own_words)), ()
        disagreements, uncertain = (
            tuple(_restrict_sides(those, reports, origins))
            for those in (self.disagreements, self.uncertain_disagreements)
        )
        return msgspec.structs.replace(
            self,
            claims=claims,
            values=tuple(value for value in self.values if value.report in reports),
            disagreements=disagreements,
            uncertain_disagreements=uncertain,
            reports=number,
            copies_folded=max(min(self.copies_folded, number - len(origins)), 0),
            independent_sources=len(origins),
            unnamed_sources=sum(not origin.named for origin in origins),
            origins=origins,
            own_words=own_words,
        )


def _counted(origin: Origin) -> Origin:
    if origin.kind is OriginKind.UNCERTAIN:
        return msgspec.structs.replace(origin, kind=OriginKind.SOURCE)
    why = f"own report of {origin.name}; no source quoted"
    return msgspec.structs.replace(origin, kind=OriginKind.OUTLET, why=why)


def _restrict_origin(origin: Origin, reports: Collection[str]) -> Origin:
    found = _restrict(origin, reports)
    return msgspec.structs.replace(found, reports=tuple(name for name in found.reports if name in reports))


HasClaims = TypeVar("HasClaims", Origin, Side)


def _restrict(group: HasClaims, reports: Collection[str]) -> HasClaims:
    return msgspec.structs.replace(group, claims=tuple(ref for ref in group.claims if ref.report in reports))


def _restrict_sides(
    disagreements: Iterable[Disagreement], reports: Collection[str], origins: tuple[Origin, ...]
) -> Iterator[Disagreement]:
    """Yield the disagreements that some reports have, with the sides that they support."""
    for disagreement in disagreements:
        sides = _sides(disagreement, reports, origins)
        if len(sides) > 1:
            yield msgspec.structs.replace(disagreement, sides=sides)


def _sides(
    disagreement: Disagreement, reports: Collection[str], origins: tuple[Origin, ...]
) -> tuple[Side, ...]:
    """Return the sides that some reports support, each with the number of its remaining origins."""
    sides = []
    for side in (_restrict(side, reports) for side in disagreement.sides):
        supporting = sum(1 for origin in origins if not set(side.claims).isdisjoint(origin.claims))
        if side.claims:
            sides.append(msgspec.structs.replace(side, origins=supporting or 1))
    return tuple(sides)


def _explain(slot: str, kind: DisagreementKind, sides: Sequence[Side], of: str) -> str:
    if kind is DisagreementKind.CHANGED:
        days = sorted(sides, key=lambda side: (side.first or "~", side.text))
        words = [f"{amount_words(side)}{f' on {side.first}' if side.first else ''}" for side in days]
        return f"{_name(slot, of)} is told as {_listed(words, 'then')}: the number or word was changed later."
    words = [amount_words(side) for side in sides]
    if slot in _REASONS:
        return f"{_name(slot, '')} is told as {_listed(words, 'or')}: {_REASONS[slot]}."
    counted = "people are" if of in ("", "people") else "are"
    same = "the same people are" if counted == "people are" else f"the same {of} are"
    return f"{_name(slot, of)} is {_listed(words, 'or')}: {same} counted, and no number fits both."


def _name(slot: str, of: str) -> str:
    return f"{slot[:1].upper()}{slot[1:]}{f' ({of})' if of and of != slot else ''}"


def amount_words(side: Side | Value) -> str:
    """Return the number or bounds of a side or value, else its words."""
    if side.value is not None:
        return f"{side.value:,}"
    limits = [("at least", side.min), ("at most", side.max)]
    return " and ".join(f"{word} {bound:,}" for word, bound in limits if bound is not None) or side.text


def _listed(words: Sequence[str], last: str) -> str:
    shown = list(words)
    if len(shown) > _LISTED:
        shown = [*shown[: _LISTED - 1], f"{len(words) - _LISTED + 1} more"]
    return f"{', '.join(shown[:-1])} {last} {shown[-1]}"
