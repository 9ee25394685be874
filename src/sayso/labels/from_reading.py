"""Labels of a reading, to be corrected, learned from, or compared with people's."""

from collections.abc import Mapping
from typing import Any

from sayso.labels.gold import AttributionLabel, ClaimLabel, CommitmentLabel, Labels, SpanLabel
from sayso.model import Attribution, Claim, Commitment, Participant, Quantity, Reading, Span, Toponym

__all__ = ["labels_of"]

_ById = Mapping[str, Attribution]


def labels_of(reading: Reading, name: str) -> Labels:
    """Return the labels of a reading; offsets count the code points of the report's text."""
    by_id = {attribution.id: attribution for attribution in reading.attributions}
    order = {id_: n for n, id_ in enumerate(by_id)}
    return Labels(
        id=name,
        date=(reading.report.published or "")[:10],
        claims=tuple(_claim(claim, by_id) for claim in reading.claims),
        attributions=tuple(_attribution(attribution, order) for attribution in reading.attributions),
        commitments=tuple(_commitment(commitment, by_id) for commitment in reading.commitments),
    )


def _span(span: Span, **fields: Any) -> SpanLabel:  # noqa: ANN401 - any field of a label
    return SpanLabel(text=span.text, start=span.start, end=span.end, **fields)


def _participant(span: Participant) -> SpanLabel:
    entity = span.entity
    if entity is None:
        return _span(span)
    return _span(span, is_=entity.name, country=entity.country, sector=entity.sector)


def _place(span: Toponym) -> SpanLabel:
    return _span(span, name=span.name, country=span.country, lat=span.lat, lon=span.lon)


def _quantity(span: Quantity) -> SpanLabel:
    amount = {"value": span.value, "min": span.min, "max": span.max}
    return _span(span, **amount, approx=span.approximate, unit=span.unit)


def _claim(claim: Claim, by_id: _ById) -> ClaimLabel:
    time = claim.time
    return ClaimLabel(
        trigger=_span(claim.trigger),
        type=claim.event.type,
        mode=next(iter(claim.event.mode), ""),
        actors=tuple(map(_participant, claim.actors)),
        recipients=tuple(map(_participant, claim.recipients)),
        object=None if claim.object is None else _span(claim.object.span),
        places=tuple(map(_place, claim.places)),
        time=None if time is None else _span(time, value=time.value),
        quantities=tuple(map(_quantity, claim.quantities)),
        status=claim.status,
        negated=claim.negated,
        sources=_sources(claim.chains, by_id),
    )


def _attribution(attribution: Attribution, order: Mapping[str, int]) -> AttributionLabel:
    return AttributionLabel(
        source=_source(attribution) if attribution.source else None,
        cue=_span(attribution.cue[0]),
        content=tuple(map(_span, attribution.content)),
        style=attribution.style,
        parent=order.get(attribution.parent or ""),
    )


def _commitment(commitment: Commitment, by_id: _ById) -> CommitmentLabel:
    return CommitmentLabel(
        debtor=None if commitment.debtor is None else _participant(commitment.debtor),
        deed=commitment.deed.text,
        start=commitment.deed.start,
        end=commitment.deed.end,
        strength=commitment.strength,
        sources=_sources(commitment.chains, by_id),
    )


def _source(attribution: Attribution, cue: str = "") -> SpanLabel:
    """Return the source of an attribution; where it is unsaid the cue stands for it."""
    span = next(iter(attribution.source), attribution.cue[0])
    entity = attribution.source_entity
    name = entity.name if entity and attribution.source else ""
    return _span(span, is_=name, kind=attribution.source_kind or "", cue=cue)


def _sources(chains: tuple[tuple[str, ...], ...], by_id: _ById) -> tuple[SpanLabel, ...]:
    """Return the first chain, innermost first."""
    return tuple(_source(by_id[id_], by_id[id_].cue[0].text) for id_ in next(iter(chains), ()))
