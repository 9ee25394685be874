"""What is claimed: event words, types, roles, status, commitments.

`find_...` works by rules over the parse (fast tier), `read_...` with the learned heads (full tier).
"""

from sayso.coding.commitments import find_commitments, read_commitments
from sayso.coding.reading import read_claims
from sayso.coding.ruled import find_claims

__all__ = ["find_claims", "find_commitments", "read_claims", "read_commitments"]
