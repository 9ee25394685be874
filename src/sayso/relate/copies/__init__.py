"""Near-duplicate reports and the original of each group of copies."""

from sayso.relate.copies.clustering import (
    compare_copies,
    compare_unblocked_pairs,
    find_copies,
    group_copies,
    least_join,
    least_score,
    sketch_copy,
)
from sayso.relate.copies.originals import Publication

__all__ = [
    "Publication",
    "compare_copies",
    "compare_unblocked_pairs",
    "find_copies",
    "group_copies",
    "least_join",
    "least_score",
    "sketch_copy",
]
