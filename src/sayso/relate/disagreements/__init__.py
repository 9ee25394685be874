"""Where claims of one event cannot all hold."""

from sayso.relate.disagreements.compatibility import Compatibility, Stated, compare_values
from sayso.relate.disagreements.sides import find_disagreements

__all__ = [
    "Compatibility",
    "Stated",
    "compare_values",
    "find_disagreements",
]
