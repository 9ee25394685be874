"""Copies by datasketch: MinHash of runs of words, candidates from its LSH, kept where the estimate passes."""

import time
from collections.abc import Iterator
from typing import Any

from benchmarks.peers.copies import RUNS, THRESHOLDS, group, runs_of
from benchmarks.peers.protocol import Answer, Row, Tool, serve

_HASHES = 128


def load(setting: str) -> Tool:
    """Every length of runs with every threshold, each an answer of its own."""
    from datasketch import MinHash, MinHashLSH

    def answer(rows: list[Row]) -> Iterator[Answer]:
        for length in RUNS:
            start = time.process_time()
            hashes = [_hash(MinHash, row["text"], length) for row in rows]
            hashing = time.process_time() - start
            for threshold in THRESHOLDS:
                start = time.process_time()
                pairs = _pairs(MinHashLSH(threshold=threshold, num_perm=_HASHES), hashes, threshold)
                yield {
                    "setting": f"runs of {length} words, threshold {threshold}",
                    "groups": group(rows, pairs),
                    "cpu_s": hashing + time.process_time() - start,
                }

    return answer


def _hash(kind: Any, text: str, length: int) -> Any:  # noqa: ANN401
    made = kind(num_perm=_HASHES)
    made.update_batch([run.encode() for run in runs_of(text, length)])
    return made


def _pairs(index: Any, hashes: list[Any], threshold: float) -> Iterator[tuple[int, int]]:  # noqa: ANN401
    for at, one in enumerate(hashes):
        yield from ((at, near) for near in index.query(one) if one.jaccard(hashes[near]) >= threshold)
        index.insert(at, one)


if __name__ == "__main__":
    serve("datasketch", load)
