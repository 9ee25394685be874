"""B-cubed, the score of a clustering."""

from collections import Counter
from collections.abc import Hashable, Sequence

__all__ = ["b_cubed"]


def b_cubed(pairs: Sequence[tuple[Hashable, Hashable]]) -> float:
    """Return the F1 of B-cubed precision and recall, of the found and the gold cluster of each member."""
    both, found, gold = Counter(pairs), Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    precision = sum(count * count / found[a] for (a, _), count in both.items())
    recall = sum(count * count / gold[b] for (_, b), count in both.items())
    return 2 * precision * recall / (precision + recall) / len(pairs)
