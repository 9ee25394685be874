"""What the two tools for copies share: runs of words, and groups of what is joined by pairs."""

import re
from collections.abc import Iterable

from benchmarks.peers.protocol import Row

__all__ = ["RUNS", "THRESHOLDS", "group", "runs_of"]

RUNS = (2, 3, 5)
THRESHOLDS = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)

_WORD = re.compile(r"\w+")


def runs_of(text: str, length: int) -> list[str]:
    """The different runs of so many words; the text as one where it is shorter."""
    words = _WORD.findall(text.lower())
    last = max(len(words) - length + 1, 1)
    return sorted({" ".join(words[at : at + length]) for at in range(last)})


def group(rows: list[Row], pairs: Iterable[tuple[int, int]]) -> list[list[str]]:
    """The ids of what is joined, directly or by others."""
    heads = list(range(len(rows)))

    def head(one: int) -> int:
        while heads[one] != one:
            one = heads[one]
        return one

    for one, other in pairs:
        heads[head(one)] = head(other)
    members: dict[int, list[str]] = {}
    for at, row in enumerate(rows):
        members.setdefault(head(at), []).append(row["id"])
    return list(members.values())
