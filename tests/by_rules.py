"""One stage at a time by rules: drafts and their assembly, for tests of sentences."""

from collections.abc import Sequence

from sayso.attribution import assemble_attributions, draft_attributions_by_rules
from sayso.coding import (
    assemble_claims,
    assemble_commitments,
    draft_claims_by_rules,
    draft_commitments_by_rules,
)
from sayso.model import Attribution, Claim, Commitment, Grounding, Mint, Parse
from sayso.model.drafts import AssemblyContext, AttributionDraft, DraftCheck

__all__ = ["extract_attributions_by_rules", "extract_claims_by_rules", "extract_commitments_by_rules"]


def extract_attributions_by_rules(parse: Parse, grounding: Grounding, mint: Mint) -> tuple[Attribution, ...]:
    """Extract the attributions of a text as the fast tier does."""
    found = assemble_attributions(_context(parse, grounding, mint), draft_attributions_by_rules(parse))
    return tuple(attribution for attribution in found if attribution is not None)


def extract_claims_by_rules(
    parse: Parse, grounding: Grounding, attributions: Sequence[Attribution], mint: Mint
) -> tuple[Claim, ...]:
    """Extract the claims of a text as the fast tier does, with the attributions given."""
    drafts = draft_claims_by_rules(parse, grounding, _drafts_of(attributions))
    return assemble_claims(_context(parse, grounding, mint), drafts, attributions)


def extract_commitments_by_rules(
    parse: Parse,
    grounding: Grounding,
    attributions: Sequence[Attribution],
    claims: Sequence[Claim],
    mint: Mint,
) -> tuple[Commitment, ...]:
    """Extract the commitments of a text as the fast tier does, with the attributions and claims given."""
    drafts = draft_commitments_by_rules(parse, grounding, _drafts_of(attributions))
    return assemble_commitments(_context(parse, grounding, mint), drafts, attributions, claims)


def _context(parse: Parse, grounding: Grounding, mint: Mint) -> AssemblyContext:
    return AssemblyContext(parse=parse, grounding=grounding, mint=mint, check=DraftCheck(parse.text))


def _drafts_of(attributions: Sequence[Attribution]) -> tuple[AttributionDraft, ...]:
    places = {attribution.id: n for n, attribution in enumerate(attributions)}
    return tuple(
        AttributionDraft(
            cue=attribution.cue[0],
            content=attribution.content,
            parent=None if attribution.parent is None else places[attribution.parent],
        )
        for attribution in attributions
    )
