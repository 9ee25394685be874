"""The flat tables: one row for each row of a query, the same columns in CSV, data frames and Arrow."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from sayso.model import (
    Attribution,
    AttributionRow,
    ClaimRow,
    CommitmentRow,
    DisagreementRow,
    EventRow,
    Participant,
    ReportRow,
    Row,
    Side,
    Span,
    TimeExpression,
)

__all__ = ["COLUMNS", "Column", "name_sources"]

Found = TypeVar("Found", bound=Row, contravariant=True)
# Between values that stand side by side, and between a source and the one that relays it.
_AND, _VIA, _VERSUS = "; ", " via ", " | "


class Column(NamedTuple, Generic[Found]):
    """One column: its name, its type (str, int, float or bool; all but bool may be None), its value."""

    name: str
    type: type
    get: "Callable[[Found], Any]"


def name_sources(chains: Iterable[Sequence[str]], attributions: Sequence[Attribution]) -> list[list[str]]:
    """The names of each chain's sources, innermost first."""
    known = {one.id: one for one in attributions}
    return [[known[one].source_name() for one in chain if one in known] for chain in chains]


def _in_one(chains: Iterable[Sequence[str]], attributions: Sequence[Attribution]) -> str:
    return _AND.join(_VIA.join(one or "?" for one in chain) for chain in name_sources(chains, attributions))


def _words(spans: Iterable[Span]) -> str:
    return _AND.join(span.text for span in spans)


def _names(people: Iterable[Participant]) -> str:
    return _AND.join(one.entity.name if one.entity else one.text for one in people)


def _time(get: Callable[[Any], TimeExpression | None], field: str) -> Callable[[Any], str | None]:
    return lambda row: getattr(get(row), field, None)


def _first_place(row: ClaimRow, field: str) -> Any:  # noqa: ANN401 - whatever the field holds
    return getattr(row.claim.places[0], field) if row.claim.places else None


_REPORT: Mapping[str, Callable[[Any], Any]] = {
    "report": lambda row: row.report.id,
    "input_id": lambda row: row.report.input_id,
    "publisher": lambda row: row.report.publisher,
    "published": lambda row: row.report.published,
    "url": lambda row: row.report.url,
}


def _about_report() -> tuple[Column[Any], ...]:
    return tuple(Column(name, str, get) for name, get in _REPORT.items())


def _claim_time(row: ClaimRow) -> TimeExpression | None:
    return row.claim.time


def _due(row: CommitmentRow) -> TimeExpression | None:
    return row.commitment.due


_REPORTS: tuple[Column[ReportRow], ...] = (
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
    Column("issues", str, lambda row: _AND.join(one.code for one in row.issues)),
)

_CLAIMS: tuple[Column[ClaimRow], ...] = (
    Column("claim", str, lambda row: row.claim.id),
    *_about_report(),
    Column("type", str, lambda row: row.claim.event.type),
    Column("mode", str, lambda row: _AND.join(row.claim.event.mode)),
    Column("context", str, lambda row: _AND.join(row.claim.event.context)),
    Column("status", str, lambda row: str(row.claim.status)),
    Column("negated", bool, lambda row: row.claim.negated),
    Column("certainty", str, lambda row: str(row.claim.certainty)),
    Column("actors", str, lambda row: _names(row.claim.actors)),
    Column("recipients", str, lambda row: _names(row.claim.recipients)),
    Column("actor_words", str, lambda row: _words(row.claim.actors)),
    Column("recipient_words", str, lambda row: _words(row.claim.recipients)),
    Column("object", str, lambda row: row.claim.object.span.text if row.claim.object else None),
    Column("places", str, lambda row: _AND.join(one.name for one in row.claim.places)),
    Column("country", str, lambda row: _first_place(row, "country")),
    Column("geonameid", int, lambda row: _first_place(row, "geonameid")),
    Column("lat", float, lambda row: _first_place(row, "lat")),
    Column("lon", float, lambda row: _first_place(row, "lon")),
    Column("time", str, _time(_claim_time, "text")),
    Column("time_value", str, _time(_claim_time, "value")),
    Column("from", str, _time(_claim_time, "first")),
    Column("to", str, _time(_claim_time, "last")),
    Column("quantities", str, lambda row: _words(row.claim.quantities)),
    Column("sources", str, lambda row: _in_one(row.claim.chains, row.attributions)),
    Column("trigger", str, lambda row: row.claim.trigger.text),
    Column("start", int, lambda row: row.claim.trigger.start),
    Column("end", int, lambda row: row.claim.trigger.end),
    Column("sentence", str, lambda row: row.claim.sentence.text),
    Column("verdict", str, lambda row: row.verdict),
    Column("key", str, lambda row: row.claim.key),
)

_ATTRIBUTIONS: tuple[Column[AttributionRow], ...] = (
    Column("attribution", str, lambda row: row.attribution.id),
    *_about_report(),
    Column("source", str, lambda row: row.attribution.source_name()),
    Column("source_words", str, lambda row: _words(row.attribution.source)),
    Column("source_kind", str, lambda row: str(row.attribution.source_kind or "")),
    Column("chain", str, lambda row: _VIA.join(one.source_name() or "?" for one in row.chain)),
    Column("cue", str, lambda row: _words(row.attribution.cue)),
    Column("content", str, lambda row: " … ".join(span.text for span in row.attribution.content)),
    Column("style", str, lambda row: str(row.attribution.style)),
    Column("verdict", str, lambda row: row.verdict),
    Column("key", str, lambda row: row.attribution.key),
)

_COMMITMENTS: tuple[Column[CommitmentRow], ...] = (
    Column("commitment", str, lambda row: row.commitment.id),
    *_about_report(),
    Column("debtor", str, lambda row: _names([row.commitment.debtor]) if row.commitment.debtor else None),
    Column("strength", str, lambda row: str(row.commitment.strength)),
    Column("verb", str, lambda row: row.commitment.verb),
    Column("deed", str, lambda row: row.commitment.deed.text),
    Column("due", str, _time(_due, "text")),
    Column("from", str, _time(_due, "first")),
    Column("to", str, _time(_due, "last")),
    Column("sources", str, lambda row: _in_one(row.commitment.chains, row.attributions)),
    Column("claim", str, lambda row: row.commitment.claim),
    Column("verdict", str, lambda row: row.verdict),
    Column("key", str, lambda row: row.commitment.key),
)

_EVENTS: tuple[Column[EventRow], ...] = (
    Column("event", str, lambda row: row.event.id),
    Column("label", str, lambda row: row.event.label),
    Column("type", str, lambda row: row.event.type),
    Column("places", str, lambda row: _AND.join(one.name for one in row.event.places)),
    Column("country", str, lambda row: _event_place(row, "country")),
    Column("lat", float, lambda row: _event_place(row, "lat")),
    Column("lon", float, lambda row: _event_place(row, "lon")),
    Column("from", str, lambda row: row.event.time.first if row.event.time else None),
    Column("to", str, lambda row: row.event.time.last if row.event.time else None),
    Column("claims", int, lambda row: len(row.event.claims)),
    Column("reports", int, lambda row: row.event.reports),
    Column("copies_folded", int, lambda row: row.event.copies_folded),
    Column("independent_sources", int, lambda row: row.event.independent_sources),
    Column("origins", str, lambda row: _AND.join(one.name or "?" for one in row.event.origins)),
    Column("disagreements", int, lambda row: len(row.event.disagreements)),
    Column("disagree_on", str, lambda row: _AND.join(dict.fromkeys(_slots(row)))),
    Column("first_published", str, lambda row: min(_published(row), default=None)),
    Column("last_published", str, lambda row: max(_published(row), default=None)),
    Column("story", str, lambda row: row.story),
)

_DISAGREEMENTS: tuple[Column[DisagreementRow], ...] = (
    Column("event", str, lambda row: row.event.id),
    Column("label", str, lambda row: row.event.label),
    Column("type", str, lambda row: row.event.type),
    Column("slot", str, lambda row: row.disagreement.slot),
    Column("of", str, lambda row: row.disagreement.of),
    Column("kind", str, lambda row: str(row.disagreement.kind)),
    Column("sides", str, lambda row: _VERSUS.join(_side(one) for one in row.disagreement.sides)),
    Column("origins", str, lambda row: _VERSUS.join(str(one.origins) for one in row.disagreement.sides)),
    Column("from", str, lambda row: min(_side_days(row), default=None)),
    Column("to", str, lambda row: max(_side_days(row), default=None)),
    Column("independent_sources", int, lambda row: row.event.independent_sources),
    Column("story", str, lambda row: row.story),
)


def _event_place(row: EventRow, field: str) -> Any:  # noqa: ANN401 - whatever the field holds
    return getattr(row.event.places[0], field) if row.event.places else None


def _slots(row: EventRow) -> list[str]:
    return [one.slot for one in row.event.disagreements]


def _published(row: EventRow) -> list[str]:
    return [one.published for one in row.event.claims if one.published]


def _side_days(row: DisagreementRow) -> list[str]:
    return [day for side in row.disagreement.sides for day in (side.first, side.last) if day]


def _side(side: Side) -> str:
    """What a side says in a few words."""
    if side.text:
        return side.text
    if side.value is not None:
        return f"{side.value:,}"
    bounds = [("at least", side.min), ("at most", side.max)]
    return " and ".join(f"{words} {bound:,}" for words, bound in bounds if bound is not None)


COLUMNS: dict[str, tuple[Column[Any], ...]] = {
    "report": _REPORTS,
    "claim": _CLAIMS,
    "attribution": _ATTRIBUTIONS,
    "commitment": _COMMITMENTS,
    "event": _EVENTS,
    "disagreement": _DISAGREEMENTS,
}
