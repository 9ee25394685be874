"""Attributions: sources, cues, contents, and the chains they form.

Drafts are made by rules over the parse (fast tier) or with the learned heads (full tier); one assembler makes
records of them.
"""

from sayso.attribution.assembler import assemble_attributions
from sayso.attribution.learned import draft_attributions_with_encoder
from sayso.attribution.rules import draft_attributions_by_rules

__all__ = ["assemble_attributions", "draft_attributions_by_rules", "draft_attributions_with_encoder"]
