"""Marks of a report's page: attributions, triggers of claims, and the parts of the chosen claim."""

from collections.abc import Iterable, Iterator, Sequence

from sayso.markup import Mark, describe_status
from sayso.model import AttributionRow, Claim, ClaimRow, Span

__all__ = ["marks_of"]


def marks_of(
    claims: Sequence[ClaimRow], attributions: Sequence[AttributionRow], chosen: ClaimRow | None
) -> list[Mark]:
    """Return the marks of a report: attributions, triggers of claims, and the parts of the chosen claim."""
    marks = [mark for row in attributions for mark in _attribution_marks(row, chosen)]
    for row in claims:
        status = describe_status(row.claim)
        looks = ["trigger", status.slug, *(["chosen"] if row is chosen else [])]
        trigger = row.claim.trigger
        marks.append(Mark(trigger.start, trigger.end, tuple(looks), row.claim.id))
    return marks + ([*_parts(chosen.claim)] if chosen else [])


def _attribution_marks(row: AttributionRow, chosen: ClaimRow | None) -> Iterator[Mark]:
    attribution = row.attribution
    step = _step(attribution.id, chosen)
    lit = (f"lit-{min(step, 4)}",) if step else ()
    for part, spans in (
        ("source", attribution.source),
        ("cue", attribution.cue),
        ("content", attribution.content),
    ):
        for number, span in enumerate(spans):
            label = f"source {step}" if step and part == "source" and not number else ""
            yield Mark(span.start, span.end, (part, *(f"{part}-{look}" for look in lit)), label=label)


def _step(attribution: str, chosen: ClaimRow | None) -> int:
    """Return the position of an attribution in the chains of the chosen claim, from 1; 0 if it has none."""
    chains = chosen.claim.chains if chosen else ()
    return next((chain.index(attribution) + 1 for chain in chains if attribution in chain), 0)


def _parts(claim: Claim) -> Iterator[Mark]:
    """Yield the marks of the sentence, arguments, places, time and quantities of the chosen claim."""
    parts: tuple[tuple[str, str, Iterable[Span]], ...] = (
        ("sentence", "", (claim.sentence,)),
        ("actor", "who", claim.actors),
        ("recipient", "to whom", claim.recipients),
        ("place", "where", claim.places),
        ("time", "when", (claim.time,) if claim.time else ()),
        ("quantity", "how many", claim.quantities),
        ("object", "of what", (claim.object.span,) if claim.object else ()),
    )
    for look, label, spans in parts:
        for span in spans:
            yield Mark(span.start, span.end, (look,), label=label)
