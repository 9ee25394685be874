"""Contradictions among the claims of one event."""

from sayso.relate.contradictions.compatibility import Compatibility, StatedValue, compare_values
from sayso.relate.contradictions.detection import find_disagreements

__all__ = [
    "Compatibility",
    "StatedValue",
    "compare_values",
    "find_disagreements",
]
