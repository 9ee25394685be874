"""Drafts of attributions by rules over the parse (fast tier)."""

from sayso.attribution.chains import find_parents
from sayso.attribution.cues import find_cues
from sayso.attribution.runs import extend_quotations
from sayso.model import Parse, Span
from sayso.model.drafts import AttributionDraft
from sayso.model.quotations import find_quotations

__all__ = ["draft_attributions_by_rules"]


def draft_attributions_by_rules(parse: Parse) -> tuple[AttributionDraft, ...]:
    """Draft every "X says Y" of a text by rules over its parse, in order of the cues (fast tier)."""
    quotations = find_quotations(parse.text)
    matches = extend_quotations(parse, find_cues(parse, quotations), quotations)
    return tuple(
        AttributionDraft(
            cue=parse.span(*match.cue),
            source=None if match.source is None else parse.span(*match.source),
            content=tuple(Span.of(parse.text, *piece) for piece in match.content),
            parent=parent,
        )
        for match, parent in zip(matches, find_parents(parse, matches), strict=True)
    )
