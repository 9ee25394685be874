"""Claims and commitments: triggers with types, roles, status, negation and hedges.

`..._by_rules` work on the parse (fast tier), `..._with_encoder` with the learned heads (full tier).
"""

from sayso.coding.commitments import extract_commitments_by_rules, extract_commitments_with_encoder
from sayso.coding.reading import extract_claims_with_encoder
from sayso.coding.rules import extract_claims_by_rules

__all__ = [
    "extract_claims_by_rules",
    "extract_claims_with_encoder",
    "extract_commitments_by_rules",
    "extract_commitments_with_encoder",
]
