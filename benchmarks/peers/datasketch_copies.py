"""Copies by datasketch: MinHash of runs of words, candidates from its LSH, kept where the estimate passes."""

from typing import Any

from benchmarks.peers.copies import find_copies
from benchmarks.peers.protocol import Tool, serve

_HASHES = 128


def load(setting: str) -> Tool:
    """The search with datasketch's hashes and index."""
    from datasketch import MinHash, MinHashLSH

    def make_hash(runs: list[str]) -> Any:  # noqa: ANN401 - without usable types
        made = MinHash(num_perm=_HASHES)
        made.update_batch([run.encode() for run in runs])
        return made

    return find_copies(make_hash, lambda threshold: MinHashLSH(threshold=threshold, num_perm=_HASHES))


if __name__ == "__main__":
    serve("datasketch", load)
