"""An event as its page tells it: who says so, who against whom, and in which words, copies folded."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from markupsafe import Markup

from sayso.model import (
    ClaimRef,
    ClaimRow,
    CopyGroup,
    Disagreement,
    EventGroup,
    Origin,
    OriginKind,
    Report,
    Side,
    Span,
    Value,
)
from sayso.model.dates import first_day, last_day
from sayso.relate.sources import names_nobody
from sayso.web.figures import Dated, Placed, Valued, draw_days, draw_map, draw_values, values_of
from sayso.web.marking import Mark, Piece, mark_text
from sayso.web.wording import describe_event, describe_status, name_chains, outlet_of

__all__ = [
    "Account",
    "Counted",
    "OneSide",
    "Rest",
    "Said",
    "Telling",
    "counted_of",
    "days_figure",
    "map_figure",
    "rests_of",
    "sides_of",
    "tellings_of",
    "value_figures",
]

# Figures of values on a page; the rest is in the table.
_FIGURES = 3


class Relay(NamedTuple):
    """One way by which the word of an origin came: its sources, innermost first, and where they stood."""

    sources: tuple[str, ...]
    outlets: tuple[str, ...]
    claims: int


class Rest(NamedTuple):
    """An origin, and all that rests on it.

    `relays` are the ways by which its word came. `own` counts claims that reports which quote it make in
    their own words: they may rest on it, or on another that the report quotes.
    """

    number: int
    origin: Origin
    relays: tuple[Relay, ...]
    own: Relay | None
    reports: int

    @property
    def claims(self) -> int:
        """The claims that are its word."""
        return sum(relay.claims for relay in self.relays)


class OneSide(NamedTuple):
    """A side of a disagreement, with the names of its origins and one of its claims."""

    side: Side
    origins: tuple[str, ...]
    claims: int
    first: ClaimRef | None


class Account(NamedTuple):
    """A claim of the event: its row and the origins that it rests on."""

    id: str
    row: ClaimRow
    rests: tuple[Rest, ...]


class Said(NamedTuple):
    """A sentence in pieces, each with the claims whose trigger it is of, and these claims."""

    pieces: tuple[Piece, ...]
    accounts: tuple[Account, ...]


class Telling(NamedTuple):
    """What a report says of the event; `copies` are reports of the same text, folded below it."""

    report: Report
    said: tuple[Said, ...]
    copies: tuple["Telling", ...] = ()


class Counted(NamedTuple):
    """One number for one thing: the words for it, and those who give it."""

    slot: str
    of: str
    words: tuple[str, ...]
    origins: tuple[str, ...]
    days: tuple[str, ...]
    first: ClaimRef


def _ref(row: ClaimRow) -> tuple[str, str]:
    return row.report.id, row.claim.id


def _pair(ref: ClaimRef) -> tuple[str, str]:
    return ref.report, ref.claim


def account_id(ref: tuple[str, str]) -> str:
    """Where a claim stands on the page."""
    return "-".join(ref)


def rests_of(event: EventGroup, rows: Iterable[ClaimRow]) -> list[Rest]:
    """The origins of an event, those first that stand behind most reports."""
    by_ref = {_ref(row): row for row in rows}
    found = []
    for origin in event.origins:
        resting = [by_ref[one] for one in map(_pair, origin.claims) if one in by_ref]
        relays, own = _relays(resting), None
        if origin.kind is OriginKind.SOURCE:
            own = next((one for one in relays if not one.sources), None)
        shown = tuple(one for one in relays if one is not own)
        found.append(Rest(0, origin, shown, own, len({ref.report for ref in origin.claims})))
    found.sort(key=lambda one: (-one.reports, -one.claims, one.origin.name))
    return [one._replace(number=number) for number, one in enumerate(found, 1)]


def _relays(rows: Iterable[ClaimRow]) -> tuple[Relay, ...]:
    outlets = defaultdict[tuple[str, ...], dict[str, None]](dict)
    claims = Counter[tuple[str, ...]]()
    for row in rows:
        known = [one for one in row.attributions if not names_nobody(one)]
        for chain in name_chains(row.claim.chains, known) or [[]]:
            outlets[tuple(chain)][outlet_of(row.report)] = None
            claims[tuple(chain)] += 1
    return tuple(Relay(chain, tuple(outlets[chain]), number) for chain, number in claims.most_common())


def sides_of(one: Disagreement, event: EventGroup) -> list[OneSide]:
    """The sides of a disagreement, the earliest first; none stands before the others for its number."""
    return [_side(side, event) for side in sorted(one.sides, key=lambda side: (side.first or "~", side.text))]


def _side(side: Side, event: EventGroup) -> OneSide:
    claims = set(map(_pair, side.claims))
    origins = [origin.name for origin in event.origins if not claims.isdisjoint(map(_pair, origin.claims))]
    return OneSide(side, tuple(dict.fromkeys(origins)), len(claims), next(iter(side.claims), None))


def tellings_of(
    rows: Sequence[ClaimRow], rests: Sequence[Rest], copies: Mapping[str, CopyGroup]
) -> list[Telling]:
    """The reports with their claims, by day; of those with one text the original stands for all."""
    by_report = defaultdict[str, list[Account]](list)
    resting = defaultdict[tuple[str, str], list[Rest]](list)
    for rest in rests:
        for ref in rest.origin.claims:
            resting[_pair(ref)].append(rest)
    for row in rows:
        id = _ref(row)
        by_report[row.report.id].append(Account(account_id(id), row, tuple(resting[id])))
    groups = defaultdict[str, list[Telling]](list)
    for report, accounts in by_report.items():
        accounts.sort(key=lambda one: one.row.claim.trigger.start)
        group = copies[report].id if report in copies else report
        sentences = groupby(accounts, key=lambda one: one.row.claim.sentence)
        said = tuple(_said(sentence, tuple(those)) for sentence, those in sentences)
        groups[group].append(Telling(accounts[0].row.report, said))
    return sorted((_folded(group, copies) for group in groups.values()), key=_when)


def _said(sentence: Span, accounts: tuple[Account, ...]) -> Said:
    """A sentence once, however many claims stand in it."""
    marks = [
        Mark(trigger.start - sentence.start, trigger.end - sentence.start, (), one.row.claim.id)
        for one in accounts
        for trigger in (one.row.claim.trigger,)
    ]
    paragraphs = mark_text(sentence.text, marks)
    return Said(tuple(piece for paragraph in paragraphs for piece in paragraph.pieces), accounts)


def _folded(group: list[Telling], copies: Mapping[str, CopyGroup]) -> Telling:
    original = copies[group[0].report.id].original if group[0].report.id in copies else None
    first, *rest = sorted(group, key=lambda one: (one.report.id != original, *_when(one)))
    return first._replace(copies=tuple(sorted(rest, key=_when)))


def _when(one: Telling) -> tuple[str, str]:
    return one.report.published or "~", one.report.id


def counted_of(event: EventGroup) -> list[Counted]:
    """The numbers that the claims give, each once with all who give it; by what is counted."""
    published = {_pair(one): (one.published or "")[:10] for one in event.claims}
    origins = defaultdict[tuple[str, str], list[str]](list)
    for origin in event.origins:
        for ref in origin.claims:
            origins[_pair(ref)].append(origin.name)
    same = defaultdict[tuple[object, ...], list[Value]](list)
    for one in event.values:
        same[one.slot, one.of, one.value, one.min, one.max, one.approximate].append(one)
    found = [
        Counted(
            values[0].slot,
            values[0].of,
            tuple(dict.fromkeys(one.text for one in values)),
            tuple(dict.fromkeys(name for one in values for name in origins[_pair(one)])),
            tuple(sorted({day for one in values if (day := published.get(_pair(one), ""))})),
            values[0],
        )
        for values in same.values()
    ]
    several = Counter((one.slot, one.of) for one in found)
    order = list(dict.fromkeys(one.slot for one in found))
    return sorted(found, key=lambda one: (order.index(one.slot), -several[one.slot, one.of], one.of))


def value_figures(event: EventGroup) -> list[Markup]:
    """A figure for each thing that is given different numbers, at most a few."""
    numbers = defaultdict[tuple[str, str], set[object]](set)
    for one in event.values:
        if (one.value, one.min, one.max) != (None, None, None):
            numbers[one.slot, one.of].add((one.value, one.min, one.max))
    several = [key for key, given in numbers.items() if len(given) > 1][:_FIGURES]
    return [
        draw_values(
            _valued(event, slot, of), slot=slot, title=f"{slot}, {of}" if of not in ("", slot) else slot
        )
        for slot, of in several
    ]


def _valued(event: EventGroup, slot: str, of: str) -> list[Valued]:
    return [one._replace(id=one.id.replace("/", "-", 1)) for one in values_of(event, slot, of)]


def days_figure(rows: Iterable[ClaimRow]) -> Markup:
    """When the reports came out that claim it, by status."""
    return draw_days(map(_dated, rows), title="By day of publication")


def _dated(row: ClaimRow) -> Dated:
    published, status = row.report.published, describe_status(row.claim).slug
    return Dated(first_day(published), status, last=last_day(published)) if published else Dated(None, status)


def map_figure(rows: Iterable[ClaimRow], land: str, base: str) -> Markup:
    """Where it happens, as each claim has it."""
    placed = []
    for row in rows:
        status, label = describe_status(row.claim).slug, describe_event(row.claim.event)
        id = account_id(_ref(row))
        for place in row.claim.places or (None,):
            known = (place.name, status, place.lat, place.lon) if place else ("", status, None, None)
            placed.append(Placed(id, label, *known, href=f"#{id}"))
    return draw_map(placed, land=land, base=base)
