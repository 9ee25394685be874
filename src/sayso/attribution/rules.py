"""Attributions by rules over the parse (fast tier)."""

from sayso.attribution.chains import find_parents
from sayso.attribution.cues import find_drafts
from sayso.attribution.drafts import Draft, spans_of
from sayso.attribution.quotations import Quotation, find_quotations, style_of
from sayso.attribution.runs import extend_quotations
from sayso.attribution.sources import kind_of_source
from sayso.model import Attribution, Grounding, Mint, Parse, Span

__all__ = ["extract_attributions_by_rules"]


def extract_attributions_by_rules(parse: Parse, grounding: Grounding, mint: Mint) -> tuple[Attribution, ...]:
    """Extract every "X says Y" of a text by rules over its parse, in order of the cues (fast tier)."""
    quotations = find_quotations(parse.text)
    drafts = extend_quotations(parse, find_drafts(parse, quotations), quotations)
    parents = find_parents(parse, drafts)
    stamps = [mint.stamp("a", parse.span(*draft.cue)) for draft in drafts]
    return tuple(
        _attribution(
            parse, grounding, draft, quotations, (*stamp, None if parent is None else stamps[parent][0])
        )
        for draft, stamp, parent in zip(drafts, stamps, parents, strict=True)
    )


def _attribution(
    parse: Parse,
    grounding: Grounding,
    draft: Draft,
    quotations: tuple[Quotation, ...],
    identity: tuple[str, str, str | None],
) -> Attribution:
    """Turn a draft into a record; `identity` is (id, key, id of the parent)."""
    source: tuple[Span, ...] = ()
    entity, kind = None, None
    if draft.source is not None:
        span = parse.span(*draft.source)
        entity = grounding.entity_of(parse, span.start, span.end)
        source, kind = (span,), kind_of_source(parse, range(*draft.source), entity)
    identifier, key, parent = identity
    return Attribution(
        id=identifier,
        key=key,
        source=source,
        source_entity=entity,
        source_kind=kind,
        cue=(parse.span(*draft.cue),),
        content=spans_of(parse.text, draft.content),
        style=style_of(draft.content, quotations),
        parent=parent,
    )
