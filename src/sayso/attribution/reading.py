"""Attributions extracted with the encoder and the learned heads (full tier)."""

from sayso.attribution.cues import find_drafts
from sayso.attribution.drafts import spans_of
from sayso.attribution.edges import settle_edges
from sayso.attribution.learned import FoundAttribution, infer_attributions
from sayso.attribution.quotations import Quotation, find_quotations, style_of
from sayso.attribution.runs import extend_quotations
from sayso.heads import load_heads
from sayso.model import Attribution, Grounding, Mint, Parse, SourceKind, Span
from sayso.model.encoding import CueReading, Encoding

__all__ = ["extract_attributions_with_encoder"]


def extract_attributions_with_encoder(
    parse: Parse, encoding: Encoding, grounding: Grounding, mint: Mint
) -> tuple[tuple[Attribution, ...], tuple[CueReading, ...]]:
    """Extract every "X says Y" of a text with the learned heads, in order of the cues (full tier).

    The second result has one reading for each attribution, in the same order: coding binds claims with it.
    """
    quotations = find_quotations(parse.text)
    drafts = extend_quotations(parse, find_drafts(parse, quotations), quotations)
    found = settle_edges(parse, infer_attributions(encoding, load_heads()), drafts)
    stamps = [mint.stamp("a", Span.of(parse.text, *attribution.cue)) for attribution in found]
    attributions = tuple(
        _attribution(
            parse,
            grounding,
            attribution,
            quotations,
            (*stamp, None if attribution.parent is None else stamps[attribution.parent][0]),
        )
        for attribution, stamp in zip(found, stamps, strict=True)
    )
    readings = tuple(
        CueReading(
            attribution=identifier,
            anchor=attribution.anchor,
            content_odds=attribution.content_odds,
            source_odds=attribution.source_odds,
        )
        for attribution, (identifier, _) in zip(found, stamps, strict=True)
    )
    return attributions, readings


def _attribution(
    parse: Parse,
    grounding: Grounding,
    found: FoundAttribution,
    quotations: tuple[Quotation, ...],
    identity: tuple[str, str, str | None],
) -> Attribution:
    """Turn a learned reading into a record; `identity` is (id, key, id of the parent)."""
    source: tuple[Span, ...] = ()
    entity, kind = None, None
    if found.source is not None:
        span = Span.of(parse.text, *found.source)
        entity = grounding.entity_of(parse, span.start, span.end)
        source, kind = (span,), SourceKind(found.source_kind) if found.source_kind else None
    identifier, key, parent = identity
    return Attribution(
        id=identifier,
        key=key,
        source=source,
        source_entity=entity,
        source_kind=kind,
        cue=(Span.of(parse.text, *found.cue),),
        content=spans_of(parse.text, found.content),
        style=style_of(found.content, quotations),
        parent=parent,
    )
