"""Attributions: sources, cues, contents, and the chains they form.

`extract_attributions_by_rules` works by rules over the parse (fast tier),
`extract_attributions_with_encoder` with the learned heads (full tier).
"""

from sayso.attribution.reading import extract_attributions_with_encoder
from sayso.attribution.rules import extract_attributions_by_rules

__all__ = ["extract_attributions_by_rules", "extract_attributions_with_encoder"]
