"""Labels of a reading, in the format of the labelled claims (training/gold), to be learned from."""

from typing import Any

from sayso.model import Attribution, Claim, Commitment, Reading, Span

__all__ = ["labels_of"]

Label = dict[str, Any]


def labels_of(reading: Reading, name: str) -> Label:
    """Return the labels of a reading as JSON; offsets count the code points of the report's text."""
    by_id = {attribution.id: attribution for attribution in reading.attributions}
    order = {id_: n for n, id_ in enumerate(by_id)}
    return {
        "id": name,
        "date": (reading.report.published or "")[:10],
        "claims": [_claim(claim, by_id) for claim in reading.claims],
        "attributions": [_attribution(attribution, order) for attribution in reading.attributions],
        "commitments": [_commitment(commitment, by_id) for commitment in reading.commitments],
    }


def _span(span: Span) -> Label:
    return {"text": span.text, "start": span.start, "end": span.end}


def _claim(claim: Claim, by_id: dict[str, Attribution]) -> Label:
    time = claim.time
    return {
        "trigger": _span(claim.trigger),
        "type": claim.event.type,
        "mode": next(iter(claim.event.mode), ""),
        "actors": [_span(actor) for actor in claim.actors],
        "recipients": [_span(recipient) for recipient in claim.recipients],
        "object": None if claim.object is None else _span(claim.object.span),
        "places": [_span(place) for place in claim.places],
        "time": None if time is None else {**_span(time), "value": time.value},
        "quantities": [_span(quantity) for quantity in claim.quantities],
        "status": str(claim.status),
        "negated": claim.negated,
        "sources": _sources(claim.chains, by_id),
    }


def _attribution(attribution: Attribution, order: dict[str, int]) -> Label:
    source = next(iter(attribution.source), None)
    return {
        "source": None if source is None else {**_span(source), "kind": attribution.source_kind or ""},
        "cue": _span(attribution.cue[0]),
        "content": [_span(span) for span in attribution.content],
        "style": str(attribution.style),
        "parent": order.get(attribution.parent or ""),
    }


def _commitment(commitment: Commitment, by_id: dict[str, Attribution]) -> Label:
    deed = commitment.deed
    return {
        "debtor": None if commitment.debtor is None else _span(commitment.debtor),
        **{"deed": deed.text, "start": deed.start, "end": deed.end, "strength": str(commitment.strength)},
        "sources": _sources(commitment.chains, by_id),
    }


def _sources(chains: tuple[tuple[str, ...], ...], by_id: dict[str, Attribution]) -> list[Label]:
    """Return the first chain, innermost first; where a source is unsaid its cue stands for it."""
    found = []
    for id_ in next(iter(chains), ()):
        attribution = by_id[id_]
        cue = attribution.cue[0]
        place = next(iter(attribution.source), cue)
        found.append({**_span(place), "kind": attribution.source_kind or "", "cue": cue.text})
    return found
