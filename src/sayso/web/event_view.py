"""View of an event for its page: origins, disagreements, values, and the sentences of each report."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from markupsafe import Markup

from sayso.markup import Mark, Piece, describe_event, describe_status, mark_text, name_chains, outlet_of
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
)
from sayso.model.dates import first_day, last_day
from sayso.relate.sources import names_nobody
from sayso.web.figures import Dated, Placed, draw_days, draw_map, draw_values, values_of

__all__ = [
    "ClaimView",
    "OriginView",
    "ReportView",
    "SentenceView",
    "SideView",
    "days_figure",
    "map_figure",
    "origin_views_of",
    "report_views_of",
    "sides_of",
    "value_figures",
]

# Figures of values on a page; the rest is in the table.
_FIGURES = 3


class Relay(NamedTuple):
    """A source chain, innermost source first, with the outlets that printed it."""

    sources: tuple[str, ...]
    outlets: tuple[str, ...]
    claims: int


class OriginView(NamedTuple):
    """An origin with the claims that depend on it; `relays` are the source chains that lead to it."""

    number: int
    origin: Origin
    relays: tuple[Relay, ...]
    reports: int

    @property
    def claims(self) -> int:
        """Return the number of claims that are attributed to it."""
        return sum(relay.claims for relay in self.relays)


class SideView(NamedTuple):
    """Side of a disagreement, with the names of its origins and its first claim.

    `own_words` names the texts that have it in their own words, and quote others for the event.
    """

    side: Side
    origins: tuple[str, ...]
    own_words: tuple[str, ...]
    claims: int
    first: ClaimRef | None


class ClaimView(NamedTuple):
    """Claim of the event: its row and the origins that it depends on."""

    id: str
    row: ClaimRow
    origins: tuple[OriginView, ...]


class SentenceView(NamedTuple):
    """Sentence in pieces, each with the ids of the claims whose trigger it is part of, and these claims."""

    pieces: tuple[Piece, ...]
    claims: tuple[ClaimView, ...]


class ReportView(NamedTuple):
    """Sentences of a report that claim the event; `copies` are reports with the same text."""

    report: Report
    sentences: tuple[SentenceView, ...]
    copies: tuple["ReportView", ...] = ()


def _ref(row: ClaimRow) -> tuple[str, str]:
    return row.report.id, row.claim.id


def _pair(ref: ClaimRef) -> tuple[str, str]:
    return ref.report, ref.claim


def claim_element_id(ref: tuple[str, str]) -> str:
    """Return the id of the HTML element of a claim."""
    return "-".join(ref)


def origin_views_of(event: EventGroup, rows: Iterable[ClaimRow]) -> list[OriginView]:
    """Return the origins of an event, those with most reports first."""
    by_ref = {_ref(row): row for row in rows}
    found = []
    for origin in event.origins:
        claims = [by_ref[ref] for ref in map(_pair, origin.claims) if ref in by_ref]
        reports = {*origin.reports, *(ref.report for ref in origin.claims)}
        found.append(OriginView(0, origin, _relays(claims), len(reports)))
    found.sort(key=lambda view: (-view.reports, -view.claims, view.origin.name))
    return [view._replace(number=number) for number, view in enumerate(found, 1)]


def _relays(rows: Iterable[ClaimRow]) -> tuple[Relay, ...]:
    outlets = defaultdict[tuple[str, ...], dict[str, None]](dict)
    claims = Counter[tuple[str, ...]]()
    for row in rows:
        known = [attribution for attribution in row.attributions if not names_nobody(attribution)]
        for chain in name_chains(row.claim.chains, known) or [[]]:
            outlets[tuple(chain)][outlet_of(row.report)] = None
            claims[tuple(chain)] += 1
    return tuple(Relay(chain, tuple(outlets[chain]), number) for chain, number in claims.most_common())


def sides_of(disagreement: Disagreement, event: EventGroup) -> list[SideView]:
    """Return the sides of a disagreement, the earliest first, whatever their number of claims."""
    sides = sorted(disagreement.sides, key=lambda side: (side.first or "~", side.text))
    return [_side(side, event) for side in sides]


def _side(side: Side, event: EventGroup) -> SideView:
    claims = set(map(_pair, side.claims))
    behind = [
        origin
        for origin in (*event.origins, *event.own_words)
        if not claims.isdisjoint(map(_pair, origin.claims))
    ]
    origins = tuple(origin.name for origin in behind if origin.kind is not OriginKind.OWN_WORDS)
    own_words = tuple(origin.name for origin in behind if origin.kind is OriginKind.OWN_WORDS)
    return SideView(side, origins, own_words, len(claims), next(iter(side.claims), None))


def report_views_of(
    rows: Sequence[ClaimRow], origins: Sequence[OriginView], copies: Mapping[str, CopyGroup]
) -> list[ReportView]:
    """Return the reports with their claims, by day; copies are folded below their original."""
    by_report = defaultdict[str, list[ClaimView]](list)
    origins_of_claim = defaultdict[tuple[str, str], list[OriginView]](list)
    for view in origins:
        for ref in view.origin.claims:
            origins_of_claim[_pair(ref)].append(view)
    for row in rows:
        id = _ref(row)
        by_report[row.report.id].append(ClaimView(claim_element_id(id), row, tuple(origins_of_claim[id])))
    groups = defaultdict[str, list[ReportView]](list)
    for report, claims in by_report.items():
        claims.sort(key=lambda claim: claim.row.claim.trigger.start)
        group = copies[report].id if report in copies else report
        by_sentence = groupby(claims, key=lambda claim: claim.row.claim.sentence)
        sentences = tuple(_sentence_view(sentence, tuple(those)) for sentence, those in by_sentence)
        groups[group].append(ReportView(claims[0].row.report, sentences))
    return sorted((_fold_copies(group, copies) for group in groups.values()), key=_date_key)


def _sentence_view(sentence: Span, claims: tuple[ClaimView, ...]) -> SentenceView:
    """Return a sentence once, with all claims in it."""
    marks = [
        Mark(trigger.start - sentence.start, trigger.end - sentence.start, (), claim.row.claim.id)
        for claim in claims
        for trigger in (claim.row.claim.trigger,)
    ]
    paragraphs = mark_text(sentence.text, marks)
    return SentenceView(tuple(piece for paragraph in paragraphs for piece in paragraph.pieces), claims)


def _fold_copies(group: list[ReportView], copies: Mapping[str, CopyGroup]) -> ReportView:
    original = copies[group[0].report.id].original if group[0].report.id in copies else None
    first, *copied = sorted(group, key=lambda view: (view.report.id != original, *_date_key(view)))
    return first._replace(copies=tuple(sorted(copied, key=_date_key)))


def _date_key(view: ReportView) -> tuple[str, str]:
    return view.report.published or "~", view.report.id


def value_figures(event: EventGroup, rows: Iterable[ClaimRow]) -> list[Markup]:
    """Return a figure for each slot with different values, at most `_FIGURES`; `rows` are on the page."""
    numbers = defaultdict[tuple[str, str], set[object]](set)
    for value in event.values:
        if (value.value, value.min, value.max) != (None, None, None):
            numbers[value.slot, value.of].add((value.value, value.min, value.max))
    several = [key for key, given in numbers.items() if len(given) > 1][:_FIGURES]
    shown = set(map(_ref, rows))

    def link(claim: ClaimRef) -> str | None:
        return f"#{claim_element_id(_pair(claim))}" if _pair(claim) in shown else None

    return [
        draw_values(
            values_of(event, slot, of, link=link),
            slot=slot,
            title=f"{slot}, {of}" if of not in ("", slot) else slot,
        )
        for slot, of in several
    ]


def days_figure(rows: Iterable[ClaimRow]) -> Markup:
    """Return a figure of the claims by day of publication and status."""
    return draw_days(map(_dated, rows), title="By day of publication")


def _dated(row: ClaimRow) -> Dated:
    published, status = row.report.published, describe_status(row.claim).slug
    return Dated(first_day(published), status, last=last_day(published)) if published else Dated(None, status)


def map_figure(rows: Iterable[ClaimRow], land: str) -> Markup:
    """Return a map of the places of the claims."""
    placed = []
    for row in rows:
        status, label = describe_status(row.claim).slug, describe_event(row.claim.event)
        id = claim_element_id(_ref(row))
        for place in row.claim.places or (None,):
            known = (place.name, status, place.lat, place.lon) if place else ("", status, None, None)
            placed.append(Placed(label, *known, href=f"#{id}"))
    return draw_map(placed, land=land)
