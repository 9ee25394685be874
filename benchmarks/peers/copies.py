"""Common parts of the two tools for copies: runs of words, their search, and groups of joined pairs."""

import re
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from benchmarks.peers.protocol import Answer, Row, Tool

__all__ = ["find_copies", "group", "runs_of"]

_RUNS = (2, 3, 5)
_THRESHOLDS = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)

_WORD = re.compile(r"\w+")


def find_copies(make_hash: Callable[[list[str]], Any], make_index: Callable[[float], Any]) -> Tool:
    """Every length of runs with every threshold, each an answer of its own.

    `make_hash` hashes runs of words; `make_index` makes an index of hashes for a threshold.
    """

    def answer(rows: list[Row]) -> Iterator[Answer]:
        for length in _RUNS:
            start = time.process_time()
            hashes = [make_hash(runs_of(row["text"], length)) for row in rows]
            hashing = time.process_time() - start
            for threshold in _THRESHOLDS:
                start = time.process_time()
                pairs = _pairs(make_index(threshold), hashes, threshold)
                yield {
                    "setting": f"runs of {length} words, threshold {threshold}",
                    "groups": group(rows, pairs),
                    "cpu_s": hashing + time.process_time() - start,
                }

    return answer


def _pairs(index: Any, hashes: list[Any], threshold: float) -> Iterator[tuple[int, int]]:  # noqa: ANN401
    for at, hashed in enumerate(hashes):
        yield from ((at, near) for near in index.query(hashed) if hashed.jaccard(hashes[near]) >= threshold)
        index.insert(at, hashed)


def runs_of(text: str, length: int) -> list[str]:
    """The different runs of so many words; the text as one where it is shorter."""
    words = _WORD.findall(text.lower())
    last = max(len(words) - length + 1, 1)
    return sorted({" ".join(words[at : at + length]) for at in range(last)})


def group(rows: list[Row], pairs: Iterable[tuple[int, int]]) -> list[list[str]]:
    """The ids of what is joined, directly or by others."""
    heads = list(range(len(rows)))

    def head(member: int) -> int:
        while heads[member] != member:
            member = heads[member]
        return member

    for first, second in pairs:
        heads[head(first)] = head(second)
    members: dict[int, list[str]] = {}
    for at, row in enumerate(rows):
        members.setdefault(head(at), []).append(row["id"])
    return list(members.values())
