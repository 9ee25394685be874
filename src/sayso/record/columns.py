"""The flat tables: one row for each row of a query, the same columns in CSV, data frames and Arrow."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sayso.model import (
    AttributionRow,
    CommitmentRow,
    DisagreementRow,
    EventRow,
    FollowedCommitment,
    ReportRow,
    Side,
    Span,
    TimeExpression,
)
from sayso.model.claim_sources import describe_chains
from sayso.model.claim_table import CLAIM_TABLE
from sayso.model.columns import Column, Table, names_of

__all__ = ["TABLES"]

# Between values that stand side by side, and between a source and the one that relays it.
_AND, _VIA, _VERSUS = "; ", " via ", " | "


def _words(spans: Iterable[Span]) -> str:
    return _AND.join(span.text for span in spans)


def _time(get: Callable[[Any], TimeExpression | None], field: str) -> Callable[[Any], str | None]:
    return lambda row: getattr(get(row), field, None)


_REPORT: Mapping[str, Callable[[Any], Any]] = {
    "report": lambda row: row.report.id,
    "input_id": lambda row: row.report.input_id,
    "publisher": lambda row: row.report.publisher,
    "published": lambda row: row.report.published,
    "url": lambda row: row.report.url,
}


def _about_report() -> tuple[Column[Any], ...]:
    return tuple(Column(name, str, get) for name, get in _REPORT.items())


def _due(row: CommitmentRow) -> TimeExpression | None:
    return row.commitment.due


_REPORTS = Table[ReportRow](
    *_about_report(),
    Column("title", str, lambda row: row.report.title),
    Column("byline", str, lambda row: row.report.byline),
    Column("credit", str, lambda row: _AND.join(row.report.credit)),
    Column("language", str, lambda row: row.report.language),
    Column("status", str, lambda row: str(row.status)),
    Column("claims", int, lambda row: row.claims),
    Column("document", str, lambda row: row.report.document),
    Column("first_seen", str, lambda row: row.first_seen),
    Column("tier", str, lambda row: str(row.reader.tier)),
    Column("issues", str, lambda row: _AND.join(issue.code for issue in row.issues)),
)

_ATTRIBUTIONS = Table[AttributionRow](
    Column("attribution", str, lambda row: row.attribution.id),
    *_about_report(),
    Column("source", str, lambda row: row.attribution.source_name()),
    Column("source_words", str, lambda row: _words(row.attribution.source)),
    Column("source_kind", str, lambda row: str(row.attribution.source_kind or "")),
    Column(
        "chain", str, lambda row: _VIA.join(attribution.source_name() or "?" for attribution in row.chain)
    ),
    Column("cue", str, lambda row: _words(row.attribution.cue)),
    Column("content", str, lambda row: " … ".join(span.text for span in row.attribution.content)),
    Column("style", str, lambda row: str(row.attribution.style)),
    Column("verdict", str, lambda row: row.verdict),
    Column("key", str, lambda row: row.attribution.key),
)

_COMMITMENTS = Table[CommitmentRow](
    Column("commitment", str, lambda row: row.commitment.id),
    *_about_report(),
    Column("debtor", str, lambda row: names_of([row.commitment.debtor]) if row.commitment.debtor else None),
    Column("strength", str, lambda row: str(row.commitment.strength)),
    Column("verb", str, lambda row: row.commitment.verb),
    Column("deed", str, lambda row: row.commitment.deed.text),
    Column("due", str, _time(_due, "text")),
    Column("from", str, _time(_due, "first")),
    Column("to", str, _time(_due, "last")),
    Column("sources", str, lambda row: describe_chains(row.commitment.chains, row.attributions)),
    Column("claim", str, lambda row: row.commitment.claim),
    Column("state", str, lambda row: str(row.followed.state) if row.followed else None),
    Column("evidence", str, lambda row: _evidence(row.followed) if row.followed else None),
    Column("verdict", str, lambda row: row.verdict),
    Column("key", str, lambda row: row.commitment.key),
)

_EVENTS = Table[EventRow](
    Column("event", str, lambda row: row.event.id),
    Column("label", str, lambda row: row.event.label),
    Column("type", str, lambda row: row.event.type),
    Column("places", str, lambda row: _AND.join(place.name for place in row.event.places)),
    Column("country", str, lambda row: _event_place(row, "country")),
    Column("lat", float, lambda row: _event_place(row, "lat")),
    Column("lon", float, lambda row: _event_place(row, "lon")),
    Column("from", str, lambda row: row.event.time.first if row.event.time else None),
    Column("to", str, lambda row: row.event.time.last if row.event.time else None),
    Column("claims", int, lambda row: len(row.event.claims)),
    Column("reports", int, lambda row: row.event.reports),
    Column("copies_folded", int, lambda row: row.event.copies_folded),
    Column("independent_sources", int, lambda row: row.event.independent_sources),
    Column("origins", str, lambda row: _AND.join(origin.name or "?" for origin in row.event.origins)),
    Column("disagreements", int, lambda row: len(row.event.disagreements)),
    Column("disagree_on", str, lambda row: _AND.join(dict.fromkeys(_slots(row)))),
    Column("first_published", str, lambda row: min(_published(row), default=None)),
    Column("last_published", str, lambda row: max(_published(row), default=None)),
    Column("story", str, lambda row: row.story),
)

_DISAGREEMENTS = Table[DisagreementRow](
    Column("event", str, lambda row: row.event.id),
    Column("label", str, lambda row: row.event.label),
    Column("type", str, lambda row: row.event.type),
    Column("slot", str, lambda row: row.disagreement.slot),
    Column("of", str, lambda row: row.disagreement.of),
    Column("kind", str, lambda row: str(row.disagreement.kind)),
    Column("sides", str, lambda row: _VERSUS.join(_side(side) for side in row.disagreement.sides)),
    Column("origins", str, lambda row: _VERSUS.join(str(side.origins) for side in row.disagreement.sides)),
    Column("from", str, lambda row: min(_side_days(row), default=None)),
    Column("to", str, lambda row: max(_side_days(row), default=None)),
    Column("independent_sources", int, lambda row: row.event.independent_sources),
    Column("story", str, lambda row: row.story),
)


def _evidence(followed: FollowedCommitment) -> str:
    """Join the later claims that bear on a commitment: the bearing, the words, the sources."""
    return _AND.join(
        f"{evidence.bears}: {evidence.words}"
        + (f" ({_VIA.join(evidence.sources)})" if evidence.sources else "")
        for evidence in followed.evidence
    )


def _event_place(row: EventRow, field: str) -> Any:  # noqa: ANN401 - whatever the field holds
    return getattr(row.event.places[0], field) if row.event.places else None


def _slots(row: EventRow) -> list[str]:
    return [disagreement.slot for disagreement in row.event.disagreements]


def _published(row: EventRow) -> list[str]:
    return [claim.published for claim in row.event.claims if claim.published]


def _side_days(row: DisagreementRow) -> list[str]:
    return [day for side in row.disagreement.sides for day in (side.first, side.last) if day]


def _side(side: Side) -> str:
    """Describe a side in a few words: its text, its number, or the limits of its number."""
    if side.text:
        return side.text
    if side.value is not None:
        return f"{side.value:,}"
    limits = [("at least", side.min), ("at most", side.max)]
    return " and ".join(f"{words} {bound:,}" for words, bound in limits if bound is not None)


TABLES: dict[str, Table[Any]] = {
    "report": _REPORTS,
    "claim": CLAIM_TABLE,
    "attribution": _ATTRIBUTIONS,
    "commitment": _COMMITMENTS,
    "event": _EVENTS,
    "disagreement": _DISAGREEMENTS,
}
