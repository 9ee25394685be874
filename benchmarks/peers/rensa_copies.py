"""Copies by rensa: RMinHash of runs of words, candidates from its LSH, kept where the estimate passes."""

from typing import Any

from benchmarks.peers.copies import find_copies
from benchmarks.peers.protocol import Tool, serve

_HASHES, _BANDS, _SEED = 128, 32, 42


def load(setting: str) -> Tool:
    """The search with rensa's hashes and index."""
    from rensa import RMinHash, RMinHashLSH

    def make_hash(runs: list[str]) -> Any:  # noqa: ANN401 - without usable types
        made = RMinHash(_HASHES, _SEED)
        made.update(runs)
        return made

    def make_index(threshold: float) -> Any:  # noqa: ANN401
        return RMinHashLSH(threshold=threshold, num_perm=_HASHES, num_bands=_BANDS)

    return find_copies(make_hash, make_index)


if __name__ == "__main__":
    serve("rensa", load)
