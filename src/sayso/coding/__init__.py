"""Claims and commitments: triggers with types, roles, status, negation and hedges.

Drafts are made by rules over the parse (fast tier) or with the learned heads (full tier); one assembler makes
records of them.
"""

from sayso.coding.assembler import assemble_claims, assemble_commitments
from sayso.coding.commitments import draft_commitments_by_rules
from sayso.coding.learned import draft_claims_with_encoder, draft_commitments_with_encoder
from sayso.coding.rules import draft_claims_by_rules

__all__ = [
    "assemble_claims",
    "assemble_commitments",
    "draft_claims_by_rules",
    "draft_claims_with_encoder",
    "draft_commitments_by_rules",
    "draft_commitments_with_encoder",
]
