"""Which reports carry one text, and who had it first."""

from sayso.relate.copies.groups import (
    compare_copies,
    compare_rest,
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
    "compare_rest",
    "find_copies",
    "group_copies",
    "least_join",
    "least_score",
    "sketch_copy",
]
